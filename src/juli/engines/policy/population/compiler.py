"""A programme compiled to SQL: one query, one line per organisation, with every clause's status, least and greatest.

    rows KIND    the rows of a kind that may count, their conditions computed once      (one for each kind read)
    totals KIND  their aggregates                                                       (joined last)
    facts        one line per organisation: totals, answers, record
    layer N      clauses decided by those below

The tree is built of sqlglot expressions and rendered for a dialect only at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.bounds import Overrides, bounds_under
from juli.engines.policy.population.columns import KEY, ORGANISATIONS
from juli.engines.policy.population.compiled import MET, OPEN, ROOT, UNMET, Compiled, Outcome, column_of
from juli.engines.policy.population.documents import HANDED_IN, Attachments, duty_node
from juli.engines.policy.population.indicators import indicator_nodes
from juli.engines.policy.population.measures import BASE, Measures
from juli.engines.policy.population.nodes import TYPE, Node, Tree, calendar_alias, is_type
from juli.engines.policy.population.packing import PACKED, Packing
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.pooling import EVERYONE
from juli.engines.policy.population.relations import Ctes, called, key, left_join, on_key, reads, select
from juli.engines.policy.population.root import verdict
from juli.engines.policy.population.rows import CALENDAR, Sources
from juli.engines.policy.population.spans import SPANS, Timeline
from juli.engines.policy.rules import Apart, Clause, Holds, Judged, KOf, Programme

#: Why a clause doesn't compile: it stands on the joint assignment of exclusive claims, or is an indicator without rows.
JOINT, NO_ROWS = "joint", "no rows"


def compilable(programme: Programme) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The ids of the clauses that compile, and for each other one why it doesn't."""
    reasons = {}
    if programme.exclusive_claims and programme.qualification is not None:
        below = _written_below(programme.qualification)
        reasons.update({c.id: JOINT for c in below if any(_refers(inner) for inner in _written_below(c))})
    for indicator in programme.indicators:
        own = [c for c in indicator.walk() if isinstance(c.test, Holds | Judged | Apart)]
        reasons.update({c.id: NO_ROWS for c in indicator.walk() if any(inner in own for inner in c.walk())})
    return tuple(name for name in programme.clauses if name not in reasons), reasons


def compile_programme(
    programme: Programme,
    timeline: Timeline,
    *,
    overrides: Sequence[Overrides] = (),
    readings: Mapping[str, str] | None = None,
    claimed: bool = False,
    empty: frozenset[str] = frozenset(),
    only_statuses: bool = False,
) -> Compiled:
    """Compile ``programme`` as it is, and once more for each of ``overrides`` (by clause, the numbers in place of
    its own).

    ``timeline`` holds the anchors that occur, ``readings`` picks the reading that decides, ``claimed`` says that the
    population holds claims, kinds that are ``empty`` have no rows in it; ``only_statuses`` makes a query that has no
    bounds and takes half the time. Raises UnknownOverride when an override names no clause, or a bound that the clause
    lacks.
    """
    _, reasons = compilable(programme)
    is_plan = programme.what == "plan"
    timeline = timeline.by_year() if is_plan else timeline
    sources = Sources(programme, timeline, claimed, _owners(programme), pooled=is_plan, empty=empty)
    tree = Tree(Measures(sources), readings or {}, Packing() if only_statuses and not is_plan else None)
    attachments = Attachments(tree)
    built = _Build(programme, tree, attachments, reasons)
    base = built.nodes({}, "")
    shown = [built.outcomes(base, "", {})]
    for i, change in enumerate(overrides, 1):
        clauses = programme.clauses
        known = {n: node for n, node in base.items() if n in clauses and not _touched(clauses[n], change)}
        shown.append(built.outcomes(built.nodes(change, f" #{i}", known), f" #{i}", change))
    ctes, last = _assembled(tree, attachments)
    uses_calendar = bool(tree.calendar_days) or any(
        alias.startswith(f"{CALENDAR} ") for r in sources.relations.values() for alias in r.joins
    )
    variants, ceilings = zip(*shown, strict=True)
    return Compiled(programme, ctes, last, variants, ceilings, reasons, uses_calendar, ctes.asks_spans)


@dataclass(frozen=True)
class _Build:
    programme: Programme
    tree: Tree
    attachments: Attachments
    reasons: Mapping[str, str]

    def nodes(self, overrides: Overrides, suffix: str, known: Mapping[str, Node] | None = None) -> dict[str, Node]:
        """Every clause that compiles, by id."""
        bounds = bounds_under(self.programme, overrides)
        documents = {a.clause.id: a for a in self.programme.attachments}
        duties = {
            d.clause.id: d for d in (*self.programme.duties, *(d for t in self.programme.tracks for d in t.duties))
        }
        out: dict[str, Node] = dict(known or {})
        for indicator in self.programme.indicators:
            if indicator.id not in self.reasons and indicator.id not in out:
                out.update({n.clause.id: n for n in indicator_nodes(indicator, self.tree, bounds, suffix)})
                out.update({m.id: self.tree.node(m, bounds, suffix, out) for m in indicator.measures})
        for name, clause in self.programme.clauses.items():
            if name in self.reasons or name in out:
                continue
            if name in documents:
                out[name] = self.attachments.node(documents[name])
            elif name in duties:
                out[name] = duty_node(duties[name], self.tree)
            else:
                out[name] = self.tree.node(clause, bounds, suffix, out)
        return out

    def outcomes(
        self, nodes: Mapping[str, Node], suffix: str, overrides: Overrides
    ) -> tuple[dict[str, Outcome], dict[str, Outcome]]:
        """Every node as the last layer shows it, with the root, and the ceilings of those that don't compile."""
        presence = dict(_presence(self.programme))

        def outcome(node: Node) -> Outcome:
            types = presence.get(node.clause.id)
            there = planes.ONE if types is None else planes.bit(is_type(types))
            return Outcome(node.status, there, node.low, node.high)

        out = {name: outcome(node) for name, node in nodes.items()}
        if self.programme.what == "plan":
            return out, {}
        ceilings = self._ceilings(nodes, suffix, overrides)
        everything = {**nodes, **ceilings}
        top = max((n.height for n in everything.values()), default=1)
        root = verdict(self.programme, self.tree, everything)
        stored = (
            self.tree.put(top, f"{ROOT} {n}{suffix}", e) for n, e in zip(("surely", "possibly"), root, strict=True)
        )
        out[ROOT] = Outcome(Status(*stored), planes.ONE)
        return out, {name: outcome(node) for name, node in ceilings.items()}

    def _ceilings(self, nodes: Mapping[str, Node], suffix: str, overrides: Overrides) -> dict[str, Node]:
        """What stands on a joint assignment, with every category taking all it could: at best open, surely unmet."""
        names = [name for name, reason in self.reasons.items() if reason == JOINT]
        bounds = bounds_under(self.programme, overrides)
        clauses = [self.programme.clauses[name] for name in names]
        if any(bounds(clause).at_most is not None for clause in clauses):
            # Fewer may be better, so that taking all is no ceiling.
            return {c.id: Node(c, planes.OPEN, sql.null(), sql.null(), 1) for c in clauses}
        alone = {c.id: self.tree.node(c, bounds, f" alone{suffix}", nodes) for c in clauses}
        return {
            name: node if node.status is None else node._replace(status=Status(planes.ZERO, node.status.possible))
            for name, node in alone.items()
        }


def _owners(programme: Programme) -> Mapping[str, str]:
    if not programme.exclusive_claims:
        return {}
    return {c.id: top.id for top in programme.categories for c in _all(top)}


def _all(clause: Clause) -> Iterator[Clause]:
    for found in clause.walk():
        yield found
        for measure in found.measures:
            yield from _all(measure)


def _presence(programme: Programme) -> Iterator[tuple[str, frozenset[str] | None]]:
    """For which applicant types a clause is there: those of all the clauses that it stands under."""
    below = {id(c) for top in programme.clauses.values() for c in (*top.measures, *_own_children(top))}
    for name, clause in programme.clauses.items():
        if id(clause) not in below:
            yield from _presence_under(clause, None, name)


def _own_children(clause: Clause) -> tuple[Clause, ...]:
    """The clauses written below this one (not those it refers to)."""
    return () if _refers(clause) else clause.children


def _presence_under(
    clause: Clause, above: frozenset[str] | None, name: str
) -> Iterator[tuple[str, frozenset[str] | None]]:
    own = clause.applies_to
    types = own if above is None else above if own is None else above & own
    yield name, types
    for child in (*_own_children(clause), *clause.measures):
        yield from _presence_under(child, types, child.id)


def _written_below(clause: Clause) -> Iterator[Clause]:
    """A clause and all that are written below it."""
    yield clause
    for child in _own_children(clause):
        yield from _written_below(child)


def _refers(clause: Clause) -> bool:
    return isinstance(clause.test, KOf) and clause.test.refers is not None


def _touched(clause: Clause, overrides: Overrides) -> bool:
    return any(c.id in overrides for c in clause.walk())


def _everyone() -> exp.Subquery:
    """One line that stands for all organisations."""
    columns = [sql.alias(sql.value(EVERYONE), KEY), sql.alias(sql.value(""), TYPE)]
    return exp.Subquery(this=select(*columns), alias=called(BASE))


def _assembled(tree: Tree, attachments: Attachments) -> tuple[Ctes, str]:
    """All subqueries in order, and the name of the last layer."""
    measures, sources = tree.measures, tree.measures.sources
    proofs = attachments.query()
    sources.add_answers()
    ctes = sources.ctes
    packed = tree.packing.query() if tree.packing is not None else None
    for names in measures.names.values():
        names.prepare()
    for relation in sources.relations.values():
        ctes.add(relation.rows_name, relation.rows())
    for relation in sources.relations.values():
        if relation.aggregates:
            ctes.add(relation.totals_name, relation.totals())
    named = dict(query for n in measures.names.values() for query in n.queries())
    beside = {**measures.reached, **measures.extras, **named}
    for name, extra in beside.items():
        ctes.add(name, extra)
    if packed is not None:
        ctes.add(PACKED, packed)
    if proofs is not None:
        ctes.add(HANDED_IN, proofs)
    facts = select(key(BASE), sql.alias(sql.column("type", BASE), TYPE),
                   *(sql.alias(e, n) for n, e in tree.layers[0].items()))  # fmt: skip
    facts = facts.from_(_everyone() if sources.pooled else sql.table(ORGANISATIONS, BASE), copy=False)
    read = {c.table for e in tree.layers[0].values() for c in e.find_all(exp.Column)}
    if SPANS in read or any(reads(day, SPANS) for day in tree.calendar_days):
        facts = sources.anchored(facts, BASE)
    for name in (n for n in ctes.queries if n in read):
        facts = left_join(facts, sql.table(name), on_key(name, BASE))
    for i, day in enumerate(tree.calendar_days):
        on = sql.compare("==", sql.column("day", calendar_alias(i)), day)
        facts = left_join(facts, sql.table(CALENDAR, calendar_alias(i)), on)
    last = ctes.add("facts", facts)
    for i, layer in enumerate(tree.layers[1:], 1):
        query = select(exp.Star(), *(sql.alias(e, n) for n, e in layer.items())).from_(sql.table(last), copy=False)
        last = ctes.add(f"layer {i}", query)
    return ctes, last


__all__ = ["JOINT", "MET", "NO_ROWS", "OPEN", "ROOT", "UNMET", "Compiled", "Outcome", "column_of", "compilable",
           "compile_programme"]  # fmt: skip
