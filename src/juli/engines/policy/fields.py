"""The scalar types that programme files are made of: strict, so that nothing is coerced or guessed."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, WithJsonSchema

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import series, shown, told
from juli.engines.policy.problems import BadValue
from juli.engines.policy.quantities import UNSTATED, Amount, Band, Duration, Number, Unstated

_DIGITS = re.compile(r"[0-9]+(\.[0-9]+)?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_SPAN_END = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}\Z")
ANCHORS = ("publication", "opens", "closes", "application", "contract", "always")


class Block(BaseModel):
    """A mapping of the file: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _label(value: Any) -> Label:
    if isinstance(value, Label):
        return value
    if isinstance(value, str) and value:
        return Label.both(value)
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(v, str) and v for v in value.values()):
        return Label(value["zh"], value["en"])
    if (
        isinstance(value, dict)
        and set(value) == {"zh", "en"}
        and isinstance(value["zh"], str)
        and value["en"] in ("", None)
    ):
        return Label(value["zh"], "")
    if isinstance(value, dict):
        _label_parts(value)
    raise BadValue(told("a label is {zh: …, en: …}, or one text for both"))


def _label_parts(value: dict[str, Any]) -> None:
    """Raise BadValue where a mapping that should be a label has a stray part, or a part that is no text."""
    for key, said in value.items():
        if key not in ("zh", "en"):
            raise BadValue(
                told('"{}" is no language of a label', key), told("quote a text that holds a comma or a bracket")
            )
        if isinstance(said, bool | int | Decimal):
            raise BadValue(told("`{}` is {}, which is no text", key, shown(said)), told("put it in quotes"))


def _number(value: Any) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise BadValue(told("{} is not a number", shown(value)))
    if isinstance(value, str):
        if not _DIGITS.match(value):
            raise BadValue(told('"{}" is not a number', value), told("digits only, without separators"))
        value = Decimal(value) if "." in value else int(value)
    number: Number = value
    if number < 0:
        raise BadValue(told("{} is below zero", number), told("write 0 or more"))
    return number


def _not_negative(value: int) -> int:
    if value < 0:
        raise BadValue(told("{} is below zero", value), told("write 0 or more"))
    return value


def _bound(value: Any) -> Number | Unstated:
    return UNSTATED if value == "unstated" else _number(value)


def _duration(value: Any) -> Duration:
    if not isinstance(value, str):
        raise BadValue(
            told("{} is not a length of time", shown(value)), told('write "10 working days", "20 days" or "1 year"')
        )
    return Duration.parse(value)


def read_day(value: Any) -> date:
    """A day written YYYY-MM-DD. Raises BadValue."""
    if not isinstance(value, str) or not _DAY.match(value):
        raise BadValue(told('"{}" is not a day', value), told("write YYYY-MM-DD"))
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadValue(told("no such day: {}", value)) from error


def _moment(value: Any) -> date | datetime | str:
    """A day, a day and time, an anchor, or ``unstated``."""
    if value in (*ANCHORS, "unstated") and value != "always":
        return str(value)
    if isinstance(value, str) and "T" in value:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise BadValue(told('"{}" is not a time', value), told("write YYYY-MM-DDTHH:MM")) from error
        if moment.tzinfo is not None:
            raise BadValue(told('"{}" names a time zone', value), told("the time is Beijing's, drop the zone"))
        return moment
    return read_day(value)


def _span_end(value: Any) -> str | Unstated:
    if value == "unstated":
        return UNSTATED
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or (text not in ANCHORS and not _SPAN_END.match(text)):
        raise BadValue(told('"{}" is not a day, a month, a year or one of {}', value, series(ANCHORS)))
    if text not in ANCHORS:
        try:
            # The first day of a month or a year stands for it: it exists whenever they do.
            date.fromisoformat(text + "-01" * ((len("YYYY-MM-DD") - len(text)) // len("-01")))
        except ValueError as error:
            raise BadValue(told("no such day, month or year: {}", text)) from error
    return text


_AMOUNT_FORMS = (
    {"about"},
    {"at_least", "at_most"},
    {"per", "each"},
    {"at_least"},
    {"at_most"},
    {"bands"},
    *({"share", "of", *more} for more in ((), ("less",), ("at_most",), ("less", "at_most"))),
)
_AMOUNT_KEYS = {"about", "at_least", "at_most", "share", "of", "less", "per", "each", "bands"}


def _bands(value: Any) -> tuple[Band, ...]:
    """The grades of an amount: all by place, with rising places, or all by score, with falling scores."""
    remedy = told("write [{rank: 3, amount: 300000}, …] or [{score: 90, amount: 300000}, …], the best first")
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        raise BadValue(told("bands are a list of grades"), remedy)
    key = "rank" if "rank" in value[0] else "score"
    if any(set(one) != {key, "amount"} for one in value):
        raise BadValue(told("a grade has an amount, and a rank or a score like the others"), remedy)
    limits = [_number(one[key]) for one in value]
    steps = list(itertools.pairwise(limits))
    if key == "rank":
        if not all(isinstance(limit, int) and limit > 0 for limit in limits) or any(b <= a for a, b in steps):
            raise BadValue(told("the ranks of the grades do not rise"), remedy)
        return tuple(Band(int(n), None, _number(one["amount"])) for n, one in zip(limits, value, strict=True))
    if any(b >= a for a, b in steps):
        raise BadValue(told("the scores of the grades do not fall"), remedy)
    return tuple(Band(None, n, _number(one["amount"])) for n, one in zip(limits, value, strict=True))


def _amount(value: Any) -> Amount:
    if value == "unstated" or value is None:
        return Amount()
    if value == "unlimited":
        return Amount(unlimited=True)
    if not isinstance(value, dict):
        return Amount(exact=_number(value))
    unknown = set(value) - _AMOUNT_KEYS
    if unknown:
        raise BadValue(told('unknown "{}"', min(unknown)), told("an amount takes {}", series(sorted(_AMOUNT_KEYS))))
    words = {k: value[k] for k in ("of", "less", "per") if k in value}
    numbers = {k: _number(value[k]) for k in ("about", "at_least", "at_most", "each") if k in value}
    share = Decimal(_number(value["share"])) if "share" in value else None
    if set(value) not in _AMOUNT_FORMS:
        raise BadValue(told("an amount is one of: a number, about, a range, a share, a number per field, bands"))
    if "bands" in value:
        return Amount(bands=_bands(value["bands"]))
    return Amount(share=share, **words, **numbers)  # type: ignore[arg-type]


_TEXT_OR_MAPPING = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "required": ["zh", "en"],
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}
_NUMERIC = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}]}

Text = Annotated[str, Strict()]
Whole = Annotated[int, Strict(), AfterValidator(_not_negative)]
Flag = Annotated[bool, Strict()]
LabelField = Annotated[Label, BeforeValidator(_label), WithJsonSchema(_TEXT_OR_MAPPING)]
NumberField = Annotated[Number, BeforeValidator(_number), WithJsonSchema(_NUMERIC)]
BoundField = Annotated[
    Number | Unstated, BeforeValidator(_bound), WithJsonSchema({"anyOf": [*_NUMERIC["anyOf"], {"const": "unstated"}]})
]
AmountField = Annotated[
    Amount,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                *_NUMERIC["anyOf"],
                {"enum": ["unstated", "unlimited"]},
                {"type": "object", "propertyNames": {"enum": sorted(_AMOUNT_KEYS)}},
            ]
        }
    ),
]
DurationField = Annotated[
    Duration,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+ (working days?|days?|months?|years?)$"}),
]
Day = Annotated[date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[date | datetime | str, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]
SpanEnd = Annotated[str | Unstated, BeforeValidator(_span_end), WithJsonSchema({"type": ["string", "integer"]})]
