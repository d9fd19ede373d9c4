"""The application form: what is missing, what doesn't add up, what lies outside the period (S4-47, S4-92…98)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from juli.engines.policy import blocks
from juli.engines.policy.context import Context
from juli.engines.policy.interpreter.given import counted, given, group, yes_no
from juli.engines.policy.labels import Label
from juli.engines.policy.verdict import Node
from juli.engines.policy.windows import Interval
from juli.engines.policy.wording import GIVEN

_DAY_OR_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?\Z")
#: Sections whose content is the dossier's own achievements, plan or targets, and nothing typed.
_FROM_DOSSIER = ("claims", "plan", "targets")


def form_node(form: blocks.Form, context: Context) -> Node:
    """The form's sections, sums and pledges; open while no answers are known."""
    answers = context.dossier.form
    nodes = [n for s in form.sections if is_asked(s, context) for n in _section(s, answers, context)]
    if form.pledges:
        signed = None if answers is None else set(answers.get("pledges") or ()) >= {p.id for p in form.pledges}
        nodes.append(yes_no(given("form.pledges", GIVEN["pledges"], form.cite), signed))
    return group(given("form", GIVEN["form"], form.cite, form.req), tuple(nodes))


def is_asked(section: blocks.Section, context: Context) -> bool:
    """Whether the section is for this type of applicant."""
    return not section.applies_to or context.dossier.type in section.applies_to


def _section(section: blocks.Section, answers: Mapping[str, Any] | None, context: Context) -> Iterator[Node]:
    label = section.label or Label.both(section.id)
    clause = given(f"form.{section.id}", label, section.cite, section.req)
    if section.type in _FROM_DOSSIER:
        there = context.dossier.plan if section.type != "claims" else context.dossier.achievements
        yield yes_no(clause, True if there or not section.required else None)
        return
    if answers is None:
        yield yes_no(clause, None)
        if section.within:
            yield _dates_inside(section, (), context)
        return
    answer = answers.get(section.id)
    if section.columns:
        rows = answer if isinstance(answer, Sequence) and not isinstance(answer, str) else ()
        complete = sum(is_complete(row, section.columns) for row in rows)
        # A row that is begun is wanted whole.
        yield counted(clause, complete, complete, max(section.at_least or int(section.required), len(rows)))
        if section.within:
            yield _dates_inside(section, rows, context)
    elif section.fields:
        yield _filled(clause_id=clause.id, section=section, answer=answer)
        if section.within:
            yield _dates_inside(section, () if answer is None else (answer,), context)
    else:
        yield yes_no(clause, bool(answer) or not section.required)
    for i, total in enumerate(section.sums, 1):
        sum_clause = given(f"form.{section.id}.sum-{i}", GIVEN["sum"], section.cite, total.req or section.req)
        yield yes_no(sum_clause, agrees(total, answer))


def _filled(*, clause_id: str, section: blocks.Section, answer: Any) -> Node:
    """A section of fields: every required one, with every required part, filled in."""
    values = answer if isinstance(answer, Mapping) else {}
    # What need not be filled in is wanted right where it is.
    begun = is_begun(section, answer)
    wanted = [
        f for f in section.fields if (f.required and begun) or any(any(strange(*cell)) for cell in _cells((f,), values))
    ]
    there = [f for f in wanted if is_filled(f, values.get(f.id))]
    clause = given(clause_id, section.label or Label.both(section.id), section.cite, section.req)
    return counted(clause, len(there), len(there), len(wanted))


def is_begun(section: blocks.Section, answer: Any) -> bool:
    """Whether a section of fields is wanted whole: it is required, or something stands in it."""
    values = answer.values() if isinstance(answer, Mapping) else ()
    return section.required or any(value not in (None, "", [], {}) for value in values)


def is_filled(field: blocks.FormField, value: Any) -> bool:
    """Whether a field says all that is asked: every part of a person, every row of a table whole."""
    if field.from_ is not None:
        return True
    if field.parts:
        return isinstance(value, Mapping) and all(value.get(part) not in (None, "") for part in field.parts)
    if field.type in ("table", "numbered"):
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) < (field.at_least or 1):
            return False
        return all(is_complete(row, field.columns) for row in value) if field.columns else all(value)
    return value not in (None, "", []) and not any(strange(field, value))


def is_complete(row: Any, columns: Sequence[blocks.Column]) -> bool:
    """Whether a row says all that is asked."""
    return isinstance(row, Mapping) and all(
        not any(strange(c, row.get(c.id))) and (not c.required or row.get(c.id) not in (None, "", [])) for c in columns
    )


class StrangeChoice(NamedTuple):
    """An answer to a choice that is none of its values: the section's clause, what was asked, what was answered."""

    clause: str
    asked: Label
    answer: str
    among: tuple[Label, ...]


def strange_choices(context: Context) -> Iterator[StrangeChoice]:
    """Every answer of the form to a choice that doesn't offer it, each once."""
    form, answers = context.programme.form, context.dossier.form
    if form is None or answers is None:
        return
    seen = set()
    for section in form.sections:
        if not is_asked(section, context):
            continue
        for column, value in _cells((*section.fields, *section.columns), answers.get(section.id)):
            for answer in strange(column, value):
                found = StrangeChoice(f"form.{section.id}", column.label or Label.both(column.id), answer, column.of)
                if found not in seen:
                    seen.add(found)
                    yield found


def _cells(columns: Sequence[blocks.Column], answer: Any) -> Iterator[tuple[blocks.Column, Any]]:
    """Every column or field with what stands under it, in every row, at any depth."""
    for row in answer if isinstance(answer, (list, tuple)) else (answer,):
        if not isinstance(row, Mapping):
            continue
        for column in columns:
            yield column, row.get(column.id)
            if isinstance(column, blocks.FormField) and column.columns:
                yield from _cells(column.columns, row.get(column.id))


def strange(column: blocks.Column, value: Any) -> Iterator[str]:
    """The answers under a choice that are none of its values, in either language; several may be chosen."""
    if column.type != "choice" or value in (None, "", []):
        return
    known = {word for label in column.of for word in label}
    for answer in value if isinstance(value, (list, tuple)) else (value,):
        if not isinstance(answer, str) or answer not in known:
            yield str(answer)


def agrees(total: blocks.Sum, answer: Any) -> bool | None:
    """Whether the parts add up exactly; None while one of them is empty."""
    values = answer if isinstance(answer, Mapping) else {}
    numbers = [number_of(values, name) for name in (total.total, *total.parts)]
    if any(n is None for n in numbers):
        return None
    return numbers[0] == sum(n for n in numbers[1:] if n is not None)


def number_of(values: Mapping[str, Any], name: str) -> Decimal | None:
    """The number in a field, or the sum of a table's column (``table.column``); None while one of them is empty."""
    table, _, column = name.partition(".")
    if not column:
        return _decimal(values.get(name))
    rows = values.get(table)
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        return None
    found = [_decimal(row.get(column)) if isinstance(row, Mapping) else None for row in rows]
    return None if None in found else sum((f for f in found if f is not None), Decimal(0))


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value is None or not isinstance(value, (int, Decimal, str)):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _dates_inside(section: blocks.Section, rows: Sequence[Any], context: Context) -> Node:
    """Every stretch of a schedule lies within the window; open where a row names none."""
    interval = context.windows_planned.get(section.within or "")
    answers = [is_inside(row, interval) for row in rows]
    clause = given(f"form.{section.id}.within", section.label or Label.both(section.id), section.cite, section.req)
    return yes_no(clause, False if False in answers else (None if None in answers or not answers else True))


def is_inside(row: Any, interval: Interval | None) -> bool | None:
    """Whether every day written in a row lies in the window, and every month has a day there."""
    if interval is None or not isinstance(row, Mapping):
        return None
    stretches = [stretch for cell in row.values() for stretch in _stretches(cell)]
    if not stretches:
        return None
    return all(first <= interval.end and last >= interval.start for first, last in stretches)


def _stretches(value: Any) -> Iterator[tuple[dt.date, dt.date]]:
    """The days and months written in a cell, at any depth: ``2023-06``, ``2023-06-01``, a list, a mapping."""
    if isinstance(value, dt.date):
        yield value, value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _stretches(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _stretches(inner)
    elif isinstance(value, str) and (match := _DAY_OR_MONTH.match(value)):
        year, month = int(match[1]), int(match[2])
        try:
            last = calendar.monthrange(year, month)[1]
            yield (
                dt.date(year, month, int(match[3] or 1)),
                dt.date(year, month, int(match[3] or last)),
            )
        except (ValueError, calendar.IllegalMonthError):
            return
