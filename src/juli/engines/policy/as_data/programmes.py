"""Programmes, their clauses and what sets two of them apart, as plain data."""

from __future__ import annotations

from collections.abc import Iterable

from juli.engines.policy.as_data.exact import Data, number_data, said
from juli.engines.policy.blocks import Content
from juli.engines.policy.describe import evidence_if_words, moment_words, rule, window_rule
from juli.engines.policy.difference import ClauseChange, Difference
from juli.engines.policy.rules import Clause, Points, Programme


def clause_data(clause: Clause, programme: Programme, lang: str) -> Data:
    """What a clause says, without an answer."""
    return {
        "id": clause.id,
        "label": clause.label.say(lang),
        "cite": clause.cite,
        "req": list(clause.req),
        "for": None if clause.applies_to is None else sorted(clause.applies_to),
        "rule": rule(clause, programme).say(lang),
        "note": said(clause.note, lang),
        "assumption": clause.assumption,
        "unit": said(clause.unit, lang),
    }


def programme_data(programme: Programme, lang: str) -> Data:
    """Everything a programme asks, clause by clause."""
    p = programme

    def trees(clauses: Iterable[Clause]) -> list[Data]:
        return [clause_tree(c, p, lang) for c in clauses]

    return {
        "id": p.id,
        "title": p.title.say(lang),
        "what": p.what,
        "year": p.year,
        "programme": p.family,
        "previous": p.previous,
        "digest": p.digest,
        "windows": {
            name: {"label": w.label.say(lang), "cite": w.cite, "req": list(w.req), "rule": window_rule(w).say(lang)}
            for name, w in p.windows.items()
        },
        "dates": {name: moment_words(d).say(lang) for name, d in p.dates.items()},
        "applicants": {
            "types": list(p.applicants.types),
            "one_per": p.applicants.one_per,
            "conditions": trees(p.applicants.conditions),
            "limits": trees(p.applicants.limits),
        },
        "exclusions": trees(p.exclusions),
        "groups": [{"id": g.id, "label": g.label.say(lang)} for g in p.groups],
        "categories": trees(p.categories),
        "exclusive_claims": p.exclusive_claims,
        "qualification": None if p.qualification is None else clause_tree(p.qualification, p, lang),
        "tracks": [
            {
                "id": t.id,
                "label": t.label.say(lang),
                "note": said(t.note, lang),
                "content": _content(t.content, lang),
                "conditions": trees(t.conditions),
                "exclusions": trees(t.exclusions),
                "targets": trees(t.targets),
                "duties": trees(d.clause for d in t.duties),
            }
            for t in p.tracks
        ],
        "commitments": trees(p.commitments),
        "targets": trees(p.targets),
        "duties": trees(d.clause for d in p.duties),
        "points": None if p.points is None else _points_table(p.points),
        "attachments": trees(a.clause for a in p.attachments),
        "indicators": trees(p.indicators),
        "stages": [] if p.workflow is None else [s.name for s in p.workflow.stages],
        "remarks": [
            {
                "where": [w.say(lang) for w in r.where],
                "cite": r.cite,
                "note": said(r.note, lang),
                "assumption": r.assumption,
            }
            for r in p.remarks
        ],
    }


def clause_tree(clause: Clause, programme: Programme, lang: str) -> Data:
    """A clause with all below it; children that stand elsewhere (categories, a group) by their ids."""
    refers = getattr(clause.test, "refers", None)
    return {
        **clause_data(clause, programme, lang),
        "group": clause.group,
        "content": _content(clause.content, lang),
        "evidence": [list(e) for e in clause.evidence],
        "evidence_if": [w.say(lang) for w in evidence_if_words(clause, programme)],
        "evidence_optional": list(clause.evidence_optional),
        "refers": None if refers is None else [c.id for c in clause.children],
        "children": [] if refers is not None else [clause_tree(c, programme, lang) for c in clause.children],
        "measures": [clause_tree(m, programme, lang) for m in clause.measures],
    }


def _content(content: Content | None, lang: str) -> Data | None:
    return None if content is None else {"label": said(content.label, lang), "note": said(content.note, lang)}


def _points_table(points: Points) -> Data:
    items = [
        {
            "clause": i.clause,
            "base": number_data(i.base),
            "each": number_data(i.each),
            "over": number_data(i.over),
            "up_to": number_data(i.up_to),
        }
        for i in points.items
    ]
    return {
        "assumption": points.assumption,
        "rank": points.rank,
        "plan_worth": number_data(points.plan_worth),
        "ties": list(points.ties),
        "of": items,
    }


def difference_data(difference: Difference, lang: str) -> Data:
    """What sets one edition apart from another; clauses that are the same are left out."""
    return {
        "old": difference.old.id,
        "new": difference.new.id,
        "clauses": [_change(c, difference, lang) for c in difference.clauses if c.change != "same"],
        "terms": [{"name": t.name.say(lang), "old": t.old.say(lang), "new": t.new.say(lang)} for t in difference.terms],
        "counts": {
            change: difference.count(change)
            for change in ("added", "dropped", "tightened", "loosened", "changed", "reworded", "same")
        },
    }


def _change(change: ClauseChange, difference: Difference, lang: str) -> Data:
    sides = {
        "old": None if change.old is None else clause_data(change.old, difference.old, lang),
        "new": None if change.new is None else clause_data(change.new, difference.new, lang),
    }
    clause = change.new or change.old
    return {
        "id": clause.id if clause is not None else None,
        "section": change.section,
        "depth": change.depth,
        "change": change.change,
        **sides,
        "aspects": [
            {"name": a.name, "old": a.old.say(lang), "new": a.new.say(lang), "direction": a.direction}
            for a in change.aspects
        ],
    }
