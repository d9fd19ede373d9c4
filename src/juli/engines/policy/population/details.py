"""What no column holds, as JSON text, so that a dossier comes back as it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from juli.engines.policy.dossier import Application, Dossier, JointApplicant, Verification
from juli.engines.policy.filters.evaluate import UNKNOWN

#: Parts of the application that columns of ``organisations`` hold.
_IN_COLUMNS = frozenset({"day", "contract", "opens", "publication", "tracks", "leader", "team"})


def dump(dossier: Dossier) -> str | None:
    """The JSON text of everything in ``dossier`` that the tables have no column for; None when there is nothing.

    Raises TypeError when a value is of a type that a dossier can't hold.
    """
    application = {
        f.name: getattr(dossier.application, f.name)
        for f in fields(Application)
        if f.name not in _IN_COLUMNS and getattr(dossier.application, f.name) != f.default
    }
    if not application.get("choices"):
        application.pop("choices", None)
    if "joint" in application:
        application["joint"] = [(j.name, j.type, j.clauses) for j in dossier.application.joint]
    closes = dossier.application.closes
    if "closes" in application and not isinstance(closes, datetime):
        del application["closes"]
    rest: dict[str, Any] = {
        "application": application,
        "verifications": [(v.achievement, v.act, dict(v.correct), v.by, v.on, v.reason) for v in dossier.verifications],
        "form": dossier.form,
    }
    rest = {key: value for key, value in rest.items() if value not in ({}, [], None) or (value == {} and key == "form")}
    return json.dumps(_coded(rest), ensure_ascii=False, sort_keys=True) if rest else None


def load(text: str | None) -> dict[str, Any]:
    """The keyword arguments of ``Dossier`` in ``text``; ``application`` is a mapping of ``Application``'s own."""
    if text is None:
        return {}
    rest: dict[str, Any] = _plain(json.loads(text))
    if "verifications" in rest:
        rest["verifications"] = tuple(Verification(*v) for v in rest["verifications"])
    application = rest.get("application", {})
    if "joint" in application:
        application["joint"] = tuple(JointApplicant(*j) for j in application["joint"])
    return rest


def _coded(value: Any) -> Any:
    if value is UNKNOWN:
        return {"$": "unknown"}
    if isinstance(value, Mapping):
        return {"$": "map", "of": {str(key): _coded(inner) for key, inner in value.items()}}
    if isinstance(value, tuple):
        return {"$": "tuple", "of": [_coded(inner) for inner in value]}
    if isinstance(value, list):
        return [_coded(inner) for inner in value]
    if isinstance(value, datetime | date):
        return {"$": "datetime" if isinstance(value, datetime) else "date", "of": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$": "number", "of": str(value)}
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"a dossier can't hold {value!r}; write a text, a number, a date, a list or a mapping of them")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    match value["$"]:
        case "map":
            return {key: _plain(inner) for key, inner in value["of"].items()}
        case "tuple":
            return tuple(_plain(inner) for inner in value["of"])
        case "datetime":
            return datetime.fromisoformat(value["of"])
        case "date":
            return date.fromisoformat(value["of"])
        case "number":
            return Decimal(value["of"])
    return UNKNOWN
