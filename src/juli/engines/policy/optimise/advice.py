"""What is missing (design §4): the cheapest set of further achievements that makes the whole verdict met, exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.labels import Label
from juli.engines.policy.optimise import wording
from juli.engines.policy.optimise.demands import Why, demands
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.plans import Found, Planner, Question
from juli.engines.policy.optimise.solver import Interrupted
from juli.engines.policy.optimise.steps import Step
from juli.engines.policy.optimise.telling import Teller
from juli.engines.policy.optimise.witness import Witness
from juli.engines.policy.rules import Programme
from juli.engines.policy.selection import reads_standing
from juli.engines.policy.verdict import MET, Status, Verdict

#: How many plans with other categories are told beside the cheapest.
OTHERS = 3
Basis = Literal["certain", "hopeful"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A clause that no effort can cure, and why."""

    clause: str
    label: Label
    why: Why
    text: Label


@dataclass(frozen=True, slots=True)
class OpenJudgement:
    """An open question whose ``answer`` would help; ``achievement`` None: it is about the clause. ``alone``: that
    answer is enough by itself; ``planned``: the hopeful plan counts on it."""

    clause: str
    achievement: str | None
    question: Label
    by: str
    answer: bool
    alone: bool
    planned: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to a verdict that is met. ``certain`` counts on nobody's answer and on no missing value; ``hopeful`` on
    both.
    ``cost`` is the least there is where ``proven``; ``gained`` are the categories that count then and didn't."""

    basis: Basis
    steps: tuple[Step, ...]
    cost: Decimal
    proven: bool
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What one organisation lacks for one call on one day.

    ``incurable`` names the clauses no effort can cure: with any of them there is no plan. ``sufficient`` are the
    smallest sets of answers (clause, achievement) that are enough without anything else, all of them where
    ``sufficient_complete``.
    ``others`` are the next best plans that let other categories count (其次), on the basis of ``certain`` where there
    is one, else of ``hopeful``. A plan is None where there is none on its basis, or, where ``interrupted``, where the
    limit on work was reached before one was found.
    """

    programme: str
    organisation: str
    as_of: dt.date
    status: Status
    incurable: tuple[Obstacle, ...]
    judgements: tuple[OpenJudgement, ...]
    sufficient: tuple[tuple[tuple[str, str | None], ...], ...]
    sufficient_complete: bool
    certain: Plan | None
    hopeful: Plan | None
    others: tuple[Plan, ...]
    interrupted: bool = False


class AdviceFailed(RuntimeError):
    """A plan was found that the interpreter does not confirm: a defect, never shown as advice."""


def advise(
    programme: Programme,
    dossier: Dossier,
    as_of: dt.date,
    calendar: Calendar,
    readings: Mapping[str, str] | None = None,
) -> Advice:
    """The cheapest further achievements that make the root of the verdict met, and what stands in their way.

    Costs are ``programme.costs`` per achievement, else 1. Every plan has been carried out and judged again before it is
    returned. The same input gives the same advice.

    Raises DossierUnusable when the dossier names a track or category the programme lacks, AdviceFailed when a plan
    isn't confirmed.
    """
    return _Adviser(Judge(programme, calendar), dossier, as_of, readings or {}).advice()


class _Adviser:
    def __init__(self, judge: Judge, dossier: Dossier, as_of: dt.date, readings: Mapping[str, str]) -> None:
        self.judge, self.dossier, self.as_of, self.readings = judge, dossier, as_of, readings
        self.programme = judge.programme
        self.verdict: Verdict = judge.verdict(dossier, as_of, readings, trace=False)
        standing = {kind.name for kind in self.programme.vocabulary.standing}
        self.stated = frozenset(standing - set(dossier.standing))
        self.interrupted = False

    def advice(self) -> Advice:
        """The whole answer."""
        said = Advice(
            programme=self.programme.id,
            organisation=self.dossier.name,
            as_of=self.as_of,
            status=self.verdict.status,
            incurable=(),
            judgements=(),
            sufficient=(),
            sufficient_complete=True,
            certain=None,
            hopeful=None,
            others=(),
        )
        if self.verdict.status == MET:
            nothing = Plan("certain", (), Decimal(0), proven=True, gained=())
            return replace(said, certain=nothing, hopeful=replace(nothing, basis="hopeful"), sufficient=((),))
        hoped = self._planner(hopeful=True)
        blocked = hoped.hopeless()
        if blocked:
            obstacles = {p.clause.id: self._obstacle(hoped, p) for p in blocked}
            return replace(said, incurable=tuple(obstacles.values()))
        sure = self._planner(hopeful=False)
        certain, hopeful = self._cheapest(sure), self._cheapest(hoped)
        sets, complete = self._sufficient(hoped)
        return replace(
            said,
            judgements=tuple(self._judgements(hoped, sets, hopeful)),
            sufficient=tuple(tuple(_named(hoped, q) for q in some) for some in sets),
            sufficient_complete=complete,
            certain=self._plan(sure, certain),
            hopeful=self._plan(hoped, hopeful),
            others=self._others(sure, certain) if certain is not None else self._others(hoped, hopeful),
            interrupted=self.interrupted,
        )

    # -- searching
    # -------------------------------------------------------------------------------------------------------

    def _planner(self, *, hopeful: bool) -> Planner:
        dossier = self.dossier
        if hopeful:
            # Standing that nobody has spoken of can be stated; then what it lacks is what is not in it.
            dossier = replace(dossier, standing={**dossier.standing, **dict.fromkeys(sorted(self.stated), ())})
        context = self.judge.context(dossier, self.as_of)
        categories = {c.id for c in self.programme.categories}
        counted = {
            n.id for root in self.verdict.children for n in root.walk() if n.status == MET and n.id in categories
        }
        return Planner(context, demands(context, self.verdict, self.readings), frozenset(counted), hopeful=hopeful)

    def _cheapest(self, planner: Planner) -> Found | None:
        try:
            return planner.cheapest()
        except Interrupted:
            self.interrupted = True
            return None

    def _sufficient(self, planner: Planner) -> tuple[tuple[tuple[Question, ...], ...], bool]:
        try:
            return planner.sufficient()
        except Interrupted:
            return (), False

    def _others(self, planner: Planner, found: Found | None) -> tuple[Plan, ...]:
        out: list[Plan] = []
        try:
            for other in planner.others(found, OTHERS) if found is not None else ():
                plan = self._plan(planner, other)
                out += [plan] if plan is not None else []
        except Interrupted:
            self.interrupted = True
        return tuple(out)

    # -- telling
    # ---------------------------------------------------------------------------------------------------------

    def _plan(self, planner: Planner, found: Found | None) -> Plan | None:
        """A plan told, once it has been carried out and the interpreter found everything met."""
        if found is None:
            return None
        witness = Witness(planner, found)
        after = self.judge.verdict(witness.carried_out(), self.as_of, self.readings, trace=False)
        if after.status != MET:
            failing = ", ".join(node.id for node in after.children if node.status != MET)
            raise AdviceFailed(f"{self.programme.id}, {self.dossier.name}: the plan leaves {failing} {after.status}")
        steps = tuple(Teller(planner, witness, self.stated).steps())
        basis: Basis = "hopeful" if planner.hopeful else "certain"
        return Plan(basis, steps, found.cost, found.proven, found.gained)

    def _judgements(
        self, planner: Planner, sets: tuple[tuple[Question, ...], ...], hopeful: Found | None
    ) -> Iterator[OpenJudgement]:
        """The open questions whose answer would help: alone, together, or in the hopeful plan."""
        planned = set(hopeful.questions if hopeful is not None else ())
        helping = planned | {q for some in sets for q in some}
        for question in planner.questions:
            part = question[0]
            ask = planner.demands.asks.get(part)
            judge = ask.judge if ask is not None else planner.leaves[part][1].test.judge
            if question in helping and judge is not None:
                clause, achievement = _named(planner, question)
                answer = ask is not None or planner.leaves[part][1].limit is None
                alone = (question,) in sets
                yield OpenJudgement(clause, achievement, judge.question, judge.by, answer, alone, question in planned)

    def _obstacle(self, planner: Planner, part: Part) -> Obstacle:
        why = self._why(planner, part)
        return Obstacle(part.clause.id, part.clause.label, why, wording.WHY[why])

    def _why(self, planner: Planner, part: Part) -> Why:
        stated = planner.demands.reasons.get(part.id) or planner.demands.reasons.get(part.clause.id)
        if stated is not None:
            return stated
        if part.limit is not None:
            return "exceeded"
        if part.id in planner.demands.open_record:
            return "record"
        test, context = part.test, planner.context
        if part.how == "rows" and reads_standing(test, context.vocabulary):
            return "standing"
        if (
            test.within is not None
            and context.windows[test.within] is None
            and context.windows_planned[test.within] is None
        ):
            return "window-unknown"
        answer = context.answers(part.clause.id).get(None)
        return "refused" if answer is not None and not answer.answer else "impossible"


def _named(planner: Planner, question: Question) -> tuple[str, str | None]:
    """A question by its clause, and the achievement it is about."""
    part, row = question
    ask = planner.demands.asks.get(part)
    return (ask.clause.id, None) if ask is not None else (planner.leaves[part][1].clause.id, row)
