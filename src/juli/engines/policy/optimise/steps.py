"""What a plan says to do, in plain values: one step for rows that are alike, with everything a row has to satisfy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from juli.engines.policy.labels import Label
from juli.engines.policy.optimise.literals import Holding, Listed, Related, Spaced
from juli.engines.policy.optimise.positions import HUNDRED
from juli.engines.policy.optimise.shapes import TEXTS, NewName, Shape
from juli.engines.policy.quantities import Number
from juli.engines.policy.vocabulary import MANY

Op = Literal[
    "at_least", "at_most", "is", "is_not", "any_of", "given", "empty", "holds", "lacks", "in_list", "not_in_list",
    "less_than", "at_most_field", "same_as", "other_than", "apart", "new_names", "total",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a row must satisfy: a field, what of it, and the values (numbers, names, other fields, a length of
    time).

    ``new_names`` asks for so many names that no row has yet; ``total`` for a sum over all rows of the step together.
    """

    field: str
    op: Op
    values: tuple[Any, ...]
    text: Label


@dataclass(frozen=True, slots=True)
class Span:
    """When: a date field lies between two days (None: no limit)."""

    field: str
    first: dt.date | None
    last: dt.date | None


Act = Literal["add", "plan", "record", "fill", "judge", "choose"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    ``add``: so many further achievements (``times``) of ``kind``; ``plan``: planned ones. ``record``: enter what
    standing there is. ``fill``: missing values of ``achievement`` (``""``: of the applicant's record). ``judge``: a
    person answers
    ``clause`` (of ``achievement``, where rows are asked) with ``answer``. ``choose``: a choice that the application
    leaves open. ``clauses`` are those that the step serves, ``category`` where it is claimed. ``cost`` is for all of
    it.
    ``closed``: the window is over, so only what was done and not yet recorded can count. ``judged`` are the clauses for
    which a person has yet to say yes to the new rows.
    """

    act: Act
    kind: str
    times: int
    cost: Decimal
    clauses: tuple[str, ...]
    category: str
    achievement: str
    requirements: tuple[Requirement, ...]
    span: Span | None
    closed: bool
    judged: tuple[str, ...]
    answer: bool
    text: Label


@dataclass(frozen=True, slots=True)
class Wish:
    """A requirement before it is put into words."""

    field: str
    op: Op
    values: tuple[Any, ...]


def wishes(shape: Shape, pinned: dict[str, Any]) -> list[Wish]:
    """Everything that ``shape`` asks of the free fields of a row, dates of windows apart, field by field."""
    out: list[Wish] = []
    subject = shape.subject
    for name in shape.mentioned():
        if not subject.is_free(name):
            continue
        found = subject.fields[name]
        if found.type in TEXTS:
            out += _text(shape, name, pinned)
        elif found.type == "boolean":
            out.append(Wish(name, "is", (shape.flags[name],)))
        elif found.type in MANY:
            out += _many(shape, name)
        elif found.type != "date" and name in shape.bounds:
            out += _number(shape, name)
        if shape.present.get(name) is False:
            out.append(Wish(name, "empty", ()))
        elif found.type == "date" and shape.present.get(name):
            out.append(Wish(name, "given", ()))
    return [*out, *_between(shape)]


def span(shape: Shape) -> Span | None:
    """The days between which the row's date may be chosen, or the date field that a window reads."""
    for name in ("date", *(n for n in shape.bounds if n != "date")):
        bound, subject = shape.bounds.get(name), shape.subject
        if bound is None or name not in subject.fields or not subject.is_free(name):
            continue
        if subject.fields[name].type == "date":
            first, last = dt.date.fromordinal(bound.low), dt.date.fromordinal(bound.high or dt.date.max.toordinal())
            return Span(name, None if first == dt.date.min else first, None if last == dt.date.max else last)
    return None


def _text(shape: Shape, name: str, pinned: dict[str, Any]) -> list[Wish]:
    kind = shape.subject.fields[name]
    allowed, barred = shape.values(name), shape.barred(name)
    if name in pinned and not isinstance(pinned[name], NewName):
        return [Wish(name, "is", (pinned[name],))]
    if name in pinned and not any(isinstance(c, Listed) and c.field == name for c in shape.conditions):
        return []
    if any(isinstance(c, Listed) and c.field == name for c in shape.conditions):
        return [
            Wish(name, "in_list", tuple(c.name for c in shape.conditions if isinstance(c, Listed) and c.field == name))
        ]
    if allowed is not None:
        everything = {*kind.choices, ""} - ({""} if "" in barred else set())
        if allowed == {""}:
            return [Wish(name, "empty", ())]
        if kind.choices and allowed == everything:
            return [Wish(name, "given", ())] if "" in barred else []
        listed = [c for c in kind.choices if c in allowed] or sorted((v for v in allowed if v != ""), key=str)
        return [Wish(name, "is" if len(listed) == 1 else "any_of", tuple(listed))]
    out = [Wish(name, "given", ())] if "" in barred else []
    other = sorted((v for v in barred if v != ""), key=str)
    return [*out, *([Wish(name, "is_not", tuple(other))] if other else [])]


def _number(shape: Shape, name: str) -> list[Wish]:
    bound = shape.bounds[name]
    low: Number = shape.least(name)
    most = shape.most(name)
    if most is not None and most == low:
        return [Wish(name, "is", (low,))]
    out = [Wish(name, "at_least", (low,))] if low > 0 and bound.low > 0 else []
    return [*out, *([Wish(name, "at_most", (most,))] if most is not None else [])]


def _many(shape: Shape, name: str) -> list[Wish]:
    out = []
    if shape.holds.get(name):
        out.append(Wish(name, "holds", tuple(sorted(shape.holds[name], key=str))))
    if shape.lacks.get(name):
        out.append(Wish(name, "lacks", tuple(sorted(shape.lacks[name], key=str))))
    if name in shape.bounds:
        bound = shape.bounds[name]
        choices = shape.subject.fields[name].choices
        if bound.low > len(shape.holds.get(name, ())) * HUNDRED:
            out.append(Wish(name, "at_least", (bound.low // HUNDRED,)))
        if (bound.high is not None and bound.high < (len(choices) - len(shape.lacks.get(name, ()))) * HUNDRED) or (
            bound.high is not None and not choices
        ):
            out.append(Wish(name, "at_most", (bound.high // HUNDRED,)))
    return out


def _between(shape: Shape) -> list[Wish]:
    """What two fields are to each other."""
    out: list[Wish] = []
    for condition in shape.conditions:
        match condition:
            case Related(left, "<", right):
                out.append(Wish(left, "less_than", (right,)))
            case Related(left, "<=", right):
                out.append(Wish(left, "at_most_field", (right,)))
            case Related(left, "==", right):
                out.append(Wish(left, "same_as", (right,)))
            case Related(left, "!=", right):
                out.append(Wish(left, "other_than", (right,)))
            case Holding(many, _, other, inside) if other is not None:
                out.append(Wish(other, "holds" if inside else "lacks", (many,)))
            case Spaced(spacing, far) if far:
                out.append(Wish(spacing.start, "apart", (spacing.end, spacing.at_least)))
            case _:
                pass
    return out
