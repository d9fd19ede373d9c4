"""What other numbers would do to a whole population."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from juli.engines.policy import describe
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.population.run import Change, Tally
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Clause, KOf, OneReading, Programme
from juli.engines.policy.verdict import Status
from juli.stages.calls.assumptions import Unreadable
from juli.stages.calls.populations import Outcome, Population, WhatIf, ask, is_solved, sizes
from juli.stages.calls.queries.moments import usual_day
from juli.stages.calls.queries.rules import programme_or_unknown
from juli.stages.calls.shelf import shelf
from juli.stages.calls.wording import counted_in

BOUNDS = ("at_least", "at_most")
#: Organisations named on the page; the rest are counted.
NAMED = 50
#: The seed unless another is asked for.
SEED = 1
_MOST_SEED = 1_000_000
_MOST = 10**12


class Threshold(NamedTuple):
    """A number that can be moved: ``own`` is the programme's, ``number`` the one asked about."""

    clause: str
    bound: str
    label: Label
    unit: Label
    own: Number
    number: Number

    @property
    def name(self) -> str:
        """Its name in the address."""
        return f"{self.clause}.{self.bound}"

    @property
    def moved(self) -> bool:
        """Whether another number is asked about."""
        return self.number != self.own

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return isinstance(self.own, int)

    @property
    def plain_own(self) -> str:
        """The programme's number as a form writes it."""
        return str(self.own)

    @property
    def plain_number(self) -> str:
        """The number asked about as a form writes it."""
        return str(self.number)

    @property
    def plain_top(self) -> str:
        """The slider's end as a form writes it."""
        return str(self.top)

    @property
    def top(self) -> Number:
        """How far a slider reaches."""
        return max(2 * self.own, self.own + 4, self.number)


class Group(NamedTuple):
    """Thresholds under a heading of the board."""

    label: Label | None
    thresholds: tuple[Threshold, ...]

    @property
    def has_moved(self) -> bool:
        """Whether another number is asked about under it."""
        return any(t.moved for t in self.thresholds)


class Asking(NamedTuple):
    """What an address asks: the numbers to move, the population, the clause to look at (``named``: by the address)."""

    programme: Programme
    population: Population
    groups: tuple[Group, ...]
    focus: Threshold | None
    named: str
    sizes: tuple[int, ...]
    solved: bool

    @property
    def thresholds(self) -> Iterator[Threshold]:
        """All of them."""
        for group in self.groups:
            yield from group.thresholds

    @property
    def moved(self) -> tuple[Threshold, ...]:
        """Those that another number is asked about."""
        return tuple(t for t in self.thresholds if t.moved)

    @property
    def query(self) -> str:
        """The address's query, with what differs from the usual alone."""
        pairs: list[tuple[str, str]] = (
            [("size", str(self.population.size))] if self.population.size != self.sizes[0] else []
        )
        pairs += [("seed", str(self.population.seed))] if self.population.seed != SEED else []
        pairs += [(t.name, str(t.number)) for t in self.moved]
        pairs += [("focus", self.focus.clause)] if self.focus is not None and (self.named or self.moved) else []
        return "?" + urlencode(pairs)


class Moved(NamedTuple):
    """An organisation that comes out otherwise."""

    address: str
    number: int
    before: Status
    after: Status


class Row(NamedTuple):
    """How a clause comes out over the population, before and after."""

    threshold: Threshold
    before: Tally
    after: Tally


class Result(NamedTuple):
    """What came out."""

    asking: Asking
    outcome: Outcome
    before: Tally | None
    after: Tally | None
    organisations: int
    gainers: tuple[Moved, ...]
    losers: tuple[Moved, ...]
    gained: int
    lost: int
    rows: Mapping[str, Row]
    picture: Mapping[str, Any] | None

    @property
    def grouped(self) -> tuple[tuple[Label | None, tuple[Row, ...]], ...]:
        """Every clause with a number, under the headings of the board."""
        found = (
            (g.label, tuple(self.rows[t.name] for t in g.thresholds if t.name in self.rows)) for g in self.asking.groups
        )
        return tuple((label, rows) for label, rows in found if rows)

    @property
    def focus_row(self) -> Row | None:
        """The clause looked at."""
        focus = self.asking.focus
        return None if focus is None else self.rows.get(focus.name)


def asking(name: str, query: QueryDict, now: dt.datetime) -> Asking:
    """Read an address. Raises Unknown, Unreadable or ProgrammeUnusable."""
    found = shelf()
    programme = programme_or_unknown(found, name)
    offered = sizes(programme)
    size = _whole(query.get("size", str(offered[0])))
    if size not in offered:
        raise Unreadable(gettext("A population has {sizes} organisations.").format(sizes=", ".join(map(str, offered))))
    seed = _whole(query.get("seed", str(SEED)))
    if seed > _MOST_SEED:
        raise Unreadable(gettext("A seed is a number up to {most}.").format(most=_MOST_SEED))
    day = usual_day(programme, now.astimezone(BEIJING).date())
    population = Population(programme.id, programme.digest, size, seed, day)
    groups = tuple(g for g in _groups(programme, query) if g.thresholds)
    every = [t for g in groups for t in g.thresholds]
    solved = is_solved(programme)
    wanted = query.get("focus", "")
    if wanted:
        focus = next((t for t in every if t.clause == wanted), None)
        if focus is None:
            raise Unreadable(gettext('There is no {what} "{name}" here.').format(what=gettext("clause"), name=wanted))
    else:
        # The page opens with a picture: of what was moved, else of the first number that can be told.
        focus = next((t for t in every if t.moved), None) or next(
            (t for t in every if _can_be_told(programme, t, solved=solved)), None
        )
    return Asking(programme, population, groups, focus, wanted, offered, solved)


def result(name: str, query: QueryDict, now: dt.datetime) -> Result:
    """What came out, or how far it has come. Raises Unknown, Unreadable or ProgrammeUnusable."""
    asked = asking(name, query, now)
    numbers = tuple((t.clause, t.bound, t.number) for t in asked.moved)
    told = asked.focus is not None and _can_be_told(asked.programme, asked.focus, solved=asked.solved)
    focus = asked.focus.clause if asked.focus is not None and told else ""
    outcome = ask(shelf(), WhatIf(asked.population, numbers, focus))
    if outcome.answer is None:
        return Result(asked, outcome, None, None, asked.population.size, (), (), 0, 0, {}, None)
    found = outcome.answer
    before = {clause: Tally(*tally) for clause, tally in found["before"].items()}
    after = {clause: Tally(*tally) for clause, tally in found["after"].items()}
    changes = [Change(number, "", was, becomes) for number, was, becomes in found["changes"]]
    gainers, losers = [c for c in changes if c.gains], [c for c in changes if not c.gains]
    rows = {t.name: Row(t, before[t.clause], after[t.clause]) for t in asked.thresholds if t.clause in before}
    return Result(
        asked,
        outcome,
        before[""],
        after[""],
        found["organisations"],
        tuple(_moved(c, asked.population) for c in gainers[:NAMED]),
        tuple(_moved(c, asked.population) for c in losers[:NAMED]),
        len(gainers),
        len(losers),
        rows,
        _picture(asked.focus, found["bars"]) if asked.focus is not None and found["bars"] else None,
    )


def _can_be_told(programme: Programme, threshold: Threshold, *, solved: bool) -> bool:
    """Whether the distribution of a clause can be told: not of what hangs on an assignment."""
    test = programme.clauses[threshold.clause].test
    return not (solved and isinstance(test, KOf) and test.refers is not None)


def _moved(change: Change, population: Population) -> Moved:
    address = f"p{population.size}-{population.seed}-{change.organisation}"
    return Moved(address, change.organisation, change.before, change.after)


def _picture(focus: Threshold, bars: list[list[Number]]) -> Mapping[str, Any]:
    """What the script draws: how many organisations have how much, and where the line was and is."""
    return {
        "clause": focus.clause,
        "bars": bars,
        "own": float(focus.own),
        "number": float(focus.number),
        "ceiling": focus.bound == "at_most",
        "label": {"zh": focus.label.zh, "en": focus.label.en},
        "unit": {"zh": focus.unit.zh, "en": focus.unit.en},
    }


def _groups(programme: Programme, query: QueryDict) -> Iterator[Group]:
    """The numbers that the verdict hangs on, as the board has them."""
    p = programme
    if p.qualification is not None:
        yield Group(p.qualification.label, tuple(_thresholds(p.qualification, p, query)))
    for category in p.categories:
        yield Group(category.label, tuple(_told_apart(_thresholds(category, p, query), category)))
    rest = (
        *p.applicants.conditions,
        *p.applicants.limits,
        *p.exclusions,
        *(c for t in p.tracks for c in (*t.conditions, *t.exclusions)),
    )
    yield Group(None, tuple(t for clause in rest for t in _thresholds(clause, p, query)))


def _thresholds(clause: Clause, programme: Programme, query: QueryDict) -> Iterator[Threshold]:
    for bound in BOUNDS:
        own = getattr(clause.bound, bound)
        if isinstance(own, int | Decimal) and not isinstance(own, bool):
            label = describe.heading(clause, programme)
            number = _number(query.get(f"{clause.id}.{bound}", ""), own)
            yield Threshold(clause.id, bound, label, counted_in(clause), own, number)
    if isinstance(clause.test, KOf) and clause.test.refers is not None:
        return
    # Of several readings the one in force has the numbers.
    below = clause.children[:1] if isinstance(clause.test, OneReading) else clause.children
    for child in below:
        for found in _thresholds(child, programme, query):
            lone = isinstance(clause.test, OneReading) and found.clause == child.id
            yield found._replace(label=clause.label) if lone else found


def _told_apart(thresholds: Iterator[Threshold], category: Clause) -> Iterator[Threshold]:
    """Thresholds with the same name under one heading, each with the name of what it is part of before its own."""
    found = list(thresholds)
    names = Counter(t.label.zh for t in found)
    readings = {c.id for one in category.walk() if isinstance(one.test, OneReading) for c in one.children}
    parents: dict[str, Label] = {}
    for clause in category.walk():
        # A reading's own name says how it is read, not what: what is read names its parts.
        read = parents.get(clause.id) if clause.id in readings else None
        parents |= {child.id: read or clause.label for child in clause.children}
    for threshold in found:
        above = parents.get(threshold.clause)
        if names[threshold.label.zh] > 1 and above is not None:
            label = Label(f"{above.zh}：{threshold.label.zh}", f"{above.en}: {threshold.label.en}")
            yield threshold._replace(label=label)
        else:
            yield threshold


def _number(text: str, own: Number) -> Number:
    if not text:
        return own
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Unreadable(gettext('"{text}" is not a number.').format(text=text)) from error
    if not number.is_finite() or not 0 <= number <= _MOST:
        raise Unreadable(gettext('"{text}" is not a number from 0 up.').format(text=text))
    if isinstance(own, int):
        if number != number.to_integral_value():
            raise Unreadable(gettext('"{text}" is not a whole number.').format(text=text))
        return int(number)
    return number


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_SEED))):
        raise Unreadable(gettext('"{text}" is not a whole number.').format(text=text))
    return int(text)
