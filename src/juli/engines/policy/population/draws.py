"""Random values of fields as DuckDB expressions: each a pure function of (seed, organisation, row, field).

They stand around what a programme asks: half of the numbers lie on, just below or just above a value that a clause
reads.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from juli.engines.policy.population.columns import field_columns, number_column
from juli.engines.policy.population.tables import literal, quoted
from juli.engines.policy.population.usage import Asked
from juli.engines.policy.vocabulary import Field

Range = tuple[dt.date, dt.date]
#: Lists longer than this are given as a bare number by anyone who fills in a form.
_LONGEST_LIST = 60


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws for the rows of one table; ``row`` is the expression that tells its rows apart within an organisation."""

    seed: int
    table: str
    row: str = "n"

    def bits(self, tag: str) -> str:
        """64 random bits."""
        # Hashed twice: DuckDB combines hashes with XOR, which would tie two fields of a row together.
        return f"hash(hash(organisation, {self.row}, {zlib.crc32(f'{self.seed}/{self.table}/{tag}'.encode())}))"

    def below(self, tag: str, n: int) -> str:
        """A whole number from 0 to ``n`` - 1."""
        return f"({self.bits(tag)} % {n})::BIGINT"

    def chance(self, tag: str, share: float) -> str:
        """True for about ``share`` of the rows."""
        return f"({self.bits(tag)} % 10000 < {round(share * 10000)})"

    def pick(self, tag: str, values: Sequence[str]) -> str:
        """One of some expressions."""
        return values[0] if len(values) == 1 else f"([{', '.join(values)}])[1 + {self.below(tag, len(values))}]"

    def some(self, tag: str, values: Sequence[str], one_in: int = 2) -> str:
        """A list of texts, each left out once in ``one_in``."""
        listed = ", ".join(literal(v) for v in values)
        return f"list_filter([{listed}]::VARCHAR[], lambda v: hash(v, {self.bits(tag)}) % {one_in} > 0)"

    def field(self, field: Field, asked: Asked | None, need: int = 1) -> dict[str, str]:
        """The columns of a field, by name; fields that nobody asks about stay empty. Dates are drawn by the caller."""
        name, tag = field.name, field.name
        if asked is None:
            return {c.name: _empty(field, c.name) for c in field_columns(field)}
        match field.type:
            case "boolean":
                return {name: f"CASE WHEN {self.chance(tag + '?', 0.05)} THEN NULL ELSE {self.chance(tag, 0.72)} END"}
            case "choice" | "text":
                return {name: self._text(field, asked)}
            case "reference":
                other = f"'单位' || ({self.below(tag, 2 * need + 3)} + organisation % 1000)"
                return {name: f"CASE WHEN {self.chance(tag + '?', 0.06)} THEN '' ELSE {other} END"}
            case "integer" | "year":
                return {name: self._unknown(tag, self._whole(tag, asked, 20))}
            case "money":
                cents = self._whole(tag, asked, 1_000_000, scale=100)
                return {name: self._unknown(tag, f"(({cents}) * 0.01)::DECIMAL(18, 2)")}
            case "choices":
                return {name: self.some(tag, list(field.choices))}
            case "links":
                return {name: self._links(tag, [*sorted(str(v) for v in asked.values), "site"])}
            case "references":
                return self._names(field, asked, need)
        return {name: "NULL"}

    def _unknown(self, tag: str, value: str) -> str:
        return f"CASE WHEN {self.chance(tag + '?', 0.05)} THEN NULL ELSE {value} END"

    def _text(self, field: Field, asked: Asked) -> str:
        named = sorted(str(v) for v in asked.values if v != "")
        common = [v for v in named if v not in asked.rare]
        others = [c for c in field.choices if c not in named] if field.choices else ["其他", "另一"]
        weighted = [*common * 6, *others * (2 if common else 6), *(v for v in named if v in asked.rare)]
        drawn = self.pick(field.name, [literal(v) for v in weighted or [""]])
        return f"CASE WHEN {self.chance(field.name + '?', 0.04)} THEN '' ELSE {drawn} END"

    def _whole(self, tag: str, asked: Asked, otherwise: int, scale: int = 1) -> str:
        """A number with a long tail, or one at or beside a value that is asked for; in units of 1 / ``scale``."""
        cuts = sorted({Decimal(v) for v in (*asked.values, *asked.reach) if isinstance(v, int | Decimal)})
        beside = [max(0, int(cut * scale) + d) for cut in cuts for d in (-1, 0, 0, 1)]
        typical = int(max(cuts) * scale) if cuts else otherwise * scale
        tail = (
            f"(({self.bits(tag)} % 1000) * ({self.bits(tag + '~')} % 1000) * {max(1, 3 * typical)} // 1000000)::BIGINT"
        )
        if typical > 10**12:
            tail = f"(({self.bits(tag)} % 1000)::BIGINT * {3 * typical // 2000})"
        if not beside:
            return tail
        near = self.pick(tag + "=", [f"{n}::BIGINT" for n in beside])
        return f"CASE WHEN {self.chance(tag + '|', 0.3)} THEN {near} ELSE {tail} END"

    def _names(self, field: Field, asked: Asked, need: int) -> dict[str, str]:
        tag = field.name
        listed_names = sorted(v for v in asked.values if isinstance(v, str) and v)
        if listed_names:
            return {tag: self.some(tag, listed_names, 3), number_column(tag): "NULL"}
        # As many names as a clause counts, over a few rows; a filter's own number as it is.
        cut = max([need // 2 + 1, *(int(v) for v in (*asked.values, *asked.reach) if isinstance(v, int | Decimal))])
        how_many = self._whole(tag, Asked(set(asked.values), {min(cut // 3 + 1, _LONGEST_LIST)}), need)
        length = f"least({how_many}, {_LONGEST_LIST})"
        first = f"({self.below(tag + '@', 3 * cut + 3)})"
        listed = f"list_transform(range({length}), lambda i: '单位' || ({first} + i + organisation % 1000))"
        bare, unknown = self.chance(tag + "#", 0.1), self.chance(tag + "?", 0.03)
        return {
            tag: f"CASE WHEN {bare} OR {unknown} THEN NULL ELSE {listed} END",
            number_column(tag): f"CASE WHEN {bare} AND NOT {unknown} THEN {how_many} END",
        }

    def _links(self, tag: str, platforms: Sequence[str]) -> str:
        one = "{'platform': p, 'url': '', 'on': NULL::DATE}"
        return f"list_transform({self.some(tag, platforms)}, lambda p: {one})"

    def day(self, tag: str, ranges: Sequence[Range]) -> str:
        """A day in, at the edge of, or outside one of ``ranges``; unknown once in fifty."""
        options = []
        for i, (start, end) in enumerate(ranges):
            length = (end - start).days + 1
            inside = f"({_date(start)} + {self.below(f'{tag}{i}', length)}::INT)"
            edge = self.pick(f"{tag}{i}=", [_date(d) for d in (start, end, _next(start, -1), _next(end, 1))])
            outside = f"({_date(start)} + ({self.below(f'{tag}{i}~', 3 * length)} - {length})::INT)"
            options.append(
                f"CASE WHEN {self.chance(f'{tag}{i}|', 0.05)} THEN {edge} "
                f"WHEN {self.chance(f'{tag}{i}>', 0.2)} THEN {outside} ELSE {inside} END"
            )
        return f"CASE WHEN {self.chance(tag + '?', 0.02)} THEN NULL::DATE ELSE {self.pick(tag, options)} END"

    def later(self, tag: str, than: str, days: int, share_unknown: float) -> str:
        """A day up to ``days`` after another (before it for negative ``days``)."""
        step = f"{self.below(tag, abs(days) + 1)}::INT"
        sign = "+" if days >= 0 else "-"
        return f"CASE WHEN {self.chance(tag + '?', share_unknown)} THEN NULL::DATE ELSE {than} {sign} {step} END"


def _empty(field: Field, column: str) -> str:
    if column != field.name or field.type not in ("text", "choice", "reference", "choices", "references", "links"):
        return "NULL"
    return "''" if field.type in ("text", "choice", "reference") else "[]"


def _date(day: dt.date) -> str:
    return f"DATE {literal(day.isoformat())}"


def _next(day: dt.date, step: int) -> dt.date:
    return day + dt.timedelta(days=step)


def chosen(whens: Sequence[tuple[str, str]], otherwise: str) -> str:
    """The value of the first condition that holds."""
    if not whens:
        return otherwise
    return f"CASE {' '.join(f'WHEN {when} THEN {value}' for when, value in whens)} ELSE {otherwise} END"


def typed(columns: Sequence[tuple[str, str, str]]) -> str:
    """A select list of (expression, type, name)."""
    return ", ".join(f"({expression})::{kind} AS {quoted(name)}" for expression, kind, name in columns)
