"""How complete several applications of one organisation are, in as many queries as for one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from juli.engines.policy.dossier import Application as Terms
from juli.engines.policy.dossier import Document
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.problems import DossierUnusable
from juli.stages.applications.form import judged
from juli.stages.applications.form.layout import parts
from juli.stages.applications.models import Answer, Application, Material
from juli.stages.applications.queries import checking, dossiers
from juli.stages.applications.starting import joint_applicants
from juli.stages.calls.rulebook import Rules
from juli.stages.ledger.queries import dossiers as ledgers


def shares(applications: Sequence[Application], rules: Mapping[int, Rules], at: dt.datetime) -> dict[int, int | None]:
    """Percent of the required parts that are done, by application; None where the ledger does not hold together.

    ``rules``: by call. The number is the one that the application's own page shows.
    """
    said: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(application__in=applications, value__isnull=False)
    for application, section, value in rows.values_list("application", "section", "value"):
        said[application][section] = value
    files: dict[int, list[Material]] = defaultdict(list)
    for material in Material.objects.filter(application__in=applications).select_related("link__file"):
        files[material.application_id].append(material)
    ledger: dict[str, Any] = {}
    found: dict[int, int | None] = {}
    for row in applications:
        if row.applicant_type not in ledger:
            try:
                ledger[row.applicant_type] = ledgers.dossier(row.organisation, row.applicant_type)
            except DossierUnusable:
                ledger[row.applicant_type] = None
        base = ledger[row.applicant_type]
        found[row.pk] = None
        if base is not None:
            given = _known(row, rules[row.call_id], at, base, said[row.pk], files[row.pk])
            found[row.pk] = checking.check(given).share
    return found


def _known(
    row: Application, rules: Rules, at: dt.datetime, base: Any, said: Mapping[str, Any], files: Sequence[Material]
) -> checking.Known:
    """What a check needs, out of what was read for all."""
    asked = parts(rules.programme, row.applicant_type, tuple(row.tracks))
    day = at.astimezone(BEIJING).date()
    terms = Terms(day=day, tracks=tuple(row.tracks), choices=row.choices, joint=tuple(joint_applicants(row.joint)))
    form = judged.form(asked, said, dossiers.places(files))
    documents = tuple(Document(**_document(material)) for material in files if material.attachment)
    dossier = replace(base, application=terms, documents=documents, form=form)
    plan = tuple(dossiers.plan_of(row, rules, rules.judge.context(dossier, day), asked, said))
    dossier = replace(dossier, plan=plan)
    return checking.Known(row, rules, asked, said, files, dossier, rules.judge.context(dossier, day), day)


def _document(material: Material) -> dict[str, Any]:
    return {
        "id": material.attachment,
        "year": material.year,
        "achievement": material.achievement or None,
        "date": material.dated,
        "valid_until": material.valid_until,
        "sealed": material.sealed or None,
        "type": material.link.file.kind,
    }
