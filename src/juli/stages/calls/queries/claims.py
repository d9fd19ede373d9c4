"""Where each work counts best, and what it earns there."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.labels import Label
from juli.engines.policy.verdict import PointsState, Verdict
from juli.stages.calls.wording import POINTS


class Claim(NamedTuple):
    """A category with the works that are claimed under it; empty where it has none."""

    clause: str
    label: Label
    titles: tuple[str, ...]


class Line(NamedTuple):
    """One line of the table of points."""

    clause: str
    label: Label
    earned: Label
    counted: bool


class Claims(NamedTuple):
    """The best assignment: what is claimed where, what is left free, what it earns.

    ``proven``: no assignment is better; otherwise ``gap`` is what might still be won.
    """

    claims: tuple[Claim, ...]
    released: tuple[str, ...]
    proven: bool
    gap: Label


class Points(NamedTuple):
    """The points, as declared and as verified, and line by line; ``assumed``: the notice prints no table."""

    total: Label
    verified: Label | None
    lines: tuple[Line, ...]
    assumed: bool


def claims(verdict: Verdict, dossier: Dossier) -> Claims | None:
    """The assignment behind a verdict; None where one work may count in many categories."""
    found = verdict.assignment
    if found is None:
        return None
    titles = {row.id: row.title for row in (*dossier.achievements, *dossier.plan)}
    by_category: dict[str, list[str]] = {}
    for achievement, category in found.claims.items():
        by_category.setdefault(category, []).append(titles.get(achievement, achievement))
    return Claims(
        tuple(
            Claim(c.id, c.label, tuple(by_category[c.id])) for c in verdict.programme.categories if c.id in by_category
        ),
        tuple(titles.get(r, r) for r in found.released),
        found.proven,
        describe.number_words(Decimal(str(found.gap)), POINTS),
    )


def points(verdict: Verdict) -> Points | None:
    """The points behind a verdict; None where the programme has no table."""
    found, table = verdict.points, verdict.programme.points
    if found is None or table is None:
        return None
    clauses = verdict.programme.clauses
    return Points(
        _words(found),
        None if verdict.verified_points is None else _words(verdict.verified_points),
        tuple(
            Line(li.clause, clauses[li.clause].label, describe.span_words(li.earned, POINTS), li.counted)
            for li in found.lines
            if li.earned.high != 0
        ),
        table.assumption,
    )


def _words(state: PointsState) -> Label:
    return describe.span_words(state.total, POINTS)
