"""An organisation outside the database, as frozen values (design §5): what a verdict is computed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal


class Bare(int):
    """A number given where a list of names could stand ("how many", names unknown)."""


@dataclass(slots=True, eq=False)
class Row:
    """One dated thing: an achievement, a planned one, or a record of standing. Never changed once made.

    ``values`` maps field names to values, empty fields left out (``UNKNOWN`` marks a value that nobody has stated).
    ``references`` are tuples of names or a ``Bare`` number; ``links`` tuples of (platform, url, on).
    """

    id: str
    kind: str
    values: Mapping[str, Any]
    planned: bool = False
    evidence: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """What to call the row on a screen: its title, else its id."""
        return str(self.values["title"]) if self.titled else self.id

    @property
    def titled(self) -> bool:
        """Whether the row has a title that is known."""
        found = self.values.get("title")
        return isinstance(found, str) and found != ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's answer (design §2): of a clause, and of one achievement where rows are asked (None: of all rows)."""

    clause: str
    answer: bool
    achievement: str | None = None
    by: str = ""
    on: dt.date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The office's word on one achievement (核定): accepted, struck, or values corrected, with the reason."""

    achievement: str
    act: Literal["accept", "strike", "correct"]
    correct: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    on: dt.date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document handed in. ``id`` is an attachment's id or an evidence name."""

    id: str
    year: int | None = None
    date: dt.date | None = None
    valid_until: dt.date | None = None
    sealed: bool | None = None
    achievement: str | None = None
    type: str | None = None

    @property
    def name(self) -> str:
        """The id as evidence is named: an attachment ``credit-report`` and the evidence ``credit_report``
        are one paper.
        """
        return self.id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class JointApplicant:
    """Another body in the application, and the clauses it shares in (none: all)."""

    name: str
    type: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """What is known of the application itself. ``day`` None: the day the verdict is asked for."""

    day: dt.date | None = None
    tracks: tuple[str, ...] = ()
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    amount: Decimal | None = None
    period: tuple[dt.date, dt.date] | None = None
    leader: str | None = None
    team: tuple[str, ...] = ()
    joint: tuple[JointApplicant, ...] = ()
    submitted: dt.datetime | None = None
    posted: dt.date | None = None
    received: dt.date | None = None
    contract: dt.date | None = None
    opens: dt.date | None = None
    closes: dt.date | dt.datetime | None = None
    publication: dt.date | None = None
    park: str | None = None
    paper: Mapping[str, Any] | None = None


#: An application that says nothing of its own: one object, so that what follows from it is worked out once.
SILENT = Application()


@dataclass(frozen=True, slots=True)
class Dossier:
    """One organisation with what it did, what it promises, and what people decided about it.

    ``record`` holds the applicant's own fields; ``standing`` maps a standing kind to its rows, a kind that is absent is
    unknown (language §3, Unknown); ``documents`` and ``form`` are None while unknown; ``claims`` maps an achievement
    to a category, ``claims_submitted`` says that what is not claimed counts nowhere.
    """

    name: str
    type: str
    record: Mapping[str, Any]
    uscc: str = ""
    standing: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    achievements: tuple[Row, ...] = ()
    plan: tuple[Row, ...] = ()
    application: Application = SILENT
    judgements: tuple[Judgement, ...] = ()
    verifications: tuple[Verification, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    claims_submitted: bool = False
    baseline: Mapping[str, int | Decimal] | None = None
    documents: tuple[Document, ...] | None = None
    form: Mapping[str, Any] | None = None

    @property
    def founded(self) -> dt.date | None:
        """The day of registration, None while unknown."""
        found = self.record.get("founded")
        return found if isinstance(found, dt.date) else None
