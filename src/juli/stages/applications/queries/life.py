"""The page of an application's life: where it stands, what can be done now, what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.files import limits
from juli.registry.files.examine.kinds import Kind
from juli.stages.accounts.models import User
from juli.stages.applications import recommenders
from juli.stages.applications.cases import Case
from juli.stages.applications.guards import latest_final, latest_scan, problems
from juli.stages.applications.models import Application, FinalVersion, ScannedCopy, Submission, Turn
from juli.stages.applications.queries.frame import Frame, found, frame
from juli.stages.applications.ruling import Ruling, ruling
from juli.stages.applications.transitions import HANDED_IN, State, events, uses
from juli.stages.calls import deadlines

#: What a scan may be (S3-46: the stamped form as PDF).
SCANS: Final = ("pdf",)
#: Guards that look at what is still to be typed.
_TYPED: Final = frozenset({"remarks", "matching"})
_SCREENED: Final = frozenset({State.SCREENING, State.RETURNED, State.CORRECTED, State.REFUSED})
_LISTED: Final = frozenset({State.SHORTLISTED, State.NOT_SHORTLISTED})
EVENTS: Final[dict[str, str | Promise]] = {
    "start": pgettext_lazy("event", "Begun"),
    "send": pgettext_lazy("event", "Sent to unit review"),
    "return": pgettext_lazy("event", "Returned for changes"),
    "finalise": pgettext_lazy("event", "Final version made"),
    "reopen": pgettext_lazy("event", "Opened for writing again"),
    "scan": pgettext_lazy("event", "Stamped scan uploaded"),
    "submit": pgettext_lazy("event", "Handed in"),
    "withdraw": pgettext_lazy("event", "Withdrawn"),
    "take": pgettext_lazy("event", "Taken up by the recommender"),
    "recommend": pgettext_lazy("event", "Recommended"),
    "send_back": pgettext_lazy("event", "Sent back by the recommender"),
    "decline": pgettext_lazy("event", "Not recommended"),
    "reconsider": pgettext_lazy("event", "Reconsidered by the recommender"),
    "screen": pgettext_lazy("event", "Screening begun"),
    "lapse": pgettext_lazy("event", "Not accepted: out of time"),
    "correction": pgettext_lazy("event", "Returned for correction"),
    "recall": pgettext_lazy("event", "Return taken back"),
    "accept": pgettext_lazy("event", "Accepted"),
    "refuse": pgettext_lazy("event", "Not accepted"),
    "rescreen": pgettext_lazy("event", "Screening taken up again"),
    "review": pgettext_lazy("event", "Given to the experts"),
    "dissolve": pgettext_lazy("event", "Taken back from the experts"),
    "shortlist": pgettext_lazy("event", "Shortlisted"),
    "pass_over": pgettext_lazy("event", "Not shortlisted"),
    "unlist": pgettext_lazy("event", "List taken up again"),
    "relist": pgettext_lazy("event", "List taken up again"),
    "audit": pgettext_lazy("event", "Expenditure audit begun"),
    "sign_off": pgettext_lazy("event", "Audit signed off"),
    "reaudit": pgettext_lazy("event", "Audit taken up again"),
    "table": pgettext_lazy("event", "Put before the meeting"),
    "publish": pgettext_lazy("event", "Published for objections"),
    "object": pgettext_lazy("event", "An objection is investigated"),
    "settle": pgettext_lazy("event", "Objections settled"),
    "unpublish": pgettext_lazy("event", "Publication withdrawn"),
    "approve": pgettext_lazy("event", "Approved"),
    "drop": pgettext_lazy("event", "Taken off the list"),
    "restore": pgettext_lazy("event", "Put on the list again"),
}


@dataclass(frozen=True)
class Stop:
    """One stage of the way: where the application was, is, or will be."""

    label: str | Promise
    phase: Literal["done", "now", "ahead"]


@dataclass(frozen=True)
class Act:
    """Something that the reader can do now; ``problems`` say why not yet."""

    event: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Happened:
    """One line of the history."""

    label: str | Promise
    turn: Turn


@dataclass(frozen=True)
class Life:
    """The page. ``acts`` by event; ``others`` are events that somebody else takes."""

    frame: Frame
    stops: tuple[Stop, ...]
    acts: dict[str, Act]
    others: frozenset[str]
    final: FinalVersion | None
    scan: ScannedCopy | None
    scan_due: Literal["", "before", "after"]
    largest: Sequence[tuple[Kind, int]]
    submissions: tuple[Submission, ...]
    history: tuple[Happened, ...]
    unit: str
    recommending: bool
    recommended_until: dt.datetime | None
    handed_in: bool


def life(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime) -> Life:
    """The page for somebody who works on the application. Raises Http404, Refused, ProgrammeUnusable."""
    around = frame(user, organisation, application, "life", at)
    row = around.application
    under = ruling(row.call, at)
    used = uses(under.rules.programme)
    possible = events(row, under.rules.programme)
    mine = {"author", "administrator"} if around.is_administrator else {"author"}
    final = latest_final(row)
    submissions = row.submissions.select_related("final__version", "scan", "taken_back", "by").order_by("-number")
    programme = under.rules.programme
    return Life(
        frame=around,
        stops=tuple(_stops(row, used)),
        acts={
            event: Act(event, tuple(_problems(step.guard, row, under, at)))
            for event, step in possible.items()
            if step.role in mine and event != "write"
        },
        others=frozenset(event for event, step in possible.items() if step.role == "administrator") - _of(mine),
        final=final,
        scan=latest_scan(final) if final else None,
        scan_due="before" if "scan before" in used else "after" if "scan after" in used else "",
        largest=limits.told(SCANS),
        submissions=tuple(submissions),
        history=tuple(Happened(EVENTS[turn.event], turn) for turn in row.turns.select_related("by").order_by("-pk")),
        unit=recommenders.unit_of(row.organisation_id) if "recommendation" in used else "",
        recommending="recommendation" in used,
        recommended_until=deadlines.closes(programme, "recommendation") if "recommendation" in used else None,
        handed_in=row.state in HANDED_IN,
    )


def final_of(user: User | AnonymousUser, organisation: int, application: int, version: int) -> FinalVersion:
    """A final version by its printed number, for somebody who works on the application. Raises Http404, Refused."""
    row = found(user, organisation, application)
    rows = FinalVersion.objects.select_related("version", "rules", "application__call", "application__organisation")
    final = rows.filter(application=row, version__number=version).first()
    if final is None:
        raise Http404(f"no final version {version}")
    return final


def scan_of(user: User | AnonymousUser, organisation: int, application: int, scan: int) -> ScannedCopy:
    """A scan, for somebody who works on the application. Raises Http404, Refused."""
    row = found(user, organisation, application)
    kept = ScannedCopy.objects.select_related("final", "file").filter(pk=scan, final__application=row).first()
    if kept is None:
        raise Http404(f"no scan {scan}")
    return kept


def submission_of(user: User | AnonymousUser, organisation: int, application: int, number: int) -> Submission:
    """A submission, for somebody who works on the application. Raises Http404, Refused."""
    row = found(user, organisation, application)
    rows = Submission.objects.select_related("application__call", "final__version", "rules", "scan__file")
    made = rows.filter(application=row, number=number).first()
    if made is None:
        raise Http404(f"no submission {number}")
    return made


def beijing(at: dt.datetime) -> dt.datetime:
    """An instant in the time that deadlines are in."""
    return at.astimezone(BEIJING)


def _of(mine: set[str]) -> frozenset[str]:
    return frozenset(EVENTS) if "administrator" in mine else frozenset()


def _problems(guard: str, row: Application, under: Ruling, at: dt.datetime) -> list[str]:
    return [] if guard in _TYPED else problems(guard, Case(row, under, at))


def _stops(row: Application, used: frozenset[str]) -> list[Stop]:
    """The way through the call, the present stage marked; a withdrawn one stands before handing in."""
    way: list[tuple[str | Promise, frozenset[str]]] = [
        (pgettext_lazy("stage", "Writing"), frozenset({State.DRAFT, State.SENT_BACK}))
    ]
    if "unit review" in used:
        way.append((pgettext_lazy("stage", "Unit review"), frozenset({State.UNIT_REVIEW})))
    way.append((pgettext_lazy("stage", "Final version"), frozenset({State.FINALISED, State.WITHDRAWN})))
    way.append((pgettext_lazy("stage", "Handed in"), frozenset({State.SUBMITTED})))
    if "recommendation" in used:
        way.append((pgettext_lazy("stage", "Recommendation"), frozenset({State.RECOMMENDATION})))
        way.append((_("Recommended"), frozenset({State.RECOMMENDED, State.NOT_RECOMMENDED})))
    way.append((pgettext_lazy("stage", "Screening"), _SCREENED))
    if "experts" in used:
        way.append((pgettext_lazy("stage", "Review"), frozenset({State.ACCEPTED, State.REVIEW})))
        way.append((pgettext_lazy("stage", "List"), _LISTED))
    else:
        way.append((pgettext_lazy("stage", "List"), _LISTED | {State.ACCEPTED}))
    if "audit" in used:
        way.append((pgettext_lazy("stage", "Audit"), frozenset({State.AUDIT, State.AUDITED})))
    if "meeting" in used:
        way.append((pgettext_lazy("stage", "Meeting"), frozenset({State.MEETING})))
    way.append((pgettext_lazy("stage", "Publication"), frozenset({State.PUBLICATION, State.OBJECTION})))
    way.append((pgettext_lazy("stage", "Approval"), frozenset({State.APPROVED, State.NOT_APPROVED})))
    here = next(i for i, (_label, states) in enumerate(way) if row.state in states)
    if row.state == State.REFUSED:
        way = way[: here + 1]
    return [
        Stop(label, "done" if i < here else "now" if i == here else "ahead") for i, (label, _states) in enumerate(way)
    ]
