"""What an application is judged on beside its own words: ledger, record, standing, evidence, rules; copied whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from juli.registry.canonical import canonical
from juli.registry.files.models import Attachment
from juli.stages.applications.models import Application, Material, RulesText, Version
from juli.stages.applications.ruling import Ruling
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Organisation, Standing

#: Columns of an achievement that a copy keeps, as they lie in the table; days as YYYY-MM-DD.
_COLUMNS: Final = (
    "kind", "title", "date", "until", "year", "fiscal_funding", "charged", "joint", "shared_id", "url", "partners",
    "published", "fields", "vocabulary", "version",
)  # fmt: skip
#: What a document is handed in as.
_TERMS: Final = (
    "attachment", "year", "achievement", "dated", "valid_until", "sealed", "section", "field", "row", "column",
)  # fmt: skip
#: Attachments looked up in one query.
_BATCH: Final = 500

#: Subject type and id → its files: tag, sha256, size, name.
Evidence = Mapping[tuple[str, str], list[dict[str, Any]]]


def judged_on(application: Application, version: Version, ruling: Ruling) -> dict[str, Any]:
    """The copy, as JSON (design §6: achievements, organisation record, evidence digests, the programme's text).

    Everything in the ledger is in it, claimed or not: which achievements count is decided on it later.
    """
    organisation = application.organisation
    achievements = list(Achievement.objects.filter(organisation=organisation, removed_at=None).order_by("pk"))
    standing = list(Standing.objects.filter(organisation=organisation, removed_at=None).order_by("pk"))
    materials = Material.objects.filter(application=application).select_related("link__file").order_by("pk")
    found = evidence(organisation, achievements, standing)
    return {
        "application": {
            "call": application.call.edition,
            "number": application.number,
            "version": version.number,
            "said": version.digest,
            "materials": [_material(row) for row in materials],
        },
        "organisation": _organisation(organisation, found),
        "standing": [
            {
                "id": row.pk,
                "kind": row.kind,
                "fields": row.fields,
                "source": row.source,
                "files": found["standing", str(row.pk)],
            }
            for row in standing
        ],
        "achievements": [
            {"id": row.pk, **_columns(row), "files": found["achievement", str(row.pk)]} for row in achievements
        ],
        "rules": {"digest": ruling.rules.digest, "amendment": ruling.rules.amendment},
    }


def evidence(
    organisation: Organisation,
    achievements: Iterable[Achievement],
    standing: Iterable[Standing],
) -> Evidence:
    """The files of an organisation, of each entry of its ledger and of each row of its standing."""
    wanted = {
        organisation.subject.type: [organisation.subject.id],
        "standing": [str(row.pk) for row in standing],
        "achievement": [str(row.pk) for row in achievements],
    }
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for kind, ids in wanted.items():
        for start in range(0, len(ids), _BATCH):
            links = Attachment.objects.filter(subject_type=kind, subject_id__in=ids[start : start + _BATCH])
            for link in links.select_related("file").order_by("subject_id", "tag", "file__digest"):
                said = {"tag": link.tag, "sha256": link.file.digest, "size": link.file.size, "name": link.name}
                found[kind, link.subject_id].append(said)
    return found


def kept_rules(ruling: Ruling, at: datetime) -> RulesText:
    """The text of the rules, kept once."""
    return RulesText.objects.get_or_create(digest=ruling.rules.digest, defaults={"text": ruling.text, "kept_at": at})[0]


def digest(value: Mapping[str, Any]) -> str:
    """The sha256 of a value's canonical JSON, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _organisation(organisation: Organisation, found: Evidence) -> dict[str, Any]:
    host = organisation.host
    return {
        "id": organisation.pk,
        "name": organisation.name,
        "uscc": organisation.uscc,
        "host": {"name": host.name, "uscc": host.uscc} if host else None,
        "record": organisation.record,
        "complete": organisation.complete,
        "version": organisation.version,
        "files": found[organisation.subject.type, organisation.subject.id],
    }


def _material(row: Material) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in _TERMS}
    said |= {name: value.isoformat() for name, value in said.items() if isinstance(value, date)}
    return {
        **said,
        "tag": row.link.tag,
        "sha256": row.link.file.digest,
        "size": row.link.file.size,
        "name": row.link.name,
    }


def _columns(row: Achievement) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in _COLUMNS}
    return {name: value.isoformat() if name in {"date", "until"} and value else value for name, value in said.items()}
