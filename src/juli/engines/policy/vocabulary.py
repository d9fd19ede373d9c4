"""The vocabulary: kinds of achievement, standing and the applicant's record, with typed fields.

Ledger forms, imports, filters and validation all read it (design §5). The file's own shape is checked by
``vocabulary_file``; this module is the frozen result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from juli.engines.policy.filters.syntax import Expression
from juli.engines.policy.labels import Label

FieldType = Literal[
    "text", "choice", "choices", "integer", "money", "boolean", "date", "year", "reference", "references", "links"
]
#: A field of these types that is left empty is unknown; of the others it means "none" (language §3, Unknown).
OPEN_WHEN_EMPTY: frozenset[FieldType] = frozenset({"integer", "money", "boolean", "date", "year"})
NUMERIC: frozenset[FieldType] = frozenset({"integer", "money", "year"})
MANY: frozenset[FieldType] = frozenset({"choices", "references", "links"})

#: Any kind of achievement; only shared fields and ``kind`` may be read.
ANY_KIND = "achievement"
#: The dossiers themselves, counted by indicators.
ORGANISATION_KIND = "organisation"


@dataclass(frozen=True, slots=True)
class Field:
    """One typed field. ``choices`` maps a code to its label; ``absent_is_none`` means that empty is an answer.

    ``office_only`` fields are the office's word (a recognition): applicants read them and never fill them in.
    """

    name: str
    type: FieldType
    label: Label
    choices: Mapping[str, Label]
    unit: Label | None
    help: Label | None
    absent_is_none: bool
    office_only: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row.

    ``span`` says how its dates are read (language §3, Dates); ``state_when`` is the filter under which an event kind is
    a state. ``key`` is the dossier key of a standing kind (None for achievements); ``yearly`` kinds are expected once a
    year, so a year without one is undecided; of a ``one`` kind there is at most one.
    """

    name: str
    label: Label
    plural: Label
    unit: Label
    span: Literal["event", "state", "period"]
    state_when: Expression | None
    fields: Mapping[str, Field]
    key: str | None
    yearly: bool
    one: bool

    @property
    def is_standing(self) -> bool:
        """True for the organisation's standing (inspections, sanctions …), False for achievements."""
        return self.key is not None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a file may name. ``digest`` is the sha256 of the file's text."""

    version: int
    shared: Mapping[str, Field]
    kinds: Mapping[str, Kind]
    organisation: Mapping[str, Field]
    applicant_types: Mapping[str, Label]
    evidence: Mapping[str, Label]
    judges: Mapping[str, Label]
    digest: str

    @property
    def achievements(self) -> tuple[Kind, ...]:
        """The kinds that a ledger holds, in the file's order."""
        return tuple(
            k for k in self.kinds.values() if not k.is_standing and k.name not in (ORGANISATION_KIND, ANY_KIND)
        )

    @property
    def standing(self) -> tuple[Kind, ...]:
        """The kinds of the organisation's standing, in the file's order."""
        return tuple(k for k in self.kinds.values() if k.is_standing)
