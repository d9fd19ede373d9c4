"""The dates of a call, and whether one lies ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from juli.engines.policy.dossier import Application
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import call_date
from juli.stages.calls import deadlines

if TYPE_CHECKING:
    from juli.stages.calls.deadlines import Extended
    from juli.stages.calls.rulebook import Rules

State = Literal["unstated", "coming", "open", "over"]


class Closing(NamedTuple):
    """How a call stands at a moment. ``instant`` is when it closes; a day alone runs to its end, Beijing time."""

    state: State
    opens: dt.date | None
    instant: dt.datetime | None
    whole_day: bool

    @property
    def day(self) -> dt.date | None:
        """The closing day as printed."""
        if self.instant is None:
            return None
        return (self.instant - dt.timedelta(days=1)).date() if self.whole_day else self.instant.date()


def closing(programme: Programme, now: dt.datetime) -> Closing:
    """When the call closes, as its file prints it (dates entered with a call are not there yet)."""
    first = deadlines.opens(programme)
    opens = None if first is None else first.astimezone(BEIJING).date()
    instant = deadlines.closes(programme)
    if instant is None:
        return Closing("unstated", opens, None, whole_day=False)
    whole_day = not isinstance(call_date(programme, "closes", Application()), dt.datetime)
    state: State = "over" if now >= instant else "open"
    if state == "open" and first is not None and now < first:
        state = "coming"
    return Closing(state, opens, instant, whole_day)


def closing_for(
    rules: Rules, tracks: Collection[str], now: dt.datetime, known: Iterable[Extended] | None = None
) -> Closing:
    """The same for an application to some of the tracks, which may have been given more time (``known``: what was)."""
    printed, later = closing(rules.programme, now), deadlines.closes_for(rules, tracks, known)
    if later is None or later == printed.instant:
        return printed
    whole_day = later.astimezone(BEIJING).time() == dt.time()
    state: State = "over" if now >= later else printed.state if printed.state == "coming" else "open"
    return Closing(state, printed.opens, later, whole_day)


def usual_day(programme: Programme, today: dt.date) -> dt.date:
    """The day to judge on unless another is asked for: today, held within the call's year and its printed dates."""
    first, last = dt.date(programme.year, 1, 1), dt.date(programme.year, 12, 31)
    opens = _day(call_date(programme, "opens", Application()))
    closes = _day(call_date(programme, "closes", Application()))
    return min(max(today, opens or first), closes or last)


def _day(value: dt.date | dt.datetime | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value
