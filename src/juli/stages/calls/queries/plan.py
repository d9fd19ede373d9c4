"""The indicators of a plan over the organisations there are."""

from __future__ import annotations

import datetime as dt
import functools
from typing import NamedTuple

from django.utils.translation import gettext

from juli.engines.policy import describe
from juli.engines.policy.indicators import Indicators, indicators
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.population.session import Session
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Finding, Node, Span, Status
from juli.engines.policy.vocabulary import ORGANISATION_KIND, Vocabulary
from juli.stages.calls.answers import Gauge, gauge
from juli.stages.calls.assumptions import Unreadable, as_day
from juli.stages.calls.board import Board, Line
from juli.stages.calls.candidates import Candidate
from juli.stages.calls.populations import Population, drawn
from juli.stages.calls.queries.candidates import everyone
from juli.stages.calls.queries.rules import programme_or_unknown
from juli.stages.calls.shelf import Shelf, shelf
from juli.stages.calls.wording import counted_in

#: Parts shown of a breakdown; the rest is added up.
PARTS = 6
_WHOLE = 100
#: Sizes of the populations that may be counted in the samples' place, and the seed they are drawn with.
SIZES = (100, 1_000)
SEED = 1


class Part(NamedTuple):
    """One part of a breakdown, with its share of the whole in per cent; ``undecided`` reaches to what is possible."""

    label: Label
    words: Label
    share: int
    undecided: int


class Year(NamedTuple):
    """One year of an indicator."""

    label: Label
    status: Status | None
    words: Label
    gauge: Gauge | None


class Indicator(NamedTuple):
    """One indicator."""

    line: Line
    status: Status | None
    words: Label
    number: Label
    gauge: Gauge | None
    years: tuple[Year, ...]
    parts: tuple[Part, ...]
    sources: int


class Plan(NamedTuple):
    """The page: indicators with a target, indicators without, and what the plan's items are.

    ``generated``: how many organisations are made up, of the ``sizes`` offered; 0: the samples are counted.
    """

    programme: Programme
    day: dt.date
    organisations: int
    samples: int
    generated: int
    sizes: tuple[int, ...]
    targets: tuple[Indicator, ...]
    counts: tuple[Indicator, ...]
    findings: tuple[Finding, ...]
    items: tuple[tuple[Label, tuple[Label, ...]], ...]


def plan(name: str, day: str, size: str, now: dt.datetime) -> Plan:
    """The page of a plan on a day (``YYYY-MM-DD``, empty: today), over the samples or ``size`` generated organisations.

    Raises Unknown, Unreadable or ProgrammeUnusable.
    """
    found = shelf()
    programme = programme_or_unknown(found, name, "plan")
    on = as_day(day) or now.astimezone(BEIJING).date()
    candidates = everyone(found, programme.id)
    if size not in ("", "0", *map(str, SIZES)):
        raise Unreadable(gettext("A population has {sizes} organisations.").format(sizes=", ".join(map(str, SIZES))))
    generated = int(size or 0)
    if generated:
        result = _generated(found, Population(programme.id, programme.digest, generated, SEED, on))
    else:
        result = _indicators(found, programme.id, candidates, on)
    board = Board(programme)
    every = [_indicator(n, board, found.vocabulary) for n in result.nodes]
    targets = tuple(i for i in every if i.status is not None)
    counts = tuple(i for i in every if i.status is None)
    return Plan(
        programme, on, generated or len(candidates), len(candidates), generated, SIZES, targets, counts,
        result.findings, _items(programme),
    )  # fmt: skip


@functools.lru_cache(maxsize=8)
def _indicators(found: Shelf, name: str, candidates: tuple[Candidate, ...], day: dt.date) -> Indicators:
    dossiers = [c.dossier for c in candidates]
    return indicators(found.programmes[name], dossiers, as_of=day, calendar=found.calendar)


@functools.lru_cache(maxsize=8)
def _generated(found: Shelf, population: Population) -> Indicators:
    """The indicators over a population."""
    programme = found.programmes[population.programme]
    with Session(programme, drawn(found, population), as_of=population.day, calendar=found.calendar) as session:
        dossiers = [dossier for _, dossier in session.dossiers()]
    return indicators(programme, dossiers, as_of=population.day, calendar=found.calendar)


def _indicator(node: Node, board: Board, vocabulary: Vocabulary) -> Indicator:
    clause = node.clause
    return Indicator(
        line=board.line(clause),
        status=node.status,
        words=describe.actual_words(node),
        number=describe.span_words(node.actual, counted_in(clause)),
        gauge=gauge(node),
        years=tuple(Year(c.clause.label, c.status, describe.actual_words(c), gauge(c)) for c in node.children),
        parts=tuple(_parts(node, vocabulary)),
        sources=len(node.used),
    )


def _parts(node: Node, vocabulary: Vocabulary) -> list[Part]:
    """The breakdown, parts that are there alone; the smallest are added up where there are many."""
    there = [(name, span) for name, span in node.split if span.low or span.high]
    if not there:
        return []
    # One achievement may stand in several parts, so that a part can be more than the whole that is sure.
    whole = max(s.low if s.high is None else s.high for s in (node.actual, *(s for _, s in there))) or 1
    if len(there) > PARTS:
        there = sorted(there, key=lambda part: -part[1].low)
        rest = there[PARTS - 1 :]
        there = [*there[: PARTS - 1], ("\0", _sum([s for _, s in rest]))]
    unit = counted_in(node.clause)
    return [
        Part(_part_label(node, name, vocabulary), describe.span_words(s, unit), _share(s.low, whole),
             _share(s.low if s.high is None else s.high, whole))
        for name, s in there
    ]  # fmt: skip


def _sum(spans: list[Span]) -> Span:
    high: Number | None = 0
    for span in spans:
        high = None if high is None or span.high is None else high + span.high
    return Span(sum(s.low for s in spans), high)


def _share(number: Number, whole: Number) -> int:
    return min(_WHOLE, round(_WHOLE * number / whole))


def _part_label(node: Node, name: str, vocabulary: Vocabulary) -> Label:
    """What a value is called: by the field that the clause is split by."""
    if name == "":
        return Label("未填", "not filled in")
    if name == "\0":
        return Label("其他", "others")
    kinds = {r.kind for r in node.clause.aggregate.reads}
    by = node.clause.split_by or ""
    if by == "type" and ORGANISATION_KIND in kinds and name in vocabulary.applicant_types:
        return vocabulary.applicant_types[name]
    if by == "kind" and name in vocabulary.kinds:
        return vocabulary.kinds[name].label
    for kind in kinds:
        field = vocabulary.kinds[kind].fields.get(by)
        if field is not None and name in field.choices:
            return field.choices[name]
    return Label.both(name)


def _items(programme: Programme) -> tuple[tuple[Label, tuple[Label, ...]], ...]:
    """Tasks and measures: those that others stand under, with what stands under them."""
    inner: dict[str, list[Label]] = {}
    for item in programme.items:
        inner.setdefault(item.group, []).append(item.label)
    return tuple((item.label, tuple(inner[item.id])) for item in programme.items if item.id in inner)
