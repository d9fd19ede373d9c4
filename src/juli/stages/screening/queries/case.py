"""The page of one application in screening: what was found, what is to be answered, what can be decided."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable
from juli.registry.files.models import Attachment
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import guards
from juli.stages.applications.cases import Case as Stands
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.ruling import ruling
from juli.stages.applications.transitions import State, events
from juli.stages.calls.notices.queries import passages
from juli.stages.screening import working_days
from juli.stages.screening.changes import Changes, changes
from juli.stages.screening.correcting import Part, may_name
from juli.stages.screening.decided import standing_parcels
from juli.stages.screening.findings import Settled, Sheet, sheet
from juli.stages.screening.frame import Frame, frame
from juli.stages.screening.guards import closed_for_good, not_acceptable, not_correctable, refused_by_the_call
from juli.stages.screening.items import scan_key
from juli.stages.screening.models import Decision, FindingAnswer, Parcel, Screening
from juli.stages.screening.officers import officers
from juli.stages.screening.queries.queue import waits
from juli.stages.screening.words import GROUPS

#: Working days that a correction is given unless the officer says otherwise.
USUAL: Final = 10
_ACTS: Final = ("screen", "accept", "correction", "refuse", "recall", "lapse", "rescreen")
_SCREENERS: Final = frozenset({Role.OFFICER, Role.LEAD})


@dataclass(frozen=True)
class Group:
    """One group of findings: those to be answered and those that are settled."""

    name: str
    label: Label
    settled: tuple[Settled, ...]

    @property
    def waiting(self) -> int:
        """How many are to be answered."""
        return sum(one.standing == "open" for one in self.settled)

    @property
    def opened(self) -> bool:
        """Whether anything in it is not plainly in order."""
        return any(one.standing in {"open", "defect", "dismissed"} for one in self.settled)

    @property
    def statuses(self) -> list[str]:
        """The phases of its findings, as they stand."""
        phase = {"open": "open", "later": "open", "defect": "unmet", "elsewhere": "unmet"}
        return [phase.get(one.standing, "met") for one in self.settled]


@dataclass(frozen=True)
class Case:
    """The page. ``sheet`` is None where what was handed in cannot be judged: then ``trouble`` says why.

    ``acts``: event → why it cannot be done now (empty: it can), of those that are there for the reader at all.
    """

    frame: Frame
    sheet: Sheet | None
    trouble: tuple[str, ...]
    screening: Screening | None
    groups: tuple[Group, ...]
    answers: bool
    is_lead: bool
    acts: Mapping[str, list[str]]
    decisions: tuple[Decision, ...]
    changes: Changes | None
    parts: Mapping[str, list[Part]]
    due: dt.date | None
    passages: Mapping[str, Any]
    parcels: tuple[Parcel, ...]
    officers: tuple[User, ...]
    scan_key: str
    scan_had: int
    hads: Mapping[str, int]
    late: bool
    next: Application | None

    @property
    def version(self) -> int:
        """The screening as the reader sees it."""
        return self.screening.version if self.screening is not None else 1

    @property
    def returned(self) -> Decision | None:
        """The return that counts."""
        return next((one for one in self.decisions if one.kind == Decision.Kind.RETURNED), None)

    @property
    def counts(self) -> Counter[str]:
        """How many findings stand how."""
        return Counter(one.standing for one in (self.sheet.settled if self.sheet else ()))

    @property
    def refuses_on(self) -> list[Label]:
        """The groups that the file refuses on."""
        if self.sheet is None:
            return []
        return [GROUPS[name] for name in dict.fromkeys(o.item.group for o in self.sheet.settled if o.item.refuses)]


def case(user: User | AnonymousUser, application: int, at: dt.datetime) -> Case:
    """The page, for whoever reads what the office has. Raises Http404, Refused."""
    around = frame(user, application, "screening", at)
    row = around.application
    found, trouble = _read(around)
    screening = Screening.objects.filter(application=row).select_related("officer").first()
    decisions = tuple(Decision.objects.filter(application=row).select_related("by", "submission").order_by("-pk"))
    returns = [one for one in decisions if one.kind == Decision.Kind.RETURNED]
    may = bool(around.roles & _SCREENERS)
    answers = may and row.state == State.SCREENING and found is not None
    rows = FindingAnswer.objects.filter(application=row).order_by("pk").values_list("finding", "pk") if may else ()
    return Case(
        frame=around,
        sheet=found,
        trouble=trouble,
        screening=screening,
        groups=_groups(found),
        answers=answers,
        is_lead=Role.LEAD in around.roles,
        acts=_acts(around, found, returns, at) if may else {},
        decisions=decisions,
        changes=changes(found, returns[0] if returns else None) if found is not None else None,
        parts=_parts(found) if answers and found is not None else {},
        due=_usual(at),
        passages=passages(row.call),
        parcels=tuple(standing_parcels([row.pk])[row.pk]),
        officers=officers(at) if may else (),
        scan_key=scan_key(around.submission),
        scan_had=dict(rows).get(scan_key(around.submission), 0),
        hads=dict(rows),
        late=bool(returns)
        and row.state in {State.RETURNED, State.CORRECTED}
        and bool(returns[0].until and returns[0].until <= at),
        next=_next(around),
    )


def file_of(user: User | AnonymousUser, application: int, digest: str, at: dt.datetime) -> Attachment:
    """A file of what was handed in, by its digest. Raises Http404, Refused."""
    around = frame(user, application, "screening", at)
    subjects = [around.submission.subject, around.submission.final.subject]
    for subject in subjects:
        links = Attachment.objects.filter(subject_type=subject.type, subject_id=subject.id, file__digest=digest)
        if (link := links.select_related("file").first()) is not None:
            return link
    raise Http404("there is no such file in what was handed in")


def decision_of(user: User | AnonymousUser, application: int, decision: int, at: dt.datetime) -> Decision:
    """A decision, for whoever reads what the office has. Raises Http404, Refused."""
    around = frame(user, application, "screening", at)
    made = Decision.objects.filter(application=around.application, pk=decision).select_related("application").first()
    if made is None:
        raise Http404(f"there is no decision {decision}")
    return made


def _read(around: Frame) -> tuple[Sheet | None, tuple[str, ...]]:
    try:
        return sheet(around.application), ()
    except DossierUnusable as error:
        return None, tuple(problem.say(language()) for problem in error.problems)


def _groups(found: Sheet | None) -> tuple[Group, ...]:
    if found is None:
        return ()
    by_name: dict[str, list[Settled]] = {name: [] for name in GROUPS}
    for one in found.settled:
        by_name[one.item.group].append(one)
    return tuple(Group(name, GROUPS[name], tuple(rows)) for name, rows in by_name.items() if rows)


def _next(around: Frame) -> Application | None:
    """Once this one is out of screening, the first of the call that waits for it or is in it, by number."""
    row = around.application
    waiting = (*waits(around.programme), State.SCREENING)
    if row.state in waiting or not around.roles & _SCREENERS:
        return None
    rows = Application.objects.filter(call=row.call_id, state__in=waiting).exclude(pk=row.pk)
    return rows.select_related("organisation").order_by("number").first()


def _acts(around: Frame, found: Sheet | None, returns: list[Decision], at: dt.datetime) -> dict[str, list[str]]:
    row, programme = around.application, around.programme
    possible = events(row, programme)
    there = [
        event for event in _ACTS if event in possible and (possible[event].role != "lead" or Role.LEAD in around.roles)
    ]
    acts: dict[str, list[str]] = {event: [] for event in there}
    if "screen" in acts:
        acts["screen"] = guards.problems(possible["screen"].guard, Stands(row, ruling(row.call, at), at))
    if found is None:
        # What cannot be judged is neither accepted nor returned.
        acts.pop("accept", None)
        acts.pop("correction", None)
    if "accept" in acts and found is not None:
        acts["accept"] = list(not_acceptable(found))
    if "correction" in acts:
        rule = refused_by_the_call(programme)
        if rule is not None:
            acts["correction"] = [closed_for_good(rule)]
        elif found is not None:
            acts["correction"] = list(not_correctable(found))
    if "lapse" in acts and returns and returns[0].until is not None and at < returns[0].until:
        del acts["lapse"]
    return acts


def _parts(found: Sheet) -> dict[str, list[Part]]:
    grouped: dict[str, list[Part]] = {}
    for part in may_name(found):
        grouped.setdefault(part.group, []).append(part)
    return grouped


def _usual(at: dt.datetime) -> dt.date | None:
    try:
        return working_days.after(at, USUAL)
    except NotReady:
        return None
