"""Saved as it is typed: on the version that was known, both texts kept where two met, said what became of it."""

import datetime as dt
import json
import re

import pytest
from django.http import QueryDict

from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.actions import drafting, writing
from juli.stages.applications.form.layout import parts
from juli.stages.applications.form.reading import Unreadable, read
from juli.stages.applications.models import Answer, Application, Presence, Rival, Version
from juli.stages.calls.rulebook import current
from tests.people import people
from tests.stages.applications.conftest import NOW, begun

AT = NOW["cast-2023"]
MINUTE = dt.timedelta(minutes=1)


def save(application, section, value, had=0, by=None, world=None, at=AT):
    return writing.save(
        application=application, section=section, value=value, had=had, by=by or world.users["staff"], at=at
    )


def test_a_save_is_there_and_raises_the_versions(database):
    world = people()
    row = begun("cast-2023", world)
    saved = save(row, "name", "甲项目", world=world)
    assert (saved.version, saved.rival) == (1, None)
    assert save(row, "name", "乙项目", 1, world=world).version == 2
    row.refresh_from_db()
    assert (row.title, row.version) == ("乙项目", 3)


def test_saving_what_is_there_changes_nothing(world):
    row = begun("cast-2023", world)
    save(row, "name", "甲", world=world)
    # A confirmation that was lost on the way: the browser sends again, on the version that it knew.
    assert save(row, "name", "甲", 0, world=world).version == 1
    row.refresh_from_db()
    assert row.version == 2
    assert not Rival.objects.exists()


def test_a_stale_save_keeps_both_texts_and_asks(database):
    world = people()
    row = begun("cast-2023", world)
    boss = world.users["administrator"]
    save(row, "basis", "先存的", world=world)
    met = save(row, "basis", "后存的", 0, by=boss)
    assert met.answer.value == "先存的"
    assert met.rival.value == "后存的"
    # Typing on replaces the sender's own rival and no other text.
    save(row, "basis", "后存的，接着写", 0, by=boss)
    (rival,) = Rival.objects.all()
    assert (rival.value, rival.had, rival.by) == ("后存的，接着写", 0, boss)
    save(row, "name", "别处不受影响", 0, by=boss)
    with pytest.raises(Stale):
        writing.settle(rival=rival, value="合并", had=7, by=boss, at=AT)
    writing.settle(rival=rival, value="合并", had=1, by=boss, at=AT)
    assert Answer.objects.get(section="basis").value == "合并"
    rival.refresh_from_db()
    assert rival.settled_at == AT
    # What gave way is in a version.
    assert Version.objects.get(cause="before").content["answers"]["basis"] == "先存的"
    assert json.loads(Entry.objects.get(act="application.texts-settled").details)["chosen"] == "both"


def test_who_may_not_write(world):
    row = begun("cast-2023", world)
    for who in ("other", "stranger", "officer"):
        with pytest.raises(Refused):
            save(row, "name", "甲", by=world.users[who])
    with pytest.raises(Refused):
        save(row, "nothing", "甲", world=world)
    Application.objects.filter(pk=row.pk).update(state="submitted")
    with pytest.raises(Refused):
        save(row, "name", "甲", world=world)
    assert not Answer.objects.exists()


def test_a_section_of_other_applicants_is_not_saved(world):
    """S1-54: the table of integrity work is for hub organisations."""
    row = begun("zgc-2025", world)
    save(row, "integrity", "工作", world=world, at=NOW["zgc-2025"])
    drafting.rearrange(
        application=row, entry=drafting.Entry("industry"), had=2, by=world.users["staff"], at=NOW["zgc-2025"]
    )
    with pytest.raises(Refused):
        save(row, "integrity", "改", 1, world=world, at=NOW["zgc-2025"])


def test_over_http_a_script_hears_what_became_of_it(world):
    row = begun("cast-2023", world)
    client = world.client("staff")
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/form/money/"
    sent = {"had": "0", "f.total": "25.5", "f.applied": "20", "f.other": "5.5", "f.state": "0", "f.own": "5.5", "r.lines": ["aa", "bb"], "c.lines.aa.item": "起草", "c.lines.aa.amount": "25", "c.lines.bb.amount": "半万"}  # fmt: skip
    answer = client.post(address, sent, headers={"Accept": "application/json"}).json()
    assert (answer["state"], answer["version"]) == ("saved", 1)
    assert answer["totals"] == {"lines.1": "25"}
    assert "c.lines.bb.amount" in answer["wrong"]
    kept = Answer.objects.get(section="money").value
    # Exact, in 分; what cannot be read stays as it was typed.
    assert (kept["total"], kept["lines"][1]["amount"]) == (25500000, "半万")
    stale = client.post(address, {**sent, "had": "9"}, headers={"Accept": "application/json"}).json()
    assert stale["state"] == "saved"
    other = world.client("administrator")
    met = other.post(address, {**sent, "f.total": "30"}, headers={"Accept": "application/json"}).json()
    assert met["state"] == "rival"
    assert "25.5" in met["rival"]
    assert "30" in met["rival"]
    pk = Rival.objects.get().pk
    done = other.post(f"/organisations/{world.ours.pk}/applications/{row.pk}/texts/{pk}/", {"keep": "came", "had": "1"})
    assert done.status_code == 302
    assert Answer.objects.get(section="money").value["total"] == 30000000


def test_a_text_that_is_too_long_is_refused_and_given_back(world):
    row = begun("cast-2023", world)
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/form/basis/"
    long = "字" * 200_001
    answer = world.client("staff").post(address, {"had": "0", "value": long}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "200000" in answer.json()["reason"]
    page = world.client("staff").post(address, {"had": "0", "value": long})
    assert page.status_code == 422
    assert long in page.content.decode()
    assert world.client("staff").post(address, {"had": "0", "value": "字" * 200_000}).status_code == 302


def test_control_characters_and_scripts_are_kept_as_they_are_and_named(world):
    row = begun("cast-2023", world)
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/form/basis/"
    text = "<script>alert(1)</script>\x07"
    client = world.client("staff")
    answer = client.post(address, {"had": "0", "value": text + "\x00"}, headers={"Accept": "application/json"}).json()
    assert "U+0007" in answer["wrong"]["value"]
    assert Answer.objects.get(section="basis").value == text + "\N{REPLACEMENT CHARACTER}"
    assert b"<script>alert" not in client.get(address).content


def part_of(world, edition, section):
    row = begun(edition, world)
    programme = current(row.call).programme
    return programme, {p.id: p for p in parts(programme, row.applicant_type, tuple(row.tracks))}[section]


def sent(**data):
    found = QueryDict(mutable=True)
    for name, value in data.items():
        found.setlist(name, value if isinstance(value, list) else [value])
    return found


def test_rows_are_added_moved_removed_and_pasted_without_scripts(world):
    programme, part = part_of(world, "cast-2023", "team")
    base = {"r.-": ["aa", "bb"], "c.-.aa.name": "甲", "c.-.bb.name": "乙"}
    ids = lambda value: [row["#"] for row in value]  # noqa: E731
    assert ids(read(programme, part, sent(**base, act="down:-:aa"))) == ["bb", "aa"]
    assert ids(read(programme, part, sent(**base, act="remove:-:aa"))) == ["bb"]
    added = read(programme, part, sent(**base, act="add:-"))
    assert len(added) == 3
    assert set(added[2]) == {"#"}
    pasted = read(
        programme,
        part,
        sent(**base, act="paste:-", **{"paste.-": "丙\t四十\t研究员\t某会\t起草\n丁\t41\t\t某会"}),
    )
    assert [row.get("age") for row in pasted] == [None, None, "四十", 41]
    named = read(programme, part, sent(act="paste:-", **{"paste.-": "年龄\t姓名\n39\t戊"}))
    assert [(row["name"], row["age"]) for row in named] == [("戊", 39)]
    numbered = read(programme, part, sent(act="paste:-", **{"paste.-": "1\t己\t1\t2\t3\t4\t5\n2\t庚\t1\t2\t3\t4\t5"}))
    assert [row["name"] for row in numbered] == ["己", "庚"]
    # Rows that say nothing are none.
    assert read(programme, part, sent(**{"r.-": ["aa", "bb"], "c.-.aa.name": " "})) is None
    with pytest.raises(Unreadable):
        read(programme, part, sent(**{"r.-": ["aa", "aa"]}))
    with pytest.raises(Unreadable):
        read(programme, part, sent(act="paste:-", **{"paste.-": "\n".join(["丙"] * 501)}))


def test_months_pasted_as_one_cell(world):
    programme, part = part_of(world, "cast-2023", "schedule")
    value = read(
        programme, part, sent(act="paste:rows", **{"paste.rows": "2023年6月至2023年8月\t起草\n2023-09—2023-11\t发布"})
    )
    assert [row["span"] for row in value["rows"]] == [
        {"from": "2023-06", "to": "2023-08"},
        {"from": "2023-09", "to": "2023-11"},
    ]


def test_who_else_is_here(world):
    row = begun("cast-2023", world)
    here = f"/organisations/{world.ours.pk}/applications/{row.pk}/here/"
    assert world.client("administrator").post(here, {"section": "name"}).json()["others"].strip() == ""
    shown = world.client("staff").post(here, {"section": "name"}).json()["others"]
    # The first character is seen, the name is heard and hovered.
    assert re.findall(r'aria-hidden="true">([^<]*)<', shown) == ["a"]
    assert shown.count("administrator") == 2
    Presence.objects.update(at=AT)
    assert world.client("staff").post(here, {"section": "name"}).json()["others"].strip() == ""
