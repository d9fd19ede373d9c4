"""Which clauses could use an achievement, and which would but for its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Row
from juli.engines.policy.rules import Aggregate, Clause, Programme
from juli.engines.policy.selection import reads_standing

#: Category → the clauses under it that could use the achievement.
Places = Mapping[str, tuple[Clause, ...]]


@dataclass(frozen=True)
class Placing:
    """What could go where in one dossier, whatever it claims."""

    programme: Programme
    context: Context

    @cached_property
    def places(self) -> Mapping[str, Places]:
        """Achievement → where it could be claimed; whether it counts may still hang on a judgement or an empty field.

        An achievement that nothing can use is absent.
        """
        found: dict[str, dict[str, tuple[Clause, ...]]] = {}
        for category, leaf in self._leaves():
            selection = self.context.select(leaf)
            for row in (*selection.sure, *selection.undecided):
                here = found.setdefault(row.id, {})
                here[category.id] = (*here.get(category.id, ()), leaf)
        return found

    def could(self, leaf: Clause) -> tuple[Row, ...]:
        """The rows that a clause could use."""
        selection = self.context.select(leaf)
        return (*selection.sure, *selection.undecided)

    def outside(self, leaf: Clause) -> tuple[Row, ...]:
        """The rows that a clause would use if their day lay in its window, the latest first (S1-100)."""
        test = leaf.test
        if not isinstance(test, Aggregate) or test.within is None or reads_standing(test, self.context.vocabulary):
            return ()
        # Another id: the context keeps what it selected by clause.
        undated = Clause(f"{leaf.id} on any day", leaf.label, replace(test, within=None, rows="done"))
        within = {row.id for row in self.could(leaf)}
        selection = self.context.select(undated)
        rows = [row for row in (*selection.sure, *selection.undecided) if row.id not in within]
        return tuple(sorted(rows, key=lambda row: str(row.values.get("date") or ""), reverse=True))

    def _leaves(self) -> Iterator[tuple[Clause, Clause]]:
        type_ = self.context.dossier.type
        for category in self.programme.categories:
            for clause in category.walk():
                applies = clause.applies_to is None or type_ in clause.applies_to
                if applies and isinstance(clause.test, Aggregate):
                    yield category, clause
