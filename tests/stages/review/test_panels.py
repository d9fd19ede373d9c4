"""Panels (S0-103): drawn so that nobody can steer it and anybody can repeat it, or matched; a pair in conflict never meets."""

import datetime as dt
import json
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from juli.cli.program import main
from juli.engines.panel.blocking import Infeasible
from juli.engines.panel.problems import Tampered
from juli.engines.policy.catalogue import open_catalogue
from juli.registry.journal.models import Entry as Line
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.review.actions import conflicts, drawing, matching, panels, pool, replacing
from juli.stages.review.matching import proposal
from juli.stages.review.models import Assignment, Conflict, Draw, Entry, Seat
from juli.stages.review.plans import replayed
from juli.stages.review.reading import review_of
from tests.stages.review.panels import SECRETS, accepted, committed, drawn, made, making, opened
from tests.stages.review.pool import NOW, enrolled

#: Some secret.
ANY = "whatever"


def apart(world, expert, application):
    note = Conflict(kind="manual", expert=expert, application=application, source="共同课题")
    return conflicts.note_conflict(conflict=note, by=world.users["officer"], at=NOW)


def pairs(panel):
    rows = Assignment.objects.filter(entry__panel=panel, ended_at__isnull=True)
    return sorted(rows.values_list("entry__application", "seat__expert"))


def test_a_panel_keeps_what_the_file_says_and_takes_the_accepted_of_its_track(world):
    """S2-52: who is eligible first, who is better then; nobody is scored who was not accepted."""
    row = accepted(world)
    accepted(world, 2, "awards")
    Application.objects.filter(pk=accepted(world, 3).pk).update(state="screening")
    panel = made(world)
    assert list(panel.entries.values_list("application", flat=True)) == [row.pk]
    assert [line["id"] for line in panel.rules["rubric"]] == ["foundation", "goals", "measures", "team", "money"]
    assert panel.rules["aggregate"] == {
        "how": "trimmed_mean",
        "least": 5,
        "decimals": 2,
        "spread": None,
        "trim": 1,
        "trim_from": None,
        "rounds": {},
    }
    late = accepted(world, 4)
    assert panels.gather(panel=panel, by=world.users["officer"], at=NOW) == 1
    assert Entry.objects.filter(application=late).exists()
    assert made(world, name="第二组").entries.count() == 0


def test_what_the_notice_praises_and_does_not_ask_for_is_the_experts_to_weigh():
    """S0-10, S0-33: the field of a standard, the qualities of a platform: no clause asks for them, experts score them."""
    programme = open_catalogue(Path(__file__).parents[3] / "programmes").load("zgc-2022")
    stage = review_of(programme)
    assert stage is not None
    assert (stage.by, [line.id for line in stage.rubric]) == ("experts", ["foundation", "performance", "increment"])
    assert {"S0-10", "S0-33"} <= set(stage.req)


@pytest.mark.parametrize(
    "wrong",
    [{"track": "nonsense"}, {"round": "nonsense"}, {"size": 0}, {"closes_at": NOW}, {"last_day": dt.date(2023, 6, 1)}],
)
def test_what_cannot_be_meant_is_refused(world, wrong):
    accepted(world)
    with pytest.raises(ValidationError) as refusal:
        made(world, **wrong)
    assert list(refusal.value.message_dict) == list(wrong)


def test_only_the_office_makes_panels(world):
    call = accepted(world).call
    for who in ("supervisor", "expert", "administrator"):
        with pytest.raises(Refused):
            panels.make_panel(call=call, making=making(), by=world.users[who], at=NOW)


def test_drawn_members_score_all_and_reserves_wait(world):
    for n in range(1, 10):
        enrolled(world, n)
    rows = [accepted(world, n) for n in (1, 2)]
    panel = made(world)
    draw = drawn(world, panel)
    panel.refresh_from_db()
    members = list(Seat.objects.filter(panel=panel, reserve=0).values_list("expert", flat=True))
    assert (panel.state, draw.state, len(members)) == ("formed", "drawn", 5)
    assert list(
        Seat.objects.filter(panel=panel, reserve__gt=0).order_by("reserve").values_list("reserve", flat=True)
    ) == [1, 2]
    assert pairs(panel) == sorted((a.pk, e) for a in rows for e in members)


def test_nobody_in_conflict_unsettled_or_away_is_drawn(world):
    experts = [enrolled(world, n) for n in range(1, 8)]
    enrolled(world, 8, number="")
    away, other = enrolled(world, 9), accepted(world)
    pool.add_absence(
        expert=away, since=dt.date(2023, 6, 6), until=dt.date(2023, 6, 6), by=world.users["officer"], at=NOW
    )
    apart(world, enrolled(world, 10), other)
    panel = made(world)
    drawn(world, panel)
    assert sorted(Seat.objects.filter(panel=panel).values_list("expert", flat=True)) == [e.pk for e in experts]


def test_a_pool_that_is_too_small_says_so_before_anybody_commits(world):
    for n in range(1, 4):
        enrolled(world, n)
    accepted(world)
    with pytest.raises(ValidationError):
        drawing.plan_draw(panel=made(world), by=world.users["officer"], at=NOW)
    assert Draw.objects.count() == 0


def test_neither_party_speaks_for_the_other(world):
    for n in range(1, 8):
        enrolled(world, n)
    accepted(world)
    draw = drawing.plan_draw(panel=made(world), by=world.users["officer"], at=NOW)
    drawing.commit_secret(draw=draw, secret=ANY, by=world.users["officer"], at=NOW)
    drawing.commit_secret(draw=draw, secret=ANY, by=world.users["lead"], at=NOW)
    draw.refresh_from_db()
    assert (bool(draw.office_commitment), draw.supervisor_commitment) == (True, "")
    with pytest.raises(ValidationError):
        drawing.reveal_secret(draw=draw, secret=ANY, nonce="0" * 32, by=world.users["lead"], at=NOW)
    for who in ("expert", "administrator"):
        with pytest.raises(Refused):
            drawing.commit_secret(draw=draw, secret=ANY, by=world.users[who], at=NOW)


def test_nothing_of_a_secret_is_kept_before_it_is_revealed(world):
    for n in range(1, 8):
        enrolled(world, n)
    accepted(world)
    draw, nonces = committed(world, made(world))
    kept = repr(Draw.objects.values().get(pk=draw.pk)) + "".join(Line.objects.values_list("details", flat=True))
    assert [text for text in (*SECRETS.values(), *nonces.values()) if text in kept] == []


def test_another_secret_is_refused_and_a_first_one_revealed_stays(world):
    for n in range(1, 8):
        enrolled(world, n)
    accepted(world)
    draw, nonces = committed(world, made(world))
    with pytest.raises(ValidationError):
        drawing.reveal_secret(draw=draw, secret=ANY, nonce=nonces["officer"], by=world.users["officer"], at=NOW)
    drawing.reveal_secret(
        draw=draw, secret=SECRETS["officer"], nonce=nonces["officer"], by=world.users["officer"], at=NOW
    )
    with pytest.raises(ValidationError):
        drawing.commit_secret(draw=draw, secret=ANY, by=world.users["supervisor"], at=NOW)
    with pytest.raises(Refused):
        drawing.break_off(draw=draw, reason="x", by=world.users["supervisor"], at=NOW)
    drawing.break_off(draw=draw, reason="监督人员临时有事", by=world.users["lead"], at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.update(remark="")


def test_a_conflict_that_came_up_after_the_plan_stops_the_draw(world):
    experts = [enrolled(world, n) for n in range(1, 9)]
    row = accepted(world)
    draw, nonces = committed(world, made(world))
    drawing.reveal_secret(
        draw=draw, secret=SECRETS["officer"], nonce=nonces["officer"], by=world.users["officer"], at=NOW
    )
    apart(world, experts[0], row)
    said = {"secret": SECRETS["supervisor"], "nonce": nonces["supervisor"]}
    with pytest.raises(ValidationError):
        drawing.reveal_secret(draw=draw, by=world.users["supervisor"], at=NOW, **said)
    assert Seat.objects.count() == 0


def test_a_draw_is_repeated_from_the_journal_byte_for_byte(world):
    for n in range(1, 9):
        enrolled(world, n)
    accepted(world)
    draw = drawn(world, made(world))
    assert replayed(draw).to_bytes().decode() == draw.record
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.update(record="x")
    draw.record = re.sub('"drawn":\\["[0-9]+"', '"drawn":["999"', draw.record)
    with pytest.raises(Tampered):
        replayed(draw)


def test_opening_takes_the_applications_into_review(world):
    panel = opened(world)
    assert (panel.state, set(Application.objects.values_list("state", flat=True))) == ("open", {"review"})


def test_a_panel_that_is_not_formed_or_was_changed_is_not_opened(world):
    for n in range(1, 8):
        enrolled(world, n)
    accepted(world)
    panel = made(world)
    with pytest.raises(ValidationError):
        panels.open_panel(panel=panel, had=panel.version, by=world.users["officer"], at=NOW)
    drawn(world, panel)
    with pytest.raises(Stale):
        panels.open_panel(panel=panel, had=panel.version, by=world.users["officer"], at=NOW)


def test_too_few_experts_for_a_score_block_the_opening(world):
    for n in range(1, 8):
        enrolled(world, n)
    accepted(world)
    panel = made(world, size=3)
    drawn(world, panel)
    panel.refresh_from_db()
    with pytest.raises(NotReady):
        panels.open_panel(panel=panel, had=panel.version, by=world.users["officer"], at=NOW)


def test_the_next_reserve_takes_the_place(world):
    panel = opened(world)
    first = Seat.objects.filter(panel=panel, reserve=0).order_by("pk").first()
    reserve = Seat.objects.get(panel=panel, reserve=1)
    came = replacing.withdraw_expert(seat=first, reason="住院", by=world.users["officer"], at=NOW)
    assert came.pk == reserve.pk
    assert [a for a, e in pairs(panel) if e == came.expert_id] == list(
        panel.entries.values_list("application", flat=True)
    )
    assert [e for _a, e in pairs(panel) if e == first.expert_id] == []
    second = Seat.objects.filter(panel=panel, reserve=0, withdrawn_at__isnull=True).order_by("pk").first()
    replacing.withdraw_expert(seat=second, reason="出差", by=world.users["officer"], at=NOW)
    third = Seat.objects.filter(panel=panel, reserve=0, withdrawn_at__isnull=True).order_by("pk").first()
    assert replacing.withdraw_expert(seat=third, reason="出差", by=world.users["officer"], at=NOW) is None


def test_a_match_respects_conflicts_loads_and_institutions(world):
    experts = [enrolled(world, n, employer="同一所大学" if n < 3 else f"大学{n}") for n in range(1, 9)]
    rows = [accepted(world, n) for n in (1, 2)]
    apart(world, experts[7], rows[0])
    panel = made(world, "match", reserves=0)
    found = proposal(panel)
    matching.confirm_match(panel=panel, fingerprint=found.fingerprint, by=world.users["officer"], at=NOW)
    panel.refresh_from_db()
    got = pairs(panel)
    assert (panel.state, len(got), (rows[0].pk, experts[7].pk) in got) == ("formed", 10, False)
    same = {experts[0].pk, experts[1].pk}
    assert [sum((a, e) in got for e in same) <= 1 for a in (r.pk for r in rows)] == [True, True]


def test_fields_decide_who_is_matched(world):
    fitting = [enrolled(world, n, fields=("standards",)) for n in range(1, 6)]
    for n in range(6, 12):
        enrolled(world, n, fields=("别的",))
    accepted(world)
    found = proposal(made(world, "match"))
    assert sorted(e for _a, e in found.added) == [e.pk for e in fitting]


def test_a_match_that_cannot_be_made_names_what_blocks(world):
    for n in range(1, 5):
        enrolled(world, n)
    row = accepted(world)
    with pytest.raises(Infeasible) as refusal:
        proposal(made(world, "match"))
    assert [b.application for b in refusal.value.blocked] == [str(row.pk)]


def test_what_is_confirmed_is_what_was_shown(world):
    experts = [enrolled(world, n) for n in range(1, 8)]
    row = accepted(world)
    panel = made(world, "match")
    shown = proposal(panel)
    apart(world, next(e for e in experts if (row.pk, e.pk) in shown.added), row)
    with pytest.raises(ValidationError):
        matching.confirm_match(panel=panel, fingerprint=shown.fingerprint, by=world.users["officer"], at=NOW)
    assert Assignment.objects.count() == 0


def test_a_new_match_changes_only_what_it_must(world):
    experts = {e.pk: e for e in (enrolled(world, n) for n in range(1, 8))}
    rows = [accepted(world, n) for n in (1, 2)]
    panel = made(world, "match")
    matching.confirm_match(panel=panel, fingerprint=proposal(panel).fingerprint, by=world.users["officer"], at=NOW)
    before = pairs(panel)
    gone = before[0]
    apart(world, experts[gone[1]], rows[0])
    panel.refresh_from_db()
    found = proposal(panel)
    assert (found.removed, len(found.kept), len(found.added)) == ((gone,), 9, 1)
    matching.confirm_match(panel=panel, fingerprint=found.fingerprint, by=world.users["officer"], at=NOW)
    assert sorted({*before} - {*pairs(panel)}) == [gone]


def test_pins_are_kept_and_need_a_reason(world):
    experts = [enrolled(world, n) for n in range(1, 8)]
    row = accepted(world)
    panel = made(world, "match")
    said = {"panel": panel, "application": row, "by": world.users["officer"], "at": NOW}
    with pytest.raises(ValidationError):
        panels.pin(expert=experts[0], together=True, reason=" ", **said)
    panels.pin(expert=experts[6], together=True, reason="领域唯一", **said)
    panels.pin(expert=experts[0], together=False, reason="刚评过", **said)
    got = {e for _a, e in proposal(panel).added}
    assert (experts[6].pk in got, experts[0].pk in got) == (True, False)


def test_who_may_not_score_one_application_is_stood_in_for(world):
    panel = opened(world)
    entry = panel.entries.order_by("pk").first()
    with pytest.raises(ValidationError):
        replacing.stand_in(entry=entry, by=world.users["officer"], at=NOW)
    Assignment.objects.filter(entry=entry).first().delete()
    reserve = Seat.objects.get(panel=panel, reserve=1)
    apart(world, reserve.expert, entry.application)
    seat = replacing.stand_in(entry=entry, by=world.users["officer"], at=NOW)
    assert (seat.reserve, pairs(panel).count((entry.application_id, seat.expert_id))) == (2, 1)


def test_a_panel_given_up_frees_its_applications(world):
    panel = opened(world)
    with pytest.raises(Refused):
        panels.dissolve(panel=panel, reason="x", by=world.users["officer"], at=NOW)
    panels.dissolve(panel=panel, reason="规则有误", by=world.users["lead"], at=NOW)
    assert (set(Application.objects.values_list("state", flat=True)), pairs(panel)) == ({"accepted"}, [])
    assert made(world, name="第二组").entries.count() == 2


def test_time_is_only_ever_added(world):
    panel = opened(world)
    with pytest.raises(ValidationError):
        panels.extend(panel=panel, closes_at=NOW, reason="x", by=world.users["officer"], at=NOW)
    later = panel.closes_at + dt.timedelta(days=1)
    assert panels.extend(panel=panel, closes_at=later, reason="x", by=world.users["officer"], at=NOW).closes_at == later


def test_the_command_line_repeats_a_draw(worlds):
    for n in range(1, 9):
        enrolled(worlds, n)
    accepted(worlds)
    draw = drawn(worlds, made(worlds))
    for name in ("cast-2023", str(draw)):
        said = CliRunner().invoke(main, ("panel", "replay", name, "--json"))
        assert (said.exit_code, json.loads(said.output)["draws"][0]["same"]) == (0, True)
    # Somebody with the database in hand took the triggers off, and changed who was drawn.
    touched = Draw.objects.get(pk=draw.pk)
    touched.record = draw.record.replace("office says so", "office says no")
    with patch("juli.stages.review.queries.panels.draws_named", lambda _what: [touched]):
        assert CliRunner().invoke(main, ("panel", "replay", "cast-2023")).exit_code == 1
    assert CliRunner().invoke(main, ("panel", "replay", "9999-1")).exit_code == 2
