"""What an application promises: plan rows and target numbers, as the form asks for them and as the engine judges them.

A promise names a clause. The rows that keep it have the kind that the clause counts, and the values that its filter
names outright; the engine then judges them as it judges what was done.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from juli.engines.policy import blocks
from juli.engines.policy.dossier import Row
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.filters.syntax import And, Compare, In, Name, Not, Or, Value, Values
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import BadValue
from juli.engines.policy.rules import Aggregate, Clause, Judged, Programme
from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import ANY_KIND, MANY, Field, Kind
from juli.stages.applications.form.cells import day_of, decimal_of

#: Fields of a targets section: a number for each counted target, a text for each that a person judges, and headings'.
NUMBER, TEXT, HEADING = "number:", "text:", "part:"
#: A name that is still to be settled.
_SETTLED_LATER: Final = "待定"
#: What other rows say is not known of a promise.
_NO_LISTS: Final[Mapping[str, tuple[frozenset[Any], frozenset[Any]]]] = defaultdict(lambda: (frozenset(), frozenset()))
#: Rows that one promise may stand for.
_MOST: Final = 2_000
_PLAN = (
    blocks.Column(id="clause", label=Label("对应条款", "Clause"), type="clause"),
    blocks.Column(id="title", label=Label("计划事项", "What is planned"), type="text"),
    blocks.Column(id="date", label=Label("计划完成日期", "Planned for"), type="date"),
    blocks.Column(id="times", label=Label("数量", "How many"), type="number", required=False),
    blocks.Column(id="detail", label=Label("内容与预期成果", "Content and result"), type="long", required=False),
)


def shaped(
    programme: Programme, section: blocks.Section, applicant_type: str, tracks: tuple[str, ...]
) -> blocks.Section:
    """A section in the shape it is filled in: a plan as a table, targets as fields; any other as it is."""
    if section.type == "plan":
        return section.model_copy(update={"type": "table", "columns": _PLAN})
    if section.type == "targets":
        return section.model_copy(
            update={"type": "fields", "fields": tuple(_fields(programme, section, applicant_type, tracks))}
        )
    return section


def targets(programme: Programme, applicant_type: str, tracks: tuple[str, ...]) -> tuple[Clause, ...]:
    """The targets that an applicant promises: the call's and those of its tracks."""
    found = [*programme.targets, *(t for track in programme.tracks if track.id in tracks for t in track.targets)]
    return tuple(c for c in found if c.applies_to is None or applicant_type in c.applies_to)


def leaves(clause: Clause) -> Iterator[Clause]:
    """The clauses below one that something can be promised for: counted ones, measures too, and judged ones."""
    for found in clause.walk():
        if isinstance(found.test, Aggregate | Judged):
            yield found
        yield from (measure for measure in found.measures if isinstance(measure.test, Aggregate))


def grouped(
    programme: Programme, section: blocks.Section, applicant_type: str, tracks: tuple[str, ...]
) -> list[tuple[Label, str, tuple[Clause, ...]]]:
    """The headings of a targets section with their targets: label, id of the heading's text, targets.

    A target stands under the heading of its own citation; those of no heading stand under their own label.
    """
    rest = list(targets(programme, applicant_type, tracks))
    found: list[tuple[Label, str, tuple[Clause, ...]]] = []
    for number, part in enumerate(section.parts, 1):
        mine = tuple(clause for clause in rest if part.cite and clause.cite == part.cite)
        rest = [clause for clause in rest if clause not in mine]
        found.append((part.label or Label.both(str(number)), f"{HEADING}{number}", mine))
    found += [(clause.label, f"{HEADING}{clause.id}", (clause,)) for clause in rest]
    return found


def _fields(
    programme: Programme, section: blocks.Section, applicant_type: str, tracks: tuple[str, ...]
) -> Iterator[blocks.FormField]:
    for label, heading, clauses in grouped(programme, section, applicant_type, tracks):
        yield blocks.FormField(id=heading, label=label, type="long", required=False)
        for leaf in (leaf for clause in clauses for leaf in leaves(clause)):
            kind = "number" if isinstance(leaf.test, Aggregate) else "long"
            prefix = NUMBER if kind == "number" else TEXT
            wanted = kind == "number" and bool(required(leaf))
            yield blocks.FormField(id=f"{prefix}{leaf.id}", label=leaf.label, type=kind, required=wanted, req=leaf.req)


def required(clause: Clause) -> Decimal | None:
    """How much a clause asks for at least; None where it asks for no number."""
    least = clause.bound.at_least
    return Decimal(least) if isinstance(least, int | Decimal) else None


def countable(programme: Programme, applicant_type: str) -> dict[str, Clause]:
    """The clauses that a plan's row may name, by id, in the order of the file."""
    roots = [*programme.categories, *programme.commitments]
    found = {}
    for root in roots:
        if root.applies_to is None or applicant_type in root.applies_to:
            for clause in root.walk():
                if isinstance(clause.test, Aggregate) and _kind(programme, clause) is not None:
                    found[clause.id] = clause
    return found


def planned(
    programme: Programme,
    part: blocks.Section,
    value: Any,
    applicant_type: str,
    tracks: tuple[str, ...],
    end: dt.date | None,
) -> Iterator[Row]:
    """The planned rows of a plan or targets section. ``end``: the period's last day, for promises that name none."""
    if isinstance(value, list):
        clauses = countable(programme, applicant_type)
        for row in value:
            clause = clauses.get(str(row.get("clause")))
            if clause is not None:
                day, times = day_of(row.get("date")) or end, decimal_of(row.get("times"))
                number = Decimal(1) if times is None else times
                yield from _rows(programme, clause, number, day, f"{part.id}-{row.get('#')}", row.get("title") or "")
    elif isinstance(value, Mapping):
        groups = grouped(programme, part, applicant_type, tracks)
        found = [leaf for _label, _heading, clauses in groups for clause in clauses for leaf in leaves(clause)]
        yield from _promised(programme, part.id, [c for c in found if isinstance(c.test, Aggregate)], value, end)


def _promised(
    programme: Programme, section: str, clauses: Sequence[Clause], value: Mapping[str, Any], end: dt.date | None
) -> list[Row]:
    """The rows of promised numbers: a row that keeps one promise keeps every other that counts it too.

    Of needs collected, those that are followed up are a part. So the promise that asks for most goes first, and what is
    not promised is not the case.
    """
    kinds = {clause.id: kind for clause in clauses if (kind := _kind(programme, clause)) is not None}
    order = sorted((c for c in clauses if c.id in kinds), key=lambda c: -len(pinned(c, kinds[c.id])))
    rows: list[Row] = []
    for clause in order:
        kind = kinds[clause.id]
        number = decimal_of(value.get(f"{NUMBER}{clause.id}")) or Decimal(0)
        if clause.aggregate.how == "count":
            where = clause.aggregate.where
            accepts = compile_filter(where.expression if where is not None else None, kind.fields)
            number -= sum(row.kind == kind.name and accepts(row.values, _NO_LISTS) is True for row in rows)
        no = {name: False for name, field in kind.fields.items() if field.type == "boolean"}
        made = _rows(programme, clause, number, end, f"{section}-{clause.id}", clause.label.zh)
        rows += [Row(row.id, row.kind, {**no, **row.values}, planned=True) for row in made]
    return rows


def _kind(programme: Programme, clause: Clause) -> Kind | None:
    """The kind of the rows that keep a clause; None where any kind would, or none."""
    for reading in clause.aggregate.reads:
        kind = programme.vocabulary.kinds.get(reading.kind)
        if kind is not None and not kind.is_standing and reading.kind != ANY_KIND:
            return kind
    return None


def _rows(
    programme: Programme, clause: Clause, number: Decimal, day: dt.date | None, id_: str, title: str
) -> Iterator[Row]:
    kind = _kind(programme, clause)
    if kind is None or number <= 0:
        return
    values = pinned(clause, kind)
    if title and "title" in kind.fields:
        values["title"] = title
    if day is not None and "date" in kind.fields:
        values["date"] = day
    name = next((r.field for r in clause.aggregate.reads if r.kind == kind.name), None)
    many = name is not None and (kind.fields[name].type in MANY or clause.aggregate.how in {"sum", "max"})
    if name is not None and many:
        # One row that carries all of it: a sum, or how many names there will be.
        whole = kind.fields[name].type != "money"
        yield _row(id_, kind, {**values, name: int(number) if whole else number})
        return
    for i in range(1, min(int(number), _MOST) + 1):
        each = {} if name is None or clause.aggregate.how == "count" else {name: f"{title or clause.id} {i}"}
        yield _row(f"{id_}-{i}", kind, {**values, **each})


def _row(id_: str, kind: Kind, values: Mapping[str, Any]) -> Row:
    """A planned row; a value that its field cannot hold is left out, and the engine finds it unknown."""
    found = {}
    for name, value in values.items():
        try:
            said = typed(kind.fields[name], value)
        except BadValue:
            continue
        if said is not None:
            found[name] = said
    return Row(id_, kind.name, found, planned=True)


def pinned(clause: Clause, kind: Kind) -> dict[str, Any]:
    """The values that a clause's filter names, by field; of several ways to pass it, the first.

    A name that must be there and is not known yet is ``待定``. What hangs on other rows or other fields stays open.
    """
    where = clause.aggregate.where
    found: dict[str, Any] = {}
    if where is not None:
        _pin(where.expression, kind, found)
    return found


def _pin(part: Any, kind: Kind, found: dict[str, Any]) -> None:
    if isinstance(part, And):
        for inner in part.parts:
            _pin(inner, kind, found)
    elif isinstance(part, Or):
        _pin(part.parts[0], kind, found)
    elif isinstance(part, Not):
        if isinstance(part.part, Name) and _is(part.part, kind, "boolean"):
            found[part.part.name] = False
    elif isinstance(part, Name):
        if _is(part, kind, "boolean"):
            found[part.name] = True
    elif isinstance(part, Compare) and isinstance(part.left, Name) and isinstance(part.right, Value):
        _pin_value(kind.fields.get(part.left.name), part.op, part.right.value, found)
    elif isinstance(part, In):
        _pin_among(part, kind, found)


def _is(name: Name, kind: Kind, type_: str) -> bool:
    field = kind.fields.get(name.name)
    return field is not None and field.type == type_


def _pin_value(field: Field | None, op: str, value: Any, found: dict[str, Any]) -> None:
    """A field compared with a literal."""
    if field is None:
        return
    if op in {"==", ">=", "<="}:
        found[field.name] = [value] if field.type in MANY and isinstance(value, str) else value
    elif op in {"<", ">"} and isinstance(value, int | Decimal):
        found[field.name] = value + (1 if op == ">" else -1)
    elif op == "!=" and value == "":
        found.setdefault(field.name, _SETTLED_LATER)


def _pin_among(part: In, kind: Kind, found: dict[str, Any]) -> None:
    """A field that is one of several, or a value that is among a field's many."""
    if isinstance(part.left, Name) and isinstance(part.right, Values):
        field = kind.fields.get(part.left.name)
        if field is not None and part.right.values:
            value = part.right.values[0]
            found[field.name] = [value] if field.type in MANY else value
    elif isinstance(part.left, Value) and isinstance(part.right, Name):
        field = kind.fields.get(part.right.name)
        if field is not None and field.type in MANY:
            found.setdefault(field.name, []).append(part.left.value)
