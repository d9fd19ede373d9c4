"""One value of an entry as a cell, and back: what was written is read as the same value."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from typing import Any, Final

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import BadValue
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.workbook.cells import cell_value
from juli.engines.policy.workbook.opening import Value
from juli.stages.organisations.vocabulary_forms import typed_day

_BETWEEN: Final = re.compile(r"[、,，;；\n]")
_URL: Final = re.compile(r"https?://\S+\Z")
#: Larger amounts than a spreadsheet's numbers hold exactly are written as text.
_EXACT: Final = 10**13
_NUMBER: Final = re.compile(r"[0-9]{1,9}\Z")


def read(field: Field, cell: Value) -> Any:
    """A cell as a dossier's file would give the value. Raises BadValue.

    Wider than the engine in two things: names on lines of their own may hold commas, and a platform may hold spaces.
    """
    if isinstance(cell, str) and field.type == "references" and "\n" in cell:
        return [name.strip() for name in cell.split("\n") if name.strip()]
    if isinstance(cell, str) and field.type == "links":
        return [_link(part) for part in re.split(r"[;；\n]", cell) if part.strip()]
    return cell_value(field, cell)


def _link(text: str) -> dict[str, str]:
    words = text.split()
    link = {}
    if len(words) > 1 and (day := typed_day(words[-1])) is not None:
        link["on"] = day.isoformat()
        words.pop()
    if words and _URL.match(words[-1]):
        link["url"] = words.pop()
    if not words:
        raise BadValue(
            Label(f"“{text.strip()}”没有写发布平台", f'"{text.strip()}" names no platform'),
            Label("写成：平台 网址，一行一个", "write: platform address, one to a line"),
        )
    return {"platform": " ".join(words), **link}


def text(cell: Value) -> str:
    """A cell as somebody would type it, to be mended on a page."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10 * _EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def written(field: Field, value: Any, lang: str) -> str | int | float | dt.date:
    """A value from JSON as a cell. Text stays text; numbers and days are numbers and days."""
    match field.type:
        case "boolean":
            return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
        case "choice":
            return _choice(field, value, lang)
        case "choices":
            return "、".join(_choice(field, item, lang) for item in value)
        case "date":
            return dt.date.fromisoformat(value)
        case "money":
            yuan = Decimal(value) / 100
            return f"{yuan:.2f}" if value >= _EXACT else float(yuan)
        case "references":
            return int(value) if isinstance(value, int) else _names(value)
        case "links":
            return "\n".join(" ".join(filter(None, (x.get("platform"), x.get("url"), x.get("on")))) for x in value)
        case "integer" | "year":
            return int(value)
        case _:
            return str(value)


def _choice(field: Field, code: str, lang: str) -> str:
    """The label, where it names no other value and can't be cut in two; else the code."""
    if code not in field.choices:
        return code
    said = Counter(word.casefold() for label in field.choices.values() for word in set(label))
    label = field.choices[code].say(lang)
    return code if said[label.casefold()] > 1 or _BETWEEN.search(label) else label


def _names(names: list[str]) -> str:
    if any(_BETWEEN.search(name) for name in names) or (len(names) == 1 and _NUMBER.match(names[0])):
        return "\n".join(names) + "\n"
    return "、".join(names)
