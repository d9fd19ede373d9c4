"""A verdict as it was given, and given again from the inputs that were kept with it.

The inputs are a dossier, the day of judging and the readings chosen, written so that nothing is lost; the record of the
verdict holds what was decided and no sentence: a later wording of the same answer gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from juli.engines.policy import dossier as d
from juli.engines.policy.calendar import load_calendar
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.loader import load_programme
from juli.engines.policy.verdict import Node, PointsState, Span, Verdict
from juli.engines.policy.vocabulary_file import load_vocabulary

#: Rises when what is written changes its meaning.
VERSION: Final = 1
_PARTS: Final = {
    kind.__name__: kind for kind in (d.Row, d.Judgement, d.Verification, d.Document, d.JointApplicant, d.Application,
                                     d.Dossier)
}  # fmt: skip


class Unreadable(ValueError):
    """What was kept is not what this engine writes; the message says where."""


def inputs_text(dossier: d.Dossier, day: dt.date, readings: Mapping[str, str]) -> str:
    """Everything a verdict hangs on beside programme, vocabulary and calendar, as one JSON text."""
    said = {"version": VERSION, "day": day.isoformat(), "readings": dict(sorted(readings.items())),
            "dossier": written(dossier)}  # fmt: skip
    return _json(said)


def verdict_text(verdict: Verdict) -> str:
    """What a verdict decided, without its sentences, as one JSON text: the same verdict, the same bytes."""
    assignment = verdict.assignment
    said = {
        "version": VERSION,
        "programme": verdict.programme.id,
        "rules": verdict.programme.digest,
        "as_of": verdict.as_of.isoformat(),
        "application_date": verdict.application_date.isoformat(),
        "status": verdict.status,
        "verified_status": verdict.verified_status,
        "children": [_node(node) for node in verdict.children],
        "categories": [_node(node) for node in verdict.categories],
        "branches": {name: [_node(node) for node in nodes] for name, nodes in verdict.branches.items()},
        "claims": None if assignment is None else dict(assignment.claims),
        "released": [] if assignment is None else list(assignment.released),
        "points": _points(verdict.points),
        "verified_points": _points(verdict.verified_points),
        "findings": [[f.level, f.code, f.clause, f.achievement] for f in verdict.findings],
    }
    return _json(said)


def judged_again(programme: str, vocabulary: str, calendar: str, inputs: str) -> str:
    """The record of a verdict from the four texts that it hangs on.

    Raises Unreadable, and ProgrammeUnusable or DossierUnusable where a text is not what it was.
    """
    try:
        said = json.loads(inputs)
        if said["version"] != VERSION:
            raise Unreadable(f"inputs of version {said['version']}; this engine knows {VERSION}")
        dossier, day = read_back(said["dossier"]), dt.date.fromisoformat(said["day"])
        readings = dict(said["readings"])
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise Unreadable(f"the inputs can't be read: {error}") from error
    if not isinstance(dossier, d.Dossier):
        raise Unreadable("the inputs hold no dossier")
    rules = load_programme(programme, "programme.yaml", load_vocabulary(vocabulary, "vocabulary.yaml"))
    judge = Judge(rules, load_calendar(calendar, "calendar.yaml"))
    return verdict_text(judge.verdict(dossier, day, readings))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _node(node: Node) -> dict[str, Any]:
    """One clause: its numbers, what it was reached with, what is open; parts that say nothing are left out."""
    evidence, judgement, side = node.evidence, node.judgement, node.verified
    said: dict[str, Any] = {
        "id": node.clause.id,
        "status": node.status,
        "actual": _span(node.actual),
        "required": _number(node.required),
        "shortfall": _number(node.shortfall),
        "used": list(node.used),
        "pending": list(node.pending),
        "done": None if node.done is None else _span(node.done),
        "planned": None if node.planned is None else _span(node.planned),
        "missing": [] if evidence is None else [[row, [list(e) for e in entries]] for row, entries in evidence.missing],
        "answers": [] if judgement is None else [[a.achievement, a.answer] for a in judgement.answers],
        "waiting": [] if judgement is None else list(judgement.waiting),
        "reading": node.reading,
        "split": [[value, _span(span)] for value, span in node.split],
        "missed": list(node.missed),
        "verified": None if side is None else [side.status, _span(side.actual), list(side.used)],
        "children": [_node(child) for child in node.children],
        "measures": [_node(child) for child in node.measures],
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def _points(points: PointsState | None) -> dict[str, Any] | None:
    if points is None:
        return None
    return {
        "total": _span(points.total),
        "lines": [[line.clause, _span(line.earned), line.counted] for line in points.lines],
        "ties": [[name, _span(span)] for name, span in points.ties],
    }


def _span(span: Span) -> list[int | str | None]:
    return [_number(span.low), _number(span.high)]


def _number(value: Any) -> int | str | None:
    """Whole numbers as such, others as text: no number passes through a float."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")
    return int(value)


def written(value: Any) -> Any:
    """A value with its type, where JSON would lose it: ``{"=": type, …}``. Mappings keep their order."""
    if value is None or type(value) in {bool, int, str}:
        return value
    if isinstance(value, list):
        return [written(one) for one in value]
    if type(value) in _SIMPLE:
        name, say = _SIMPLE[type(value)]
        return {"=": name, "is": say(value)}
    if value is UNKNOWN:
        return {"=": "unknown"}
    if isinstance(value, tuple):
        return {"=": "tuple", "is": [written(one) for one in value]}
    if isinstance(value, frozenset | set):
        return {"=": "set", "is": sorted((written(one) for one in value), key=_json)}
    if isinstance(value, Mapping):
        return {"=": "map", "is": [[written(key), written(one)] for key, one in value.items()]}
    if type(value).__name__ in _PARTS and dataclasses.is_dataclass(value):
        return {
            "=": type(value).__name__,
            **{f.name: written(getattr(value, f.name)) for f in dataclasses.fields(value)},
        }
    raise TypeError(f"{value!r} is nothing that a dossier holds")


def read_back(data: Any) -> Any:
    """The value that ``written`` wrote. Raises KeyError, TypeError or ValueError where nothing wrote it."""
    if isinstance(data, list):
        return [read_back(one) for one in data]
    if not isinstance(data, dict):
        return data
    name = data["="]
    if name in _PARTS:
        return _PARTS[name](**{key: read_back(value) for key, value in data.items() if key != "="})
    if name == "unknown":
        return UNKNOWN
    if name == "tuple":
        return tuple(read_back(one) for one in data["is"])
    if name == "set":
        return frozenset(read_back(one) for one in data["is"])
    if name == "map":
        return {read_back(key): read_back(value) for key, value in data["is"]}
    return _READERS[name](data["is"])


_SIMPLE: Final[Mapping[type, tuple[str, Callable[[Any], Any]]]] = {
    Decimal: ("decimal", str),
    d.Bare: ("bare", int),
    dt.datetime: ("datetime", dt.datetime.isoformat),
    dt.date: ("date", dt.date.isoformat),
}
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "decimal": Decimal,
    "bare": d.Bare,
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
}
