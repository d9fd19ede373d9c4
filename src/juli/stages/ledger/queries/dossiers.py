"""An organisation as the engine judges it: its record, its standing, its ledger, as one dossier."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.vocabulary import Kind, Vocabulary
from juli.registry.files.models import Attachment
from juli.stages.ledger.columns import entry, given
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Organisation, Standing
from juli.stages.organisations.vocabulary import vocabulary

#: The record's own word for the grade; nobody types it, it follows from the row of standing.
_GRADE: Final = "evaluation_grade"


def mapping(
    organisation: Organisation, applicant_type: str, *, today: dt.date | None = None, **rest: Any
) -> dict[str, Any]:
    """The dossier as its file would say it (design §5); ids of achievements are those of their rows.

    ``rest`` are further parts of the dossier: application, claims, judgements, plan … The day of its application, or
    else ``today``, tells whether the evaluation grade is valid.
    """
    words = vocabulary()
    said = rest.get("application") or {}
    day = dt.date.fromisoformat(str(said["day"])) if said.get("day") else today
    return {
        "organisation": _organisation(organisation, applicant_type, words, day),
        "achievements": _achievements(organisation, words),
        **{key: value for key, value in rest.items() if value is not None},
    }


def dossier(organisation: Organisation, applicant_type: str, **rest: Any) -> Dossier:
    """The dossier. Raises DossierUnusable where what is stored does not hold together, naming each place."""
    return dossier_from_mapping(mapping(organisation, applicant_type, **rest), organisation.name, vocabulary())


def _organisation(
    organisation: Organisation, applicant_type: str, words: Vocabulary, day: dt.date | None
) -> dict[str, Any]:
    code = organisation.uscc or (organisation.host.uscc if organisation.host else "") or ""
    standing = Standing.objects.filter(organisation=organisation, removed_at=None).order_by("pk")
    rows = list(standing.values_list("kind", "fields"))
    return told(organisation.name, code, organisation.record, organisation.complete, rows, applicant_type, words, day)


def told(
    name: str,
    code: str,
    record: Mapping[str, Any],
    complete: Iterable[str],
    standing: Iterable[tuple[str, Mapping[str, Any]]],
    applicant_type: str,
    words: Vocabulary,
    day: dt.date | None = None,
) -> dict[str, Any]:
    """An organisation as a dossier's file says it; ``record`` and the rows of ``standing`` as they are stored.

    ``complete``: the kinds of standing of which everything is known, also where there is none. The record's evaluation
    grade is that of its evaluation, where that is valid on ``day``: it is entered once.
    """
    standing = list(standing)
    said = {n: given(words.organisation[n], value) for n, value in record.items() if n in words.organisation}
    found = {"name": name, "type": applicant_type, **said}
    if _GRADE in words.organisation and (grade := _grade(standing, day)):
        found[_GRADE] = grade
    if code:
        found["uscc"] = code
    rows = defaultdict(list)
    for kind_name, fields in standing:
        rows[kind_name].append(fields)
    known = frozenset(complete)
    for kind in words.standing:
        if kind.key is not None and (kind.name in rows or kind.name in known):
            found[kind.key] = _standing(kind, rows[kind.name])
    return found


def _grade(standing: Iterable[tuple[str, Mapping[str, Any]]], day: dt.date | None) -> str:
    """The grade of the latest evaluation; empty where there is none, or where it has run out on ``day``."""
    fields = [said for kind, said in standing if kind == "evaluation"][-1:]
    until = fields[0].get("valid_until") if fields else None
    over = day is not None and until is not None and dt.date.fromisoformat(until) < day
    return str(fields[0].get("grade") or "") if fields and not over else ""


def work(row: Achievement, evidence: set[str], words: Vocabulary) -> dict[str, Any]:
    """An entry of the ledger as a dossier's file says it; ``evidence``: what its files are tagged as."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        **entry(row, words.kinds[row.kind].fields),
        "evidence": sorted(evidence & set(words.evidence)),
    }


def _standing(kind: Kind, rows: list[Mapping[str, Any]]) -> Any:
    found = [{name: given(kind.fields[name], value) for name, value in row.items()} for row in rows]
    return (found[-1] if found else None) if kind.one else found


def _achievements(organisation: Organisation, words: Vocabulary) -> list[dict[str, Any]]:
    found = Achievement.objects.filter(organisation=organisation, removed_at=None).order_by("date", "pk")
    rows = list(found)
    evidence = tags(rows)
    return [work(row, evidence[str(row.pk)], words) for row in rows]


def tags(rows: Iterable[Achievement]) -> dict[str, set[str]]:
    """What each achievement's files are tagged as proof of, by the row's id; every row has an entry."""
    found: dict[str, set[str]] = {str(row.pk): set() for row in rows}
    links = Attachment.objects.filter(subject_type="achievement", subject_id__in=list(found))
    for subject, tag in links.values_list("subject_id", "tag"):
        if tag:
            found[subject].add(tag)
    return found
