"""Who may not review whom, with every reason (回避).

A pair in conflict is never assigned and never drawn. An expert whose identity isn't settled, or who is away, can't be
either. What isn't known counts against the pair: a former employer without the day of leaving is still a reason.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from juli.engines.panel.problems import BadInput, Said, unique

ConflictKind = Literal["employer", "former_employer", "officer_or_member", "declared", "to_avoid", "manual"]
Reach = Literal["application", "track", "call"]
BarredWhy = Literal["identity", "identity_twice", "away"]


class Tie(NamedTuple):
    """An expert's tie to a unit: employed there, or its officer or member. Days are inclusive; ``since`` None is
    always, ``until`` None is still. ``source`` says where it is known from."""

    unit: str
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""


class Former(NamedTuple):
    """A unit that an expert has left, on ``until`` (None: it isn't known when)."""

    unit: str
    until: dt.date | None = None
    source: str = ""


class Away(NamedTuple):
    """Days, both inclusive, on which an expert isn't there."""

    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert of the pool. ``identity`` is the keyed digest of the ID number, ``settled`` that the office has
    confirmed it. ``institution`` is the employer that counts where only one expert per institution is let in (by
    default the first employer)."""

    id: str
    name: str = ""
    identity: str = ""
    settled: bool = False
    employers: tuple[Tie, ...] = ()
    former: tuple[Former, ...] = ()
    offices: tuple[Tie, ...] = ()
    fields: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    institution: str = ""

    @property
    def from_institution(self) -> str:
        """The institution that the expert counts for; empty where none is known."""
        return self.institution or (self.employers[0].unit if self.employers else "")


class Person(NamedTuple):
    """Somebody who has a part in an application: keyed digest of the ID number, and the part in words."""

    identity: str
    role: str = ""


class Avoid(NamedTuple):
    """An expert whom the applicant asks to keep out: by ``expert`` id, or by ``name`` and, where given, ``unit``."""

    expert: str = ""
    name: str = ""
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """What is reviewed: the units of applicant and participants, its people, the experts to avoid."""

    id: str
    units: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    track: str = ""
    fields: tuple[str, ...] = ()


class ConflictRecord(NamedTuple):
    """A conflict that somebody wrote down, dated and sourced.

    ``subject`` is an application's id, or a unit's where ``of`` is ``unit``. Days are inclusive; None is open.
    """

    kind: ConflictKind
    expert: str
    subject: str
    of: Literal["application", "unit"] = "application"
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""


class ConflictRules(NamedTuple):
    """``former_years``: how long a former employer counts after the expert left (None: for ever). ``office_years``:
    the same for an office or membership given up. ``employer_reach``: an expert employed by an applicant is kept from
    that application, from its track, or from the whole call."""

    former_years: int | None
    office_years: int | None = 0
    employer_reach: Reach = "application"


class Reason(NamedTuple):
    """Why a pair is in conflict. ``subject`` is the unit, application or person meant; ``through`` the application
    that brings it about where the reason reaches further than one application."""

    kind: ConflictKind
    subject: str
    since: dt.date | None
    until: dt.date | None
    source: str
    through: str = ""


class Conflict(NamedTuple):
    """A pair in conflict, with every reason."""

    application: str
    expert: str
    reasons: tuple[Reason, ...]


class Barred(NamedTuple):
    """An expert who can't be drawn or assigned at all."""

    expert: str
    why: BarredWhy


class Unmatched(NamedTuple):
    """A name to avoid that is nobody's in the pool."""

    application: str
    avoid: Avoid


@dataclass(frozen=True)
class Conflicts:
    """Everything that keeps experts from applications, in order of ids."""

    pairs: tuple[Conflict, ...]
    barred: tuple[Barred, ...]
    unmatched: tuple[Unmatched, ...]

    @cached_property
    def _by_pair(self) -> Mapping[tuple[str, str], tuple[Reason, ...]]:
        return {(c.application, c.expert): c.reasons for c in self.pairs}

    def between(self, application: str, expert: str) -> tuple[Reason, ...]:
        """The reasons that keep this expert from this application; none where there is no conflict."""
        return self._by_pair.get((application, expert), ())

    @property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """(application, expert) of every pair in conflict."""
        return frozenset(self._by_pair)


def find_conflicts(
    experts: Sequence[Expert],
    applications: Sequence[Application],
    records: Iterable[ConflictRecord],
    rules: ConflictRules,
    *,
    first_day: dt.date,
    last_day: dt.date,
) -> Conflicts:
    """All pairs in conflict during the review from ``first_day`` to ``last_day``, and the experts who can't take part.

    Raises BadInput where an id stands twice or is empty, or a record names an expert who isn't there. A record whose
    application or unit isn't there is no error: records outlive calls.
    """
    unique(Said("专家", "expert"), (e.id for e in experts))
    unique(Said("申报", "application"), (a.id for a in applications))
    if last_day < first_day:
        raise BadInput("评审结束早于开始；请核对日期", "the review ends before it begins; check the days")
    if min(years for years in (rules.former_years, rules.office_years, 0) if years is not None) < 0:
        raise BadInput("回避年限不能为负数", "years of recusal can't be negative; write 0 or more")
    finding = _Finding(applications, rules, first_day, last_day)
    for expert in experts:
        finding.ties(expert)
    known = {e.id for e in experts}
    for record in records:
        if record.expert not in known:
            raise BadInput(
                f"回避记录中的专家“{record.expert}”不在库中",
                f'a record names the expert "{record.expert}", who isn\'t there',
            )
        finding.record(record)
    unmatched = finding.names(experts)
    pairs = tuple(
        Conflict(application, expert, tuple(sorted(set(reasons), key=_order)))
        for (application, expert), reasons in sorted(finding.found.items())
    )
    return Conflicts(pairs, _barred(experts, first_day, last_day), unmatched)


def _order(reason: Reason) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in reason)


def _barred(experts: Sequence[Expert], first_day: dt.date, last_day: dt.date) -> tuple[Barred, ...]:
    holders: defaultdict[str, int] = defaultdict(int)
    for expert in experts:
        holders[expert.identity] += 1
    out = []
    for expert in sorted(experts, key=lambda e: e.id):
        if not expert.settled or not expert.identity:
            out.append(Barred(expert.id, "identity"))
        elif holders[expert.identity] > 1:
            out.append(Barred(expert.id, "identity_twice"))
        if any(a.since <= last_day and a.until >= first_day for a in expert.away):
            out.append(Barred(expert.id, "away"))
    return tuple(out)


class _Finding:
    def __init__(
        self, applications: Sequence[Application], rules: ConflictRules, first_day: dt.date, last_day: dt.date
    ) -> None:
        self.applications = {a.id: a for a in applications}
        self.rules, self.first_day, self.last_day = rules, first_day, last_day
        self.found: defaultdict[tuple[str, str], list[Reason]] = defaultdict(list)
        self.of_unit: defaultdict[str, list[str]] = defaultdict(list)
        self.of_person: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.of_track: defaultdict[str, list[str]] = defaultdict(list)
        for a in applications:
            self.of_track[a.track].append(a.id)
            for unit in set(a.units):
                self.of_unit[unit].append(a.id)
            for person in a.people:
                if person.identity:
                    self.of_person[person.identity].append((a.id, person.role))

    def counts(self, since: dt.date | None, until: dt.date | None, years: int | None) -> bool:
        """Whether a span that goes on counting for ``years`` after its end touches the review."""
        if since is not None and since > self.last_day:
            return False
        return until is None or years is None or years_later(until, years) >= self.first_day

    def add(self, expert: str, application: str, reason: Reason) -> None:
        reach: Reach = self.rules.employer_reach if reason.kind == "employer" else "application"
        if reach == "application":
            self.found[application, expert].append(reason)
            return
        track = self.applications[application].track
        for other in self.applications if reach == "call" else self.of_track[track]:
            through = "" if other == application else application
            self.found[other, expert].append(reason._replace(through=through))

    def ties(self, expert: Expert) -> None:
        for tie in expert.employers:
            self._of_unit("employer", expert.id, tie)
        for former in expert.former:
            self._of_unit("former_employer", expert.id, Tie(former.unit, None, former.until, former.source))
        for tie in expert.offices:
            self._of_unit("officer_or_member", expert.id, tie)
        if expert.identity:
            for application, role in self.of_person[expert.identity]:
                self.add(expert.id, application, Reason("officer_or_member", application, None, None, role))

    def _of_unit(self, kind: ConflictKind, expert: str, tie: Tie) -> None:
        # An employer who was left is a former employer, whatever list it stands in.
        if kind == "employer" and tie.until is not None and tie.until < self.first_day:
            kind = "former_employer"
        years = {"former_employer": self.rules.former_years, "officer_or_member": self.rules.office_years}.get(kind, 0)
        if not self.counts(tie.since, tie.until, years):
            return
        for application in self.of_unit[tie.unit]:
            self.add(expert, application, Reason(kind, tie.unit, tie.since, tie.until, tie.source))

    def record(self, record: ConflictRecord) -> None:
        if record.of == "unit":
            self._of_unit(record.kind, record.expert, Tie(record.subject, record.since, record.until, record.source))
        elif record.subject in self.applications and self.counts(record.since, record.until, 0):
            reason = Reason(record.kind, record.subject, record.since, record.until, record.source)
            self.add(record.expert, record.subject, reason)

    def names(self, experts: Sequence[Expert]) -> tuple[Unmatched, ...]:
        """Adds who is to be avoided; a name that several bear keeps all of them out."""
        unmatched = []
        for application in sorted(self.applications):
            for avoid in self.applications[application].avoid:
                meant = [e.id for e in experts if _is_meant(avoid, e)]
                for expert in meant:
                    reason = Reason("to_avoid", avoid.expert or avoid.name, None, None, avoid.source)
                    self.add(expert, application, reason)
                if not meant:
                    unmatched.append(Unmatched(application, avoid))
        return tuple(unmatched)


def _is_meant(avoid: Avoid, expert: Expert) -> bool:
    if avoid.expert:
        return avoid.expert == expert.id
    if not avoid.name or spelt(avoid.name) != spelt(expert.name):
        return False
    units = {t.unit for t in (*expert.employers, *expert.offices)} | {f.unit for f in expert.former}
    return not avoid.unit or not units or avoid.unit in units


def spelt(name: str) -> str:
    """A name as it is compared: width, case, spaces and the dots in foreign names don't matter.

    >>> spelt("买买提・ 艾力") == spelt("买买提·艾力")
    True
    """
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day ``years`` later; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
