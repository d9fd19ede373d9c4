"""One subject's chain against itself, its head, and what the roots outside say of it. Pure: rows in, findings out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from juli.registry.journal.chain import ERASE, NOTHING, commitments, salt_digest
from juli.registry.journal.findings import Finding, finding
from juli.registry.journal.models import Entry, Head
from juli.registry.parties import Subject

#: How many entries with a wrong hash are tried against one another's places.
_MOST_TRIED = 100


class Seen(NamedTuple):
    """What a root says of a subject: at root ``root`` its last entry had this number and this hash."""

    number: int
    hash: str
    root: int


def check_chain(
    subject: Subject,
    rows: Sequence[Entry],
    head: Head | None,
    seen: Sequence[Seen],
    salts: Mapping[int, Mapping[str, bytes | None]],
) -> list[Finding]:
    """Everything that is wrong with one chain. ``rows`` in any order; ``salts`` by entry id and field."""
    by_place, moved, changed = _placed(rows)
    out = [finding("changed", subject, row.number) for row in changed]
    out += [finding("moved", subject, row.number, was=was) for row, was in moved]
    # An entry whose hash is wrong still holds its place: it is changed, not missing.
    held = {**{row.number: row for row in changed}, **by_place}
    out += _missing(subject, held, head, seen)
    out += _broken_links(subject, by_place, held)
    out += _wrong_head(subject, held, head)
    out += _against_roots(subject, held, seen)
    out += _wrong_salts(subject, rows, salts)
    return sorted(out, key=lambda f: (f.number, f.code))


def _placed(rows: Sequence[Entry]) -> tuple[dict[int, Entry], list[tuple[Entry, int]], list[Entry]]:
    """Entries by the place they were written for; those that stand elsewhere; those that say something else now."""
    sound = {row.number: row for row in rows if _gives(row, row.number)}
    wrong = [row for row in rows if row.number not in sound]
    numbers = {row.number for row in rows}
    # One more than there are: where the last one stood before those after a deleted one were counted anew.
    empty = (n for first, last in _gaps(numbers, max(numbers, default=0) + 1) for n in range(first, last + 1))
    places = [*sorted(row.number for row in wrong[:_MOST_TRIED]), *islice(empty, _MOST_TRIED)]
    moved, changed = [], []
    for i, row in enumerate(wrong):
        was = next((n for n in places if n != row.number and _gives(row, n)), None) if i < _MOST_TRIED else None
        if was is None:
            changed.append(row)
        else:
            moved.append((row, was))
            sound[was] = row
    return sound, moved, changed


def _gaps(numbers: Collection[int], last: int) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers from 1 to ``last`` that are not there."""
    before = 0
    for number in [*sorted(n for n in numbers if 0 < n <= last), last + 1]:
        if number > before + 1:
            yield before + 1, number - 1
        before = number


def _missing(subject: Subject, held: Collection[int], head: Head | None, seen: Sequence[Seen]) -> Iterator[Finding]:
    known = head.number if head else 0
    for first, last in _gaps(held, max([*held, known, *(point.number for point in seen)], default=0)):
        roots = [point.root for point in seen if first <= point.number <= last]
        if roots:
            yield finding("missing-rooted", subject, first, to=last, root=min(roots))
        else:
            yield finding("missing-last" if last == known else "missing", subject, first, to=last)


def _gives(row: Entry, number: int) -> bool:
    try:
        return row.computed_hash(number=number) == row.hash
    except ValueError:
        return False


def _broken_links(subject: Subject, by_place: Mapping[int, Entry], held: Mapping[int, Entry]) -> Iterator[Finding]:
    for number, row in sorted(by_place.items()):
        before = held.get(number - 1)
        named = NOTHING if number == 1 else before.hash if before else row.previous
        if row.previous != named:
            # The later entry is whole, so what it names was there: the one before is not what it was.
            yield finding("replaced", subject, max(number - 1, 1), next=number)


def _wrong_head(subject: Subject, held: Mapping[int, Entry], head: Head | None) -> Iterator[Finding]:
    if not held:
        return
    last = max(held)
    if head is None:
        yield finding("headless", subject, last)
    elif head.number < last or (head.number == last and head.hash != held[last].hash):
        yield finding("head", subject, last)


def _against_roots(subject: Subject, held: Mapping[int, Entry], seen: Sequence[Seen]) -> Iterator[Finding]:
    agreed = 0
    for point in sorted(seen):
        row = held.get(point.number)
        if row is not None and row.hash != point.hash:
            yield finding("rewritten", subject, point.number, after=agreed, root=point.root)
            return
        agreed = point.number if row is not None else agreed


def _wrong_salts(
    subject: Subject, rows: Sequence[Entry], salts: Mapping[int, Mapping[str, bytes | None]]
) -> Iterator[Finding]:
    erased = {place for row in rows if row.act == ERASE and _gives(row, row.number) for place in _erasures(row)}
    for row in rows:
        for field, kept in _commitments(row):
            salt = salts.get(row.pk, {}).get(field)
            if salt is None:
                if (row.number, field) not in erased:
                    yield finding("salt-lost", subject, row.number, field=field)
            elif salt_digest(salt) != kept["salt"]:
                yield finding("salt-changed", subject, row.number, field=field)


def _erasures(row: Entry) -> Iterator[tuple[int, str]]:
    for number in row.said["entries"]:
        yield number, row.said["field"]


def _commitments(row: Entry) -> list[tuple[str, Mapping[str, str]]]:
    try:
        return list(commitments(row.personal).items())
    except ValueError:
        # Told already: the entry was changed.
        return []
