"""The dates of a call as a calendar file (RFC 5545), for whoever keeps them in a calendar of their own."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from juli.engines.policy.dossier import Application
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import call_date
from juli.stages.calls import deadlines
from juli.stages.calls.queries.rules import DateLine

_HALF_HOUR = dt.timedelta(minutes=30)
_JOINED = {"zh": "：", "en": ": "}


def calendar(
    programme: Programme, dates: tuple[DateLine, ...], *, lang: str, host: str, url: str, at: dt.datetime, number: int
) -> bytes:
    """Every date of the call that its rules state: a day as a day, a closing hour as the half hour that leads to it.

    ``host`` makes the events' ids the calendar's own; ``number`` is the amendment in force, so that a calendar that was
    given the file before takes the new dates in their place; ``at`` is the instant of the making.
    """
    found = Calendar()
    found.add("prodid", "-//Juli//calls//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", programme.title.say(lang))
    for line in dates:
        event = _event(programme, line)
        if event is None:
            continue
        event.add("uid", f"{programme.id}-{line.id}@{host}")
        event.add("dtstamp", at.astimezone(dt.UTC))
        event.add("sequence", number)
        event.add("summary", f"{programme.title.say(lang)}{_JOINED[lang]}{line.label.say(lang)}")
        event.add("description", line.words.say(lang))
        event.add("url", url)
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    content: bytes = found.to_ical()
    return content


def _event(programme: Programme, line: DateLine) -> Event | None:
    rule = programme.dates[line.id]
    written = call_date(programme, line.id, Application())
    if written is None or rule.always_open:
        return None
    event = Event()
    if isinstance(written, dt.datetime):
        start = deadlines.moment(written).astimezone(dt.UTC)
        event.add("dtstart", start if line.id == "opens" else start - _HALF_HOUR)
        event.add("dtend", start + _HALF_HOUR if line.id == "opens" else start)
        return event
    # The last day on which one may act: a day that is only the first too late is left out.
    day = written - deadlines.ONE_DAY if rule.before is not None else written
    event.add("dtstart", day)
    event.add("dtend", day + deadlines.ONE_DAY)
    return event
