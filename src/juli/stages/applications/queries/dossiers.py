"""An application as the engine judges it: the ledger and the record, with what this application says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Dossier, Row
from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.applications import claims
from juli.stages.applications.form import judged
from juli.stages.applications.form.layout import Part
from juli.stages.applications.form.promises import planned
from juli.stages.applications.models import Application, Material
from juli.stages.calls.rulebook import Rules
from juli.stages.ledger.queries import dossiers


def of(
    application: Application,
    rules: Rules,
    at: dt.datetime,
    parts: Sequence[Part],
    answers: Mapping[str, Any],
    materials: Sequence[Material],
    **rest: Any,
) -> Dossier:
    """The dossier of an application on the day of ``at``, its claims included; ``rest`` are further parts.

    Raises DossierUnusable where the ledger or the record do not hold together.
    """
    day = at.astimezone(BEIJING).date()
    given = {
        "application": {
            "day": day.isoformat(),
            "tracks": list(application.tracks),
            "choices": application.choices,
            "joint": application.joint,
        },
        "documents": [_document(m) for m in materials if m.attachment],
        **rest,
    }
    found = dossiers.dossier(application.organisation, application.applicant_type, **given)
    found = replace(found, form=judged.form(parts, answers, places(materials)))
    plan = tuple(plan_of(application, rules, rules.judge.context(found, day), parts, answers))
    return replace(found, plan=plan, **claims.terms(application, rules.programme, answers, plan))


def plan_of(
    application: Application, rules: Rules, context: Context, parts: Sequence[Part], answers: Mapping[str, Any]
) -> list[Row]:
    """The planned rows that the application's plan and targets promise."""
    rows: list[Row] = []
    for part in parts:
        if part.origin in {"plan", "targets"}:
            interval = context.windows_planned.get(part.section.within or "")
            end = None if interval is None or interval.end == dt.date.max else interval.end
            tracks = tuple(application.tracks)
            rows += planned(
                rules.programme, part.section, answers.get(part.id), application.applicant_type, tracks, end
            )
    return rows


def places(materials: Sequence[Material]) -> judged.Places:
    """The places of the form that hold files."""
    return frozenset((m.section, m.field, m.row, m.column) for m in materials if m.section)


def _document(material: Material) -> dict[str, Any]:
    said = {
        "id": material.attachment,
        "year": material.year,
        "achievement": material.achievement or None,
        "date": material.dated.isoformat() if material.dated else None,
        "valid_until": material.valid_until.isoformat() if material.valid_until else None,
        # What the applicant does not say is for the eye at screening.
        "sealed": material.sealed or None,
        "type": material.link.file.kind,
    }
    return {key: value for key, value in said.items() if value is not None}
