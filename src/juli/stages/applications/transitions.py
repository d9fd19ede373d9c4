"""The life of an application as one table: what leads from where to where, what must hold, and who may (design §6).

Actions ask this table and nothing else; ``docs/applications.md`` is printed from here. What a call's file does not use
(unit review, recommender, scan) is absent from ``events``, not skipped by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from juli.stages.applications.models import Application

if TYPE_CHECKING:
    from juli.engines.policy.rules import Programme

State = Application.State


class Step(NamedTuple):
    """What one event does in one state.

    ``guard`` names what must hold (a function of ``guards``; empty: nothing more), ``role`` who may: ``author`` (the
    administrator, staff let in, the project leader), ``administrator``, ``recommender``. ``only`` names what the call's
    file must use for the event to be there at all (see ``uses``; empty: always).
    """

    to: State
    guard: str = ""
    role: str = "author"
    only: str = ""


#: (state, event) → what happens. An application begins by ``start``, which leads from nowhere to a draft.
TABLE: Final[Mapping[tuple[State, str], Step]] = {
    (State.DRAFT, "write"): Step(State.DRAFT),
    (State.DRAFT, "send"): Step(State.UNIT_REVIEW, only="unit review"),
    (State.DRAFT, "finalise"): Step(State.FINALISED, "complete", "administrator", "no unit review"),
    (State.SENT_BACK, "write"): Step(State.SENT_BACK),
    (State.SENT_BACK, "send"): Step(State.UNIT_REVIEW, only="unit review"),
    (State.SENT_BACK, "finalise"): Step(State.FINALISED, "complete", "administrator", "no unit review"),
    (State.UNIT_REVIEW, "return"): Step(State.DRAFT, "remarks", "administrator"),
    (State.UNIT_REVIEW, "finalise"): Step(State.FINALISED, "complete", "administrator"),
    (State.FINALISED, "reopen"): Step(State.DRAFT, "", "administrator"),
    (State.FINALISED, "scan"): Step(State.FINALISED, "matching", only="scan before"),
    (State.FINALISED, "submit"): Step(State.SUBMITTED, "submittable", "administrator"),
    (State.SUBMITTED, "scan"): Step(State.SUBMITTED, "matching", only="scan after"),
    (State.SUBMITTED, "withdraw"): Step(State.WITHDRAWN, "in_time", "administrator"),
    (State.SUBMITTED, "take"): Step(State.RECOMMENDATION, "recommending", "recommender", "recommendation"),
    (State.WITHDRAWN, "reopen"): Step(State.DRAFT, "alone", "administrator"),
    (State.WITHDRAWN, "submit"): Step(State.SUBMITTED, "submittable", "administrator"),
    (State.RECOMMENDATION, "scan"): Step(State.RECOMMENDATION, "matching", only="scan after"),
    (State.RECOMMENDATION, "withdraw"): Step(State.WITHDRAWN, "in_time", "administrator"),
    (State.RECOMMENDATION, "recommend"): Step(State.RECOMMENDED, "recommending", "recommender", "recommendation"),
    (State.RECOMMENDATION, "send_back"): Step(State.SENT_BACK, "returnable", "recommender", "recommendation"),
    (State.RECOMMENDATION, "decline"): Step(State.NOT_RECOMMENDED, "declinable", "recommender", "recommendation"),
    (State.RECOMMENDED, "scan"): Step(State.RECOMMENDED, "matching", only="scan after"),
    (State.RECOMMENDED, "withdraw"): Step(State.WITHDRAWN, "in_time", "administrator"),
    (State.RECOMMENDED, "reconsider"): Step(State.RECOMMENDATION, "recommending", "recommender", "recommendation"),
    (State.NOT_RECOMMENDED, "withdraw"): Step(State.WITHDRAWN, "in_time", "administrator"),
    (State.NOT_RECOMMENDED, "reconsider"): Step(State.RECOMMENDATION, "recommending", "recommender", "recommendation"),
}

#: The states in which the application is handed in: it has a submission that nobody took back.
HANDED_IN: Final = frozenset({State.SUBMITTED, State.RECOMMENDATION, State.RECOMMENDED, State.NOT_RECOMMENDED})


def step(state: str, event: str) -> Step | None:
    """What ``event`` does in ``state``; None where it cannot happen there."""
    return TABLE.get((State(state), event))


def writable(state: str) -> bool:
    """Whether the form may be written in ``state``."""
    return step(state, "write") is not None


def uses(programme: Programme) -> frozenset[str]:
    """What a call's file makes of the ways through the table.

    A scan of the stamped paper is due ``before`` the submission where ``paper.scan_due`` says so (S3-46), and may
    follow ``after`` it where the paper is printed then (``paper.after``, S4-58); without a word on paper there is none.
    """
    stages = {stage.name for stage in programme.workflow.stages} if programme.workflow is not None else set()
    found = {"unit review" if "unit_review" in stages else "no unit review"}
    if "recommendation" in stages:
        found.add("recommendation")
    paper = programme.paper
    if paper is not None and "submission" in {paper.scan_due, paper.after}:
        found.add("scan before" if paper.scan_due == "submission" else "scan after")
    return frozenset(found)


def events(application: Application, programme: Programme) -> dict[str, Step]:
    """What may happen to an application now, as its call's file says: event → step."""
    used = uses(programme)
    return {
        event: found
        for (state, event), found in TABLE.items()
        if state == application.state and (not found.only or found.only in used)
    }


def printed() -> str:
    """The table as the documentation shows it."""
    lines = ["| state | event | leads to | must hold | who | only where the call uses |", "|---|---|---|---|---|---|"]
    for (state, event), found in TABLE.items():
        lines.append(f"| {state} | {event} | {found.to} | {found.guard} | {found.role} | {found.only} |")
    return "\n".join(lines)
