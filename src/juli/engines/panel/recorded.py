"""What was worked out once, worked out again from the inputs kept with it: the same bytes, or something differs.

Inputs are canonical JSON of this engine's own values; ``read_text`` turns them back into those values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

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
        found: T = _reader(kind).validate_json(text, strict=True)  # type: ignore[arg-type]  # A type can be hashed.
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "$"
        raise Tampered(f"记录无法读取：{where}", f"the record can't be read: {where}: {first['msg']}") from error
    return found


@lru_cache(maxsize=8)
def _reader(kind: Any) -> TypeAdapter[Any]:
    """Strict: nothing is made of a text that is not what the type says, and nothing is left out of it."""
    return TypeAdapter(kind, config=ConfigDict(extra="forbid"))
