"""The rows of a workbook, read in the child process and told as JSON; ``sandbox.sheets_of`` makes them rows again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from juli.engines.policy.problems import DossierUnusable, Problem
from juli.engines.policy.workbook.opening import Value, open_workbook

_EPOCH: Final = dt.timedelta(seconds=1)


def read(path: Path, most_rows: int) -> dict[str, Any]:
    """Every visible sheet with at most ``most_rows`` of its rows, whether there are more, and what is wrong."""
    try:
        sheets, problems = open_workbook(path.read_bytes(), "")
    except DossierUnusable as error:
        return {"readable": False, "sheets": [], "problems": [_told(problem) for problem in error.problems]}
    told = [
        {
            "name": sheet.name,
            "rows": [[number, [packed(value) for value in row]] for number, row in sheet.rows[:most_rows]],
            "more": len(sheet.rows) > most_rows,
        }
        for sheet in sheets
    ]
    return {"readable": True, "sheets": told, "problems": [_told(problem) for problem in problems]}


def _told(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "place": [place.sheet, place.line, place.column],
        "text": list(problem.text),
        "remedy": list(problem.remedy),
    }


def packed(value: Value) -> Any:
    """A cell as JSON: texts, numbers and yes or no as they are, what has a clock or a calendar with its type."""
    match value:
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case dt.time():
            return {"time": value.isoformat()}
        case dt.timedelta():
            return {"seconds": value / _EPOCH}
        case _:
            return value


def unpacked(said: Any) -> Value:
    """The cell again. Raises ValueError for what no cell is."""
    match said:
        case {"datetime": str(text)}:
            return dt.datetime.fromisoformat(text)
        case {"date": str(text)}:
            return dt.date.fromisoformat(text)
        case {"time": str(text)}:
            return dt.time.fromisoformat(text)
        case {"seconds": float() | int() as seconds}:
            return dt.timedelta(seconds=seconds)
        case str() | bool() | float():
            return said
        case int():
            return float(said)
        case _:
            raise ValueError(f"{type(said).__name__} is no cell" if not isinstance(said, Mapping) else "no such cell")
