"""Numbers, days and amounts of a file that can't be meant: a year of five digits, a share above all, a span that ends
before it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.quantities import Amount
from juli.engines.policy.rules import Points, Programme, Support, Window
from juli.engines.policy.source import Path

Trouble = tuple[Path, Label, Label]
#: Years that a calendar date can have, with room for windows around them.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
#: Windows and lengths beyond this are slips of the pen.
_CENTURY = 100


def check_numbers(p: Programme) -> Iterator[Trouble]:
    """Every number and day of ``p`` that makes no sense."""
    if not _FIRST_YEAR <= p.year <= _LAST_YEAR:
        yield ("year",), told("{} is no year of a call", p.year), told("write four digits")
    if p.settings.tolerance is not None and p.settings.tolerance > 1:
        yield (
            ("settings", "tolerance"),
            told("{} is no share", p.settings.tolerance),
            told("write a share from 0 to 1, as 0.1"),
        )
    for name, window in p.windows.items():
        yield from _window(("windows", name), window)
    yield from _dates(p)
    known = {field for track in p.tracks for field, _, _ in track.choose} | set(p.vocabulary.organisation)
    supports: list[tuple[Path, Support | None]] = [(("support",), p.support)]
    supports += [(("tracks", i, "support"), t.support) for i, t in enumerate(p.tracks)]
    for path, support in supports:
        for key in ("quota", "amount", "total"):
            if support is not None:
                yield from _amount((*path, key), getattr(support, key), known)
    if p.previous == p.id:
        yield ("previous",), told("an edition before itself"), told("name the edition before, or leave it out")
    if p.points is not None:
        yield from _points(p.points)
    for kind in p.costs:
        if kind in p.vocabulary.kinds and p.vocabulary.kinds[kind].is_standing:
            yield (
                ("costs", kind),
                told('"{}" is a record, which no effort adds to', kind),
                told("costs are of achievements"),
            )


def _window(path: Path, w: Window) -> Iterator[Trouble]:
    if w.years is not None and max(abs(y) for y in w.years) > _CENTURY:
        yield (
            (*path, "years"),
            told("more than a hundred years away"),
            told("years are counted from the file's own year"),
        )
    if _reversed(w):
        yield (*path, "to"), told("the window ends before it begins"), told("swap the ends")
    if w.length is not None and w.length.length == 0:
        yield (*path, "length"), told("a window of no length"), told("write how long")
    if not w.first_day_counts and w.length is None:
        yield (*path, "first_day"), told("no length counts from that day"), told("add length, or drop it")
    if w.must_start_in == path[-1]:
        yield (*path, "must_start_in"), told("a window always starts in itself"), told("name another window")


def _reversed(w: Window) -> bool:
    """Whether both ends are written out, and the last day of the one lies before the first of the other."""
    if not (isinstance(w.start, str) and isinstance(w.end, str) and w.start[:1].isdigit() and w.end[:1].isdigit()):
        return False
    year = len("YYYY")
    # Texts of the same form compare as days do.
    return w.start + "-01-01"[len(w.start) - year :] > w.end + "-12-31"[len(w.end) - year :]


def _dates(p: Programme) -> Iterator[Trouble]:
    for name, rule in p.dates.items():
        given = rule.at or rule.before or rule.through
        if rule.always_open and given is not None:
            yield ("dates", name, "always_open"), told("what is always open has no day"), told("drop one of them")
        if rule.after_closing is not None and name != "correction":
            yield (
                ("dates", name, "after_closing"),
                told("`after_closing` is about repairs"),
                told("write it under correction"),
            )
    opens, closes = (p.dates.get(name) for name in ("opens", "closes"))
    first = opens and opens.at
    last = closes and (closes.at or closes.before or closes.through)
    if isinstance(first, dt.date) and isinstance(last, dt.date) and _day(last) < _day(first):
        yield ("dates", "closes"), told("the call closes before it opens"), told("check the two dates")


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _amount(path: Path, amount: Amount, known: set[str]) -> Iterator[Trouble]:
    if amount.share is not None and not 0 < amount.share <= 1:
        yield path, told("{} is no share", amount.share), told("write a share from 0 to 1: half is 0.5")
    low, high = amount.at_least, amount.at_most
    if low is not None and high is not None and low > high:
        yield path, told("the amount's `at_least` is above its `at_most`"), told("swap them")
    if amount.per is not None and amount.per not in known:
        yield (
            path,
            told('nothing is called "{}" to be counted by', amount.per),
            told("name a field that a track lets one choose"),
        )


def _points(points: Points) -> Iterator[Trouble]:
    if not points.items:
        yield ("points",), told("a table of points without lines"), told("add `of`, or leave `points` out")
    for i, item in enumerate(points.items):
        path: Path = ("points", "of", i)
        if not item.base and not item.each:
            yield path, told('"{}" earns nothing', item.clause), told("add base or each")
        if item.over and not item.each:
            yield path, told("`over` says from where `each` counts"), told("add each")
        if item.up_to is not None and item.up_to < item.base:
            yield path, told("`up_to` is below `base`"), told("check the two numbers")
