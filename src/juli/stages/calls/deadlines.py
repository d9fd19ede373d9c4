"""When a call takes applications, and until when it may be recommended: the one meaning of its dates (O-25, O-26).

A day alone, ``at`` or ``through``, runs to its end; ``before`` a day or a time leaves it out; ``at`` a time closes with
it; ``through`` a time takes in that very instant. All of it in Beijing's time. Nothing here reads a clock: the instant
that counts is when the application server began the request, and whoever asks hands it over.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from juli.engines.policy.dossier import Application
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import call_date

if TYPE_CHECKING:
    from juli.stages.calls.rulebook import Rules

ONE_DAY: Final = dt.timedelta(days=1)
#: The finest difference that an instant has.
ONE_MICROSECOND: Final = dt.timedelta(microseconds=1)


def accepts(rules: Rules, instant: dt.datetime) -> bool:
    """Whether an application may be handed in, changed or withdrawn at ``instant``, which has its zone.

    False too while the opening or the closing is not stated; a call without any opening has been open all along.
    Raises ValueError for an instant without a zone.
    """
    return _begun(rules.programme, instant) and _in_time(rules.programme, "closes", instant)


def recommends(rules: Rules, instant: dt.datetime) -> bool:
    """Whether a recommender may act at ``instant``: until the call's own date for it, else until the call closes.

    Raises ValueError for an instant without a zone.
    """
    programme = rules.programme
    name = "recommendation" if "recommendation" in programme.dates else "closes"
    return _begun(programme, instant) and _in_time(programme, name, instant)


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
