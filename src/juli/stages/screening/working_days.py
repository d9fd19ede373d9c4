"""The date of a correction in working days, by the office's calendar."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.translation import gettext as _

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.applications.cases import NotReady
from juli.stages.calls import deadlines
from juli.stages.calls.shelf import shelf

#: Working days that a correction may be given.
LONGEST: Final = 60


def after(at: dt.datetime, days: int, calendar: Calendar | None = None) -> dt.date:
    """The day on which so many working days have passed, the day of ``at`` not counted. Raises NotReady."""
    if not 1 <= days <= LONGEST:
        raise NotReady([_("Give between 1 and %(most)d working days.") % {"most": LONGEST}])
    known = calendar or shelf().calendar
    day, left = at.astimezone(BEIJING).date(), days
    while left:
        day += deadlines.ONE_DAY
        left -= worked(day, known)
    return day


def between(at: dt.datetime, day: dt.date, calendar: Calendar | None = None) -> int | None:
    """How many working days there are after the day of ``at``, up to ``day`` with it; None where a year is unknown."""
    start = at.astimezone(BEIJING).date() + deadlines.ONE_DAY
    return (calendar or shelf().calendar).working_days(start, day + deadlines.ONE_DAY)


def worked(day: dt.date, calendar: Calendar) -> bool:
    """Whether a day is worked. Raises NotReady where its year is unknown."""
    if not calendar.knows(day.year):
        raise NotReady(
            [_("The working days of %(year)d are not in the calendar yet; add them there.") % {"year": day.year}]
        )
    return calendar.is_working(day)


def until(day: dt.date) -> dt.datetime:
    """The first instant that is too late for a day."""
    return deadlines.moment(day + deadlines.ONE_DAY)
