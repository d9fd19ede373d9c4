"""What the expenditure audit accepted, for the amounts of the list; the audit says by ``register`` where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from juli.stages.calls.models import Call

#: Call → application → accepted cost in 分, of those whose audit was signed off.
Costs = Callable[[Call], Mapping[int, int]]
_costs: list[Costs] = []


def register(costs: Costs) -> None:
    """Say where accepted costs are found; once, where the stage starts."""
    if costs not in _costs:
        _costs.append(costs)


def costs(call: Call) -> Mapping[int, int]:
    """The accepted costs of a call's applications."""
    found: dict[int, int] = {}
    for one in _costs:
        found |= one(call)
    return found
