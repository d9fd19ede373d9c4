"""The samples moved to the present: one can look at a call that has closed, and try one that is open.

Everything is moved by whole years, so that what fell into a window falls into it again; the call's own dates are set
around today.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any, Final

from ruamel.yaml import YAML

#: A year in a text, neither part of a digest nor of a longer number.
_YEAR: Final = re.compile(r"(?<![0-9A-Za-z])(20[0-9]{2})(?![0-9])")
_LEAP_DAY: Final = re.compile(r"(20[0-9]{2})-02-29")
#: What is not about the call's own time: the source's name and digest, the plan it links to, requirement ids.
_KEPT: Final = re.compile(r"^\s*(source|plan|previous):|sha256")
_OPEN: Final = dt.timedelta(days=14)
#: Days from today to each closing that a call may have.
_AHEAD: Final = {"closes": 16, "paper": 20, "recommendation": 26, "correction": 40}
_ISSUER: Final = {"zh": "示例主管单位", "en": "Sample office"}
_YEARLY: Final = frozenset({"year", "integrity_reports"})


def moved_text(text: str, years: int) -> str:
    """A text with every year that stands in it moved; a 29 February becomes the 28th."""
    return _YEAR.sub(lambda found: str(int(found[1]) + years), _LEAP_DAY.sub(r"\g<1>-02-28", text))


def moved_programme(
    text: str,
    *,
    edition: str,
    title: Mapping[str, str],
    years: int,
    today: dt.date,
    support: Mapping[str, Any] | None = None,
) -> str:
    """A programme file under another id, moved by ``years``, open on ``today`` since two weeks and for two more.

    ``support``: quota and amounts that the file leaves to the office.
    """
    lines = [line if _KEPT.search(line) else moved_text(line, years) for line in text.splitlines()]
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    data = yaml.load("\n".join(lines) + "\n")
    data["id"] = edition
    data["title"] = dict(title)
    # What the site prints in the demonstration is printed in nobody's name.
    data["notice"]["issuer"] = dict(_ISSUER)
    data.pop("previous", None)
    if support is not None:
        data["support"].update(support)
    _dates(data["dates"], today)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _dates(dates: Any, today: dt.date) -> None:
    dates["opens"]["at"] = (today - _OPEN).isoformat()
    for name, days in _AHEAD.items():
        rule = dates.get(name)
        if rule is None or "always_open" in rule or "after_closing" in rule:
            continue
        form = next((form for form in ("at", "before", "through") if form in rule), "at")
        day = (today + dt.timedelta(days=days)).isoformat()
        hour = re.search(r"T[0-9:]+", str(rule.get(form, "")))
        if form == "through":
            rule[form] = day
        else:
            rule[form] = f"{day}{hour[0] if hour else 'T17:00'}"


def moved(value: Any, years: int, key: str = "") -> Any:
    """A part of a dossier with its days and years moved; 29 February becomes the 28th where the year has none."""
    if isinstance(value, Mapping):
        return {name: moved(part, years, str(name)) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [moved(part, years, key) for part in value]
    if isinstance(value, dt.date):
        return _moved_day(value, years)
    if isinstance(value, int) and not isinstance(value, bool) and key in _YEARLY:
        return value + years
    if isinstance(value, str):
        try:
            return _moved_day(dt.date.fromisoformat(value), years).isoformat()
        except ValueError:
            return moved_text(value, years)
    return value


def _moved_day(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
