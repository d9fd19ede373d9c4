"""The life of an application as one table: what leads from where to where, what must hold, and who may (design §6).

Actions ask this table and nothing else; ``docs/applications.md`` is printed from here. What a call's file does not use
(unit review, recommender, scan, experts, audit, meetings) is absent from ``events``, not skipped by hand.

What comes after handing in is taken by the stages to the right; they give the guards and the roles that it names.
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
    administrator, staff let in, the project leader), ``administrator``, ``recommender``, ``officer`` (or the head of
    office), ``lead``, ``auditor`` (whose case it is). ``only`` names what the call's file must use for the event to be
    there at all, several things with commas (see ``uses``; empty: always).
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
    # Screening: what was handed in is looked at once nobody can take it back any more.
    (State.SUBMITTED, "screen"): Step(State.SCREENING, "closed", "officer", "screening, no recommendation"),
    (State.RECOMMENDED, "screen"): Step(State.SCREENING, "closed", "officer", "screening, recommendation"),
    (State.SUBMITTED, "lapse"): Step(State.REFUSED, "unrecommended", "officer", "screening, recommendation"),
    (State.RECOMMENDATION, "lapse"): Step(State.REFUSED, "unrecommended", "officer", "screening, recommendation"),
    (State.NOT_RECOMMENDED, "lapse"): Step(State.REFUSED, "unrecommended", "officer", "screening, recommendation"),
    (State.SCREENING, "scan"): Step(State.SCREENING, "matching", only="scan after"),
    (State.SCREENING, "correction"): Step(State.RETURNED, "correctable", "officer"),
    (State.SCREENING, "accept"): Step(State.ACCEPTED, "acceptable", "officer"),
    (State.SCREENING, "refuse"): Step(State.REFUSED, "refusable", "officer"),
    (State.RETURNED, "write"): Step(State.RETURNED),
    (State.RETURNED, "finalise"): Step(State.CORRECTED, "complete", "administrator"),
    (State.RETURNED, "recall"): Step(State.SCREENING, "remarks", "officer"),
    (State.RETURNED, "lapse"): Step(State.REFUSED, "correction_overdue", "officer"),
    (State.CORRECTED, "reopen"): Step(State.RETURNED, "", "administrator"),
    (State.CORRECTED, "scan"): Step(State.CORRECTED, "matching", only="scan before"),
    (State.CORRECTED, "submit"): Step(State.SCREENING, "correction_submittable", "administrator"),
    (State.CORRECTED, "recall"): Step(State.SCREENING, "remarks", "officer"),
    (State.CORRECTED, "lapse"): Step(State.REFUSED, "correction_overdue", "officer"),
    (State.ACCEPTED, "rescreen"): Step(State.SCREENING, "remarks", "lead"),
    (State.REFUSED, "rescreen"): Step(State.SCREENING, "remarks", "lead"),
    # Review and the list.
    (State.ACCEPTED, "review"): Step(State.REVIEW, "assigned", "officer", "experts"),
    (State.REVIEW, "dissolve"): Step(State.ACCEPTED, "remarks", "lead", "experts"),
    (State.ACCEPTED, "shortlist"): Step(State.SHORTLISTED, "listed", "lead", "no experts"),
    (State.ACCEPTED, "pass_over"): Step(State.NOT_SHORTLISTED, "not_listed", "lead", "no experts"),
    (State.REVIEW, "shortlist"): Step(State.SHORTLISTED, "listed", "lead", "experts"),
    (State.REVIEW, "pass_over"): Step(State.NOT_SHORTLISTED, "not_listed", "lead", "experts"),
    (State.SHORTLISTED, "unlist"): Step(State.ACCEPTED, "remarks", "lead", "no experts"),
    (State.NOT_SHORTLISTED, "unlist"): Step(State.ACCEPTED, "remarks", "lead", "no experts"),
    (State.SHORTLISTED, "relist"): Step(State.REVIEW, "remarks", "lead", "experts"),
    (State.NOT_SHORTLISTED, "relist"): Step(State.REVIEW, "remarks", "lead", "experts"),
    # Money, meetings, publication.
    (State.SHORTLISTED, "audit"): Step(State.AUDIT, "overlap_settled", "officer", "audit"),
    (State.AUDIT, "sign_off"): Step(State.AUDITED, "audit_complete", "auditor", "audit"),
    (State.AUDITED, "reaudit"): Step(State.AUDIT, "remarks", "lead", "audit"),
    (State.SHORTLISTED, "table"): Step(State.MEETING, "credit_checked", "officer", "meeting, no audit"),
    (State.AUDITED, "table"): Step(State.MEETING, "credit_checked", "officer", "meeting, audit"),
    (State.SHORTLISTED, "publish"): Step(State.PUBLICATION, "publishable", "officer", "no meeting, no audit"),
    (State.AUDITED, "publish"): Step(State.PUBLICATION, "publishable", "officer", "no meeting, audit"),
    (State.MEETING, "publish"): Step(State.PUBLICATION, "publishable", "officer", "meeting"),
    (State.PUBLICATION, "object"): Step(State.OBJECTION, "", "officer"),
    (State.OBJECTION, "settle"): Step(State.PUBLICATION, "objections_settled", "officer"),
    (State.PUBLICATION, "unpublish"): Step(State.SHORTLISTED, "remarks", "lead"),
    (State.PUBLICATION, "approve"): Step(State.APPROVED, "approvable", "lead"),
    (State.SHORTLISTED, "drop"): Step(State.NOT_APPROVED, "remarks", "lead"),
    (State.AUDIT, "drop"): Step(State.NOT_APPROVED, "remarks", "lead"),
    (State.AUDITED, "drop"): Step(State.NOT_APPROVED, "remarks", "lead"),
    (State.MEETING, "drop"): Step(State.NOT_APPROVED, "remarks", "lead"),
    (State.PUBLICATION, "drop"): Step(State.NOT_APPROVED, "remarks", "lead"),
    (State.OBJECTION, "drop"): Step(State.NOT_APPROVED, "remarks", "lead"),
    (State.NOT_APPROVED, "restore"): Step(State.SHORTLISTED, "remarks", "lead"),
}

#: The states in which the application is handed in: it has a submission that nobody took back.
HANDED_IN: Final = frozenset(State) - {
    State.DRAFT,
    State.UNIT_REVIEW,
    State.FINALISED,
    State.WITHDRAWN,
    State.SENT_BACK,
}
#: Those in which the office has it: nobody takes it back any more.
WITH_OFFICE: Final = HANDED_IN - {
    State.SUBMITTED,
    State.RECOMMENDATION,
    State.RECOMMENDED,
    State.NOT_RECOMMENDED,
}


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
    stages = {stage.name: stage for stage in programme.workflow.stages} if programme.workflow is not None else {}
    review = stages.get("review")
    having = {
        "unit review": "unit_review" in stages,
        "recommendation": "recommendation" in stages,
        "screening": "screening" in stages,
        "experts": review is not None and review.by == "experts",
        "audit": "audit" in stages,
        "meeting": "meeting" in stages,
    }
    found = {name if there else f"no {name}" for name, there in having.items()}
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
        if state == application.state and (not found.only or set(found.only.split(", ")) <= used)
    }


def printed() -> str:
    """The table as the documentation shows it."""
    lines = ["| state | event | leads to | must hold | who | only where the call uses |", "|---|---|---|---|---|---|"]
    for (state, event), found in TABLE.items():
        lines.append(f"| {state} | {event} | {found.to} | {found.guard} | {found.role} | {found.only} |")
    return "\n".join(lines)
