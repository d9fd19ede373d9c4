"""A plan carried out: the rows, values and answers it speaks of, put into the dossier.

A plan that is shown has been carried out first, and the interpreter found the whole verdict met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from juli.engines.policy.dossier import Dossier, Judgement, Row
from juli.engines.policy.optimise.bounds import Impossible
from juli.engines.policy.optimise.gains import Gain, actual
from juli.engines.policy.optimise.offers import Offer, read_field, relaxed
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.plans import Found, Planner, Taken
from juli.engines.policy.optimise.shapes import NewName
from juli.engines.policy.optimise.support import support
from juli.engines.policy.quantities import Number
from juli.engines.policy.vocabulary import ANY_KIND, MANY, ORGANISATION_KIND


@dataclass(slots=True)
class Made:
    """What one taken offer became: rows, or the values missing in one; the sums and new names they bring (by field),
    and whether they can only lie in the past."""

    taken: Taken
    rows: list[Row] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)
    totals: dict[str, Number] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    closed: bool = False


class Witness:
    """Carries out one solution. ``support`` are the parts over rows that the root then stands on."""

    def __init__(self, planner: Planner, found: Found) -> None:
        self.planner, self.found = planner, found
        self.dossier = planner.context.dossier
        self.support = support(planner, found)
        self.have = self._have()
        known = {r.id for r in (*self.dossier.achievements, *self.dossier.plan)}
        self.ids = (name for i in range(1, 10**9) if (name := f"new-{i}") not in known)
        self.given: dict[NewName, str] = {}
        self.spent = 0
        self.made = [self._make(replace(t, offer=relaxed(t.offer, self.support))) for t in found.taken]

    # -- what is there already
    # -------------------------------------------------------------------------------------------

    def _have(self) -> dict[str, dict[Any, Number]]:
        """By part and name (``""``: all of it), what is there without anything new."""
        out: dict[str, dict[Any, Number]] = {}
        loads = self._as_they_are()
        for leaf, (_, part) in self.planner.leaves.items():
            if part.limit is None:
                here = loads.get(leaf, [])
                # Bare numbers don't add up with names: a new name counts beside those that are listed.
                listed = [(gain._replace(bare=0), times) for gain, times in here]
                out[leaf] = {"": actual(part.test, listed, high=False, enough=0)}
                for gain, times in here if part.test.each is not None else ():
                    for name in gain.names:
                        out[leaf][name] = out[leaf].get(name, 0) + (gain.amount or 0) * times
        return out

    def _as_they_are(self) -> dict[str, list[tuple[Gain, int]]]:
        """What the dossier's rows bring to each part as they are."""
        loads: dict[str, list[tuple[Gain, int]]] = {}
        columns = self.planner.allocation.columns
        for number, supply in enumerate(self.planner.supplies):
            for i, (option, offer) in enumerate(zip(supply.group.options, supply.offers, strict=True)):
                times = int(self.found.values[columns[number, i]])
                for share in option.shares if times else ():
                    if offer is None or share.leaf not in offer.gains:
                        loads.setdefault(share.leaf, []).append((share.high, times))
        return loads

    # -- rows
    # ------------------------------------------------------------------------------------------------------------

    def _make(self, taken: Taken) -> Made:
        made, supply = Made(taken), taken.supply
        for _ in range(taken.times):
            values = self._values(made, self._wanted(taken.offer, made))
            made.values.append(values)
            if supply.kind == ORGANISATION_KIND:
                continue
            if supply.row is None:
                made.rows.append(Row(next(self.ids), supply.kind, values, supply.act == "plan"))
            else:
                row = supply.row
                made.rows.append(Row(row.id, row.kind, {**row.values, **values}, row.planned, row.evidence))
        return made

    def _values(self, made: Made, wanted: Mapping[str, Any]) -> dict[str, Any]:
        shape = made.taken.offer.shape
        values: dict[str, Any] | None = None
        if made.taken.supply.act in ("add", "plan"):
            try:
                values = shape.row(wanted, self._fresh, self.planner.context.as_of)
            except Impossible:
                made.closed = True
        if values is None:
            values = shape.row(wanted, self._fresh, None)
        return {k: self._spelled(v) if isinstance(v, NewName) else v for k, v in values.items()}

    def _fresh(self, name: str) -> str:
        self.spent += 1
        return f"new-{name}-{self.spent}"

    def _spelled(self, name: NewName) -> str:
        if name not in self.given:
            self.given[name] = self._fresh(name.list or "name")
        return self.given[name]

    def _wanted(self, offer: Offer, made: Made) -> dict[str, Any]:
        """The numbers that the next row of an offer should have, for the parts that matter."""
        wanted: dict[str, Any] = {}
        for leaf, gain in offer.gains.items():
            if leaf in self.support and leaf in self.planner.leaves:
                part = self.planner.leaves[leaf][1]
                if part.test.how == "sum":
                    self._sum(part, offer, wanted, made)
                elif part.test.each is not None:
                    self._each(part, offer, wanted, made)
                elif part.test.how == "distinct":
                    self._names(part, offer, gain, wanted, made)
        return wanted

    def _sum(self, part: Part, offer: Offer, wanted: dict[str, Any], made: Made) -> None:
        """As much as is missing, as far as a row of this shape can carry it."""
        subject, have = offer.shape.subject, self.have[part.id]
        kinds = (subject.kind, ANY_KIND)
        for name in [r.field or "" for r in part.test.reads if r.kind in kinds]:
            if subject.is_free(name):
                missing = max(0, (part.need[0] or 0) - have[""])
                amount = _within(missing, offer.shape.least(name), offer.shape.most(name))
                wanted[name] = max(wanted.get(name, 0), amount)
                made.totals[name] = made.totals.get(name, 0) + amount
                have[""] += amount

    def _each(self, part: Part, offer: Offer, wanted: dict[str, Any], made: Made) -> None:
        """As much as one name is missing."""
        name, minimum = part.test.each or ("", 0)
        subject = offer.shape.subject
        if subject.is_free(name):
            field_, have = read_field(part.test, offer.shape), self.have[part.id]
            whose = offer.pinned.get(field_)
            missing = minimum if whose is None else max(0, minimum - have.get(whose, 0))
            amount = _within(missing, offer.shape.least(name), offer.shape.most(name))
            wanted[name] = max(wanted.get(name, 0), amount)
            made.totals[name] = made.totals.get(name, 0) + amount
            if whose is not None:
                new = isinstance(whose, NewName) and whose not in have
                made.names[field_] = made.names.get(field_, 0) + new
                have[whose] = have.get(whose, 0) + amount
            elif subject.is_free(field_):
                wanted.setdefault(field_, self._fresh(field_))
                made.names[field_] = made.names.get(field_, 0) + 1

    def _names(self, part: Part, offer: Offer, gain: Gain, wanted: dict[str, Any], made: Made) -> None:
        """As many new names as are missing."""
        name, have = read_field(part.test, offer.shape), self.have[part.id]
        subject = offer.shape.subject
        if gain.fresh == 0 or not subject.is_free(name):
            return
        size = 1
        if subject.fields[name].type in MANY:
            missing = max(0, (part.need[0] or 0) - have[""])
            size = int(_within(missing, offer.shape.least(name), offer.shape.most(name)))
            wanted[name] = max(wanted.get(name, 0), size)
        elif name not in wanted:
            wanted[name] = self._fresh(name)
        made.names[name] = made.names.get(name, 0) + size
        have[""] += size

    # -- the dossier afterwards
    # ------------------------------------------------------------------------------------------

    def carried_out(self) -> Dossier:
        """The dossier with everything done that the plan says."""
        dossier, context = self.dossier, self.planner.context
        changed = {row.id: row for made in self.made if made.taken.supply.row is not None for row in made.rows}
        added = [row for made in self.made if made.taken.supply.row is None for row in made.rows]
        record = dict(dossier.record)
        for made in self.made:
            if made.taken.supply.kind == ORGANISATION_KIND:
                record.update(made.values[0])
        standing = {kind: tuple(changed.pop(r.id, r) for r in rows) for kind, rows in dossier.standing.items()}
        achievements = tuple(changed.pop(r.id, r) for r in dossier.achievements)
        plan = tuple(changed.pop(r.id, r) for r in dossier.plan)
        kinds = context.vocabulary.kinds
        # What is left are years that had no record, and records of standing that nobody had entered.
        for row in (*changed.values(), *(r for r in added if kinds[r.kind].is_standing)):
            standing[row.kind] = (*standing.get(row.kind, ()), row)
        added = [r for r in added if not kinds[r.kind].is_standing]
        claims = dict(dossier.claims)
        if dossier.claims_submitted:
            claims.update(
                (row.id, made.taken.category)
                for made in self.made
                for row in made.rows
                if row in added and made.taken.category
            )
        return replace(
            dossier,
            record=record,
            standing=standing,
            achievements=(*achievements, *(r for r in added if not r.planned)),
            plan=(*plan, *(r for r in added if r.planned)),
            judgements=(*dossier.judgements, *self.answers()),
            claims=claims,
            application=replace(dossier.application, choices=self._choices()),
        )

    def answers(self) -> Iterator[Judgement]:
        """The answers that the plan takes as given."""
        demands, leaves = self.planner.demands, self.planner.leaves
        for part, row in self.found.questions:
            if part in demands.asks:
                if demands.asks[part].judge is not None:
                    yield Judgement(demands.asks[part].clause.id, True)
            else:
                yield Judgement(leaves[part][1].clause.id, leaves[part][1].limit is None, row)
        for made in self.made:
            for row_ in made.rows if made.taken.supply.row is None else ():
                for leaf in sorted(made.taken.offer.judged):
                    yield Judgement(leaves[leaf][1].clause.id, leaves[leaf][1].limit is None, row_.id)

    def _choices(self) -> dict[str, dict[str, str]]:
        """The application's choices, with those made that the plan speaks of."""
        out = {track: dict(chosen) for track, chosen in self.dossier.application.choices.items()}
        asked = {part for part, _ in self.found.questions}
        for track in self.planner.context.programme.tracks:
            for name, values, exactly in track.choose:
                if f"track.{track.id}.{name}" in asked:
                    out.setdefault(track.id, {})[name] = ",".join(values[:exactly])
        return out


def _within(wanted: Number, least: Number, most: Number | None) -> Number:
    return max(least, wanted if most is None else min(wanted, most))
