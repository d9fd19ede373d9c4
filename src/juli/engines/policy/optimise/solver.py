"""Integer programmes over HiGHS: reproducible (one thread, a fixed seed, work limits) and never trusted for a number.

The solver's floats only ever choose integers; what those integers are worth is worked out again, exactly, by the
caller.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

#: Branch-and-bound nodes for one solve: a limit on work, so that the same input gives the same answer on any machine.
NODES = 2_000
#: The smallest coefficient that HiGHS keeps is 1e-9; below this a term is rounded up, which only ever admits too much.
TINY = 1e-7
INFINITY = math.inf

Term = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Solution:
    """Column values (integers rounded), the best value any solution can have, and whether the search was finished."""

    values: tuple[int | float, ...]
    objective: float
    bound: float
    finished: bool


class Interrupted(Exception):
    """The work limit was reached before any solution was found."""


@dataclass(slots=True)
class Model:
    """Columns with bounds, rows ``lower ≤ Σ coefficient × column ≤ upper``."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    coefficients: list[float] = field(default_factory=list)
    nodes: int = NODES

    def column(self, upper: float, lower: float = 0.0, *, whole: bool = True) -> int:
        """A new column; its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def binary(self) -> int:
        """A new column that is 0 or 1."""
        return self.column(1.0)

    def row(self, terms: Iterable[Term], lower: float = -INFINITY, upper: float = INFINITY) -> None:
        """A new row; terms of the same column are added up."""
        merged: dict[int, float] = {}
        for column, coefficient in terms:
            merged[column] = merged.get(column, 0.0) + coefficient
        for column, coefficient in merged.items():
            if coefficient != 0.0:
                self.columns.append(column)
                self.coefficients.append(coefficient)
        self.starts.append(len(self.columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def mark(self) -> tuple[int, int]:
        """How much there is now, for ``rollback``."""
        return len(self.lower), len(self.row_lower)

    def rollback(self, mark: tuple[int, int]) -> None:
        """Forget every column and row added since ``mark``."""
        columns, rows = mark
        del self.lower[columns:], self.upper[columns:], self.whole[columns:]
        del self.row_lower[rows:], self.row_upper[rows:]
        end = self.starts[rows]
        del self.starts[rows + 1 :], self.columns[end:], self.coefficients[end:]

    def maximise(self, terms: Iterable[Term], start: tuple[int | float, ...] | None = None) -> Solution | None:
        """The best solution found within the work limit, None when there is none.

        ``start`` is a solution to begin with (columns added since are left open). Raises Interrupted when the limit is
        reached with nothing in hand.
        """
        cost = [0.0] * len(self.lower)
        for column, coefficient in terms:
            cost[column] += coefficient
        if not self.lower:
            feasible = all(low <= 0.0 <= high for low, high in zip(self.row_lower, self.row_upper, strict=True))
            return Solution((), 0.0, 0.0, finished=True) if feasible else None
        return _run(self, cost, start)


def _run(model: Model, cost: list[float], start: tuple[int | float, ...] | None) -> Solution | None:
    import numpy as np

    # Its types are those of the extension module, not of what is there at run time.
    highspy: Any = importlib.import_module("highspy")
    highs = highspy.Highs()
    for option, value in _OPTIONS.items():
        highs.setOptionValue(option, value)
    highs.setOptionValue("mip_max_nodes", model.nodes)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.lower), len(model.row_lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(cost, dtype=np.double)
    lp.col_lower_, lp.col_upper_ = np.array(model.lower, dtype=np.double), np.array(model.upper, dtype=np.double)
    lp.row_lower_, lp.row_upper_ = (
        np.array(model.row_lower, dtype=np.double),
        np.array(model.row_upper, dtype=np.double),
    )
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(model.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(model.columns, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(model.coefficients, dtype=np.double)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in model.whole]
    highs.passModel(lp)
    if start is not None:
        known = np.arange(len(start), dtype=np.int32)
        highs.setSolution(len(start), known, np.array(start, dtype=np.double))
    highs.run()
    return _read(model, highs, highspy)


def _read(model: Model, highs: Any, highspy: Any) -> Solution | None:
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None
    info = highs.getInfo()
    finished = status == highspy.HighsModelStatus.kOptimal
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise Interrupted
    found = highs.getSolution().col_value
    values = tuple(round(v) if whole else float(v) for v, whole in zip(found, model.whole, strict=True))
    objective = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if any(model.whole) else objective
    return Solution(values, objective, bound, finished)


#: Gaps are closed completely; feasibility is as strict as HiGHS allows, and still only approximate.
_OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-6,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
