"""Which of the organisation's own lists helps to fill in which field of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from juli.engines.policy.vocabulary import Field
from juli.stages.ledger.models import Listed

_BY_NAME: Final[Mapping[str, str]] = {
    "enterprise": Listed.Register.ENTERPRISE,
    "enterprises": Listed.Register.ENTERPRISE,
    "adopters": Listed.Register.ENTERPRISE,
    "drafters": Listed.Register.ENTERPRISE,
    "members": Listed.Register.ENTERPRISE,
    "unit": Listed.Register.ENTERPRISE,
    "park": Listed.Register.PARK,
    "partners": Listed.Register.PARTNER,
    "domestic_party": Listed.Register.PARTNER,
    "foreign_party": Listed.Register.PARTNER,
}


def register_for(field: Field) -> str | None:
    """The list whose names fit the field; None where none does."""
    return _BY_NAME.get(field.name) if field.type in {"reference", "references"} else None
