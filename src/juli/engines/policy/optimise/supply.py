"""What could meet the demands: rows there are, values that are missing, answers that are open, rows still to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any, Literal

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.optimise.demands import Demands
from juli.engines.policy.optimise.gains import Gain, gain
from juli.engines.policy.optimise.groups import Group, Option, Share
from juli.engines.policy.optimise.literals import Alternatives, all_of, alternatives, named_in
from juli.engines.policy.optimise.offers import Element, Offer, Way, offers
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.reading import before_or_after, counting, fields, listing, outside, reads, side
from juli.engines.policy.optimise.shapes import Subject
from juli.engines.policy.quantities import Number
from juli.engines.policy.selection import Selection, values_of
from juli.engines.policy.vocabulary import ANY_KIND, OPEN_WHEN_EMPTY, ORGANISATION_KIND, Kind

#: How many names that a named list lacks may be brought into it.
NAMES = 20
#: A plan asks for no more rows of a sort than this: further away than that is out of reach.
REACH = 1_000
Act = Literal["row", "add", "plan", "record", "fill", "organisation"]


@dataclass(frozen=True, slots=True)
class Supply:
    """One group with what it stands for. ``act``: rows as they are (``row``), new ones done (``add``) or planned
    (``plan``), records of standing that nobody has entered (``record``), values missing in a row (``fill``) or in the
    applicant's record (``organisation``). ``offers`` has one entry per option, None where the row stays as it is.
    """

    group: Group
    act: Act
    kind: str
    row: Row | None
    offers: tuple[Offer | None, ...]
    cost: Number = 0


@dataclass(slots=True)
class Gatherer:
    """Finds everything that could serve the demands of one dossier. ``hopeful``: open judgements are taken as
    answered in the applicant's favour, and missing values as filled in."""

    context: Context
    demands: Demands
    hopeful: bool
    selections: dict[str, Selection] = field(default_factory=dict)
    leaves: dict[str, tuple[str, Part]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for owner, part in self.demands.leaves():
            self.leaves[part.id] = (owner, part)
            self.selections[part.id] = self.context.select(part.clause)

    def supplies(self) -> list[Supply]:
        """Everything, in a fixed order: the dossier's own rows, its missing values, then what is new by kind."""
        return [*self.rows(), *self.record(), *self.new()]

    # -- rows there are
    # --------------------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Supply]:
        """The dossier's rows: alike ones together, those that something is missing from one by one."""
        alike: dict[tuple[tuple[Option, ...], bool, str | None], list[Row]] = {}
        for row, sure, open_ in self.by_row():
            owners, pinned = self.owners(row, sure, open_)
            forced = self.has_limits(sure)
            options = [Option(owner, self.shares(sure, row, owner)) for owner in owners]
            missing: list[Offer | None] = [None] * len(options)
            for owner in owners if self.hopeful and open_ else ():
                for offer in self.completions(row, open_, owner):
                    options.append(Option(owner, self.completed(sure, row, owner, offer)))
                    missing.append(offer)
            if len(missing) > len(owners):
                group = Group((row.id,), False, tuple(options), pinned, forced=forced)
                yield Supply(group, "fill", row.kind, row, tuple(missing))
            elif any(option.shares for option in options):
                alike.setdefault((tuple(options), forced, pinned), []).append(row)
        for (same, forced, pinned), rows in alike.items():
            group = Group(tuple(r.id for r in rows), False, same, pinned, forced=forced)
            yield Supply(group, "row", rows[0].kind, rows[0], (None,) * len(same))

    def by_row(self) -> Iterator[tuple[Row, list[str], list[str]]]:
        """Every row with the parts that read it as it is, and those that something could open it to."""
        sure: dict[str, list[str]] = defaultdict(list)
        open_: dict[str, list[str]] = defaultdict(list)
        rows: dict[str, Row] = {}
        for leaf, selection in self.selections.items():
            part = self.leaves[leaf][1]
            for row in (*selection.sure, *selection.undecided):
                rows[row.id] = row
            for row in selection.sure:
                sure[row.id].append(leaf)
                found = gain(part.test, row, self.context.vocabulary, high=True)
                if part.limit is None and (found.amount is None or found.fresh is None):
                    open_[row.id].append(leaf)
            for row in selection.undecided:
                # An upper bound counts whatever might count; a lower one only what surely does.
                if part.limit is not None:
                    sure[row.id].append(leaf)
                open_[row.id].append(leaf)
        dossier = self.context.dossier
        order = {r.id: i for i, r in enumerate((*dossier.achievements, *dossier.plan))}
        for name in sorted(rows, key=lambda n: (order.get(n, len(order)), n)):
            yield rows[name], sure[name], open_[name]

    def has_limits(self, leaves: list[str]) -> bool:
        """Whether an upper bound reads the row, which then can't be left out of account."""
        return any(self.leaves[leaf][1].limit is not None for leaf in leaves)

    def owners(self, row: Row, sure: list[str], open_: list[str]) -> tuple[list[str], str | None]:
        """The categories a row may be claimed under (``""``: none), and the one it leaves only when released."""
        dossier, categories = self.context.dossier, self.demands.categories
        serves = {self.leaves[leaf][0] for leaf in (*sure, *open_)}
        may = [name for name in categories if name in serves]
        nowhere = [""] if "" in serves or not categories else []
        stated = dossier.claims.get(row.id) if categories else None
        if stated is not None:
            if stated not in may:
                return nowhere, None
            capped = any(p.most is not None for p in categories[stated].walk())
            return ([*may, *nowhere], stated) if capped and not dossier.claims_submitted else ([stated], None)
        if dossier.claims_submitted or row.kind not in self.claimable_kinds():
            return nowhere, None
        return [*may, *nowhere], None

    def claimable_kinds(self) -> set[str]:
        """Kinds whose rows are claimed: achievements, not standing."""
        return {kind.name for kind in self.context.vocabulary.achievements}

    def shares(self, leaves: list[str], row: Row, owner: str) -> tuple[Share, ...]:
        """What a row brings as it is, claimed under ``owner``."""
        out = []
        for leaf in leaves:
            its, part = self.leaves[leaf]
            if its in ("", owner):
                found = gain(part.test, row, self.context.vocabulary, high=part.limit is not None)
                out.append(Share(leaf, found, found))
        return tuple(out)

    def completed(self, leaves: list[str], row: Row, owner: str, offer: Offer) -> tuple[Share, ...]:
        """What a row brings once ``offer`` is taken up."""
        kept = [s for s in self.shares(leaves, row, owner) if s.leaf not in offer.gains and s.leaf not in offer.avoids]
        return (*kept, *(Share(leaf, found, found) for leaf, found in offer.gains.items()))

    def completions(self, row: Row, open_: list[str], owner: str) -> list[Offer]:
        """What missing values and open judgements of one row could add, claimed under ``owner``."""
        kind = self.context.vocabulary.kinds[row.kind]
        elements = []
        for leaf in open_:
            its, part = self.leaves[leaf]
            if its in ("", owner):
                waiting = row in self.selections[leaf].waiting
                elements.append(self.element(part, kind, planned=row.planned, judged=waiting))
        known = row.values if kind.is_standing else {**row.values, "kind": row.kind}
        subject = Subject(self.context, kind.name, self.fields(kind), known, _missing(row, kind))
        return offers(subject, [e for e in elements if e.ways], {})

    # -- missing in the applicant's record
    # -------------------------------------------------------------------------------

    def record(self) -> Iterator[Supply]:
        """What filling in the applicant's own record could meet."""
        if not self.hopeful or not self.demands.open_record:
            return
        context = self.context
        roots = [*self.demands.categories.values(), *self.demands.parts]
        parts = {p.id: p for root in roots for p in root.walk() if p.id in self.demands.open_record}
        known = dict(context.record)
        own = context.vocabulary.organisation
        free = frozenset(
            n for n, f in own.items() if known.get(n) is UNKNOWN or (f.type in OPEN_WHEN_EMPTY and known.get(n) is None)
        )
        subject = Subject(context, ORGANISATION_KIND, own, known, free)
        elements = [Element(parts[n], _ways(self.demands.open_record[n])) for n in parts]
        for together in _sharing(elements):
            found = offers(subject, together, {})
            if found:
                options = tuple(Option("", tuple(Share(leaf, g, g) for leaf, g in o.gains.items())) for o in found)
                group = Group((), False, options, most=1)
                yield Supply(group, "organisation", ORGANISATION_KIND, None, tuple(found))

    # -- rows still to come
    # ----------------------------------------------------------------------------------------------

    def new(self) -> Iterator[Supply]:
        """New rows: of every kind that some clause reads, done or planned, under every category that could use them."""
        vocabulary = self.context.vocabulary
        for kind in (*vocabulary.achievements, *vocabulary.standing):
            if kind.is_standing and (not self.hopeful or kind.name in self.context.dossier.standing):
                continue
            for planned in (False,) if kind.is_standing else (False, True):
                leaves = [n for n, (_, part) in self.leaves.items() if self.could_read(part, kind, planned=planned)]
                owners = sorted({self.leaves[n][0] for n in leaves} | {""}, key=["", *self.demands.categories].index)
                for owner in owners if leaves or self.lists(kind) else ():
                    yield from self.of_kind(kind, owner, leaves, planned=planned)

    def could_read(self, part: Part, kind: Kind, *, planned: bool) -> bool:
        """Whether a part reads rows of a kind, done or planned."""
        test = part.test
        return reads(test, kind) and side(test, self.context, planned=planned) and test.whose == "organisation"

    def of_kind(self, kind: Kind, owner: str, leaves: list[str], *, planned: bool) -> Iterator[Supply]:
        """New rows of one kind, claimed under ``owner``."""
        here = [n for n in leaves if self.leaves[n][0] in ("", owner)]
        elements = [self.element(self.leaves[n][1], kind, planned=planned, judged=True) for n in here]
        lists = [] if planned else self.lists(kind)
        names = NAMES if self.asked() else 0
        all_fields = self.fields(kind)
        known = {} if kind.is_standing else {"kind": kind.name}
        free = frozenset(all_fields) - set(known)
        subject = Subject(self.context, kind.name, all_fields, known, free, is_new=True, names=names)
        act: Act = "record" if kind.is_standing else ("plan" if planned else "add")
        cost = 0 if kind.is_standing else self.context.programme.costs.get(kind.name, 1)
        for offer in offers(subject, [e for e in (*elements, *lists) if e.ways], self.partial()):
            if any(self.leaves[leaf][0] == owner for leaf in offer.gains) or (offer.brings and not owner):
                shares = [Share(leaf, found, found) for leaf, found in offer.gains.items()]
                # An upper bound that the row can't be sure to stay out of counts it.
                limits = (self.leaves[n][1] for n in here if self.leaves[n][1].limit is not None)
                shares += [Share(p.id, over, over) for p in limits if p.id not in offer.avoids for over in (_over(p),)]
                most = min(REACH, max([1, *(self.useful(leaf, offer) for leaf in offer.gains)]))
                group = Group((), False, (Option(owner, tuple(shares)),), most=most)
                yield Supply(group, act, kind.name, None, (offer,), cost)

    def useful(self, leaf: str, offer: Offer) -> int:
        """How many rows of an offer a clause could ever use."""
        part, found = self.leaves[leaf][1], offer.gains[leaf]
        need = Decimal(part.need[0] or 0)
        each = part.test.each
        if part.test.how in ("count", "sum"):
            return 1 if found.amount is None else _times(need, Decimal(found.amount))
        if each is not None and found.names:
            return 1 if found.amount is None else _times(Decimal(each[1]), Decimal(found.amount))
        return 1 if found.fresh is None or found.names else _times(need, Decimal(found.fresh))

    def partial(self) -> dict[str, frozenset[Any]]:
        """By clause, the names that rows have towards an ``each``."""
        out: dict[str, frozenset[Any]] = {}
        for leaf, (_, part) in self.leaves.items():
            if part.test.each is not None:
                rows = self.selections[leaf].sure
                out[leaf] = frozenset(v for r in rows for v in values_of(r, part.test.reads[0]))
        return out

    # -- elements
    # --------------------------------------------------------------------------------------------------------

    def fields(self, kind: Kind) -> dict[str, Any]:
        """The fields of a kind, and ``kind`` itself where clauses read any kind."""
        vocabulary = self.context.vocabulary
        return dict(kind.fields) if kind.is_standing else {**vocabulary.kinds[ANY_KIND].fields, **kind.fields}

    def element(self, part: Part, kind: Kind, *, planned: bool, judged: bool) -> Element:
        """Counting under a part, or staying out of it where it sets an upper bound. ``judged``: where the clause asks a
        person, the answer is still to come."""
        test, context = part.test, self.context
        answer = context.answers(part.clause.id).get(None)
        asked = test.judge is not None and judged and answer is None
        if test.judge is not None and judged and answer is not None and not answer.answer:
            return Element(part, (Way(()),) if part.limit is not None else (), avoid=part.limit is not None)
        if part.limit is not None:
            ways = _ways(outside(test, kind, context, planned=planned))
            return Element(part, (*ways, *((Way((), judged=True),) if asked and self.hopeful else ())), avoid=True)
        least = part.need[0] if test.how == "max" else None
        found = counting(test, kind, context, planned=planned, at_least=least)
        baseline = part.clause.bound.baseline
        if baseline is not None and baseline.within is not None and not planned:
            # What raises the baseline with it gains nothing.
            found = all_of([found, before_or_after(context.windows[baseline.within], test.dated, kind)])
        return Element(part, self.answered(part, kind, found) if asked else _ways(found))

    def answered(self, part: Part, kind: Kind, found: Alternatives) -> tuple[Way, ...]:
        """The ways to count under a clause that asks a person: by what answers it without one, or by a yes."""
        judge = part.test.judge
        ways: tuple[Way, ...] = ()
        if judge is not None and judge.known is not None:
            known = alternatives(judge.known.expression, fields(part.test, kind, self.context))
            ways = _ways(all_of([found, known]))
        return (*ways, *(Way(c, judged=True) for c in found)) if self.hopeful else ways

    def asked(self) -> bool:
        """Whether some clause asks about a named list."""
        lists = self.context.programme.lists
        return any(
            part.test.where is not None and any(name in part.test.where.text for name in lists)
            for _, part in self.leaves.values()
        )

    def lists(self, kind: Kind) -> list[Element]:
        """Bringing a name into a named list that some clause asks about."""
        out = []
        for name, named in self.context.programme.lists.items() if self.asked() else ():
            ways = _ways(listing(named, kind, self.context))
            if ways:
                out.append(Element(None, ways, brings=name))
        return out


def _sharing(elements: list[Element]) -> list[list[Element]]:
    """Elements in groups that speak of no field in common, and so stand for themselves."""
    groups: list[tuple[set[str], list[Element]]] = []
    for element in elements:
        fields = {name for way in element.ways for condition in way.conditions for name in named_in(condition)}
        touched = [g for g in groups if g[0] & fields]
        merged = (fields.union(*(g[0] for g in touched)), [e for g in touched for e in g[1]] + [element])
        groups = [g for g in groups if g not in touched] + [merged]
    return [members for _, members in groups]


def _over(part: Part) -> Gain:
    """What a new row adds to an upper bound that it may fall under: one, or more than is allowed."""
    return Gain() if part.test.how == "count" else Gain(None, fresh=None if part.test.how != "sum" else 0)


def _ways(found: Alternatives) -> tuple[Way, ...]:
    return tuple(Way(conditions) for conditions in found)


def _times(need: Decimal, each: Decimal) -> int:
    return int((need / each).to_integral_value(ROUND_CEILING)) if each > 0 and need > 0 else 1


def _missing(row: Row, kind: Kind) -> frozenset[str]:
    """The fields of a row that are unknown, and so could be filled in."""
    out = set()
    for name, found in kind.fields.items():
        value = row.values.get(name)
        running = name == "until" and (kind.span == "state" or kind.state_when is not None)
        if value is UNKNOWN or (
            value is None and found.type in OPEN_WHEN_EMPTY and not found.absent_is_none and not running
        ):
            out.add(name)
    return frozenset(out)
