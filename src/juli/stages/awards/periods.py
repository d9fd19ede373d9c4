"""The period of a publication: its last day by the calendar, and what disagrees with what (practice: publication)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.quantities import Duration
from juli.engines.policy.rules import Programme

ONE_DAY: Final = dt.timedelta(days=1)
#: Longer is a slip of the pen.
LONGEST: Final = 90
_DIGITS: Final = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_SAID: Final = re.compile(
    r"(?:(\d{1,3})|([一二两三四五六七八九十]{1,3}))\s*个?\s*(工作日|自然日|日历日|日历天|自然天|天|(?<=个)日)"
)
_SENTENCE: Final = re.compile(r"[^。；;\n]+")
#: What comes after the publication is no length of it.
_AFTER: Final = re.compile("公示(?:期满|结束|期结束|后)")


class Length(NamedTuple):
    """How long: days, working ones or all."""

    days: int
    working: bool

    def say(self, lang: str) -> str:
        """In words, as the notice says it."""
        if lang == "zh":
            return f"{self.days}个{'工作日' if self.working else '自然日'}"
        return f"{self.days} {'working' if self.working else 'calendar'} day{'' if self.days == 1 else 's'}"


def stated(programme: Programme) -> Length | None:
    """The length that the call's file states; None where it leaves it open."""
    workflow = programme.workflow
    stage = next((s for s in workflow.stages if s.name == "publication"), None) if workflow is not None else None
    if stage is None or not isinstance(stage.length, Duration) or stage.length.unit not in {"days", "working days"}:
        return None
    return Length(stage.length.length, stage.length.unit == "working days")


def site(programme: Programme) -> str:
    """Where the file says that the list is published; empty where it does not."""
    workflow = programme.workflow
    stage = next((s for s in workflow.stages if s.name == "publication"), None) if workflow is not None else None
    return stage.site.zh if stage is not None and stage.site is not None else ""


def last_of(first: dt.date, length: Length, calendar: Calendar) -> dt.date | None:
    """The last day of a period whose first day counts; None where the calendar does not know a year in it."""
    if not length.working:
        return first + (length.days - 1) * ONE_DAY
    day, left = first, length.days
    while True:
        if not calendar.knows(day.year):
            return None
        left -= calendar.is_working(day)
        if left <= 0:
            return day
        day += ONE_DAY


def days_of(first: dt.date, last: dt.date, calendar: Calendar, *, working: bool) -> int | None:
    """How many days a period has, both ends counted; None where the calendar does not know a year in it."""
    return calendar.working_days(first, last + ONE_DAY) if working else (last - first).days + 1


def said_in(text: str) -> list[Length]:
    """The lengths that a text states of the publication, in its order; what it states of other times is not one.

    >>> said_in("公示期为五个工作日（自12月1日起）"), said_in("公示7天")
    ([Length(days=5, working=True)], [Length(days=7, working=False)])
    """
    found = []
    for sentence in _SENTENCE.findall(text):
        if "公示" in sentence and not _AFTER.search(sentence):
            found += [Length(int(m[1]) if m[1] else _number(m[2]), m[3] == "工作日") for m in _SAID.finditer(sentence)]
    return found


def disagreements(
    first: dt.date, last: dt.date, length: Length, texts: str, file: Length | None, calendar: Calendar, lang: str
) -> Iterator[str]:
    """What somebody has to answer for before it goes out: lengths stated that are not those of the dates."""
    wanted: list[tuple[Length, str]] = [(length, _("The period says %(said)s"))]
    wanted += [(one, _("The text says %(said)s")) for one in dict.fromkeys(said_in(texts)) if one != length]
    if file is not None and file != length:
        wanted.append((file, _("The call's file says %(said)s")))
    for one, words in wanted:
        given = days_of(first, last, calendar, working=one.working)
        said = words % {"said": one.say(lang)}
        if given is None:
            years = "、".join(str(year) for year in calendar.unknown_years(first, last))
            yield _("%(said)s, and the working days of %(years)s are not in the calendar yet.") % {
                "said": said, "years": years,
            }  # fmt: skip
        elif given != one.days:
            yield ngettext(
                "%(said)s; the dates give %(days)d.", "%(said)s; the dates give %(days)d.", given
            ) % {"said": said, "days": given}  # fmt: skip


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else int("".join(str(_DIGITS[sign]) for sign in text))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
