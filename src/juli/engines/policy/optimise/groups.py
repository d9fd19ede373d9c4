"""Achievements as they may be claimed: which categories can use each, and which are so alike that only their number
matters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Row
from juli.engines.policy.optimise.gains import Gain, gain
from juli.engines.policy.optimise.outline import Part, outline
from juli.engines.policy.selection import values_of


class Share(NamedTuple):
    """What a row brings to one clause: surely (None: nothing is sure), and possibly."""

    leaf: str
    low: Gain | None
    high: Gain


class Option(NamedTuple):
    """One way to claim a row: the category (``""``: none), with everything it would bring there."""

    category: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows (ids in the dossier's order) that bring the same to the same clauses, each to be claimed in one of
    ``options`` (in the order of the categories), or, unless ``forced``, nowhere.

    ``pinned`` is the category that the dossier claims them under where they may leave it only when the works they serve
    there are not chosen (O-10). ``most`` is how many rows there can be where they don't exist yet.
    """

    rows: tuple[str, ...]
    planned: bool
    options: tuple[Option, ...]
    pinned: str | None = None
    forced: bool = False
    most: int | None = None

    @property
    def size(self) -> int:
        """How many rows there are, or can be."""
        return len(self.rows) if self.most is None else self.most


@dataclass(frozen=True, slots=True)
class Claimable:
    """A dossier's categories (outlined, those that apply) and what may be claimed under them.

    ``order`` is the dossier's order of rows; ``fixed`` the dossier's claims of rows that nothing under their category
    reads; ``settled`` says that nothing is undecided.
    """

    categories: Mapping[str, Part]
    qualification: Part | None
    groups: tuple[Group, ...]
    order: tuple[str, ...]
    fixed: Mapping[str, str]
    settled: bool

    def capped(self) -> Iterator[Part]:
        """The headings under which only some works may be chosen."""
        return (part for category in self.categories.values() for part in category.walk() if part.most is not None)


def claimable(context: Context, readings: Mapping[str, str]) -> Claimable:
    """Everything that an assignment decides about, for one dossier."""
    programme, dossier = context.programme, context.dossier
    written = {c.id: part for c in programme.categories if (part := outline(c, context, readings)) is not None}
    options, undecided = _options(context, written)
    fed = {share.leaf for may in options.values() for shares in may.values() for share in shares}
    categories = {name: _opened(part, fed) for name, part in written.items()}
    qualification = None
    if programme.qualification is not None:
        qualification = outline(programme.qualification, context, readings, categories)
    order = tuple(row.id for row in (*dossier.achievements, *dossier.plan))
    groups = tuple(_groups(context, categories, options, order))
    free = {row for group in groups for row in group.rows}
    fixed = {row: dossier.claims[row] for row in order if row in dossier.claims and row not in free}
    return Claimable(categories, qualification, groups, order, fixed, not undecided)


def _opened(part: Part, fed: set[str]) -> Part:
    """The part without limits on how many works may be chosen where there aren't more of them anyway."""
    if not part.parts:
        return part
    parts = tuple(_opened(p, fed) for p in part.parts)
    there = sum(any(p.id in fed or p.fixed[1] or p.need[1] == 0 for p in work.walk()) for work in parts)
    return replace(part, parts=parts, most=part.most if part.most is not None and there > part.most else None)


Options = dict[str, dict[str, list[Share]]]


def _options(context: Context, categories: Mapping[str, Part]) -> tuple[Options, bool]:
    """By row and category what it brings; and whether anything is undecided."""
    options: Options = defaultdict(dict)
    undecided = False
    for name, category in categories.items():
        for part in category.walk():
            if part.how == "fixed":
                undecided = undecided or part.fixed[0] != part.fixed[1]
            if part.how != "rows":
                continue
            undecided = undecided or part.need[0] != part.need[1]
            selection = context.select(part.clause)
            alone = _alone(part, (*selection.sure, *selection.undecided))
            for rows, sure in ((selection.sure, True), (selection.undecided, False)):
                for row in rows:
                    high = _merged(part, gain(part.test, row, context.vocabulary, high=True), alone)
                    low = _merged(part, gain(part.test, row, context.vocabulary, high=False), alone) if sure else None
                    # A bare number may or may not name the same ones as another.
                    undecided = undecided or low != high or high.bare > 0
                    options[row.id].setdefault(name, []).append(Share(part.id, low, high))
    return options, undecided


def _alone(part: Part, rows: tuple[Row, ...]) -> frozenset[Any]:
    """The names that one row only gives: which they are doesn't matter."""
    if part.test.how != "distinct":
        return frozenset()
    reading = part.test.reads[0]
    counts: Counter[Any] = Counter()
    for row in rows:
        counts.update(set(values_of(row, reading)))
    return frozenset(name for name, times in counts.items() if times == 1)


def _merged(part: Part, found: Gain, alone: frozenset[Any]) -> Gain:
    """The gain with nameless names, so that rows which differ in nothing else are the same."""
    if part.test.how != "distinct" or not found.names & alone:
        return found
    fresh = len(found.names & alone)
    if part.test.each is not None:
        reaches = found.amount is None or found.amount >= part.test.each[1]
        fresh = fresh if reaches else 0
    shared = found.names - alone
    return found._replace(
        names=shared,
        fresh=None if found.fresh is None else found.fresh + fresh,
        amount=found.amount if shared else 0,
    )


def _groups(
    context: Context, categories: Mapping[str, Part], options: Options, order: tuple[str, ...]
) -> Iterator[Group]:
    stated, submitted = context.dossier.claims, context.dossier.claims_submitted
    capped = {name for name, part in categories.items() if any(p.most is not None for p in part.walk())}
    groups: dict[tuple[bool, str | None, tuple[Option, ...]], list[str]] = {}
    for row in order:
        may = options.get(row, {})
        pinned = None
        if row in stated:
            claimed = stated[row]
            if claimed in may and claimed in capped and not submitted and len(may) > 1:
                pinned = claimed
            else:
                may = {claimed: may[claimed]} if claimed in may else {}
        elif submitted:
            may = {}
        if may:
            listed = tuple(Option(name, tuple(shares)) for name, shares in may.items())
            groups.setdefault((row in context.planned_ids, pinned, listed), []).append(row)
    for (is_planned, pin, alike), rows in groups.items():
        yield Group(tuple(rows), is_planned, alike, pin)
