"""What is missing, and what if, as plain data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from juli.engines.policy.as_data.exact import Data, number_data
from juli.engines.policy.quantities import Duration

if TYPE_CHECKING:  # Solver and database are loaded by those who ask them.
    from juli.engines.policy.optimise.advice import Advice, Plan
    from juli.engines.policy.optimise.steps import Step
    from juli.engines.policy.population.run import Change, Simulation, Tally


def advice_data(advice: Advice, lang: str) -> Data:
    """What is missing: obstacles, plans, answers that would help."""
    return {
        "programme": advice.programme,
        "organisation": advice.organisation,
        "as_of": advice.as_of.isoformat(),
        "status": advice.status,
        "incurable": [
            {"clause": o.clause, "label": o.label.say(lang), "why": o.why, "text": o.text.say(lang)}
            for o in advice.incurable
        ],
        "certain": None if advice.certain is None else _plan(advice.certain, lang),
        "hopeful": None if advice.hopeful is None else _plan(advice.hopeful, lang),
        "others": [_plan(p, lang) for p in advice.others],
        "judgements": [
            {
                "clause": j.clause,
                "achievement": j.achievement,
                "question": j.question.say(lang),
                "by": j.by,
                "answer": j.answer,
                "alone": j.alone,
                "planned": j.planned,
            }
            for j in advice.judgements
        ],
        "sufficient": [[{"clause": c, "achievement": a} for c, a in some] for some in advice.sufficient],
        "sufficient_complete": advice.sufficient_complete,
        "interrupted": advice.interrupted,
    }


def _plan(plan: Plan, lang: str) -> Data:
    return {
        "basis": plan.basis,
        "cost": number_data(plan.cost),
        "proven": plan.proven,
        "gained": list(plan.gained),
        "steps": [_step(s, lang) for s in plan.steps],
    }


def _step(step: Step, lang: str) -> Data:
    span = step.span
    return {
        "act": step.act,
        "text": step.text.say(lang),
        "kind": step.kind or None,
        "times": step.times,
        "cost": number_data(step.cost),
        "clauses": list(step.clauses),
        "category": step.category or None,
        "achievement": step.achievement or None,
        "requirements": [
            {"field": r.field, "op": r.op, "values": [_plain(v) for v in r.values], "text": r.text.say(lang)}
            for r in step.requirements
        ],
        "span": None if span is None else {"field": span.field, "first": _plain(span.first), "last": _plain(span.last)},
        "closed": step.closed,
        "judged": list(step.judged),
        "answer": step.answer,
    }


def _plain(value: Any) -> Any:
    """A value of a requirement: a number, a text, a day, a length of time."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return number_data(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Duration):
        return f"{value.length} {value.unit}"
    return str(value)


def simulation_data(found: Simulation, seed: int | None) -> Data:
    """A what-if over a population; ``clauses`` holds the tallies of each clause, ``whole`` those of the verdict."""

    def tally(side: Tally) -> Data:
        return {"met": side.met, "open": side.open, "unmet": side.unmet, "absent": side.absent}

    both = {name: {"before": tally(found.before[name]), "after": tally(found.after[name])} for name in found.before}
    return {
        "programme": found.programme.id,
        "digest": found.programme.digest,
        "as_of": found.as_of.isoformat(),
        "organisations": found.organisations,
        "seed": seed,
        "overrides": {
            clause: {bound: number_data(number) for bound, number in numbers.items()}
            for clause, numbers in found.overrides.items()
        },
        "interpreted": found.interpreted,
        "whole": both.pop("", None),
        "clauses": both,
        "gainers": [_who(c) for c in found.gainers],
        "losers": [_who(c) for c in found.losers],
    }


def _who(change: Change) -> Data:
    return {
        "organisation": change.organisation,
        "name": change.name,
        "before": change.before,
        "after": change.after,
    }
