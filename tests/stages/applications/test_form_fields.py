"""The forms of all four calls come out of their files whole: every field is shown, can be filled in, and is read back."""

import re

import pytest

from juli.stages.applications.form.layout import columns_of
from juli.stages.applications.form.reading import ROWS
from juli.stages.applications.models import Answer
from juli.stages.applications.queries import checking
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement
from tests.people import SINCE
from tests.stages.applications.conftest import EDITIONS, NOW, begun
from tests.stages.applications.filling import filled, sections

CONTROL = re.compile(r'<(input|textarea|select)[^>]*\bname="([^"]+)"')


def names(html):
    return {name for _tag, name in CONTROL.findall(html) if "ROW" not in name}


def address(application, section=""):
    start = f"/organisations/{application.organisation_id}/applications/{application.pk}/"
    return f"{start}form/{section}/" if section else start


def told(world):
    """A record that fills what the forms take from it, and a ledger with something in it."""
    world.ours.record = {
        "founded": "2001-06-01", "fields": ["智能装备"], "superior": "示例主管单位", "park": "示例园", "legal_person": True,
    }  # fmt: skip
    world.ours.save()
    return Achievement.objects.create(
        organisation=world.ours,
        kind="activity",
        title="示例论坛",
        date="2021-06-01",
        vocabulary=1,
        created_at=SINCE,
        changed_at=SINCE,
    )


def fill(world, application, client):
    programme = current(application.call).programme
    row = Achievement.objects.filter(organisation=world.ours).first()
    clauses = [c.id for c in programme.categories]
    for part in sections(application, programme):
        options = {"clauses": clauses, "achievements": [str(row.pk)]}
        if part.origin == "plan":
            from juli.stages.applications.form.promises import countable

            options["clauses"] = list(countable(programme, application.applicant_type))
        had = Answer.objects.filter(application=application, section=part.id).values_list("version", flat=True).first()
        data = {**filled(part, **options), "had": had or 0}
        answer = client.post(address(application, part.id), data)
        assert answer.status_code == 302, (part.id, answer.status_code)
        yield part, data


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_field_is_shown_saved_and_read_back(world, edition):
    """S4-46, S4-66…S4-101, S3-49, S0-74, S1-95."""
    told(world)
    application = begun(edition, world)
    client = world.client("staff")
    programme = current(application.call).programme
    asked = sections(application, programme)
    assert {
        s.id for s in programme.form.sections if not s.applies_to or application.applicant_type in s.applies_to
    } == {part.id for part in asked if part.id not in {"cover", "pledges"}}
    for part, data in fill(world, application, client):
        page = client.get(address(application, part.id)).content.decode()
        fields = {name for name in data if not name.startswith("r.") and name != "had"}
        assert fields <= names(page), (part.id, fields - names(page))
        for field in part.section.fields:
            if field.from_ is not None:
                assert f'id="f-{field.id}"' in page, (part.id, field.id)
        for table, columns in [(ROWS, part.section.columns), *((f.id, columns_of(f)) for f in part.section.fields)]:
            for column in columns:
                if column.type == "file":
                    assert f'name="c.{table}.aa11.{column.id}"' in page
        for name in fields:
            if data[name]:
                assert shown(page, name) == data[name].strip(), (part.id, name)


def shown(page, name):
    """What a page's control shows."""
    escaped = re.escape(name)
    if found := re.search(rf'<input[^>]*name="{escaped}"[^>]*value="([^"]*)"', page):
        return found[1]
    if found := re.search(rf'<textarea[^>]*name="{escaped}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL):
        return found[1].strip()
    chosen = re.search(rf'<select[^>]*name="{escaped}".*?</select>', page, re.DOTALL)[0]
    return re.search(r'value="([^"]*)" selected', chosen)[1]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_filled_in_is_complete_but_for_sums_and_files(world, edition):
    """S4-71: completeness means it; the check and the engine agree."""
    told(world)
    application = begun(edition, world)
    assert list(fill(world, application, world.client("staff")))
    application.refresh_from_db()
    found = checking.check(checking.known(application, current(application.call), NOW[edition]))
    left = {(item.section, item.control.partition(".")[0]) for item in found.blocking if item.section}
    # The sums of random amounts do not agree, and no file was brought.
    expected = {"cast-2023": {("money", "f")}, "zgc-2025": {("park-events", "c"), ("events", "c")}}.get(edition, set())
    assert left == expected, [(i.heading, i.place, i.reason) for i in found.blocking]
    assert application.title == {"cast-2023": "示例一行", "bast-2024": "示例一行"}.get(edition, "")


def test_an_amended_form_shows_what_was_written_under_the_old_one(world):
    """A section that became a table, a table that became a text: nothing falls over, and what stands there is told."""
    told(world)
    row = begun("cast-2023", world)
    Answer.objects.create(
        application=row, section="team", value="一段文字", by=world.users["staff"], at=NOW["cast-2023"]
    )
    Answer.objects.create(
        application=row,
        section="basis",
        value=[{"#": "aa", "name": "甲"}],
        by=world.users["staff"],
        at=NOW["cast-2023"],
    )
    Answer.objects.create(application=row, section="money", value=["甲"], by=world.users["staff"], at=NOW["cast-2023"])
    client = world.client("staff")
    for section in ("team", "basis", "money"):
        assert client.get(address(row, section)).status_code == 200
    found = checking.check(checking.known(row, current(row.call), NOW["cast-2023"]))
    assert {"team", "basis", "money"} <= {item.section for item in found.blocking}
    assert client.get(f"{address(row)}check/").status_code == 200
