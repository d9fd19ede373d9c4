"""Two editions of a programme side by side."""

from __future__ import annotations

import functools
from typing import NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.comparison import Aspect
from juli.engines.policy.difference import Change, ClauseChange, Difference, TermChange, difference
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause, Programme
from juli.stages.calls.queries.rules import programme_or_unknown
from juli.stages.calls.shelf import Shelf, shelf
from juli.stages.calls.words import ASPECTS, CHANGES, SECTIONS, Words

ORDER: tuple[Change, ...] = ("added", "dropped", "tightened", "loosened", "changed", "reworded", "same")


class Side(NamedTuple):
    """A clause in one of the editions."""

    id: str
    label: Label
    rule: Label
    cite: str


class Respect(NamedTuple):
    """One respect in which a clause differs."""

    name: Words
    old: Label
    new: Label
    direction: str


class Row(NamedTuple):
    """One clause in both editions; ``below`` are the clauses that came or went with it."""

    change: Change
    words: Words
    depth: int
    old: Side | None
    new: Side | None
    respects: tuple[Respect, ...]
    below: tuple[Side, ...] = ()


class Part(NamedTuple):
    """The rows of one section of the file."""

    id: str
    title: Words
    rows: tuple[Row, ...]


class Count(NamedTuple):
    """How many clauses changed in one way; ``chosen``: only these are shown."""

    change: Change
    words: Words
    number: int
    chosen: bool


class Editions(NamedTuple):
    """Everything on the page."""

    old: Programme
    new: Programme
    counts: tuple[Count, ...]
    only: str
    parts: tuple[Part, ...]
    terms: tuple[TermChange, ...]


def editions(new: str, old: str, only: str) -> Editions:
    """The page; ``only`` shows one kind of change (anything else: all but what is the same).

    Raises Unknown or ProgrammeUnusable.
    """
    found = shelf()
    before, after = programme_or_unknown(found, old), programme_or_unknown(found, new)
    return side_by_side(_parts(found, before.id, after.id), only)


def compared(before: Programme, after: Programme, only: str) -> Editions:
    """Two texts of a call side by side, or a call and a programme of the shelf."""
    return side_by_side(_told(before, after), only)


def side_by_side(told: tuple[tuple[Part, ...], Difference], only: str) -> Editions:
    """The page of a difference that was worked out."""
    all_parts, diff = told
    chosen = only if only in ORDER else ""

    def shown(row: Row) -> bool:
        return row.change == chosen if chosen else row.change != "same"

    parts = tuple(p._replace(rows=tuple(r for r in p.rows if shown(r))) for p in all_parts)
    counts = tuple(Count(c, CHANGES[c], diff.count(c), c == chosen) for c in ORDER)
    return Editions(diff.old, diff.new, counts, chosen, tuple(p for p in parts if p.rows), () if chosen else diff.terms)


@functools.lru_cache(maxsize=16)
def _parts(found: Shelf, old: str, new: str) -> tuple[tuple[Part, ...], Difference]:
    return _told(found.programmes[old], found.programmes[new])


def _told(before: Programme, after: Programme) -> tuple[tuple[Part, ...], Difference]:
    diff = difference(before, after)
    rows: dict[str, list[Row]] = {}
    for change in diff.clauses:
        of, row = rows.setdefault(change.section, []), _row(change, diff)
        if of and row.change in ("added", "dropped") and row.change == of[-1].change and row.depth > of[-1].depth:
            side = row.old or row.new
            of[-1] = of[-1]._replace(below=(*of[-1].below, *((side,) if side else ())))
        else:
            of.append(row)
    return tuple(Part(name, SECTIONS[name], tuple(of)) for name, of in rows.items()), diff


def _row(change: ClauseChange, diff: Difference) -> Row:
    return Row(
        change.change,
        CHANGES[change.change],
        change.depth,
        _side(change.old, diff.old),
        _side(change.new, diff.new),
        tuple(_respect(a) for a in change.aspects if a.name != "wording"),
    )


def _side(clause: Clause | None, programme: Programme) -> Side | None:
    if clause is None:
        return None
    return Side(clause.id, describe.heading(clause, programme), describe.rule(clause, programme), clause.cite)


def _respect(aspect: Aspect) -> Respect:
    return Respect(ASPECTS.get(aspect.name, aspect.name), aspect.old, aspect.new, aspect.direction)
