"""What an application still lacks: the cheapest way there, and what no effort can cure; every work claimed the best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from juli.engines.policy.labels import Label
from juli.engines.policy.optimise.advice import Advice, OpenJudgement, Plan, advise
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import MET, Status
from juli.stages.applications.queries.judging import Judged
from juli.stages.calls.queries.advice import Obstacle, Way


@dataclass(frozen=True)
class Missing:
    """The card.

    ``claims_alone``: nothing more has to be done, what the ledger has need only be claimed. ``judgements``: questions
    whose answer would be enough, with the work that each is about. ``estimated``: what a piece of work costs is the
    office's estimate.
    """

    status: Status
    claims_alone: bool
    obstacles: tuple[Obstacle, ...]
    certain: Way | None
    hopeful: Way | None
    others: tuple[Way, ...]
    judgements: tuple[tuple[Label, str], ...]
    estimated: bool
    interrupted: bool


@lru_cache(maxsize=64)
def missing(now: Judged) -> Missing:
    """What is missing, with everything in the ledger claimed where it counts best."""
    known = now.known
    programme, judge = known.rules.programme, known.rules.judge
    plan = {row.id for row in known.dossier.plan}
    promised = {row: category for row, category in known.dossier.claims.items() if row in plan}
    free = replace(known.dossier, claims=promised, claims_submitted=False)
    found = advise(programme, free, known.day, judge.calendar)
    labels = _headings(programme)
    titles = {row.id: row.title for row in known.dossier.achievements}
    certain, hopeful = _way(found.certain, labels), _way(found.hopeful, labels)
    return Missing(
        status=found.status,
        claims_alone=found.status == MET and now.verdict.status != MET,
        obstacles=tuple(Obstacle(o.clause, o.label, o.text) for o in found.incurable),
        certain=certain,
        hopeful=None if hopeful == certain or _only_asks(found.hopeful) else hopeful,
        others=tuple(way for plan_ in found.others if (way := _way(plan_, labels)) is not None),
        judgements=tuple((j.question, titles.get(j.achievement or "", "")) for j in _enough(found)),
        estimated=programme.settings.costs == "assumption",
        interrupted=found.interrupted,
    )


def _enough(found: Advice) -> list[OpenJudgement]:
    """The answers that would be enough by themselves."""
    return [judgement for judgement in found.judgements if judgement.alone]


def _headings(programme: Programme) -> dict[str, Label]:
    """What each clause stands under: its category, else itself."""
    own = {clause.id: clause.label for clause in programme.clauses.values()}
    return {**own, **{clause.id: top.label for top in programme.categories for clause in top.walk()}}


def _way(plan: Plan | None, labels: dict[str, Label]) -> Way | None:
    if plan is None or not plan.steps:
        return None
    under = dict.fromkeys(labels[clause] for step in plan.steps for clause in step.clauses if clause in labels)
    return Way(tuple(step.text for step in plan.steps), tuple(under), plan.proven)


def _only_asks(plan: Plan | None) -> bool:
    """Whether a plan consists of answers alone, which are listed anyway."""
    return plan is not None and all(step.act == "judge" for step in plan.steps)
