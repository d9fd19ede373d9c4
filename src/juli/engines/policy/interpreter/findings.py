"""Findings: what someone should know that no status says (language §3, Output)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Row
from juli.engines.policy.interpreter.form import strange_choices
from juli.engines.policy.interpreter.joint import Joint
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Programme
from juli.engines.policy.verdict import Finding, Node
from juli.engines.policy.windows import contains, row_dates
from juli.engines.policy.wording import GAP_COUNTS, STATUS, finding


def find(programme: Programme, context: Context, roots: Iterable[Node], joint: Joint | None) -> Iterator[Finding]:
    """The findings of one verdict, each once, in the order of the clauses below ``roots``."""
    seen: set[tuple[str, str, str]] = set()
    every = (
        *(f for node in _once(roots) for f in _of_node(node, context)),
        *_contested(programme, joint),
        *_gaps(programme, context),
        *_contract(programme, context),
        *_unknown_clauses(programme, context),
        *_calendar(context),
    )
    for found in every:
        # One row can be undecided under many clauses for the same reason; said once, at the first.
        key = (found.code, found.achievement, found.clause if not found.achievement else "")
        if key not in seen:
            seen.add(key)
            yield found
    yield from _choices(context)


def may_note(context: Context, joint: Joint | None) -> bool:
    """Whether the dossier itself gives anything to note (what the programme gives is ``Selectors.is_noted``)."""
    if context.is_noted or context.unknown_years or context.dossier.judgements:
        return True
    if any(strange_choices(context)):
        return True
    return joint is not None and bool(joint.contested)


def _once(roots: Iterable[Node]) -> Iterator[Node]:
    """Every node below ``roots``, top down, those that stand in two places once."""
    seen: set[int] = set()
    waiting = list(roots)[::-1]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(node.measures[::-1])
        waiting.extend(node.children[::-1])


def _of_node(node: Node, context: Context) -> Iterator[Finding]:
    clause = node.clause
    if clause.id in context.selectors.unstated:
        yield finding("unstated", clause.id, label=clause.label)
    if node.reading is not None:
        for child in node.children:
            if child.status != node.status:
                status = STATUS[child.status or "open"]
                yield finding("reading-differs", clause.id, label=clause.label, other=child.clause.label, status=status)
    if (node.pending or node.missed) and isinstance(clause.test, Aggregate):
        yield from _of_rows(node, clause.test, context)


def _of_rows(node: Node, test: Aggregate, context: Context) -> Iterator[Finding]:
    clause = node.clause
    selection = context.select(clause)
    # One year of a window that is judged year by year has no name of its own: the clause's label is the year.
    window = context.programme.windows.get(test.within or "")
    label = window.label if window is not None else clause.label
    straddles = context.dates_of(clause)
    waiting = {row.id for row in selection.waiting}
    for row in selection.undecided:
        if row.id not in node.pending:
            continue
        if test.within and row_dates(row.values, test.dated) is None:
            yield finding("undated", clause.id, row.id, title=_title(row, context), window=label)
        elif test.within and straddles(row):
            yield finding("straddles", clause.id, row.id, title=_title(row, context), window=label)
        elif row.id not in waiting:
            yield finding("unknown-value", clause.id, row.id, title=_title(row, context))
    for name, wanted in test.about:
        for row in selection.sure:
            if row.id in node.missed:
                yield _missed(row, name, str(wanted), clause.id, context)


def _title(row: Row, context: Context) -> Label:
    """What to call a row; a year that lacks its record is called after the record and the year."""
    kind = context.vocabulary.kinds[row.kind]
    year = row.values.get("year")
    if kind.yearly and not row.titled:
        return Label(f"{year}年{kind.label.zh}", f"{kind.label.en} of {year}")
    return Label.both(row.title)


def _missed(row: Row, name: str, wanted: str, clause: str, context: Context) -> Finding:
    field = context.vocabulary.kinds[row.kind].fields[name].label
    value = str(row.values.get(name, ""))
    return finding("about-missed", clause, row.id, title=_title(row, context), field=field, value=value, wanted=wanted)


def _contested(programme: Programme, joint: Joint | None) -> Iterator[Finding]:
    for category in joint.contested if joint else ():
        yield finding("contested", category, label=programme.clauses[category].label)


def _gaps(programme: Programme, context: Context) -> Iterator[Finding]:
    for window in programme.windows.values():
        if window.counts_as is None:
            continue
        interval = context.windows[window.id]
        for rows in context.done.values():
            for row in rows:
                if (
                    interval is not None
                    and row.values.get("date")
                    and contains(interval, row_dates(row.values), "event")
                ):
                    counts = GAP_COUNTS[window.counts_as]
                    yield finding("in-gap", "", row.id, title=_title(row, context), window=window.label, counts=counts)


def _contract(programme: Programme, context: Context) -> Iterator[Finding]:
    signed = context.anchors.contract
    for window in programme.windows.values():
        inside = context.windows[window.must_start_in] if window.must_start_in else None
        if signed is not None and inside is not None and not inside.start <= signed <= inside.end:
            label = programme.windows[window.must_start_in or ""].label
            yield finding("contract-outside", "", date=signed.isoformat(), window=label)


def _unknown_clauses(programme: Programme, context: Context) -> Iterator[Finding]:
    for name in dict.fromkeys(j.clause for j in context.dossier.judgements):
        if name not in programme.clauses:
            yield finding("unknown-clause", name=name)


def _choices(context: Context) -> Iterator[Finding]:
    for clause, asked, answer, among in strange_choices(context):
        choices = Label("、".join(x.zh for x in among), ", ".join(x.en for x in among))
        yield finding("not-among", clause, label=asked, answer=answer, choices=choices)


def _calendar(context: Context) -> Iterator[Finding]:
    if context.unknown_years:
        yield finding("calendar-unknown", "", years="、".join(map(str, sorted(context.unknown_years))))
