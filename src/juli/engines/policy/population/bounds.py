"""Numbers changed for a what-if: which bound of which clause, checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from juli.engines.policy.mistakes import both, shown, told
from juli.engines.policy.problems import BadValue, nearest
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Bound, Clause, Programme

#: By clause id, the bounds (``at_least``, ``at_most``, ``up_to``) with the numbers in place of the clause's own.
Overrides = Mapping[str, Mapping[str, Number]]
_NAMES = ("at_least", "at_most", "up_to")


class UnknownOverride(BadValue):
    """A what-if changes something that isn't there: says what, and what could be changed."""


def bounds_under(programme: Programme, overrides: Overrides) -> Callable[[Clause], Bound]:
    """The bound in force for a clause. Raises UnknownOverride."""
    changed = {name: _changed(programme, name, numbers) for name, numbers in overrides.items()}
    return lambda clause: changed.get(clause.id, clause.bound)


def _changed(programme: Programme, name: str, numbers: Mapping[str, Number]) -> Bound:
    clause = programme.clauses.get(name)
    if clause is None:
        raise UnknownOverride(told('no clause "{}" in {}', name, programme.id), nearest(name, programme.clauses))
    has = [b for b in _NAMES if getattr(clause.bound, b) is not None]
    for bound, number in numbers.items():
        if bound not in has:
            remedy = told("it has {}", both(has)) if has else told("it has no number to change")
            raise UnknownOverride(told('"{}" has no {}', name, bound), remedy)
        if isinstance(number, bool) or not isinstance(number, int | Decimal) or number < 0:
            raise UnknownOverride(
                told('"{}", {}: {} is not a number from 0 up (a whole number or a Decimal)', name, bound, shown(number))
            )
    known: dict[str, Any] = dict(numbers)
    return replace(clause.bound, **known)
