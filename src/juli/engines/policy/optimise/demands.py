"""What has to be met for the whole verdict to be met, as parts that rows, answers and missing values can serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from juli.engines.policy.context import Context
from juli.engines.policy.optimise.literals import Alternatives, Spaced, alternatives
from juli.engines.policy.optimise.outline import Outliner, Part, needed
from juli.engines.policy.quantities import Unstated
from juli.engines.policy.rules import Aggregate, Apart, Clause, Given, Holds, Judge, Judged, KOf
from juli.engines.policy.verdict import MET, UNMET, Verdict

#: Why no effort can cure a clause.
Why = Literal[
    "type", "record", "exceeded", "too-soon", "refused", "unstated", "date-unknown", "window-unknown", "standing",
    "tracks", "impossible",
]  # fmt: skip


class Ask(NamedTuple):
    """A question that stands above single rows: about a clause (``judge``), or a choice that the
    application leaves open.
    """

    part: str
    clause: Clause
    judge: Judge | None


@dataclass(slots=True)
class Demands:
    """Everything the root asks for. ``parts`` must all be met; ``categories`` are outlined where claims exclude one
    another; ``open_record`` are the clauses about the applicant's own record that something missing there could meet;
    ``reasons`` says why parts are fixed that can't be met."""

    parts: list[Part] = field(default_factory=list)
    categories: dict[str, Part] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)
    open_record: dict[str, Alternatives] = field(default_factory=dict)
    reasons: dict[str, Why] = field(default_factory=dict)

    def leaves(self) -> Iterator[tuple[str, Part]]:
        """Every part over rows, once, with the category that owns it (``""``: none)."""
        seen: set[str] = set()
        for owner, part in [*self.categories.items(), *(("", p) for p in self.parts)]:
            for leaf in part.leaves():
                if leaf.id not in seen and leaf.id not in self.open_record and not leaf.silent:
                    seen.add(leaf.id)
                    yield owner, leaf


def demands(context: Context, verdict: Verdict, readings: Mapping[str, str]) -> Demands:
    """What the root of ``verdict`` asks for; ``context`` is the one it was judged in."""
    out = Demands()
    exclusive = context.programme.exclusive_claims
    if exclusive:
        outliner = _Demanding(context, readings, None, out, exclusive)
        for clause in context.programme.categories:
            part = outliner.part(clause)
            if part is not None:
                out.categories[clause.id] = part
    outliner = _Demanding(context, readings, out.categories if exclusive else None, out, exclusive)
    for node in verdict.children:
        if isinstance(node.clause.test, Given):
            out.parts.append(_given(node.clause, node.status, out))
        else:
            part = outliner.part(node.clause)
            if part is not None and not part.silent:
                out.parts.append(part)
    # Categories that nothing above them asks for play no part.
    asked = {part.id for root in out.parts for part in root.walk()}
    out.categories = {name: part for name, part in out.categories.items() if name in asked}
    return out


def _given(clause: Clause, status: str | None, out: Demands) -> Part:
    """What the engine judges itself: a choice not made yet can be made, everything else stands."""
    if status not in (MET, UNMET) and clause.id.startswith("track."):
        out.asks[clause.id] = Ask(clause.id, clause, None)
        return Part(clause, "fixed", fixed=(False, True))
    out.reasons[clause.id] = "type" if clause.id == "applicant" else "tracks"
    return Part(clause, "fixed", fixed=(status == MET, status == MET))


@dataclass(frozen=True, slots=True)
class _Demanding(Outliner):
    """Outlines with rows of every kind as rows, upper bounds as parts of their own, and open questions as questions."""

    out: Demands
    #: Only where claims exclude one another does it matter which works are chosen.
    choosing: bool

    def rows(self, clause: Clause, test: Aggregate) -> Part:
        bound = clause.bound
        if isinstance(bound.at_least, Unstated) or isinstance(bound.at_most, Unstated):
            self.out.reasons[clause.id] = "unstated"
            return Part(clause, "fixed")
        if bound.is_measure:
            return Part(clause, "rows", silent=True)
        unknown = bound.at_most is not None and self.context.select(clause).unbounded
        if unknown:
            # Nobody has said what there is: that may be more than is allowed.
            self.out.reasons[clause.id] = "standing"
            return Part(clause, "fixed")
        parts = []
        if bound.baseline is not None:
            parts.append(Part(clause, "rows", need=self.beyond(clause, test, bound.baseline)))
        elif bound.at_least is not None or bound.at_most is None:
            parts.append(Part(clause, "rows", need=needed(bound)))
        if bound.at_most is not None:
            parts.append(Part(clause, "rows", limit=bound.at_most))
        if len(parts) == 1:
            return parts[0]
        named = [replace(p, name=f"{clause.id}:{'at_most' if p.limit is not None else 'at_least'}") for p in parts]
        return Part(clause, "all", tuple(named))

    def count(self, clause: Clause, test: KOf, parts: tuple[Part, ...]) -> Part:
        counted = Outliner.count(self, clause, test, parts)
        counted = counted if self.choosing else replace(counted, most=None)
        if clause.bound.at_most is not None or isinstance(clause.bound.at_least, Unstated):
            self.out.reasons[clause.id] = "unstated"
            return Part(clause, "fixed")
        sure, possible = counted.need
        fewer = test.or_judged
        if fewer is None or sure is None or possible is None or possible >= sure:
            return replace(counted, need=(sure, sure))
        # Enough as they are; or fewer of them, and a person's word.
        word = Part(clause, "fixed", fixed=(False, True), name=f"{clause.id}:judged")
        self.out.asks[word.id] = Ask(word.id, clause, fewer.judge)
        enough = replace(counted, need=(sure, sure), name=f"{clause.id}:enough")
        few = replace(counted, need=(possible, possible), name=f"{clause.id}:fewer")
        both = Part(clause, "all", (few, word), name=f"{clause.id}:with-word")
        return Part(clause, "any", (enough, both))

    def settled(self, clause: Clause) -> tuple[bool, bool]:
        sure, possible = Outliner.settled(self, clause)
        test = clause.test
        if sure or not possible:
            self.out.reasons[clause.id] = _reason(clause)
            return sure, sure
        if isinstance(test, Judged):
            self.out.asks[clause.id] = Ask(clause.id, clause, test.judge)
            return False, True
        return False, False

    def part(self, clause: Clause) -> Part | None:
        found = Outliner.part(self, clause)
        if found is None or found.how != "fixed" or any(found.fixed):
            return found
        ways = self._curable(clause)
        if ways is None:
            return found
        # Something missing in the applicant's record could meet it.
        self.out.open_record[clause.id] = ways
        return Part(clause, "rows", need=(1, 1))

    def _curable(self, clause: Clause) -> Alternatives | None:
        _, possible = Outliner.settled(self, clause) if isinstance(clause.test, Holds | Apart) else (False, False)
        if not possible:
            return None
        if isinstance(clause.test, Holds):
            return alternatives(clause.test.where.expression, self.context.vocabulary.organisation)
        if isinstance(clause.test, Apart):
            spacing = clause.test.spacing
            own = self.context.vocabulary.organisation
            if any(self.context.date(n) is None and n not in own for n in (spacing.start, spacing.end)):
                self.out.reasons[clause.id] = "date-unknown"
                return None
            return ((Spaced(spacing, far=True),),)
        return None


def _reason(clause: Clause) -> Why:
    if isinstance(clause.test, Holds):
        return "record"
    return "too-soon" if isinstance(clause.test, Apart) else "refused"
