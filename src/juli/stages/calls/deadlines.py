"""When a call takes applications, and until when it may be recommended: the one meaning of its dates (O-25, O-26).

A day alone, ``at`` or ``through``, runs to its end; ``before`` a day or a time leaves it out; ``at`` a time closes with
it; ``through`` a time takes in that very instant. All of it in Beijing's time. Nothing here reads a clock: the instant
that counts is when the application server began the request, and whoever asks hands it over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from juli.engines.policy.dossier import Application
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import call_date

if TYPE_CHECKING:
    from juli.stages.calls.rulebook import Rules

ONE_DAY: Final = dt.timedelta(days=1)
#: The finest difference that an instant has.
ONE_MICROSECOND: Final = dt.timedelta(microseconds=1)


class Extended(NamedTuple):
    """A track that takes applications for longer: the first instant that is too late, and the notice that says so."""

    track: str
    until: dt.datetime
    number: str
    text: str
    at: dt.datetime


#: Edition → its extensions, of each track the one that counts.
Extender = Callable[[str], Iterable[Extended]]
_extenders: dict[str, Extender] = {}


def register_extension(name: str, extender: Extender) -> None:
    """Let a stage give tracks more time; once, where it starts. Raises ValueError where another one has the name."""
    if _extenders.setdefault(name, extender) is not extender:
        raise ValueError(f"another stage extends tracks as {name}")


def extensions(programme: Programme) -> list[Extended]:
    """The tracks of a call that were given more time, in the file's order."""
    found = {one.track: one for name in sorted(_extenders) for one in _extenders[name](programme.id)}
    return [found[track.id] for track in programme.tracks if track.id in found]


def accepts(rules: Rules, instant: dt.datetime, tracks: Collection[str] = ()) -> bool:
    """Whether an application to ``tracks`` may be handed in, changed or withdrawn at ``instant``, which has its zone.

    False too while the opening or the closing is not stated; a call without any opening has been open all along. One
    to several tracks is late as soon as it is for one of them. Raises ValueError for an instant without a zone.
    """
    programme = rules.programme
    if not _begun(programme, instant):
        return False
    return _in_time(programme, "closes", instant) or _in_extension(programme, instant, tracks)


def recommends(rules: Rules, instant: dt.datetime, tracks: Collection[str] = ()) -> bool:
    """Whether a recommender may act at ``instant``: until the call's own date for it, else until the call closes.

    Where the tracks were given more time, the recommender's is as much longer than the applicant's as it was before.
    Raises ValueError for an instant without a zone.
    """
    programme = rules.programme
    if not _begun(programme, instant):
        return False
    until = recommended_until(rules, tracks)
    return _in_time(programme, _recommending(programme), instant) or (until is not None and instant < until)


def closes_for(rules: Rules, tracks: Collection[str], known: Iterable[Extended] | None = None) -> dt.datetime | None:
    """The first instant that is too late for an application to ``tracks``; None where nothing says.

    ``known``: the call's extensions, where the caller has them.
    """
    end = closes(rules.programme)
    later = _extended_to(rules.programme, tracks, known)
    return end if end is None or later is None else max(end, later)


def opens(programme: Programme) -> dt.datetime | None:
    """The first instant at which a call takes applications; None where its file doesn't say."""
    written = call_date(programme, "opens", Application())
    return None if written is None else moment(written)


def closes(programme: Programme, date: str = "closes") -> dt.datetime | None:
    """The first instant that is too late for ``date`` of the call; None where its file doesn't say.

    Whatever waits for another date (``recommendation: {at: closes}``) ends when that one does.
    """
    rule = programme.dates.get(date)
    written = call_date(programme, date, Application())
    if rule is None or written is None:
        return None
    named = rule.at or rule.before or rule.through
    if isinstance(named, str) and rule.before is None and named in programme.dates:
        return closes(programme, named)
    if isinstance(written, dt.datetime):
        return moment(written) + (ONE_MICROSECOND if rule.through is not None else dt.timedelta())
    return moment(written if rule.before is not None else written + ONE_DAY)


def recommended_until(rules: Rules, tracks: Collection[str] = ()) -> dt.datetime | None:
    """The first instant that is too late for a recommender of an application to ``tracks``; None: nothing says."""
    programme = rules.programme
    end, own, later = closes(programme), closes(programme, _recommending(programme)), _extended_to(programme, tracks)
    return own if end is None or own is None or later is None else max(own, later + (own - end))


def _recommending(programme: Programme) -> str:
    return "recommendation" if "recommendation" in programme.dates else "closes"


def _extended_to(
    programme: Programme, tracks: Collection[str], known: Iterable[Extended] | None = None
) -> dt.datetime | None:
    if not tracks:
        return None
    given = {one.track: one.until for one in (extensions(programme) if known is None else known)}
    return min(given[track] for track in tracks) if all(track in given for track in tracks) else None


def _in_extension(programme: Programme, instant: dt.datetime, tracks: Collection[str]) -> bool:
    later = _extended_to(programme, tracks)
    return later is not None and instant < later


def _begun(programme: Programme, instant: dt.datetime) -> bool:
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone: give the instant at which the request began")
    first = opens(programme)
    return "opens" not in programme.dates if first is None else first <= instant


def _in_time(programme: Programme, name: str, instant: dt.datetime) -> bool:
    rule = programme.dates.get(name)
    if rule is not None and rule.always_open:
        return True
    end = closes(programme, name)
    return end is not None and instant < end


def moment(written: dt.date | dt.datetime) -> dt.datetime:
    """A day's first instant in Beijing, or the time itself."""
    if isinstance(written, dt.datetime):
        return written if written.tzinfo else written.replace(tzinfo=BEIJING)
    return dt.datetime.combine(written, dt.time(), BEIJING)
