"""The pool of experts: who they are is settled by a number that nobody reads again."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.models import Post
from juli.stages.accounts.permissions import Refused
from juli.stages.review import sealing
from juli.stages.review.actions import intakes, pool
from juli.stages.review.facts import Facts
from juli.stages.review.models import Expert, Intake, Tie
from juli.stages.review.queries import pool as queries
from juli.stages.review.queries.intakes import content
from juli.stages.review.roster import experts as workbook
from tests.stages.review.pool import NOW, enrolled, number


def test_the_number_is_sealed_and_nowhere_else(world):
    row = enrolled(world, account="6222021234567890123", bank="示例银行")
    row.refresh_from_db()
    whole = number(1)
    assert sealing.opened(row.identity, "expert.identity") == whole
    kept = " ".join(str(value) for value in vars(row).values())
    said = " ".join(f"{e.details} {e.personal}" for e in Entry.objects.all())
    assert [text for text in (whole, "6222021234567890123") if text in kept or text in said] == []
    assert (row.settled, row.masked, row.masked_account) == (True, "*" * 14 + whole[-4:], "*" * 8 + "0123")


def test_one_person_is_one_expert(world):
    enrolled(world)
    with pytest.raises(ValidationError, match="专家1"):
        enrolled(world, name="另一个名字")
    enrolled(world, document=Expert.Document.OTHER)
    assert Expert.objects.count() == 2


def test_a_wrong_check_digit_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        enrolled(world, number="110105197001010019")
    assert list(refusal.value.message_dict) == ["number"]


def test_only_the_office_keeps_the_pool(world):
    for who in ("supervisor", "expert", "administrator", "auditor"):
        with pytest.raises(Refused):
            enrolled(world, by=who)


def test_an_employer_that_was_left_is_a_former_one(world):
    row = enrolled(world)
    facts = Facts("专家1", employer="另一所大学")
    pool.describe(expert=row, facts=facts, had=1, by=world.users["officer"], at=NOW)
    row.refresh_from_db()
    assert (row.employer, row.settled, row.version) == ("另一所大学", True, 2)
    assert [(t.unit, t.until) for t in row.ties.all()] == [("示例大学1", NOW.date())]
    with pytest.raises(Stale):
        pool.describe(expert=row, facts=facts, had=1, by=world.users["officer"], at=NOW)


def test_a_tie_needs_a_unit_and_a_source(world):
    row = enrolled(world)
    for tie in (
        Tie(kind="office", source="名录"),
        Tie(kind="office", unit="某学会"),
        Tie(kind="office", unit="某学会", code="1", source="x"),
    ):
        with pytest.raises(ValidationError):
            pool.add_tie(expert=row, tie=tie, by=world.users["officer"], at=NOW)
    tie = pool.add_tie(
        expert=row, tie=Tie(kind="office", unit=" 某  学会 ", source="名录"), by=world.users["officer"], at=NOW
    )
    assert tie.unit == "某 学会"
    pool.remove_tie(tie=tie, by=world.users["officer"], at=NOW)
    assert row.ties.count() == 0


def test_days_away(world):
    row = enrolled(world)
    with pytest.raises(ValidationError):
        pool.add_absence(
            expert=row, since=dt.date(2023, 6, 2), until=dt.date(2023, 6, 1), by=world.users["officer"], at=NOW
        )
    away = pool.add_absence(
        expert=row, since=dt.date(2023, 6, 1), until=dt.date(2023, 6, 2), by=world.users["officer"], at=NOW
    )
    pool.remove_absence(away=away, by=world.users["officer"], at=NOW)
    assert row.away.count() == 0


def test_who_is_taken_out_stays_on_record(world):
    row = enrolled(world)
    with pytest.raises(ValidationError):
        pool.remove_expert(expert=row, reason=" ", by=world.users["officer"], at=NOW)
    pool.remove_expert(expert=row, reason="本人要求", by=world.users["officer"], at=NOW)
    seen = lambda state: [e.pk for e in queries.experts(by=world.users["officer"], at=NOW, state=state)]  # noqa: E731
    assert (seen(""), seen("removed")) == ([], [row.pk])
    pool.restore_expert(expert=row, by=world.users["officer"], at=NOW)
    assert (seen(""), seen("removed")) == ([row.pk], [])


def test_the_head_of_office_invites(world):
    row = enrolled(world, email="zhuanjia@example.org")
    with pytest.raises(Refused):
        pool.invite(expert=row, by=world.users["officer"], at=NOW)
    path = pool.invite(expert=row, by=world.users["lead"], at=NOW)
    row.refresh_from_db()
    assert path.startswith("/accounts/")
    assert [p.role for p in Post.objects.filter(user=row.user)] == ["expert"]
    other = enrolled(world, 2, email="zhuanjia@example.org")
    with pytest.raises(ValidationError):
        pool.invite(expert=other, by=world.users["lead"], at=NOW)
    with pytest.raises(ValidationError):
        pool.invite(expert=enrolled(world, 3), by=world.users["lead"], at=NOW)


def test_new_keys_find_the_same_people(world, settings):
    old = settings.JULI_IDENTITY_KEYS
    row = enrolled(world, account="6222021234567890123")
    settings.JULI_IDENTITY_KEYS = ["another key, quite as long as the first one", *old]
    with pytest.raises(ValidationError):
        enrolled(world)
    assert pool.reseal(at=NOW) == 1
    assert pool.reseal(at=NOW) == 0
    settings.JULI_IDENTITY_KEYS = settings.JULI_IDENTITY_KEYS[:1]
    row.refresh_from_db()
    assert sealing.opened(row.identity, "expert.identity") == number(1)
    with pytest.raises(ValidationError):
        enrolled(world)


def book(*rows):
    """A workbook with these rows below the headings of the template."""
    names = [name for name in workbook.FIELDS if name != "id"]
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "专家库"
    sheet.append([workbook.FIELDS[name].label.zh for name in names])
    for row in rows:
        sheet.append([row.get(name) for name in names])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_good_rows_come_in_and_bad_ones_say_what_to_do(world):
    known = enrolled(world, 3)
    data = book(
        {"name": "甲", "number": number(1), "employer": "甲大学", "fields": "标准、评价", "former": "乙公司"},
        {"name": "乙", "number": "110105197001010019"},
        {"name": "甲", "number": number(1)},
        {"name": "丙"},
        {"name": "专家3", "number": number(3), "title": "教授"},
        {"name": "假名", "number": number(3)},
        {"employer": "无名"},
    )
    row = intakes.bring(of=Intake.Of.EXPERTS, name="名册.xlsx", blocks=[data], by=world.users["officer"], at=NOW)
    assert number(1) not in row.rows
    read = content(row)
    assert [(r.place, r.does) for r in read.rows] == [("专家库 2", "new"), ("专家库 5", "new"), ("专家库 6", "known")]
    assert [b.place for b in read.bad] == ["专家库 3 证件号码", "专家库 4", "专家库 7", "专家库 8 姓名"]
    intakes.enter(intake=row, by=world.users["officer"], at=NOW)
    intakes.enter(intake=row, by=world.users["officer"], at=NOW)
    assert sorted(Expert.objects.values_list("name", flat=True)) == ["专家3", "丙", "甲"]
    known.refresh_from_db()
    assert (known.title, known.employer, known.settled) == ("教授", "示例大学3", True)
    first = Expert.objects.get(name="甲")
    assert sorted(f.name for f in first.fields.all()) == ["标准", "评价"]
    assert [(t.unit, t.over) for t in first.ties.all()] == [("乙公司", True)]
    row.refresh_from_db()
    assert (row.entered, content(row).rows) == (3, [])


def test_an_export_comes_back_as_the_same_people(world):
    row = enrolled(world, title="教授", phone="13800000000")
    data = workbook.export(queries.experts(by=world.users["officer"], at=NOW), "zh")
    assert data == workbook.export(queries.experts(by=world.users["officer"], at=NOW), "zh")
    read = workbook.read(data, "x.xlsx", "zh")
    assert (read.bad, [(r.does, r.said["expert"], r.said["title"]) for r in read.rows]) == (
        [],
        [("known", row.pk, "教授")],
    )
    brought = intakes.bring(of=Intake.Of.EXPERTS, name="x.xlsx", blocks=[data], by=world.users["officer"], at=NOW)
    intakes.enter(intake=brought, by=world.users["officer"], at=NOW)
    row.refresh_from_db()
    assert (row.settled, row.ties.count(), [f.name for f in row.fields.all()]) == (True, 0, ["standards"])


def test_what_is_no_workbook_says_so(world):
    row = intakes.bring(of=Intake.Of.EXPERTS, name="x.xlsx", blocks=[b"not one"], by=world.users["officer"], at=NOW)
    assert (row.good, row.bad) == (0, 1)
    intakes.put_aside(intake=row, by=world.users["officer"], at=NOW)
    row.refresh_from_db()
    assert row.rows == ""


def test_the_list_asks_the_database_as_often_for_three_as_for_one(worlds):
    client = worlds.client("officer")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("review:pool"), {"field": "standards"}).status_code == 200
        return len(queries)

    enrolled(worlds, 1)
    asked()  # The first request of a session says more.
    counts = [asked()]
    for n in (2, 3):
        enrolled(worlds, n, fields=("standards", f"f{n}"))
    counts.append(asked())
    assert counts[0] == counts[1]


def test_no_page_shows_a_number(worlds):
    row = enrolled(worlds, account="6222021234567890123")
    client = worlds.client("officer")
    for name in ("expert", "edit_expert"):
        page = client.get(reverse(f"review:{name}", args=[row.pk])).content.decode()
        assert (number(1) in page, "6222021234567890123" in page) == (False, False)
        assert number(1)[-4:] in page


def test_what_was_typed_stays_where_somebody_was_faster(worlds):
    row = enrolled(worlds)
    pool.describe(expert=row, facts=Facts("专家1", employer="甲"), had=1, by=worlds.users["lead"], at=NOW)
    said = {"name": "专家1", "employer": "乙大学", "document": "resident", "version": "1"}
    client = worlds.client("officer")
    answer = client.post(reverse("review:edit_expert", args=[row.pk]), said)
    page = answer.content.decode()
    assert (answer.status_code, "乙大学" in page, 'name="version" value="2"' in page) == (422, True, True)
    row.refresh_from_db()
    assert row.employer == "甲"
