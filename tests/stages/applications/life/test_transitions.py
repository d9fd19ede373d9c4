"""The table of an application's life holds together, and the documentation prints it."""

import inspect
from pathlib import Path

import pytest

from juli.stages.applications import guards, turning
from juli.stages.applications.models import Application, Turn
from juli.stages.applications.transitions import HANDED_IN, TABLE, WITH_OFFICE, State, events, printed, uses
from juli.stages.calls.shelf import shelf

ROOT = Path(__file__).parents[4]


def test_the_documentation_prints_it():
    text = (ROOT / "docs" / "applications.md").read_text(encoding="utf-8")
    _, begins, rest = text.partition("<!-- transitions -->\n\n")
    assert begins
    assert rest.partition("\n\n<!-- end -->")[0] == printed()


def test_guards_roles_and_words_are_there():
    assert {step.guard for step in TABLE.values()} - {""} == set(guards.GUARDS)
    assert {step.role for step in TABLE.values()} == set(turning.ROLES)
    assert {event for _state, event in TABLE} - {"write"} == set(turning.WORDS)
    for guard in guards.GUARDS.values():
        assert inspect.getdoc(guard)


def test_an_event_is_the_same_persons_in_every_state():
    roles = {}
    for (_state, event), step in TABLE.items():
        assert roles.setdefault(event, step.role) == step.role


def test_every_state_is_reached_and_left():
    assert {step.to for step in TABLE.values()} == set(State)
    assert {state for state, _event in TABLE} == set(State) - {State.APPROVED}


def test_what_is_handed_in_can_be_withdrawn_and_nothing_else_can():
    assert {state for state, event in TABLE if event == "withdraw"} == HANDED_IN - WITH_OFFICE


def test_only_what_was_final_is_handed_in():
    assert {state for (state, event), step in TABLE.items() if step.to == State.SUBMITTED and event != "scan"} == {
        State.FINALISED,
        State.WITHDRAWN,
    }


def test_every_event_fits_its_column():
    assert max(len(event) for _state, event in TABLE) <= Turn._meta.get_field("event").max_length


@pytest.mark.parametrize(
    ("edition", "used"),
    [
        ("cast-2023", {"unit review", "scan after", "screening", "experts"}),
        ("bast-2024", {"unit review", "recommendation", "scan before", "screening", "experts"}),
        ("zgc-2022", {"unit review", "screening", "experts", "audit", "meeting"}),
        ("zgc-2025", {"unit review", "screening", "meeting"}),
    ],
)
def test_the_calls_file_says_what_it_uses(edition, used):
    """S3-46, S3-50, S4-58."""
    assert {word for word in uses(shelf().programmes[edition]) if not word.startswith("no ")} == used


@pytest.mark.parametrize(
    ("edition", "state", "there"),
    [
        ("cast-2023", State.DRAFT, {"write", "send"}),
        ("cast-2023", State.FINALISED, {"reopen", "submit"}),
        ("cast-2023", State.SUBMITTED, {"scan", "withdraw", "screen"}),
        ("bast-2024", State.FINALISED, {"reopen", "scan", "submit"}),
        ("bast-2024", State.SUBMITTED, {"withdraw", "take", "lapse"}),
        ("zgc-2022", State.SUBMITTED, {"withdraw", "screen"}),
        ("zgc-2022", State.ACCEPTED, {"review", "rescreen"}),
        ("zgc-2025", State.ACCEPTED, {"shortlist", "pass_over", "rescreen"}),
        ("zgc-2022", State.SHORTLISTED, {"audit", "relist", "drop"}),
        ("zgc-2025", State.SHORTLISTED, {"table", "unlist", "drop"}),
        ("cast-2023", State.SHORTLISTED, {"publish", "relist", "drop"}),
    ],
)
def test_what_a_call_does_not_use_is_absent(edition, state, there):
    assert set(events(Application(state=state), shelf().programmes[edition])) == there
