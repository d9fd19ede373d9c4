"""What was worked out once, worked out again from the inputs kept with it: the same bytes, or something differs.

Inputs are canonical JSON of this engine's own values; ``read`` turns them back into those values.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeVar

from juli.engines.panel.aggregation import AggregationRules, Card, aggregate
from juli.engines.panel.amounts import Support
from juli.engines.panel.assignment import AssignmentProblem, assign, repair
from juli.engines.panel.canonical import canonical
from juli.engines.panel.draw import Withdrawal, panel_after, replay
from juli.engines.panel.problems import Tampered
from juli.engines.panel.ranking import Decisions, Entry, RankRules, rank

T = TypeVar("T")


class Matching(NamedTuple):
    """What a match was made from: the problem, and the pairs that stood before it (none: a first match)."""

    problem: AssignmentProblem
    before: tuple[tuple[str, str], ...] = ()


class Scoring(NamedTuple):
    """What scores were made from."""

    rules: AggregationRules
    cards: tuple[Card, ...]
    applications: tuple[str, ...]


class Ordering(NamedTuple):
    """What a ranking was made from, beside the decisions of persons."""

    entries: tuple[Entry, ...]
    rules: RankRules
    supports: Mapping[str, Support]


class Replacing(NamedTuple):
    """Who withdrew from a drawn panel, in that order; the draw itself has its own record."""

    withdrawals: tuple[Withdrawal, ...]


def matched(said: Matching) -> bytes:
    """The match, with what it kept, added and removed. Raises PanelError."""
    if said.before:
        made, kept, added, removed = repair(said.problem, said.before)
    else:
        made = assign(said.problem)
        kept, added, removed = (), tuple((pair.application, pair.expert) for pair in made.pairs), ()
    return canonical({"made": made, "kept": kept, "added": added, "removed": removed})


def scored(said: Scoring) -> bytes:
    """The scores with their working. Raises PanelError."""
    return canonical(aggregate(said.rules, said.cards, said.applications))


def matched_again(inputs: bytes) -> bytes:
    """A match from its inputs. Raises PanelError."""
    return matched(read_text(Matching, inputs))


def scored_again(inputs: bytes) -> bytes:
    """Scores from their inputs. Raises PanelError."""
    return scored(read_text(Scoring, inputs))


def ranked_again(inputs: bytes, decisions: bytes) -> bytes:
    """A ranking from its inputs and what persons decided. Raises PanelError."""
    said = read_text(Ordering, inputs)
    return rank(said.entries, said.rules, said.supports, read_text(Decisions, decisions)).to_bytes()


def drawn_again(record: bytes) -> bytes:
    """A draw from its record. Raises Tampered."""
    return replay(record).to_bytes()


def replaced_again(record: bytes, inputs: bytes) -> bytes:
    """Who came for whom, from the draw's record and the withdrawals. Raises PanelError."""
    return canonical(panel_after(replay(record), read_text(Replacing, inputs).withdrawals).replacements)


def read_text(kind: type[T], text: bytes) -> T:
    """A value of this engine from its canonical JSON. Raises Tampered where it is none."""
    try:
        found: T = read(kind, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise Tampered(f"记录无法读取：{error}", f"the record can't be read: {error}") from error
    return found


def read(kind: Any, data: Any) -> Any:
    """``data`` as the type says: what ``canonical`` wrote, read back. Raises ValueError, KeyError, TypeError."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return _either(inner, data)
    if origin is typing.Literal:
        return _one_of(inner, data)
    if origin is tuple:
        return _tuple(inner, data)
    if origin in {frozenset, set, Collection, Sequence, Iterable}:
        return tuple(read(inner[0], one) for one in _list(data))
    if origin is Mapping:
        return {name: read(inner[1], one) for name, one in _object(data).items()}
    if kind is Decimal:
        return Decimal(_text(data))
    if kind in {str, int, bool, type(None)}:
        if type(data) is not kind and not (kind is type(None) and data is None):
            raise TypeError(f"{data!r} is no {kind.__name__}")
        return data
    return _whole(kind, _object(data))


def _whole(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    named = {f.name for f in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else set(kind._fields)
    if extra := set(data) - named:
        raise KeyError(f"{kind.__name__} has no {', '.join(sorted(extra))}")
    return kind(**{name: read(hints[name], value) for name, value in data.items()})


def _either(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and type(None) in kinds:
        return None
    # ``int | Decimal``: whole numbers were written as numbers where they were int.
    if int in kinds and type(data) is int:
        return data
    (kind,) = (one for one in kinds if one not in {type(None), int}) if Decimal in kinds else (
        one for one in kinds if one is not type(None)
    )  # fmt: skip
    return read(kind, data)


def _tuple(kinds: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    rows = _list(data)
    if kinds[-1] is Ellipsis:
        return tuple(read(kinds[0], one) for one in rows)
    if len(rows) != len(kinds):
        raise ValueError(f"{len(rows)} parts where {len(kinds)} belong")
    return tuple(read(kind, one) for kind, one in zip(kinds, rows, strict=True))


def _one_of(words: tuple[Any, ...], data: Any) -> Any:
    if data not in words:
        raise ValueError(f"{data!r} is none of {', '.join(map(str, words))}")
    return data


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is no list")
    return data


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is no object")
    return data


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise TypeError(f"{data!r} is no number written as text")
    return data
