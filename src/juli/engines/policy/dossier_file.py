"""The shape of a dossier's parts that the vocabulary doesn't type (design §5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from juli.engines.policy.cited import Ids
from juli.engines.policy.fields import Block, Day, Flag, NumberField, Text, Whole, read_day
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import BadValue

_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)


def _instant(value: Any) -> dt.datetime:
    if isinstance(value, str) and _INSTANT.match(value):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            pass
    raise BadValue(told('"{}" is not a day and time', value), told("write YYYY-MM-DDTHH:MM:SS"))


def _day_or_instant(value: Any) -> dt.date | dt.datetime:
    return _instant(value) if isinstance(value, str) and "T" in value else read_day(value)


_TIME = WithJsonSchema({"type": "string", "format": "date-time"})
Instant = Annotated[dt.datetime, BeforeValidator(_instant), _TIME]
DayOrInstant = Annotated[dt.date | dt.datetime, BeforeValidator(_day_or_instant), WithJsonSchema({"type": "string"})]
Choice = Annotated[Text, BeforeValidator(lambda v: ",".join(v) if isinstance(v, list) else v)]


class WrittenJudgement(Block):
    """A person's answer."""

    clause: Text
    achievement: Text | None = None
    answer: Flag
    by: Text = ""
    on: Day | None = None
    reason: Text = ""


class WrittenVerification(Block):
    """The office's word on an achievement."""

    achievement: Text
    accept: Flag = False
    strike: Flag = False
    correct: dict[str, Any] = Field(default_factory=dict)
    by: Text = ""
    on: Day | None = None
    reason: Text = ""


class WrittenDocument(Block):
    """A document handed in."""

    id: Text
    year: Whole | None = None
    date: Day | None = None
    valid_until: Day | None = None
    sealed: Flag | None = None
    achievement: Text | None = None
    type: Text | None = None


class WrittenJoint(Block):
    """Another body in the application."""

    name: Text
    type: Text
    clauses: Ids = ()


class WrittenPeriod(Block):
    """From a day to a day."""

    from_: Day = Field(alias="from")
    to: Day


class WrittenPaper(Block):
    """What came on paper."""

    copies: Whole | None = None
    parts: Ids | None = None
    seals: Ids | None = None
    signatures: Ids | None = None


class WrittenApplication(Block):
    """The application itself."""

    day: Day | None = None
    tracks: Ids = ()
    choices: dict[str, dict[str, Choice]] = Field(default_factory=dict)
    amount: NumberField | None = None
    period: WrittenPeriod | None = None
    leader: Text | None = None
    team: Ids = ()
    joint: tuple[WrittenJoint, ...] = ()
    submitted: Instant | None = None
    posted: Day | None = None
    received: Day | None = None
    contract: Day | None = None
    opens: Day | None = None
    closes: DayOrInstant | None = None
    publication: Day | None = None
    park: Text | None = None
    paper: WrittenPaper | None = None


class Rest(Block):
    """Everything beside the organisation and the achievements."""

    application: WrittenApplication = WrittenApplication()
    judgements: tuple[WrittenJudgement, ...] = ()
    verifications: tuple[WrittenVerification, ...] = ()
    claims: dict[str, Text] = Field(default_factory=dict)
    claims_submitted: Flag = False
    baseline: dict[str, NumberField] | None = None
    documents: tuple[WrittenDocument, ...] | None = None
    form: dict[str, Any] | None = None


Act = Literal["accept", "strike", "correct"]
