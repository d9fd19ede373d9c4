"""The programme's own status: applicant type, conditions, limits, exclusions, qualification and the tracks applied for
(``interpreter.judge`` in SQL)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from juli.engines.policy import blocks
from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.columns import choice_key
from juli.engines.policy.population.measures import BASE
from juli.engines.policy.population.nodes import TYPE, Node, Tree, gated
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.rules import Programme, Track


def verdict(programme: Programme, tree: Tree, nodes: Mapping[str, Node]) -> Status:
    """The conjunction of everything that decides; a clause that isn't in ``nodes`` (it doesn't compile) is left out."""
    applicants = programme.applicants
    always = [*applicants.conditions, *applicants.limits, *programme.exclusions]
    if programme.qualification is not None:
        always.append(programme.qualification)
    parts = [planes.of(sql.member(sql.column(TYPE), applicants.types))]
    parts += [gated(nodes[c.id], planes.MET) for c in always if c.id in nodes and nodes[c.id].status is not None]
    if programme.tracks:
        parts.append(_put(tree, "tracks fit", _combination(programme)))
    parts.append(_put(tree, "joint fit", _joint(programme)))
    for track in programme.tracks:
        applied = _put(tree, f"track {track.id}", _chosen(track.id)).sure
        found = [nodes[c.id] for c in (*track.conditions, *track.exclusions)]
        own = [gated(n, planes.MET) for n in found if n.status is not None]
        own += [_put(tree, f"track {track.id} {name}", e) for name, e in _choices(track)]
        parts.append(planes.where(applied, planes.all_of(own), planes.MET))
    return planes.all_of(parts)


def _put(tree: Tree, name: str, condition: Sql) -> Status:
    status = planes.of(condition)
    return Status(tree.put(0, f"{name} surely", status.sure), tree.put(0, f"{name} possibly", status.possible))


def _chosen(track: str) -> Sql:
    return sql.sure(sql.contains(sql.column("application_tracks", BASE), sql.value(track)))


def _combination(programme: Programme) -> Sql:
    """Whether the tracks of one application may stand together."""
    tracks = programme.tracks
    stated = any(t.combine_with for t in tracks)

    def may(a: Track, b: Track) -> bool:
        if b.id in a.exclusive or a.id in b.exclusive:
            return False
        return not stated or b.id in a.combine_with or a.id in b.combine_with

    clashes = [(a, b) for i, a in enumerate(tracks) for b in tracks[i + 1 :] if not may(a, b)]
    parts = [sql.negation(sql.all_of([_chosen(a.id), _chosen(b.id)])) for a, b in clashes]
    if not any(may(t, t) for t in tracks):
        chosen = sql.column("application_tracks", BASE)
        once = exp.ArrayDistinct(this=chosen, check_null=False)
        parts.append(sql.compare("==", sql.size(chosen), sql.size(once)))
    return sql.all_of(parts)


def _joint(programme: Programme) -> Sql:
    """Whether every joint applicant is of a type, and takes part in a piece, that the file allows."""
    rules: list[tuple[Sql, blocks.Joint]] = [(_chosen(t.id), t.joint) for t in programme.tracks if t.joint is not None]
    if programme.applicants.joint is not None:
        rules.append((sql.true(), programme.applicants.joint))

    def barred(body: Sql) -> Sql:
        clauses = sql.part(body, "clauses")
        ways = []
        for there, rule in rules:
            allowed = exp.Array(expressions=[sql.value(c) for c in rule.clauses])
            inside = [
                sql.compare(">", sql.size(clauses), sql.value(0)),
                exp.ArrayContainsAll(this=allowed, expression=clauses),
            ]
            types = sql.member(sql.part(body, "type"), rule.with_)
            ways.append(sql.all_of([there, types, *(inside if rule.clauses else ())]))
        return sql.negation(sql.sure(sql.any_of(ways)))

    bodies = sql.column("application_joint", BASE)
    left_over = sql.size(sql.lasting(bodies, barred))
    return sql.coalesce(sql.compare("==", left_over, sql.value(0)), sql.true())


def _choices(track: Track) -> Iterator[tuple[str, Sql]]:
    """What the track lets the applicant choose, chosen the right number of times; unknown while nothing is."""
    for name, values, exactly in track.choose:
        written = sql.entry(sql.column("application_choices", BASE), choice_key(track.id, name))
        picked = exp.Split(this=written, expression=sql.value(","))
        different = exp.ArrayDistinct(this=picked, check_null=False)
        allowed = exp.Array(expressions=[sql.value(v) for v in values])
        yield (
            name,
            sql.all_of(
                [
                    sql.compare("==", sql.size(different), sql.value(exactly)),
                    exp.ArrayContainsAll(this=allowed, expression=picked.copy()),
                ]
            ),
        )
