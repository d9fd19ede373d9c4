"""What a clause must satisfy to decide anything: a clause that always, never or silently passes is a mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy.clause import Aggregate, AllOf, AnyOf, Bound, Clause, KOf, OneReading
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.rules import Programme
from juli.engines.policy.source import Path
from juli.engines.policy.vocabulary import MANY, Vocabulary

Trouble = tuple[Path, Label, Label]
#: What the verdict calls the nodes that stand in no file; a clause of that name would hide one.
_OWN = ("applicant", "tracks", "joint", "form", "paper")
_OWN_PARTS = ("track.", "date.", "form.", "paper.")
_BOUNDS = ("at_least", "at_most", "up_to")


class Standing(NamedTuple):
    """A clause, where it stands, and whether something is decided by it."""

    path: Path
    clause: Clause
    decides: bool


def check_clauses(p: Programme, *, whole: bool) -> Iterator[Trouble]:
    """What is wrong with the clauses of ``p``; ``whole`` is False where parts of the file had to be left out."""
    known = {"categories", *(g.id for g in p.groups)}
    for path, clause, decides in _standing(p):
        if clause.id in _OWN or clause.id.startswith(_OWN_PARTS):
            yield (
                (*path, "id"),
                told('"{}" is what the verdict calls a part of its own', clause.id),
                told("choose another id"),
            )
        if decides and isinstance(clause.test, Aggregate) and clause.bound.is_measure:
            text = told('"{}" has no bound, so nothing is decided by it', clause.id)
            yield path, text, told("write at_least or at_most, or put it under measures")
        if isinstance(clause.test, OneReading) and len(clause.children) == 1 and whole:
            yield (
                (*path, "one_reading_of"),
                told("a sentence with one reading"),
                told("write the clause itself, or the other reading"),
            )
        if () in clause.evidence:
            yield (*path, "evidence"), told("an empty list of evidence"), told("name one, or drop the list")
        yield from _bound(path, clause, p.vocabulary)
        if isinstance(clause.test, KOf):
            yield from _some(path, clause, clause.test, known, whole=whole)


def _bound(path: Path, clause: Clause, vocabulary: Vocabulary) -> Iterator[Trouble]:
    if _is_whole(clause, vocabulary):
        yield from _whole(path, clause.bound)


def _whole(path: Path, bound: Bound) -> Iterator[Trouble]:
    for key in _BOUNDS:
        number = getattr(bound, key)
        if isinstance(number, Decimal) and number % 1:
            yield (*path, key), told("{} of what comes in whole numbers", number), told("write a whole number")


def _is_whole(clause: Clause, vocabulary: Vocabulary) -> bool:
    """Whether the actual can only be a whole number: of rows, names or years, not of yuan."""
    test = clause.test
    if not isinstance(test, Aggregate):
        return isinstance(test, KOf)
    if test.how in ("count", "distinct", "longest_run"):
        return True
    fields = (vocabulary.kinds[r.kind].fields.get(r.field or "") for r in test.reads if r.kind in vocabulary.kinds)
    return all(f is not None and (f.type in ("integer", "year") or f.type in MANY) for f in fields)


def _some(path: Path, clause: Clause, test: KOf, known: Collection[str], *, whole: bool) -> Iterator[Trouble]:
    most = clause.bound.up_to
    if not whole:
        return
    if test.refers in known and not test.children:
        yield (*path, "of"), told('no category stands under "{}"', test.refers), told("declare one, or drop the clause")
    elif isinstance(most, int | Decimal) and most > len(test.children):
        yield (
            (*path, "up_to"),
            told("there are only {} of them", len(test.children)),
            told("write a smaller number, or drop it"),
        )


def _standing(p: Programme) -> Iterator[Standing]:
    """Every clause of the file with its place."""
    lists: list[tuple[Path, tuple[Clause, ...], bool]] = [
        (("applicants", "conditions"), p.applicants.conditions, True),
        (("applicants", "limits"), p.applicants.limits, True),
        (("exclusions",), p.exclusions, True),
        # Categories that nothing counts are shown, not judged.
        (("categories",), p.categories, p.qualification is not None),
        (("commitments",), p.commitments, False),
        (("targets",), p.targets, False),
        (("indicators",), p.indicators, False),
    ]
    for i, track in enumerate(p.tracks):
        lists += [
            (("tracks", i, "conditions"), track.conditions, True),
            (("tracks", i, "exclusions"), track.exclusions, True),
            (("tracks", i, "targets"), track.targets, False),
        ]
    for path, clauses, decides in lists:
        for i, clause in enumerate(clauses):
            yield from _below((*path, i), clause, decides=decides)
    if p.qualification is not None:
        yield from _below(("qualification",), p.qualification, decides=True)


def _below(path: Path, clause: Clause, *, decides: bool) -> Iterator[Standing]:
    yield Standing(path, clause, decides)
    match clause.test:
        case AllOf():
            key = "all_of"
        case AnyOf():
            key = "any_of"
        case OneReading():
            key = "one_reading_of"
        case KOf(refers=None):
            key = "of"
        case _:
            return
    for i, child in enumerate(clause.children):
        yield from _below((*path, key, i), child, decides=True)
