"""Scoring (S0-103): nothing before the pledge and the declaration; marks as the file says; a score with its working."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.journal.models import Entry as Line
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.review import starting
from juli.stages.review.actions import panels, scoring, second_looks
from juli.stages.review.models import Assignment, Conflict, Expert, Panel, Scorecard, Seat
from juli.stages.review.results import finished, results
from tests.people import holds, person
from tests.stages.review.panels import CLOSES, accepted, drawn, made, opened
from tests.stages.review.pool import NOW

FULL = {"foundation": "20", "goals": "25", "measures": "25", "team": "15", "money": "15"}


def account(expert):
    """The expert's account."""
    expert.refresh_from_db()
    if expert.user is None:
        expert.user = person(f"e{expert.pk}@example.org", expert.name)
        holds(expert.user, "expert")
        Expert.objects.filter(pk=expert.pk).update(user=expert.user)
    return expert.user


def ready(row, at=NOW):
    """Pledged and declared; who it is."""
    user = account(row.seat.expert)
    scoring.pledge(seat=row.seat, text="承诺", by=user, at=at)
    scoring.declare(assignment=row, interest="", by=user, at=at)
    return user


def scored(row, marks=FULL):
    """One card handed in."""
    user = ready(row)
    card = scoring.mark(assignment=row, had=0, marks=marks, comments={}, opinion="", by=user, at=NOW)
    return scoring.hand_in(assignment=row, had=card.version, by=user, at=NOW)


def assignments(panel):
    return list(Assignment.objects.filter(entry__panel=panel).select_related("seat__expert", "entry").order_by("pk"))


def test_nothing_before_the_pledge_and_the_declaration(world):
    row = assignments(opened(world))[0]
    user = account(row.seat.expert)
    said = {"assignment": row, "had": 0, "marks": {}, "comments": {}, "opinion": "", "by": user, "at": NOW}
    with pytest.raises(Refused):
        scoring.declare(assignment=row, interest="", by=user, at=NOW)
    scoring.pledge(seat=row.seat, text="承诺", by=user, at=NOW)
    with pytest.raises(Refused):
        scoring.mark(**said)
    scoring.declare(assignment=row, interest="", by=user, at=NOW)
    assert scoring.mark(**said).version == 1


def test_nobody_acts_for_another(world):
    rows = assignments(opened(world))
    mine, theirs = rows[0], next(row for row in rows if row.seat_id != rows[0].seat_id)
    user = ready(mine)
    with pytest.raises(Refused):
        scoring.pledge(seat=theirs.seat, text="承诺", by=user, at=NOW)
    for who in (user, world.users["officer"], world.users["expert"]):
        with pytest.raises(Refused):
            scoring.declare(assignment=theirs, interest="", by=who, at=NOW)


def test_a_declared_interest_ends_the_pair_and_stands(world):
    row = assignments(opened(world))[0]
    user = ready(row)
    scoring.declare(assignment=row, interest="合作论文", by=user, at=NOW)
    row.refresh_from_db()
    note = Conflict.objects.get()
    assert (note.kind, note.expert_id, note.application_id) == (
        "declared",
        row.seat.expert_id,
        row.entry.application_id,
    )
    assert row.ended_at == NOW
    with pytest.raises(Refused):
        scoring.mark(assignment=row, had=0, marks={}, comments={}, opinion="", by=user, at=NOW)


def test_marks_are_as_the_file_says_and_nothing_else(world):
    row = assignments(opened(world))[0]
    user = ready(row)
    said = {"assignment": row, "had": 0, "comments": {}, "opinion": "", "by": user, "at": NOW}
    for text in ("21", "-1", "10.5", "x", "NaN"):
        with pytest.raises(ValidationError) as refusal:
            scoring.mark(marks={"foundation": text}, **said)
        assert list(refusal.value.message_dict) == ["foundation"]
    card = scoring.mark(marks={"foundation": " 18.0 ", "goals": "", "nonsense": "1"}, **said)
    assert card.marks == {"foundation": "18"}


def test_two_windows_at_once_lose_nothing(world):
    row = assignments(opened(world))[0]
    user = ready(row)
    said = {"assignment": row, "comments": {}, "opinion": "", "by": user, "at": NOW}
    scoring.mark(had=0, marks={"foundation": "1"}, **said)
    with pytest.raises(Stale):
        scoring.mark(had=0, marks={"foundation": "2"}, **said)
    assert Scorecard.objects.get().marks == {"foundation": "1"}


def test_a_card_is_handed_in_whole_and_then_never_changes(world):
    row = assignments(opened(world))[0]
    user = ready(row)
    card = scoring.mark(assignment=row, had=0, marks={"goals": "1"}, comments={}, opinion="", by=user, at=NOW)
    with pytest.raises(ValidationError) as refusal:
        scoring.hand_in(assignment=row, had=card.version, by=user, at=NOW)
    assert sorted(refusal.value.message_dict) == ["foundation", "measures", "money", "team"]
    card = scoring.mark(assignment=row, had=1, marks=FULL, comments={"goals": "好"}, opinion="同意", by=user, at=NOW)
    scoring.hand_in(assignment=row, had=card.version, by=user, at=NOW)
    with pytest.raises(Refused):
        scoring.mark(assignment=row, had=3, marks={}, comments={}, opinion="", by=user, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Scorecard.objects.update(opinion="")


def test_the_journal_shows_no_marks(world):
    scored(assignments(opened(world))[0])
    said = Line.objects.get(act="review.handed_in")
    assert ('"marks"' in said.details, '"marks"' in said.personal) == (False, True)


def test_time_ends(world):
    row = assignments(opened(world))[0]
    user = ready(row)
    said = {"assignment": row, "had": 0, "marks": {}, "comments": {}, "opinion": "", "by": user}
    with pytest.raises(Refused):
        scoring.mark(at=CLOSES, **said)
    assert scoring.mark(at=CLOSES - dt.timedelta(microseconds=1), **said).version == 1


def test_abstaining_is_a_state_with_a_reason(world):
    row = assignments(opened(world))[0]
    user = ready(row)
    with pytest.raises(ValidationError):
        scoring.abstain(assignment=row, had=0, reason=" ", by=user, at=NOW)
    card = scoring.abstain(assignment=row, had=0, reason="领域不熟", by=user, at=NOW)
    assert (card.state, card.marks) == ("abstained", {})


def test_all_at_once_or_none(world):
    panel = opened(world)
    seat = Seat.objects.filter(panel=panel, reserve=0).select_related("expert").first()
    mine = [row for row in assignments(panel) if row.seat_id == seat.pk]
    users = [ready(row) for row in mine]
    said = {"comments": {}, "opinion": "", "by": users[0], "at": NOW}
    scoring.mark(assignment=mine[0], had=0, marks=FULL, **said)
    with pytest.raises(ValidationError):
        scoring.hand_in_all(panel=panel, by=users[0], at=NOW)
    assert Scorecard.objects.filter(state="submitted").count() == 0
    scoring.mark(assignment=mine[1], had=0, marks=FULL, **said)
    assert scoring.hand_in_all(panel=panel, by=users[0], at=NOW) == 2


def test_a_panel_closes_with_enough_scores_and_gives_results(world):
    panel = opened(world, applications=1)
    rows = assignments(panel)
    for n, row in enumerate(rows[:-1]):
        scored(row, {**FULL, "goals": str(25 - 5 * n)})
    with pytest.raises(NotReady):
        panels.close_panel(panel=panel, by=world.users["officer"], at=NOW)
    scored(rows[-1], {**FULL, "goals": "0"})
    assert (dict(results(panel.call, "standards")), finished(panel.call, "standards")[0] != "") == ({}, True)
    panels.close_panel(panel=panel, by=world.users["officer"], at=NOW)
    (found,) = results(panel.call, "standards").values()
    # 100, 95, 90, 85 and 75: without the highest and the lowest.
    assert (found.value, [c.used for c in found.score.counted]) == (
        Decimal("90.00"),
        ["highest", "counted", "counted", "counted", "lowest"],
    )
    assert "90" in found.working.zh


@pytest.mark.parametrize(("columns", "grid"), [(12, True), (2, False)])
def test_where_many_experts_score_a_few_each_total_stands_with_its_name(world, monkeypatch, columns, grid):
    panel = opened(world)
    for row in assignments(panel):
        scored(row)
    monkeypatch.setattr("juli.stages.review.queries.results._COLUMNS", columns)
    html = world.client("officer").get(reverse("review:results", args=[panel.pk])).content.decode()
    names = {row.seat.expert.name for row in assignments(panel)}
    assert all((f'<th class="number">{name}</th>' in html) is grid for name in names)
    assert html.count('class="chips"') == (0 if grid else 2)
    links = [reverse("review:scorecard", args=[row.pk, "pdf"]) for row in assignments(panel)]
    assert [html.count(f'"{link}"') for link in links] == [1] * len(links)


def test_the_head_of_office_asks_for_a_second_look(world):
    panel = opened(world, applications=1)
    rows = assignments(panel)
    for row in rows:
        scored(row)
    entry = panel.entries.get()
    with pytest.raises(Refused):
        second_looks.look_again(entry=entry, how="more", reason="分差大", by=world.users["officer"], at=NOW)
    second_looks.look_again(entry=entry, how="more", reason="分差大", by=world.users["lead"], at=NOW)
    assert Assignment.objects.filter(origin="second_look").count() == 1
    second_looks.look_again(entry=entry, how="again", reason="分差大", by=world.users["lead"], at=NOW)
    assert Scorecard.objects.filter(number=2, state="draft").count() == 5
    with pytest.raises(NotReady):
        panels.close_panel(panel=panel, by=world.users["officer"], at=NOW)


def test_sheets_are_printed_with_masked_numbers(worlds):
    panel = opened(worlds, applications=1)
    rows = assignments(panel)
    for row in rows:
        scored(row)
    client = worlds.client("officer")
    for url in (
        reverse("review:sheet", args=[panel.pk, "attendance", "pdf"]),
        reverse("review:sheet", args=[panel.pk, "fees", "docx"]),
        reverse("review:scorecard", args=[rows[0].pk, "pdf"]),
        reverse("review:results_workbook", args=[panel.pk]),
    ):
        answer = client.get(url)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert answer.content == client.get(url).content


def test_the_pages_of_a_panel_ask_the_database_as_often_for_three_as_for_one(worlds):
    opened(worlds, applications=1)
    many = [accepted(worlds, n, "awards") for n in range(11, 14)]
    more = made(worlds, track="awards", name="第二组")
    drawn(worlds, more)
    more.refresh_from_db()
    panels.open_panel(panel=more, had=more.version, by=worlds.users["officer"], at=NOW)
    assert len(many) == 3
    client = worlds.client("officer")
    for row in assignments(more) + assignments(Panel.objects.exclude(pk=more.pk).get()):
        scored(row)

    def asked(name, panel):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"review:{name}", args=[panel])).status_code == 200
        return len(queries)

    one = Panel.objects.exclude(pk=more.pk).get().pk
    asked("panel", one)
    assert [asked(name, more.pk) - asked(name, one) for name in ("panel", "results")] == [0, 0]


def test_experts_are_reminded_once(worlds):
    from juli.registry.messages.models import Message

    panel = opened(worlds, applications=1)
    rows = assignments(panel)
    scored(rows[0])
    for row in rows[1:]:
        account(row.seat.expert)
    soon = CLOSES - dt.timedelta(hours=1)
    assert (starting.remind(NOW), starting.remind(soon), starting.remind(soon)) == (0, 4, 0)
    assert Message.objects.filter(kind="review.due", channel="site").count() == 4


def test_the_desk_counts_what_waits(worlds):
    panel = opened(worlds, applications=1)
    roles = frozenset({Role.OFFICER})
    late = [(w.place, w.count, w.late) for w in starting.queues(worlds.users["officer"], roles, CLOSES) if w.count]
    assert late == [(44, 1, 1)]
    assert list(starting.queues(worlds.users["expert"], frozenset({Role.EXPERT}), NOW)) == []
    assert panel.state == "open"
