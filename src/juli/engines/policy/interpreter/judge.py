"""The whole verdict: what decides, the branches beside it, the joint assignment, both sides of verification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.findings import find, may_note
from juli.engines.policy.interpreter.form import form_node
from juli.engines.policy.interpreter.given import (
    applicant_node,
    attachment_node,
    choice_nodes,
    combination_node,
    date_nodes,
    duty_node,
    given,
    group,
    joint_node,
    paper_node,
)
from juli.engines.policy.interpreter.joint import Joint, judge_jointly, judge_qualification
from juli.engines.policy.interpreter.leaves import Allowed
from juli.engines.policy.interpreter.simple import Simple, simple_clauses
from juli.engines.policy.interpreter.trees import Walker, all_of
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import DossierUnusable, Place, Problem, nearest
from juli.engines.policy.rules import Clause, Programme
from juli.engines.policy.selectors import Selectors
from juli.engines.policy.verdict import Finding, Node, PointsState, Status, Verdict, Verified
from juli.engines.policy.wording import STATUS, finding

Branches = dict[str, tuple[Node, ...]]


class Judge:
    """A programme made ready to judge any number of dossiers."""

    def __init__(self, programme: Programme, calendar: Calendar) -> None:
        if programme.what == "plan":
            text = told("{} is a plan: it has indicators, and judges no single organisation", programme.id)
            remedy = told("use `juli indicators`")
            raise DossierUnusable([Problem(Place(programme.id), text, remedy)])
        self.programme, self.calendar = programme, calendar
        self.selectors = Selectors(programme)
        self.simple = simple_clauses(programme, self.selectors)
        self.untouched: dict[str, Node] = {}

    def context(self, dossier: Dossier, as_of: dt.date, *, verified: bool = False) -> Context:
        """Everything the clauses read, resolved for one dossier."""
        return Context(self.selectors, dossier, as_of, self.calendar, verified=verified)

    def verdict(
        self, dossier: Dossier, as_of: dt.date, readings: Mapping[str, str] | None = None, *, trace: bool = True
    ) -> Verdict:
        """The verdict on one dossier (language §3). ``readings`` picks readings by clause id; with ``trace`` off, only
        what decides and the categories are judged, without findings.

        Raises DossierUnusable when the dossier names a track or a category that the programme doesn't have.
        """
        if dossier.claims or dossier.application.tracks:
            check_names(self.programme, dossier)
        chosen = dict(readings or {})
        declared = _Side(self.programme, self.context(dossier, as_of), chosen, self.untouched, self.simple)
        verified = None
        if dossier.verifications:
            context = self.context(dossier, as_of, verified=True)
            verified = _Side(self.programme, context, chosen, self.untouched, self.simple)
        branches = declared.branches() if trace else {}
        children, categories = declared.children, declared.categories
        if verified is not None:
            # Tree beside tree: a category stands by itself and, on the assignment, under the qualification.
            children = _beside_all(children, verified.children)
            categories = _beside_all(categories, verified.categories)
            others = verified.branches() if trace else {}
            branches = {name: _beside_all(nodes, others.get(name, ())) for name, nodes in branches.items()}
        context = declared.context
        return Verdict(
            programme=self.programme,
            organisation=dossier.name,
            as_of=as_of,
            application_date=context.anchors.application,
            status=all_of(children),
            children=children,
            categories=categories,
            branches=branches,
            assignment=declared.joint.assignment if declared.joint else None,
            points=declared.points,
            verified_status=all_of(verified.children) if verified else None,
            verified_points=verified.points if verified else None,
            findings=self._findings(declared, branches, chosen) if trace else (),
        )

    def _findings(self, side: _Side, branches: Branches, chosen: Mapping[str, str]) -> tuple[Finding, ...]:
        if not (self.selectors.is_noted or may_note(side.context, side.joint)):
            return ()
        roots = (*side.categories, *side.children, *(n for nodes in branches.values() for n in nodes))
        status = all_of(side.children)
        out = list(find(self.programme, side.context, roots, side.joint))
        readings = (n for n in side.walk() if n.reading is not None) if self.selectors.has_readings else ()
        for node in {n.clause.id: n for n in readings}.values():
            for child in node.children:
                if child.status == node.status or child.clause.id == node.reading:
                    continue
                other = self._status(side.context, {**chosen, node.clause.id: child.clause.id})
                if other != status:
                    label, reading, turns = node.clause.label, child.clause.label, STATUS[other]
                    out.append(finding("reading-decides", node.clause.id, label=label, other=reading, status=turns))
        return tuple(out)

    def _status(self, context: Context, readings: Mapping[str, str]) -> Status:
        """What the declared side comes to under other readings: rows once selected are not selected again."""
        return all_of(_Side(self.programme, context, readings, self.untouched, self.simple, whole=False).children)


def judge(
    programme: Programme,
    dossier: Dossier,
    *,
    as_of: dt.date,
    calendar: Calendar,
    readings: Mapping[str, str] | None = None,
) -> Verdict:
    """One dossier against one programme on one day. See ``Judge`` for many."""
    return Judge(programme, calendar).verdict(dossier, as_of, readings)


class _Side:
    """Declared or verified: the nodes of one context. Unless ``whole``, only its status is asked: there are no points
    and no assignment."""

    def __init__(
        self,
        programme: Programme,
        context: Context,
        readings: Mapping[str, str],
        untouched: dict[str, Node],
        simple: Mapping[str, Simple],
        *,
        whole: bool = True,
    ) -> None:
        self.programme, self.context = programme, context
        self.walker = Walker(context, readings, untouched, simple)
        self.joint: Joint | None = None
        self.points: PointsState | None = None
        walker = self.walker
        if programme.exclusive_claims and (context.dossier.claims or context.dossier.claims_submitted):
            found = [walker.node(c, self.claimed(c)) for c in programme.categories if walker.applies(c)]
            self.categories = tuple(found)
        else:
            self.categories = walker.all(programme.categories)
        qualification = self.qualified(whole=whole)
        self.children = tuple(self.deciding(qualification))

    def claimed(self, category: Clause) -> Allowed:
        """Which achievements a category may take, given the dossier's own claims."""
        dossier = self.context.dossier
        claims, id_ = dossier.claims, category.id
        default = "" if dossier.claims_submitted else id_
        return lambda achievement: claims.get(achievement, default) == id_

    def qualified(self, *, whole: bool) -> tuple[Node, ...]:
        """The qualification, on the joint assignment where claims are exclusive."""
        if not whole:
            found = judge_qualification(self.programme, self.context, self.walker, self.categories)
            return () if found is None else (found,)
        self.joint = judge_jointly(self.programme, self.context, self.walker, self.categories)
        self.points = self.joint.points
        return () if self.joint.qualification is None else (self.joint.qualification,)

    def deciding(self, qualification: tuple[Node, ...]) -> Iterator[Node]:
        p, dossier = self.programme, self.context.dossier
        application = dossier.application
        yield applicant_node(p, dossier.type)
        for clauses in (p.applicants.conditions, p.applicants.limits, p.exclusions):
            if clauses:
                yield from self.walker.all(clauses)
        yield from qualification
        if application.tracks:
            yield combination_node(p, application.tracks)
        if application.joint:
            yield joint_node(p, application.joint, application.tracks)
        for track in p.tracks:
            if track.id in application.tracks:
                yield from self.walker.all((*track.conditions, *track.exclusions))
                yield from choice_nodes(track, application.choices)

    def branches(self) -> Branches:
        """Everything that has a status of its own and changes nothing above it."""
        p, context, w = self.programme, self.context, self.walker
        chosen = context.dossier.application.tracks
        out: Branches = {}
        if p.attachments:
            out["attachments"] = tuple(attachment_node(a, context) for a in p.attachments if w.applies(a.clause))
        if p.dates:
            out["dates"] = tuple(date_nodes(p, context))
        if p.form:
            out["form"] = (form_node(p.form, context),)
        if p.paper:
            out["paper"] = (paper_node(p.paper, context),)
        if p.commitments:
            out["commitments"] = w.all(p.commitments)
        if p.targets or p.tracks:
            out["targets"] = (*w.all(p.targets), *(n for t in p.tracks for n in w.all(t.targets)))
        if p.duties or p.tracks:
            duties = (*p.duties, *(d for t in p.tracks for d in t.duties))
            out["duties"] = tuple(duty_node(d, context) for d in duties)
        if p.tracks:
            out["tracks"] = tuple(
                group(given(f"track.{t.id}", t.label, t.cite, t.req), w.all((*t.conditions, *t.exclusions)))
                for t in p.tracks
                if t.id not in chosen
            )
        return {name: nodes for name, nodes in out.items() if nodes}

    def walk(self) -> Iterator[Node]:
        """Every node that decides, and the categories."""
        for node in (*self.children, *self.categories):
            yield from node.walk()


def check_names(programme: Programme, dossier: Dossier) -> None:
    """Raises DossierUnusable when the dossier names tracks or categories that the programme doesn't have."""
    place = Place(dossier.name)
    tracks = [t.id for t in programme.tracks]
    problems = [
        Problem(place, told('application.tracks: no track "{}"', name), nearest(name, tracks))
        for name in dossier.application.tracks
        if name not in tracks
    ]
    categories = [c.id for c in programme.categories]
    for achievement, name in dossier.claims.items():
        if programme.exclusive_claims and name not in categories:
            problems.append(
                Problem(place, told('claims.{}: no category "{}"', achievement, name), nearest(name, categories))
            )
    if problems:
        raise DossierUnusable(problems)


def _beside_all(nodes: tuple[Node, ...], others: tuple[Node, ...]) -> tuple[Node, ...]:
    by_id = {n.clause.id: n for n in others}
    return tuple(_beside(n, by_id.get(n.clause.id)) for n in nodes)


def _beside(node: Node, other: Node | None) -> Node:
    """The node with its verified side, all the way down."""
    if other is None:
        return node
    return node._replace(
        children=_beside_all(node.children, other.children),
        measures=_beside_all(node.measures, other.measures),
        verified=Verified(other.status, other.actual, other.used),
    )
