"""What a number comes to against a bound."""

from __future__ import annotations

from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.rules import Bound
from juli.engines.policy.verdict import MET, OPEN, UNMET, Span, Status


def held_against(span: Span, bound: Bound) -> tuple[Status | None, Number | None, Number | None]:
    """Status, the bound in force, and the shortfall of an actual (language §3, Three values)."""
    low, high = span
    least, most = bound.at_least, bound.at_most
    if most is None and isinstance(least, int) and high is not None:
        # By far the most common: at least so many, all numbers known.
        return (MET, least, None) if low >= least else (UNMET if high < least else OPEN, least, least - low)
    if least is None and most is None:
        return (None if bound.up_to is None else MET), None, None
    if isinstance(least, Unstated) or isinstance(most, Unstated):
        return OPEN, None, None
    enough = _at_least(low, high, least)
    within = _at_most(low, high, most)
    status = UNMET if UNMET in (enough, within) else (OPEN if OPEN in (enough, within) else MET)
    if most is not None and within != MET:
        return status, most, low - most if low > most else 0
    required = least if least is not None else most
    return status, required, None if enough == MET else max(0, (least or 0) - low)


def _at_least(low: Number, high: Number | None, least: Number | None) -> Status:
    if least is None or low >= least:
        return MET
    return UNMET if high is not None and high < least else OPEN


def _at_most(low: Number, high: Number | None, most: Number | None) -> Status:
    if most is None or (high is not None and high <= most):
        return MET
    return UNMET if low > most else OPEN
