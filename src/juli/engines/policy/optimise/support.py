"""What a verdict stands on once a plan is carried out: as much of what is met as is needed, what asks least first."""

from __future__ import annotations

from collections.abc import Iterator

from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.plans import Found, Planner
from juli.engines.policy.optimise.reckoning import Reckoning

SIDE = (False, False)


def support(planner: Planner, found: Found) -> frozenset[str]:
    """The parts over rows that the root stands on: what is met without anything new first, then what asks least, then
    in the file's order."""
    return frozenset(leaf for root in planner.demands.parts for leaf in _Support(planner, found).walk(root))


class _Support:
    def __init__(self, planner: Planner, found: Found) -> None:
        before = list(found.values)
        for column, _, _, offer in planner.options():
            before[column] = 0 if offer is not None else before[column]
        self.before = planner.allocation.reckoning(SIDE, before)
        self.after = planner.allocation.reckoning(SIDE, found.values)
        self.asked = {part for part, row in found.questions if not row}
        #: By part, how many conditions a new row has to satisfy for it at least.
        self.conditions: dict[str, int] = {}
        for element in (e for taken in found.taken for e in taken.offer.elements):
            if element.part is not None:
                fewest = min(len(way.conditions) for way in element.ways)
                self.conditions[element.part.id] = min(fewest, self.conditions.get(element.part.id, fewest))

    def walk(self, part: Part) -> Iterator[str]:
        """The parts over rows that ``part`` stands on."""
        parts = [p for p in part.parts if not p.silent and self.met(p, self.after) and self.after.is_chosen(part, p)]
        if part.how == "rows":
            yield part.id
        if part.how in ("any", "count"):
            need = 1 if part.how == "any" else int(part.need[0] or 0)
            parts = sorted(parts, key=lambda p: (not self.met(p, self.before), self.burden(p)))[:need]
        for p in parts:
            yield from self.walk(p)

    def met(self, part: Part, reckoning: Reckoning) -> bool:
        """Whether a part is met, with the answers that the plan takes as given."""
        if part.how == "rows":
            return reckoning.met(part)
        if part.how == "fixed":
            return part.fixed[0] or part.id in self.asked
        met = [self.met(p, reckoning) for p in part.parts if not p.silent and reckoning.is_chosen(part, p)]
        if part.how == "any":
            return any(met)
        return sum(met) >= (part.need[0] or 0) if part.how == "count" else all(met)

    def burden(self, part: Part) -> int:
        """How much a part asks of what is new."""
        parts = [self.burden(p) for p in part.parts if not p.silent and self.met(p, self.after)]
        if part.how == "any":
            return min(parts, default=0)
        return self.conditions.get(part.id, 0) + sum(parts)
