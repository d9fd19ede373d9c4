"""A plan told step by step."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juli.engines.policy.labels import Label
from juli.engines.policy.optimise import wording
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.plans import Planner
from juli.engines.policy.optimise.shapes import Shape
from juli.engines.policy.optimise.steps import Requirement, Step, Wish, span, wishes
from juli.engines.policy.optimise.witness import Made, Witness
from juli.engines.policy.vocabulary import ORGANISATION_KIND


class Teller:
    """Tells what a witness did. ``stated`` are kinds of standing that the plan takes as told, and nobody has."""

    def __init__(self, planner: Planner, witness: Witness, stated: frozenset[str]) -> None:
        self.planner, self.witness, self.stated = planner, witness, stated
        self.kinds = planner.context.vocabulary.kinds

    def steps(self) -> Iterator[Step]:
        """Further achievements first, then what is missing in the records, then what people have to say."""
        for made in self.witness.made:
            if made.taken.supply.act in ("add", "plan", "record"):
                yield self._new(made)
        for made in self.witness.made:
            if made.taken.supply.act in ("fill", "organisation") and (made.taken.offer.fills() or made.totals):
                yield self._fill(made)
        yield from self._standing()
        yield from self._questions()

    def _clauses(self, made: Made) -> tuple[str, ...]:
        """The clauses that what was made serves; for a new name in a list, those that ask for it."""
        offer, leaves, support = made.taken.offer, self.planner.leaves, self.witness.support
        served = [leaf for leaf in (*offer.gains, *offer.avoids) if leaf in support]
        for other in self.witness.made if offer.brings else ():
            if other.taken.offer.uses & offer.brings:
                served += [leaf for leaf in other.taken.offer.gains if leaf in support]
        return tuple(dict.fromkeys(leaves[n][1].clause.id if n in leaves else n for n in served))

    def _judged(self, made: Made) -> tuple[str, ...]:
        return tuple(sorted({self.planner.leaves[leaf][1].clause.id for leaf in made.taken.offer.judged}))

    def _requirements(self, made: Made, owner: Label | None) -> tuple[Requirement, ...]:
        shape, pinned = made.taken.offer.shape, dict(made.taken.offer.pinned)
        asked = wishes(shape, pinned)
        for name, size in made.names.items():
            asked = [w for w in asked if (w.field, w.op) != (name, "at_least")]
            asked.append(Wish(name, "new_names", (size,)))
        for name, total in made.totals.items():
            if total > shape.least(name) * made.taken.times:
                asked = [w for w in asked if (w.field, w.op) != (name, "at_least") or made.taken.times > 1]
                asked.append(Wish(name, "total" if made.taken.times > 1 else "at_least", (total,)))
        lists = self.planner.context.programme.lists
        return tuple(wording.requirement(w, shape.subject.fields, lists, owner) for w in asked)

    def _new(self, made: Made) -> Step:
        supply, offer = made.taken.supply, made.taken.offer
        kind = self.kinds[supply.kind]
        wanted = self._requirements(made, kind.label)
        when = span(offer.shape)
        times = made.taken.times
        return Step(
            act=supply.act,  # type: ignore[arg-type]
            kind=kind.name,
            times=times,
            cost=Decimal(supply.cost) * times,
            clauses=self._clauses(made),
            category=made.taken.category,
            achievement="",
            requirements=wanted,
            span=when,
            closed=made.closed,
            judged=self._judged(made),
            answer=True,
            text=wording.add(kind, times, supply.act, wanted, when, closed=made.closed),
        )

    def _fill(self, made: Made) -> Step:
        supply, offer = made.taken.supply, made.taken.offer
        names = tuple(dict.fromkeys((*offer.fills(), *made.totals)))
        labels = [_label(offer.shape, n) for n in names]
        organisation = supply.kind == ORGANISATION_KIND
        wanted = self._requirements(made, None if organisation else self.kinds[supply.kind].label)
        if organisation:
            text = wording.fill_record(labels, wanted, span(offer.shape))
        else:
            text = wording.fill(self._title(supply.row.id if supply.row else ""), labels, wanted, span(offer.shape))
        return Step(
            act="fill",
            kind="" if organisation else supply.kind,
            times=1,
            cost=Decimal(0),
            clauses=self._clauses(made),
            category=made.taken.category,
            achievement=supply.row.id if supply.row else "",
            requirements=wanted,
            span=span(offer.shape),
            closed=False,
            judged=(),
            answer=True,
            text=text,
        )

    def _title(self, row: str) -> Label:
        """What to call a row: its title; for a year that has no record, the kind and the year."""
        for supply in self.planner.supplies:
            if supply.row is not None and supply.row.id == row:
                if supply.row.titled or not self.kinds[supply.kind].is_standing:
                    return Label.both(supply.row.title)
                year, label = supply.row.values.get("year"), self.kinds[supply.kind].label
                return Label(f"{year} 年{label.zh}", f"{label.en} {year}") if isinstance(year, int) else label
        return Label.both(row)

    def _standing(self) -> Iterator[Step]:
        """Kinds of standing that what the root stands on reads, and that nobody has said anything about."""
        told = {m.taken.supply.kind for m in self.witness.made if m.taken.supply.act in ("record", "fill")}
        read: dict[str, list[str]] = {}
        for leaf, (_, part) in self.planner.leaves.items():
            if leaf in self.witness.support:
                for reading in part.test.reads:
                    read.setdefault(reading.kind, []).append(part.clause.id)
        for name in sorted(self.stated & set(read) - told):
            text = wording.standing(self.kinds[name])
            yield _answer("record", kind=name, clauses=tuple(dict.fromkeys(read[name])), text=text)

    def _questions(self) -> Iterator[Step]:
        asks, leaves = self.planner.demands.asks, self.planner.leaves
        for name, row in self.witness.found.questions:
            if name in asks:
                clause, judge = asks[name].clause, asks[name].judge
                if judge is None:
                    yield _answer("choose", clauses=(clause.id,), text=wording.choose(clause))
                else:
                    text = wording.judge(judge.question, None, answer=True)
                    yield _answer("judge", clauses=(clause.id,), text=text)
                continue
            part: Part = leaves[name][1]
            answer = part.limit is None
            question = part.test.judge.question if part.test.judge else part.clause.label
            text = wording.judge(question, self._title(row), answer=answer)
            yield _answer("judge", clauses=(part.clause.id,), achievement=row, answer=answer, text=text)


def _label(shape: Shape, name: str) -> Label:
    return shape.subject.fields[name].label


def _answer(
    act: str, *, text: Label, clauses: tuple[str, ...], kind: str = "", achievement: str = "", answer: bool = True
) -> Step:
    return Step(
        act=act,  # type: ignore[arg-type]
        kind=kind,
        times=1,
        cost=Decimal(0),
        clauses=clauses,
        category="",
        achievement=achievement,
        requirements=(),
        span=None,
        closed=False,
        judged=(),
        answer=answer,
        text=text,
    )
