"""A programme as files: its own text, its clauses as data, a workbook to fill in."""

from __future__ import annotations

import functools

from juli.engines.policy.as_data import clause_data, json_text
from juli.engines.policy.rules import Clause, Programme
from juli.engines.policy.workbook import template
from juli.stages.calls.queries.rules import Unknown, programme_or_unknown
from juli.stages.calls.shelf import Shelf, shelf


def source(name: str) -> str:
    """The text of a programme file. Raises Unknown."""
    found = shelf()
    if name not in found.programmes:
        raise Unknown(name)
    return found.text(found.programmes[name])


def clauses(name: str, lang: str) -> str:
    """Every clause as JSON, nested as in the file. Raises Unknown."""
    found = shelf().programmes.get(name)
    if found is None:
        raise Unknown(name)

    def data(clause: Clause) -> dict[str, object]:
        return {
            **clause_data(clause, found, lang),
            "children": [data(c) for c in clause.children if not _refers(clause)],
        }

    out = {"programme": found.id, "digest": found.digest, "title": found.title.say(lang), "year": found.year}
    return json_text({**out, **{key: [data(c) for c in of] for key, of in _parts(found).items() if of}})


def workbook(name: str, lang: str) -> bytes:
    """A workbook to fill in for a call. Raises Unknown or ProgrammeUnusable."""
    found = shelf()
    return _workbook(found, programme_or_unknown(found, name).id, lang)


@functools.lru_cache(maxsize=16)
def _workbook(found: Shelf, name: str, lang: str) -> bytes:
    return template(found.programmes[name], found.vocabulary, lang)


def _refers(clause: Clause) -> bool:
    return getattr(clause.test, "refers", None) is not None


def _parts(p: Programme) -> dict[str, tuple[Clause, ...]]:
    return {
        "conditions": p.applicants.conditions,
        "limits": p.applicants.limits,
        "exclusions": p.exclusions,
        "categories": p.categories,
        "qualification": () if p.qualification is None else (p.qualification,),
        "tracks": tuple(c for t in p.tracks for c in (*t.conditions, *t.exclusions, *t.targets)),
        "commitments": p.commitments,
        "targets": p.targets,
        "duties": tuple(d.clause for d in p.duties),
        "attachments": tuple(a.clause for a in p.attachments),
        "indicators": p.indicators,
    }
