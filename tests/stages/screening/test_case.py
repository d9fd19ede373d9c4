"""The page of an application in screening: findings, seals by eye (S0-84, S3-46), answers, decisions, the opinion."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.applications.cases import NotReady
from juli.stages.screening.actions import answering
from juli.stages.screening.findings import sheet
from juli.stages.screening.models import Decision, FindingAnswer
from juli.stages.screening.queries.case import case
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places, fresh, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.screened import (
    AFTER,
    LATER,
    answered,
    corrected,
    found,
    in_screening,
    returned,
    state,
    with_document,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return people()


def page(client, row, status=200):
    answer = client.get(reverse("screening:case", kwargs={"application": row.pk}))
    assert answer.status_code == status
    return answer.content.decode()


def test_the_engines_findings_come_first_in_groups_each_with_its_clause(world):
    row = in_screening(world)
    shown = case(world.users["officer"], row.pk, AFTER)
    names = [group.name for group in shown.groups]
    assert names == sorted(
        names,
        key=[
            "eligibility",
            "exclusions",
            "qualification",
            "attachments",
            "stamps",
            "form",
            "dates",
            "paper",
            "own",
        ].index,
    )
    html = page(world.client("officer"), row)
    for one in shown.sheet.settled:
        assert one.anchor in html


def test_an_answer_through_the_page_comes_back_to_its_place(world):
    row = in_screening(world)
    one = sheet(row).waiting[0]
    client = world.client("officer")
    given = {"finding": one.item.key, "had": one.had, "word": "dismissed", "reason": "已核对原件"}
    answer = client.post(reverse("screening:answer", kwargs={"application": row.pk}), given)
    assert answer.headers["Location"].endswith(f"#{one.anchor}")
    assert FindingAnswer.objects.get().reason == "已核对原件"
    # The same again, on what was seen before: told, and what was typed stays.
    given["reason"] = "另一位的意见"
    again = client.post(reverse("screening:answer", kwargs={"application": row.pk}), given)
    assert again.status_code == 409
    assert FindingAnswer.objects.count() == 1


def test_without_a_reason_nothing_is_dismissed_and_what_was_typed_stays(world):
    row = in_screening(world)
    one = sheet(row).waiting[0]
    given = {"finding": one.item.key, "had": 0, "word": "dismissed", "reason": "", "remedy": "补交原件"}
    answer = world.client("officer").post(reverse("screening:answer", kwargs={"application": row.pk}), given)
    assert answer.status_code == 422
    assert "补交原件" in answer.content.decode()


def test_what_a_correction_changed_and_what_became_of_each_finding(world):
    row = in_screening(world)
    mine = found(row, world)
    answered(row, world)
    returned(row, world)
    corrected(row, world)
    shown = case(world.users["officer"], row.pk, LATER)
    assert shown.changes.none
    assert [(one.text, one.now.standing) for one in shown.changes.became] == [("封面信息与附件不一致", "open")]
    one = sheet(fresh(row)).find(f"own:{mine.pk}")
    answering.answer(
        application=row, finding=one.item.key, word="mended", had=one.had, by=world.users["officer"], at=LATER
    )
    assert [one.mended for one in case(world.users["officer"], row.pk, LATER).changes.became] == [True]


def test_the_opinion_prints_from_the_frozen_decision_the_same_each_time(world):
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    made = returned(row, world)
    client = world.client("lead")
    where = {"application": row.pk, "decision": made.pk}
    first = client.get(reverse("screening:opinion_paper", kwargs={**where, "form": "pdf"}))
    assert first.content[:5] == b"%PDF-"
    assert client.get(reverse("screening:opinion_paper", kwargs={**where, "form": "pdf"})).content == first.content
    assert client.get(reverse("screening:opinion_paper", kwargs={**where, "form": "word"})).content[:2] == b"PK"


def test_the_page_costs_the_same_whatever_was_found(world):
    row = in_screening(world)
    found(row, world)
    client = world.client("officer")
    page(client, row)
    with CaptureQueriesContext(connection) as one:
        page(client, row)
    found(row, world)
    found(row, world)
    with CaptureQueriesContext(connection) as three:
        page(client, row)
    assert len(one) == len(three)


def test_it_is_decided_through_the_page(world):
    row = in_screening(world)
    found(row, world)
    answered(row, world)
    where = reverse("screening:decide", kwargs={"application": row.pk, "event": "correction"})
    client = world.client("officer")
    version = case(world.users["officer"], row.pk, AFTER).version
    assert client.post(where, {"part": ["whole"], "days": "ten", "had": version}).status_code == 422
    assert client.post(where, {"part": ["whole"], "days": "10", "had": version}).status_code == 302
    assert state(row) == "returned"
    html = page(client, row)
    assert re.search(r"20\d\d-\d\d-\d\d", html)
    assert Decision.objects.get().parts == ["whole"]


def test_a_seal_is_for_the_eye_and_the_verdict_follows_it_s0_84(world):
    row = with_document(world)
    officer = world.users["officer"]
    before = sheet(row)
    stamp = next(one for one in before.settled if one.item.group == "stamps")
    # The applicant ticked that it is sealed: the engine takes that, the office looks.
    assert (before.find("clause:registration").item.state, stamp.standing) == ("met", "open")
    key = stamp.item.documents[0].key
    answering.see(application=row, document=key, seen={"sealed": False}, had=0, by=officer, at=AFTER)
    after = sheet(row)
    assert (after.find("clause:registration").item.state, after.find("clause:registration").standing) == (
        "unmet",
        "open",
    )
    # It is one defect, and told where the clause is.
    assert after.find(stamp.item.key).standing == "elsewhere"
    had = FindingAnswer.objects.get().pk
    answering.see(application=row, document=key, seen={"sealed": True}, had=had, by=officer, at=AFTER)
    assert sheet(row).find("clause:registration").item.state == "met"


@pytest.mark.parametrize("word", ["dismissed", "defect"])
def test_a_seal_is_not_argued_away(world, word):
    """An answer to the seal itself would be kept and settle nothing: it is refused, with where to say it."""
    row = with_document(world)
    stamp = next(one for one in sheet(row).settled if one.item.group == "stamps")
    given = {"finding": stamp.item.key, "word": word, "had": stamp.had, "reason": "已核对"}
    with pytest.raises(NotReady):
        answering.answer(application=row, by=world.users["officer"], at=AFTER, **given)
    assert not FindingAnswer.objects.exists()


def test_what_the_eye_saw_of_a_file_holds_after_a_correction(world):
    row = with_document(world)
    stamp = next(one for one in sheet(row).settled if one.item.group == "stamps")
    key = stamp.item.documents[0].key
    answering.see(application=row, document=key, seen={"sealed": True}, had=0, by=world.users["officer"], at=AFTER)
    found(row, world)
    answered(row, world)
    returned(row, world)
    corrected(row, world)
    assert sheet(fresh(row)).find(stamp.item.key).standing == "met"
