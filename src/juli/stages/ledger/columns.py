"""How an achievement lies in its table: which of its fields are columns, and how a row is told as a file would.

How values become JSON and back is the organisations' ``vocabulary_values``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from juli.engines.policy.vocabulary import Field
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.vocabulary_values import given, kept

__all__ = ["COLUMNS", "entry", "given", "kept"]

#: The shared fields that are columns of their own; a kind's other fields lie in ``fields``.
COLUMNS: Final = (
    "title",
    "date",
    "until",
    "year",
    "fiscal_funding",
    "charged",
    "joint",
    "shared_id",
    "url",
    "partners",
    "published",
)


def entry(row: Achievement, fields: Mapping[str, Field]) -> dict[str, Any]:
    """What the row says, as a dossier's file would: field name → value, empty ones left out."""
    found = {name: getattr(row, name) for name in COLUMNS} | row.fields
    return {
        name: given(fields[name], value) for name, value in found.items() if name in fields and value not in (None, "")
    }
