"""Clauses that read rows, the applicant's record, dates or a person's answer."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from juli.engines.policy.aggregates import counted, measure
from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Row
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.rules import Aggregate, Apart, Baseline, Clause, Holds, Judge, Judged, Reading
from juli.engines.policy.selection import Answers, Selection, reads_standing, values_of
from juli.engines.policy.shortfall import held_against
from juli.engines.policy.verdict import (
    MET,
    OPEN,
    UNMET,
    Answer,
    EvidenceState,
    JudgementState,
    Node,
    Span,
    Status,
)

Allowed = Callable[[str], bool]


def aggregate_node(clause: Clause, test: Aggregate, context: Context, allowed: Allowed | None) -> Node:
    """A clause over rows; ``allowed`` keeps only rows claimed here."""
    selection = context.select(clause)
    if allowed is not None:
        selection = selection.restricted(allowed)
    vocabulary = context.vocabulary
    bound = clause.bound
    span = measure(test, selection, vocabulary)
    done = planned = None
    if test.rows != "done" and test.rows != "plan":
        done, planned = (_side(clause, test, context, allowed, side) for side in ("done", "plan"))
    if bound.baseline is not None:
        status, required, shortfall = _beyond(clause, test, context, span, bound.baseline)
    else:
        status, required, shortfall = held_against(span, bound)
    if bound.up_to is not None:
        span = _capped(span, bound.up_to)
    used = tuple([r.id for r in counted(test, selection.sure)])
    pending = tuple([r.id for r in selection.undecided]) if selection.undecided else ()
    missed: tuple[str, ...] = ()
    if test.about:
        missed = tuple(r.id for r in selection.sure if _off(r, test, context))
    if pending or missed:
        context.is_noted = True
    return Node(
        clause,
        status,
        span,
        required,
        shortfall,
        used,
        pending,
        done,
        planned,
        evidence_state(clause, test, context, selection) if clause.evidence or clause.evidence_if else None,
        judgement_state(test.judge, context.answers(clause.id), selection) if test.judge is not None else None,
        None,
        (),
        (),
        _split(clause, test, selection, context) if clause.split_by else (),
        missed,
    )


def _side(clause: Clause, test: Aggregate, context: Context, allowed: Allowed | None, side: str) -> Span:
    selection = context.select_rows(clause, side)
    if allowed is not None:
        selection = selection.restricted(allowed)
    return measure(test, selection, context.vocabulary)


def _capped(span: Span, up_to: Number | Unstated) -> Span:
    """The actual as far as it counts."""
    if isinstance(up_to, Unstated):
        return span
    return Span(min(span.low, up_to), up_to if span.high is None else min(span.high, up_to))


def _beyond(
    clause: Clause, test: Aggregate, context: Context, span: Span, baseline: Baseline
) -> tuple[Status | None, Number | None, Number | None]:
    """More than the baseline: the dossier's own, else the same test over done rows in the window that it names."""
    given = (context.dossier.baseline or {}).get(baseline.key)
    if given is not None:
        before = Span(given, given)
    elif baseline.within is None:
        return OPEN, None, None
    else:
        before = measure(test, context.select_done_within(clause, baseline.within), context.vocabulary)
    if before.high is not None and span.low > before.high:
        return MET, before.low, None
    if span.high is not None and span.high <= before.low:
        return UNMET, before.low, before.low - span.low + _one_more(span.low)
    return OPEN, before.low, max(0, before.low - span.low + _one_more(span.low))


def _one_more(number: Number) -> Number:
    """The least by which a number can exceed another of its kind: one, or a cent."""
    return Decimal("0.01") if isinstance(number, Decimal) else 1


def _off(row: Row, test: Aggregate, context: Context) -> bool:
    tolerance = context.programme.settings.tolerance or 0
    for name, wanted in test.about:
        value = row.values.get(name)
        if isinstance(value, int | Decimal) and abs(Decimal(value) - wanted) > Decimal(wanted) * Decimal(tolerance):
            return True
    return False


def _split(clause: Clause, test: Aggregate, selection: Selection, context: Context) -> tuple[tuple[str, Span], ...]:
    """The actual for each value of the field to split by, in the vocabulary's order, then by name; empty is ``""``."""
    keys: dict[str, None] = {}
    for reading in test.reads:
        field = context.vocabulary.kinds[reading.kind].fields.get(clause.split_by or "")
        keys.update(dict.fromkeys(field.choices if field else ()))
    rows = (*selection.sure, *selection.undecided)
    # Whatever kind is read, the same field splits it.
    by = Reading(test.reads[0].kind, clause.split_by)
    found = sorted({str(v) for r in rows for v in values_of(r, by)} - set(keys))
    keys.update(dict.fromkeys([*found, *([""] if any(not values_of(r, by) for r in rows) else [])]))

    def part(key: str) -> Selection:
        def has(row: Row) -> bool:
            names = [str(v) for v in values_of(row, by)]
            return key in names if key else not names

        sure, undecided = (tuple(r for r in side if has(r)) for side in (selection.sure, selection.undecided))
        return Selection(sure, undecided, (), selection.unbounded)

    return tuple((key, measure(test, part(key), context.vocabulary)) for key in keys)


def evidence_state(clause: Clause, test: Aggregate | None, context: Context, selection: Selection) -> EvidenceState:
    """What the clause asks for and what isn't there, on the achievements used and pending (language §3, Evidence)."""
    if test is None or reads_standing(test, context.vocabulary):
        documents = context.dossier.documents
        if documents is None:
            return EvidenceState(clause.evidence, ())
        there = {d.name for d in documents}
        lacking = tuple(entry for entry in clause.evidence if not there.intersection(entry))
        return EvidenceState(clause.evidence, (("", lacking),) if lacking else ())
    missing = []
    wanted = [name for entry in clause.evidence for name in entry]
    conditional = context.selectors.evidence_if.get(clause.id, ()) if clause.evidence_if else ()
    for rows in (selection.sure, selection.undecided):
        for row in rows:
            if row.planned:
                # What is promised can't be proved yet.
                continue
            asked = clause.evidence
            if conditional:
                asked += tuple((name,) for name, test in conditional if test(row.values, context.lists) is not False)
            elif row.evidence.issuperset(wanted):
                continue
            lacking = tuple([entry for entry in asked if not row.evidence.intersection(entry)])
            if lacking:
                missing.append((row.id, lacking))
    return EvidenceState(clause.evidence, tuple(missing))


def judgement_state(judge: Judge, answers: Answers, selection: Selection | None, waits: bool = False) -> JudgementState:
    """The question, its answers, and what still waits for one."""
    given = tuple(Answer(j.achievement, j.answer, j.by, j.on, j.reason) for j in answers.values())
    if selection is None:
        return JudgementState(judge.question, judge.by, given, ("",) if waits else ())
    recorded: tuple[tuple[str, str], ...] = ()
    if judge.record is not None:
        rows = (*selection.sure, *selection.undecided)
        filed = ((r.id, values_of(r, Reading(r.kind, judge.record))) for r in rows)
        recorded = tuple((row, "、".join(map(str, values))) for row, values in filed if values)
    return JudgementState(judge.question, judge.by, given, tuple([r.id for r in selection.waiting]), recorded)


def holds_node(clause: Clause, test: Holds, context: Context) -> Node:
    """A filter over the applicant's own record."""
    passed = compile_filter(test.where.expression, context.vocabulary.organisation)(context.record, {})
    return _single(clause, passed, context)


def apart_node(clause: Clause, test: Apart, context: Context) -> Node:
    """A length of time between two dates of the applicant or the call; the actual is in the units asked for."""
    spacing = test.spacing
    start, end = context.date(spacing.start), context.date(spacing.end)
    wanted = spacing.at_least.length
    length = None if start is None or end is None else context.length(start, end, spacing.at_least)
    evidence = evidence_state(clause, None, context, Selection(())) if clause.evidence else None
    if length is None:
        return Node(clause, OPEN, Span(0, None), wanted, wanted, evidence=evidence)
    status = MET if length >= wanted else UNMET
    short = None if status == MET else wanted - length
    return Node(clause, status, Span(length, length), wanted, short, evidence=evidence)


def judged_node(clause: Clause, test: Judged, context: Context) -> Node:
    """A question asked once."""
    answers = context.answers(clause.id)
    found = answers.get(None)
    state = judgement_state(test.judge, answers, None, waits=found is None)
    return _single(clause, None if found is None else found.answer, context)._replace(judgement=state)


def _single(clause: Clause, passed: bool | None, context: Context) -> Node:
    status = OPEN if passed is None else (MET if passed else UNMET)
    span = Span(int(passed is True), int(passed is not False))
    evidence = evidence_state(clause, None, context, Selection(())) if clause.evidence else None
    return Node(clause, status, span, 1, None if passed else 1, evidence=evidence)
