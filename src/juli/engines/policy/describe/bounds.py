"""What a clause holds its number against, as text."""

from __future__ import annotations

from typing import NamedTuple

from juli.engines.policy.describe.figures import number_words
from juli.engines.policy.describe.joining import NOTHING
from juli.engines.policy.describe.spans import window_words
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.rules import Bound, Clause, Programme


class BoundWords(NamedTuple):
    """``asked`` goes with the number (不少于 2 项); ``cap`` is what is left to say (最多计 2 项)."""

    asked: Label
    cap: Label


def bound_words(clause: Clause, programme: Programme | None = None) -> Label:
    """What is asked, without what it is asked of: ``不少于 2 项`` / ``at least 2``. Nothing for a measure."""
    asked, cap = bound_parts(clause.bound, clause.unit, programme)
    if clause.bound.at_most == 0:
        asked = Label("不得有", "none allowed")
    if not asked.zh:
        return cap
    return Label(f"{asked.zh}，{cap.zh}", f"{asked.en}, {cap.en}") if cap.zh else asked


def bound_parts(bound: Bound, unit: Label | None, programme: Programme | None = None) -> BoundWords:
    """The parts of a bound; ``unit`` is what the number counts."""
    said = []
    if bound.at_least is not None:
        n = _said(bound.at_least, unit)
        said.append(Label(f"不少于{n.zh}", f"at least {n.en}"))
    if bound.at_most is not None:
        n = _said(bound.at_most, unit)
        said.append(Label(f"不超过{n.zh}", f"at most {n.en}"))
    if bound.baseline is not None:
        base = baseline_words(bound, programme)
        said.append(Label(f"多于{base.zh}", f"more than {base.en}"))
    asked = Label("，".join(s.zh for s in said), " and ".join(s.en for s in said)) if said else NOTHING
    cap = NOTHING
    if bound.up_to is not None:
        n = _said(bound.up_to, unit)
        cap = Label(f"最多计{n.zh}", f"counting at most {n.en}")
    return BoundWords(asked, cap)


def baseline_words(bound: Bound, programme: Programme | None) -> Label:
    """What promised growth is held against: an earlier window, or the number the applicant stated."""
    within = bound.baseline.within if bound.baseline is not None else None
    window = programme.windows.get(within) if programme is not None and within is not None else None
    return Label("所填基数", "the baseline stated") if window is None else window_words(window)


def _said(number: Number | Unstated, unit: Label | None) -> Label:
    if isinstance(number, Unstated):
        return Label(f"（待填）{unit.zh if unit else ''}", f"(not stated yet) {unit.en if unit else ''}".rstrip())
    found = number_words(number, unit)
    return Label(f" {found.zh}", found.en)
