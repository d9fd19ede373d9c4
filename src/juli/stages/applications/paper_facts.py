"""What paper shows beside the typed answers: works of the ledger under their categories, files, documents.

A final version holds it, so that it prints the same whatever the ledger says later.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils import translation

from juli.engines.paper.forms.values import day
from juli.engines.paper.problems import Language
from juli.engines.policy.dossier import Row
from juli.engines.policy.vocabulary import Field
from juli.stages.applications.queries import checking
from juli.stages.applications.queries.checking import Known
from juli.stages.organisations.vocabulary_values import kept
from juli.stages.organisations.wording import shown

#: Facts of one piece of work that are printed beside it.
_MOST_FACTS: Final = 8


def facts(given: Known, language: Language = "zh") -> dict[str, Any]:
    """The facts as JSON, in the language of the paper. Raises DossierUnusable."""
    with translation.override("en" if language == "en" else "zh-hans"):
        return {
            "works": _works(given, language),
            "titles": _titles(given),
            "files": [
                {"section": m.section, "field": m.field, "row": m.row, "column": m.column, "name": m.link.name}
                for m in given.materials
                if m.section
            ],
            "documents": [
                {"attachment": a.clause.id, "year": m.year, "name": m.link.name, "pages": m.link.file.pages}
                for a in checking.applicable(given)
                for m in given.materials
                if m.attachment == a.clause.id
            ],
        }


def _works(given: Known, language: Language) -> list[dict[str, Any]]:
    """Works under their categories: as they are claimed, else as the categories stand on them."""
    if not any(part.origin == "claims" for part in given.parts):
        return []
    claims = given.dossier.claims
    rows = {row.id: row for row in given.dossier.achievements}
    found = []
    for node in given.rules.judge.verdict(given.dossier, given.day).categories:
        if claims:
            ids = [id_ for id_, category in claims.items() if category == node.clause.id]
        else:
            ids = list(dict.fromkeys(id_ for inner in node.walk() for id_ in inner.used))
        works = [_work(given, rows[id_], language) for id_ in ids if id_ in rows]
        if works:
            found.append({"category": node.clause.id, "works": works})
    return found


def _work(given: Known, row: Row, language: Language) -> dict[str, Any]:
    vocabulary = given.rules.programme.vocabulary
    days = [day(row.values[name], language) for name in ("date", "until") if row.values.get(name) is not None]
    fields = vocabulary.kinds[row.kind].fields
    said = [_fact(field, row, language) for name, field in fields.items() if name not in vocabulary.shared]
    return {
        "title": row.title,
        "when": "—".join(days) or str(row.values.get("year") or ""),
        "facts": ("；" if language == "zh" else "; ").join([text for text in said if text][:_MOST_FACTS]),
        "evidence": [name for name in vocabulary.evidence if name in row.evidence],
    }


def _fact(field: Field, row: Row, language: Language) -> str:
    value = row.values.get(field.name)
    text = shown(field, kept(field, value)) if value is not None else ""
    return f"{field.label.say(language)}{'：' if language == 'zh' else ': '}{text}" if text else ""


def _titles(given: Known) -> dict[str, str]:
    """What the achievements are called that the form's own fields name."""
    titles = {row.id: row.title for row in given.dossier.achievements}
    named: dict[str, str] = {}
    for part in given.parts:
        if part.shape == "table":
            columns = [c.id for c in part.section.columns if c.type == "achievement"]
            for row in given.answers.get(part.id) or ():
                named |= {row[c]: titles.get(row[c], row[c]) for c in columns if row.get(c)}
    return named
