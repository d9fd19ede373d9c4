"""The order, persons' decisions about it, and the list that is made of it."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from juli.engines.policy.verdict import MET, Span
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application, Weighed
from juli.stages.applications.queries import submitted, weighing
from juli.stages.applications.transitions import State
from juli.stages.awards import lists, ranked
from juli.stages.awards.actions import rankings
from juli.stages.awards.models import ListLine, OrderDecision, RankedList
from juli.stages.awards.queries import rankings as pages
from juli.stages.screening.models import Judgement
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards.world import LATER, accepted, call

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return people()


@pytest.fixture
def points(monkeypatch):
    """What each application has by its number, instead of working it out: the order is what is tested here."""
    given = {}
    plain = submitted.verdict

    def verdict(submission, *rest, **more):
        found = plain(submission, *rest, **more)
        number = submission.application.number
        earned = Span(Decimal(given.get(number, 0)), Decimal(given.get(number, 0)))
        return found.__class__(
            **{
                **{name: getattr(found, name) for name in found.__slots__},
                "status": MET,
                "verified_status": None,
                "verified_points": None,
                "points": found.points._replace(
                    total=earned, ties=tuple((g, Span(0, 0)) for g, _ in found.points.ties)
                ),
            }
        )

    monkeypatch.setattr(submitted, "verdict", verdict)
    monkeypatch.setattr(weighing, "_program", lambda: str(given))
    return given


def several(world, points, values):
    row = call()
    rows = [accepted(world, n) for n in range(len(values))]
    for one, value in zip(rows, values, strict=True):
        points[one.number] = value
    return row, rows


def made(row, world, release="now"):
    return rankings.make(call=row, release=release, had=ranked.inputs(row).digest, by=world.users["lead"], at=LATER)


def test_the_order_goes_by_points_and_the_line_by_the_quota(world, points):
    row, rows = several(world, points, [10, 30, 20])
    result = ranked.inputs(row).ranked()
    assert [(line.application, line.rank, line.state) for line in result.lines] == [
        (rows[1].number, 1, "in"),
        (rows[2].number, 2, "in"),
        (rows[0].number, 3, "out"),
    ]
    assert [line.grant.amount for line in result.lines if line.grant] == [Decimal(200000)] * 2


def test_the_same_inputs_give_the_same_bytes_whatever_their_order(world, points, monkeypatch):
    row, _rows = several(world, points, [10, 30, 20])
    given = ranked.inputs(row)
    turned = ranked.Inputs(given.programme, given.candidates[::-1], given.entries[::-1], given.rules, given.supports)
    assert (turned.to_bytes(), turned.ranked().to_bytes()) == (given.to_bytes(), given.ranked().to_bytes())


def test_a_reader_waits_for_few_verdicts_and_is_told_how_many_are_left(world, points, monkeypatch):
    """Whatever is judged is kept: the page that asks again finds less to do, and in the end the order."""
    row, rows = several(world, points, [10, 30, 20])
    monkeypatch.setattr(pages.Shown.__new__, "__defaults__", ("", "", 2, 1))
    client, where = world.client("lead"), f"/office/calls/{row.pk}/ranking/"
    for left in (2, 1):
        assert client.get(where).context["left"] == left
    # What is refused meanwhile is said, with everything that was typed.
    Weighed.objects.all().delete()
    answer = client.post(f"{where}decide/", {"kind": "line", "places": "viele", "reason": "改"})
    assert (answer.status_code, answer.context["said"]["reason"]) == (422, "改")
    found = client.get(where)
    (track,) = found.context["page"].tracks
    assert [line.application.number for line in track.rows] == [rows[1].number, rows[2].number]
    assert (track.page.paginator.count, track.line, [line.cut for line in track.rows]) == (3, 1, [False, True])
    (track,) = client.get(where, {"track": "", "page": "2"}).context["page"].tracks
    assert [line.application.number for line in track.rows] == [rows[0].number]


def test_a_kept_weight_is_what_was_worked_out_and_new_decisions_are_weighed_anew(world, points):
    row, _rows = several(world, points, [10, 30, 20])
    first = ranked.inputs(row)
    weighing._read.cache_clear()
    again = ranked.inputs(row)
    assert [one.weight for one in again.candidates] == [one.weight for one in first.candidates]
    assert again.to_bytes() == first.to_bytes()
    count = Weighed.objects.count()
    one = first.candidates[0]
    asked = next(node.clause.id for node in one.verdict.walk() if node.judgement is not None)
    Judgement.objects.create(
        application=one.application, clause=asked, answer=True, reason="属实", question={}, asked="office",
        by=world.users["lead"], role="lead", at=LATER,
    )  # fmt: skip
    ranked.inputs(row)
    assert (count, Weighed.objects.count()) == (3, 4)


def test_equals_at_the_line_wait_for_a_person_with_a_reason(world, points):
    row, rows = several(world, points, [10, 30, 10])
    with pytest.raises(NotReady, match=rows[0].number):
        made(row, world)
    lead = world.users["lead"]
    tied = [rows[2].number, rows[0].number]
    with pytest.raises(NotReady):
        rankings.decide(call=row, kind="tie", track="", value={"order": tied}, reason=" ", by=lead, at=LATER)
    officer = world.users["officer"]
    with pytest.raises(Refused):
        rankings.decide(call=row, kind="tie", track="", value={"order": tied}, reason="等级高", by=officer, at=LATER)
    rankings.decide(call=row, kind="tie", track="", value={"order": tied}, reason="等级高", by=lead, at=LATER)
    made(row, world)
    assert [lists.on_list(one) for one in rows] == [False, True, True]


def test_a_decision_that_does_not_fit_is_refused_and_not_kept(world, points):
    row, rows = several(world, points, [10, 30, 20])
    value = {"order": [rows[0].number, rows[1].number]}
    with pytest.raises(NotReady):
        rankings.decide(call=row, kind="tie", track="", value=value, reason="错", by=world.users["lead"], at=LATER)
    assert not OrderDecision.objects.exists()


def test_a_later_word_on_the_same_replaces_the_earlier_and_both_stay(world, points):
    row, rows = several(world, points, [10, 30, 20])
    lead = world.users["lead"]
    for put, reason in (("in", "专项任务"), ("out", "情况有变")):
        value = {"application": rows[0].number, "put": put}
        rankings.decide(call=row, kind="exception", track="", value=value, reason=reason, by=lead, at=LATER)
    assert [(one.value["put"], one.taken_back_at is None) for one in OrderDecision.objects.order_by("pk")] == [
        ("in", False),
        ("out", True),
    ]


def test_the_list_tells_the_applications_apart_and_is_never_changed(world, points):
    row, rows = several(world, points, [10, 30, 20])
    found = made(row, world)
    states = Application.objects.filter(pk__in=[one.pk for one in rows]).order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.NOT_SHORTLISTED, State.SHORTLISTED, State.SHORTLISTED]
    assert json.loads(found.result)["lines"][0]["application"] == rows[1].number
    assert [lists.amount(one) for one in rows] == [None, 20_000_000, 20_000_000]
    for change in (
        lambda: RankedList.objects.filter(pk=found.pk).update(result="{}"),
        lambda: ListLine.objects.filter(ranked_list=found).update(on_list=True),
        lambda: ListLine.objects.filter(ranked_list=found).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_list_is_not_made_on_what_the_maker_has_not_seen(world, points):
    row, rows = several(world, points, [10, 30, 20])
    had = ranked.inputs(row).digest
    points[rows[0].number] = 40
    with pytest.raises(NotReady):
        rankings.make(call=row, release="now", had=had, by=world.users["lead"], at=LATER)


@pytest.mark.parametrize("odd", ["9" * 5000, "-1", "٣", "", "1.5"])
def test_a_number_that_is_none_is_told(world, points, odd):
    """Digits without end once ended the request instead."""
    row, rows = several(world, points, [10, 30])
    lead, where = world.client("lead"), f"/office/calls/{row.pk}"
    decide = f"{where}/ranking/decide/"
    assert lead.post(decide, {"kind": "line", "places": odd, "reason": "改"}).status_code == 422
    form = {"kind": "tie", f"place-{rows[0].number}": odd, "reason": "改"}
    assert lead.post(decide, form).status_code == 422
    form = {"order": odd, "held_on": "2025-10-09", "chair": "周处"}
    assert lead.post(f"{where}/awards/meetings/", form).status_code == 422
    assert not OrderDecision.objects.exists()


def test_who_was_accepted_competes_though_a_question_is_open(world, monkeypatch):
    """Acceptance is the office's word that it is eligible; only verification may take that back."""
    row = call()
    accepted(world, 0)
    (entry,) = ranked.inputs(row).entries
    assert entry.out == ""


def test_nothing_is_listed_while_somebody_is_still_screened(world, points):
    row, rows = several(world, points, [10, 30])
    Application.objects.filter(pk=rows[0].pk).update(state=State.SCREENING)
    with pytest.raises(NotReady):
        made(row, world)


def test_a_list_is_taken_up_again_and_stays_readable(world, points):
    row, rows = several(world, points, [10, 30, 20])
    first = made(row, world)
    rankings.reopen(ranked_list=first, reason="核定有误", by=world.users["lead"], at=LATER)
    assert lists.standing(row) is None
    assert {one.state for one in Application.objects.filter(call=row)} == {State.ACCEPTED}
    points[rows[0].number] = 50
    second = made(row, world)
    assert (first.number, second.number, lists.standing(row)) == (1, 2, second)
    assert [lists.on_list(one) for one in rows] == [True, True, False]


def test_a_list_from_which_something_followed_cannot_be_taken_up_again(world, points):
    row, rows = several(world, points, [10, 30, 20])
    first = made(row, world)
    Application.objects.filter(pk=rows[1].pk).update(state=State.MEETING)
    with pytest.raises(NotReady, match=rows[1].number):
        rankings.reopen(ranked_list=first, reason="核定有误", by=world.users["lead"], at=LATER)


def test_every_act_is_in_the_journal(world, points):
    row, _rows = several(world, points, [10, 30, 20])
    first = made(row, world)
    rankings.reopen(ranked_list=first, reason="核定有误", by=world.users["lead"], at=LATER)
    acts = Entry.objects.filter(subject_type=row.subject.type, subject_id=row.subject.id).order_by("number")
    assert list(acts.values_list("act", flat=True)) == ["call.list-made", "call.list-reopened"]


def test_what_a_quota_is_not_stated_for_cannot_be_listed(world, points):
    row = call(**{"  quota: unstated\n  amount: unstated": "  quota: unstated\n  amount: 200000"})
    accepted(world, 0)
    page = pages.page(world.users["lead"], row.pk, LATER)
    assert page.tracks == ()
    assert page.problem
    assert len(page.unfinished) == 1


def test_the_page_asks_the_same_however_many_compete(
    world, points, django_assert_max_num_queries, django_assert_num_queries
):
    row = call()
    accepted(world, 0)
    pages.page(world.users["lead"], row.pk, LATER)
    with django_assert_max_num_queries(60) as one:
        pages.page(world.users["lead"], row.pk, LATER)
    accepted(world, 1)
    accepted(world, 2)
    pages.page(world.users["lead"], row.pk, LATER)
    with django_assert_num_queries(len(one)):
        pages.page(world.users["lead"], row.pk, LATER)


def test_the_pages_open(world, points):
    row, _rows = several(world, points, [10, 30, 10])
    client = world.client("lead")
    assert client.get(f"/office/calls/{row.pk}/ranking/").status_code == 200
    alone = client.get(f"/office/calls/{row.pk}/ranking/changes/")
    fetched = client.get(f"/office/calls/{row.pk}/ranking/changes/", headers={"HX-Request": "true"})
    assert (alone.status_code, fetched.status_code) == (200, 200)
    # Without scripts it is a page of its own; fetched, a piece of the ranking's.
    assert b"<html" in alone.content
    assert b"<html" not in fetched.content
    assert client.get(f"/office/calls/{row.pk}/ranking/workbook/").content[:2] == b"PK"
    assert client.get(f"/office/calls/{row.pk}/ranking/paper/pdf/").content[:5] == b"%PDF-"
    assert client.get(f"/office/calls/{row.pk}/ranking/paper/pdf/?track=none").status_code == 404


@pytest.mark.parametrize("amount", ["NaN", "-1", "1e400", "二十万", "0.0000001"])
def test_an_amount_that_is_none_is_told_and_kept_from_the_order(world, points, amount):
    row, rows = several(world, points, [10, 30])
    form = {"kind": "amount", "track": "", "application": rows[1].number, "amount": amount, "reason": "改"}
    answer = world.client("lead").post(f"/office/calls/{row.pk}/ranking/decide/", form)
    assert answer.status_code == 422
    assert not OrderDecision.objects.exists()


@pytest.mark.parametrize(("release", "told"), [("now", 2), ("publication", 0)])
def test_those_who_are_not_on_it_are_told_when_the_head_of_office_chose(world, points, release, told):
    row, _rows = several(world, points, [10, 30, 20])
    made(row, world, release)
    assert Message.objects.filter(kind="awards.unsuccessful", channel="site").count() == told
