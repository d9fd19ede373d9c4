"""What an organisation still lacks for a call: the cheapest way there, and what no effort can cure."""

from __future__ import annotations

import datetime as dt
import functools
from itertools import chain
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from juli.engines.policy.labels import Label
from juli.engines.policy.optimise.advice import Advice, OpenJudgement, Plan, advise
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Status
from juli.stages.calls.answers import Ask
from juli.stages.calls.assumptions import Assumptions
from juli.stages.calls.candidates import Candidate
from juli.stages.calls.queries.check import asked
from juli.stages.calls.shelf import Shelf


class Obstacle(NamedTuple):
    """A clause that no effort can cure, and why."""

    clause: str
    label: Label
    why: Label


class Way(NamedTuple):
    """A way there: what to do, and under what it counts; ``proven``: none costs less."""

    steps: tuple[Label, ...]
    counts: tuple[Label, ...]
    proven: bool


class Answer(NamedTuple):
    """A question whose answer is enough, by itself or with the others; ``title`` names the work it is about."""

    question: Label
    title: Label | None
    ask: Ask
    answer: bool


class Lacking(NamedTuple):
    """The card. ``estimated``: what a piece of work costs is the office's estimate; ``together``: several answers are
    needed at once."""

    status: Status
    obstacles: tuple[Obstacle, ...]
    answers: tuple[Answer, ...]
    certain: Way | None
    hopeful: Way | None
    others: tuple[Way, ...]
    together: bool
    estimated: bool
    interrupted: bool
    assumed: Assumptions
    programme: str
    who: str


def lacking(name: str, who: str, query: QueryDict, session: SessionBase, now: dt.datetime) -> Lacking:
    """What is lacking under what the address supposes.

    Raises Unknown, Unreadable, ProgrammeUnusable or DossierUnusable.
    """
    a = asked(name, who, query, session, now)
    found = _advice(a.shelf, a.programme.id, a.candidate, a.assumed, a.day)
    labels = _headings(a.programme)
    rows = {r.id: r for r in (*a.dossier.achievements, *a.dossier.plan)}
    standing = {r.id for records in a.dossier.standing.values() for r in records}
    answers = tuple(
        Answer(
            j.question,
            Label.both(rows[j.achievement].title) if j.achievement in rows else None,
            Ask(j.clause, j.achievement, None, None, "", ""),
            j.answer,
        )
        for j in _enough(found)
        if j.achievement is None or j.achievement in rows or j.achievement in standing
    )
    hopeful = _way(found.hopeful, labels)
    certain = _way(found.certain, labels)
    return Lacking(
        status=found.status,
        obstacles=tuple(Obstacle(o.clause, o.label, o.text) for o in found.incurable),
        answers=answers,
        certain=certain,
        hopeful=None if hopeful is None or certain == hopeful or _only_asks(found.hopeful) else hopeful,
        others=tuple(w for plan in found.others if (w := _way(plan, labels)) is not None),
        together=not any(j.alone for j in found.judgements),
        estimated=a.programme.settings.costs == "assumption",
        interrupted=found.interrupted,
        assumed=a.assumed,
        programme=a.programme.id,
        who=a.candidate.id,
    )


@functools.lru_cache(maxsize=64)
def _advice(found: Shelf, name: str, candidate: Candidate, assumed: Assumptions, day: dt.date) -> Advice:
    dossier = assumed.on(candidate.dossier)
    return advise(found.programmes[name], dossier, day, found.calendar, dict(assumed.readings))


def _enough(found: Advice) -> tuple[OpenJudgement, ...]:
    """The answers that would do: each of them, else all of them together. What would not do is a step of a plan."""
    alone = tuple(j for j in found.judgements if j.alone)
    wanted = frozenset(chain(*found.sufficient))
    return alone or tuple(j for j in found.judgements if (j.clause, j.achievement) in wanted)


def _headings(programme: Programme) -> dict[str, Label]:
    """What each clause stands under: its category, else itself."""
    own = {c.id: c.label for c in programme.clauses.values()}
    return {**own, **{c.id: top.label for top in programme.categories for c in top.walk()}}


def _way(plan: Plan | None, labels: dict[str, Label]) -> Way | None:
    if plan is None:
        return None
    under = dict.fromkeys(labels[c] for s in plan.steps for c in s.clauses if c in labels)
    return Way(tuple(s.text for s in plan.steps), tuple(under), plan.proven)


def _only_asks(plan: Plan | None) -> bool:
    """Whether a plan consists of answers alone, which are listed anyway."""
    return plan is not None and all(step.act == "judge" for step in plan.steps)
