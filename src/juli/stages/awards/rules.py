"""What a call's file says of order, quota and amounts, as the panel engine takes it (S1-4, O-8, O-17, O-20)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from juli.engines import panel
from juli.engines.policy import rules, workflow
from juli.engines.policy.quantities import Amount, Number

#: Ties may go by the order of preference that the file states for the applicant's record.
PREFER: Final = "prefer"
#: Points of a group of clauses, and marks of a line of the scorecard, stand under these in an entry's keys.
GROUP, LINE = "group:", "line:"


def review(programme: rules.Programme) -> workflow.Stage | None:
    """The stage in which applications are compared; None where the call has none."""
    stages = programme.workflow.stages if programme.workflow is not None else ()
    return next((stage for stage in stages if stage.name == "review"), None)


def rank_rules(programme: rules.Programme) -> panel.RankRules:
    """What the order goes by: what ``ranking`` says, else points where the review goes by them, else scores.

    Points and scores that are combined are brought to the share of their full mark first.
    """
    stage = review(programme)
    said = stage.ranking if stage is not None else None
    by = said.by if said is not None else ("points" if stage is not None and stage.by == "points" else "scores")
    ties = said.ties if said is not None and said.ties else _usual_ties(programme, by)
    keys = tuple(panel.TieKey(_key(programme, stage, name)) for name in ties)
    if by != "combined":
        return panel.RankRules(by="points" if by == "points" else "score", ties=keys)
    assert said is not None  # noqa: S101  # Only a written ranking combines.
    return panel.RankRules(
        by="combined",
        ties=keys,
        points_weight=Decimal(said.points or 0),
        score_weight=Decimal(said.scores or 0),
        points_full=_most_points(programme),
        score_full=_full_mark(stage),
    )


def supports(programme: rules.Programme) -> dict[str, panel.Support]:
    """Quota and amount of each track, by its id; of the call itself, under an empty name, where it has no tracks."""
    if any(track.support is not None for track in programme.tracks):
        return {track.id: _support(track.support or programme.support) for track in programme.tracks}
    if programme.tracks:
        return {track.id: _support(programme.support) for track in programme.tracks}
    return {"": _support(programme.support)}


def unstated(programme: rules.Programme) -> tuple[str, ...]:
    """The tracks whose quota the file does not state: nothing can be ranked there before it does (O-8)."""
    return tuple(track for track, support in supports(programme).items() if support.quota == panel.Quota())


def quota(amount: Amount) -> panel.Quota:
    """How many are supported, as the file says."""
    return panel.Quota(
        exact=_whole(amount.exact),
        about=_whole(amount.about),
        tolerance=amount.tolerance or Decimal(0),
        at_least=_whole(amount.at_least) if amount.share is None else None,
        at_most=_whole(amount.at_most) if amount.share is None else None,
        each=_whole(amount.each) if amount.per is not None else None,
        share=amount.share,
        unlimited=amount.unlimited,
    )


def amount_rule(amount: Amount) -> panel.AmountRule:
    """How much each receives, in yuan, as the file says."""
    capped = amount.share is not None
    return panel.AmountRule(
        fixed=_money(amount.exact),
        about=_money(amount.about),
        tolerance=amount.tolerance or Decimal(0),
        at_least=_money(amount.at_least),
        at_most=_money(amount.at_most),
        bands=tuple(
            panel.Band(str(n), Decimal(band.amount), band.rank, _money(band.score))
            for n, band in enumerate(amount.bands, 1)
        ),
        share=amount.share if capped else None,
    )


def _support(support: rules.Support | None) -> panel.Support:
    if support is None:
        return panel.Support(panel.Quota())
    return panel.Support(quota(support.quota), amount_rule(support.amount), _money(support.total.exact))


def _usual_ties(programme: rules.Programme, by: str) -> Sequence[str]:
    if by == "points" and programme.points is not None:
        return programme.points.ties
    return (PREFER,) if _prefers(programme) else ()


def _prefers(programme: rules.Programme) -> bool:
    stated = (programme.support, *(track.support for track in programme.tracks))
    return any(support is not None and support.prefer is not None for support in stated)


def _key(programme: rules.Programme, stage: workflow.Stage | None, name: str) -> str:
    if name in {group.id for group in programme.groups}:
        return f"{GROUP}{name}"
    if stage is not None and name in {line.id for line in stage.rubric}:
        return f"{LINE}{name}"
    return name


def _most_points(programme: rules.Programme) -> Decimal:
    """The most that the table of points can give; an item without an upper end counts with its base alone."""
    items = programme.points.items if programme.points is not None else ()
    most = sum((item.up_to if item.up_to is not None else item.base for item in items), Decimal(0))
    return most or Decimal(100)


def _full_mark(stage: workflow.Stage | None) -> Decimal:
    lines = stage.rubric if stage is not None else ()
    return sum((Decimal(line.max) * Decimal(line.weight) for line in lines), Decimal(0)) or Decimal(100)


def _whole(number: Number | None) -> int | None:
    return None if number is None else int(number)


def _money(number: Number | None) -> Decimal | None:
    return None if number is None else Decimal(number)
