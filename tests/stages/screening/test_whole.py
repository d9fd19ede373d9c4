"""The whole file of an application: its sections, its evidence in place, its letters and journal, last year's beside it."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.files.models import Attachment
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Channel, Message
from juli.stages.applications.models import Application
from juli.stages.applications.queries.submitted import standing
from juli.stages.screening.actions import judgements, paper, verification
from juli.stages.screening.models import (
    Decision,
    Judgement,
    Opinion,
    OpinionAsked,
    OpinionRequest,
    OverlapResult,
    OwnFinding,
    Verification,
)
from juli.stages.screening.queries import whole
from juli.stages.screening.whole import acts
from tests.people import people
from tests.permissions.screening_facts import AT, CLAUSE, a_question, screened
from tests.stages.screening import decided_world

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[3] / "src" / "juli" / "stages"


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.JULI_FILES_DIR, settings.JULI_ROOTS_DIR = tmp_path / "files", tmp_path / "roots"


@pytest.fixture
def world():
    return people()


def glance(world, row, name, who="officer"):
    return whole.section(world.users[who], row.pk, name, "", AT)[1].glance


def more_of_each(world, row, number):
    """One more of everything that is told on the page."""
    officer = world.users["officer"]
    said = {"by": officer, "role": "officer", "at": AT}
    submission = standing(row)
    paper.log(application=row, arrived=paper.Arrived(received=AT.date()), by=world.users["receipt_agency"], at=AT)
    OverlapResult.objects.create(application=row, word="clear", **said)
    OwnFinding.objects.create(application=row, submission=submission, part="whole", text=f"不一致{number}", **said)
    Decision.objects.create(
        application=row, submission=submission, kind="returned", content={"reasons": []}, due=AT.date(),
        until=AT, **said,
    )  # fmt: skip
    Judgement.objects.create(
        application=row, clause=CLAUSE, achievement=f"x{number}", answer=True, reason="有", question={}, asked="office",
        **said,
    )  # fmt: skip
    work = str(submission.final.content["achievements"][number % 2]["id"])
    Verification.objects.create(application=row, achievement=work, kind="standard", act="accept", work="0", **said)
    asked = OpinionRequest.objects.create(
        call=row.call, unit=f"样例局{number}", email="a@example.org", question="?", digest=str(number) * 64, until=AT,
        by=officer, at=AT,
    )  # fmt: skip
    Opinion.objects.create(asked=OpinionAsked.objects.create(request=asked, application=row), word="none", at=AT)
    Message.objects.create(
        kind="application.submitted", channel=Channel.SITE, recipient=world.users["staff"].actor_id, title="t", body="b",
        subject_type="application", subject_id=str(row.pk), key=f"k{number}", state="sent", at=AT, next_at=AT,
    )  # fmt: skip
    Application.objects.create(
        call=row.call, organisation=row.organisation, applicant_type=row.applicant_type, state="refused",
        number=f"E-{number}", created_at=AT, changed_at=AT,
    )  # fmt: skip


def test_the_page_asks_the_same_however_much_there_is(world):
    row = screened(world, state="accepted")
    client = world.client("lead")
    address = f"{reverse('screening:whole', args=[row.pk])}?all"
    more_of_each(world, row, 1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert client.get(address).status_code == 200
    more_of_each(world, row, 2)
    more_of_each(world, row, 3)
    with CaptureQueriesContext(connection) as three:
        html = client.get(address).content.decode()
    assert len(one) == len(three)
    assert "样例局3" in html
    assert "E-3" in html


def test_sections_stand_in_the_order_of_the_life_and_heavy_ones_are_fetched(world):
    row = screened(world, state="shortlisted")
    page = whole.page(world.users["lead"], row.pk, "", AT, everything=False)
    names = [part.section.name for part in page.file.parts]
    life = ["receipt", "verdict", "form", "evidence", "screening", "review", "list", "approval", "letters", "journal"]
    assert [name for name in names if name in life] == [name for name in life if name in names]
    assert {part.section.name for part in page.file.parts if part.glance is None} >= {"verdict", "evidence", "journal"}
    # By itself, as somebody without JavaScript opens it, and as a piece of the page.
    address = reverse("screening:whole_section", args=[row.pk, "verdict"])
    client = world.client("officer")
    assert "<html" in client.get(address).content.decode()
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_both_sides_of_the_verdict_follow_the_offices_word(world):
    row = screened(world)
    assert glance(world, row, "verdict").lines[1].status == "open"
    work = next(str(x["id"]) for x in standing(row).final.content["achievements"] if x["kind"] == "standard")
    verification.verify(
        application=row, achievement=work, act="strike", reason="非上一年度", had=0, by=world.users["officer"], at=AT
    )
    told = glance(world, row, "verdict")
    assert told.context["verdict"].verified_status == "unmet"
    flat = [*told.context["rows"], *(child for one in told.context["rows"] for child in one.children)]
    assert any(one.differs for one in flat)
    assert any(one.clause.cite for one in flat)


def test_only_what_was_handed_in_is_named_and_shown(world):
    row = screened(world)
    groups = glance(world, row, "evidence").context["groups"]
    named = {paper.digest for group in groups for paper in group.papers}
    held = set(Attachment.objects.filter(subject_type="submission").values_list("file__digest", flat=True))
    assert named
    assert named <= held
    other = decided_world.kept(text="another's")
    digest = other.file.digest
    assert digest not in held
    with pytest.raises(Http404):
        whole.shown(world.users["lead"], row.pk, digest, AT)


def test_a_question_is_told_with_its_answer_and_its_place_in_the_notice(world):
    row = screened(world)
    before = glance(world, row, "judgements")
    assert before.status == "open"
    judgements.judge(
        application=row, clause=CLAUSE, achievement=a_question(world)[1], answer=True, reason="媒体报道", files=[], had=0,
        by=world.users["officer"], at=AT,
    )  # fmt: skip
    line = next(one for one in glance(world, row, "judgements").lines if "媒体报道" in one.note)
    assert line.status == "met"


def test_the_journal_tells_every_act_and_marks_what_was_touched(world):
    row = screened(world)
    told = glance(world, row, "journal")
    shown = told.context["acts"]
    assert [one.entry.number for one in shown] == sorted((one.entry.number for one in shown), reverse=True)
    assert all(one.sound for one in shown)
    assert {one.entry.act for one in shown} <= acts.known()
    first = Entry.objects.filter(subject_type="application", subject_id=str(row.pk), number=1)
    with connection.cursor() as cursor:
        for name in _triggers(cursor):
            cursor.execute(
                f"DROP TRIGGER {name}" + (" ON registry_journal_entry" if connection.vendor != "sqlite" else "")
            )
    first.update(role="lead")
    told = glance(world, row, "journal")
    assert told.status == "unmet"
    assert [one.entry.number for one in told.context["acts"] if not one.sound] == [1]


def _triggers(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='registry_journal_entry'")
    else:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid='registry_journal_entry'::regclass"
        )
    return [name for (name,) in cursor.fetchall()]


def test_every_act_on_an_application_has_words():
    """What the stages record in so many words; what they make up from parts, the table of transitions has."""
    kinds = ("application.", "screening.", "work.", "verification.", "question.", "paper.", "overlap.")
    said = {
        node.value
        for path in SOURCE.rglob("actions/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(kinds)
        and " " not in node.value
    }  # fmt: skip
    assert len(said) > 20
    assert said - acts.known() == set()


def test_letters_are_those_to_the_applicant_and_nobodys_address_is_shown(world):
    row = screened(world)
    for number, (who, channel) in enumerate((("staff", "site"), ("staff", "email"), ("administrator", "email"))):
        Message.objects.create(
            kind="screening.accepted", channel=channel, recipient=world.users[who].actor_id, address="secret@example.org",
            title="受理", body="已受理", subject_type="application", subject_id=str(row.pk), key="once",
            state="failed" if number == 2 else "sent", at=AT + dt.timedelta(minutes=number), next_at=AT,
        )  # fmt: skip
    Message.objects.create(
        kind="x", channel="site", recipient=world.users["expert"].actor_id, title="致专家", body="b", key="k",
        subject_type="application", subject_id=str(row.pk), state="sent", at=AT, next_at=AT,
    )  # fmt: skip
    html = world.client("lead").get(reverse("screening:whole", args=[row.pk])).content.decode()
    mine = [letter for letter in glance(world, row, "letters").context["letters"] if letter.title == "受理"]
    assert [letter.failed for letter in mine] == [True]
    assert "致专家" not in html
    assert "secret@example.org" not in html


def test_last_years_file_lies_beside_it_for_those_who_read_everything(world):
    row = screened(world)
    with pytest.raises(Http404):
        whole.difference(world.users["lead"], row.pk, row.pk, AT)
    before = Application.objects.create(
        call=row.call, organisation=row.organisation, applicant_type=row.applicant_type, state="refused",
        number="E-1", created_at=AT, changed_at=AT,
    )  # fmt: skip
    final = standing(row)
    final.pk, final.application, final.check_code, final.number = None, before, "0000-0000-1", 1
    final.save(force_insert=True)
    page = whole.page(world.users["lead"], row.pk, str(before.pk), AT, everything=False)
    assert [one.application.number for one in page.earlier] == ["E-1"]
    assert page.beside.matter.application == before
    found = whole.difference(world.users["lead"], row.pk, before.pk, AT)
    assert found.both
    assert found.lines == ()
    theirs = Application.objects.create(
        call=row.call, organisation=world.theirs, applicant_type=row.applicant_type, state="refused", number="E-2",
        created_at=AT, changed_at=AT,
    )  # fmt: skip
    with pytest.raises(Http404):
        whole.page(world.users["lead"], row.pk, str(theirs.pk), AT, everything=False)
