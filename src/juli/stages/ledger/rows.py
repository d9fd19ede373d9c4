"""Typed values into the columns of an achievement, and what can be searched for in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from juli.engines.policy.vocabulary import Kind
from juli.stages.ledger.columns import COLUMNS
from juli.stages.ledger.entries import CLOSED, open_fields
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import kept

_TEXTS = {"title", "url", "shared_id"}
_PLAIN = {"date", "until", "year", "charged", "joint"}


def new(organisation: Organisation, kind: Kind, at: datetime) -> Achievement:
    """A row that is not saved yet."""
    return Achievement(organisation=organisation, kind=kind.name, created_at=at, changed_at=at, vocabulary=0)


def fill(row: Achievement, kind: Kind, values: Mapping[str, Any], at: datetime) -> None:
    """Put typed values into the row in place of those it has; what a person does not enter stays. Nothing is saved."""
    for name in COLUMNS:
        if name in CLOSED:
            continue
        value = values.get(name)
        if name in _TEXTS:
            setattr(row, name, value or "")
        elif name in _PLAIN:
            setattr(row, name, value)
        else:
            setattr(row, name, kept(kind.fields[name], value))
    entered = open_fields(kind)
    left = {name: value for name, value in row.fields.items() if name not in entered}
    own = {n: kept(kind.fields[n], v) for n, v in values.items() if n not in COLUMNS and n in entered}
    row.fields = left | {name: value for name, value in own.items() if value is not None}
    row.vocabulary = vocabulary().version
    row.changed_at = at
    row.words = words(row, kind)


def words(row: Achievement, kind: Kind) -> str:
    """Everything in a row that somebody may look for, in lower case."""
    said = [row.title, row.url, *_said(row.partners), *_said([link["platform"] for link in row.published or ()])]
    for name, value in row.fields.items():
        field = kind.fields.get(name)
        if field is None:
            continue
        if field.type in {"choice", "choices"}:
            codes = value if isinstance(value, list) else [value]
            said += [word for code in codes if code in field.choices for word in field.choices[code]]
        else:
            said += _said(value)
    return "\n".join(dict.fromkeys(filter(None, said))).casefold()


def _said(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def stored(row: Achievement) -> dict[str, Any]:
    """The row's values by field name as JSON keeps them, empty ones left out: what a form begins with."""
    found: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(row, name)
        if value not in (None, "", []):
            found[name] = value.isoformat() if name in {"date", "until"} else value
    own: dict[str, Any] = row.fields
    return found | own
