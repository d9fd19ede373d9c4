"""Values that pass a filter, as DuckDB expressions: at or a little above what is asked, so that a small move of the
number moves somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from juli.engines.policy.population.columns import number_column
from juli.engines.policy.population.draws import Draw
from juli.engines.policy.population.pursuits import Pursuit
from juli.engines.policy.population.solutions import Solution, Wanted, size
from juli.engines.policy.population.tables import literal
from juli.engines.policy.quantities import Number
from juli.engines.policy.vocabulary import OPEN_WHEN_EMPTY, Field

#: Longer lists are given as a bare number by anyone who fills in a form.
_LONGEST = 60
#: How often a field that a clause asks for was left empty.
_UNKNOWN = 0.06


def other_name(index: str) -> str:
    """The name of a partner of an organisation, by number."""
    return f"'单位' || ({index} + organisation % 1000)"


def aimed(draw: Draw, field: Field, wanted: Wanted, way: str = "") -> str | None:
    """A value of a field as a clause wants it; None where anything does."""
    tag = f"{field.name}/{way}"
    match field.type:
        case "boolean":
            return None if wanted.yes is None else str(wanted.yes).lower()
        case "choice" | "text" | "reference":
            return _text(draw, field, wanted, tag)
        case "integer" | "year" | "money":
            if wanted.above or wanted.below:
                base = f"(1000000 + {draw.below('beside', 1_000_000)})"
                return base if wanted.below else f"({base} + {base} // 8 + 1)"
            return _number(draw, wanted, tag)
        case "choices":
            return f"[{', '.join(literal(m) for m in sorted(wanted.members))}]" if wanted.members else None
        case "date":
            return _day(draw, wanted, tag)
    return None


def _text(draw: Draw, field: Field, wanted: Wanted, tag: str) -> str | None:
    if wanted.among is not None:
        return draw.pick(tag, [literal(str(v)) for v in sorted(map(str, wanted.among))])
    if not wanted.without:
        return None
    if field.type == "reference":
        return other_name(draw.below(tag, 20))
    left = [c for c in field.choices if c not in wanted.without] or ["其他", "另一"]
    return draw.pick(tag, [literal(v) for v in left if v not in wanted.without] or [literal("又一")])


def _number(draw: Draw, wanted: Wanted, tag: str) -> str | None:
    if wanted.among is not None:
        return draw.pick(tag, [str(v) for v in sorted(map(str, wanted.among))])
    least, most = size(wanted.least), size(wanted.most)
    if least is not None:
        top = least + max(1, least * 6 // 10) if most is None else most
        return f"({least} + {draw.below(tag, max(1, top - least + 1))})"
    if most is not None:
        return f"({most} - {draw.below(tag, max(1, most // 2 + 1))})"
    return None


def _day(draw: Draw, wanted: Wanted, tag: str) -> str | None:
    least, most = wanted.least, wanted.most
    if isinstance(most, dt.date):
        span = (most - least).days + 1 if isinstance(least, dt.date) else 6000
        return f"(DATE {literal(most.isoformat())} - {draw.below(tag, span)}::INT)"
    if isinstance(least, dt.date):
        return f"(DATE {literal(least.isoformat())} + {draw.below(tag, 700)}::INT)"
    return None


def total_part(draw: Draw, field: Field, total: Number, wanted: Wanted | None, *, shared: bool) -> Mapping[str, str]:
    """The columns of one row's part of a total, by name: effort times what is asked, ``shared`` out over ``k`` rows
    where they are added up."""
    least = 0 if wanted is None else size(wanted.least) or 0
    whole, parts = int(Decimal(total)), "k" if shared else "1"
    varied = f"{whole} * effort * (85 + {draw.below(field.name + '/part', 31)}) // (10000 * {parts})"
    # What is asked for is not made up of parts rounded down; one row alone may fall short of what it is to reach.
    part = f"greatest(CASE WHEN k > 1 THEN {least} ELSE 0 END, {varied} + (effort >= 100 AND i = 0)::BIGINT)"
    if field.type != "references":
        return {field.name: part}
    return _listed(field, part, f"i * {_LONGEST}")


def cases(draw: Draw, fields: Mapping[str, Field], aims: Sequence[Pursuit]) -> Iterator[tuple[str, str, str]]:
    """For rows done for a clause: (column, when, value)."""
    for number, pursuit in enumerate(aims, 1):
        totals = dict(pursuit.totals)
        for way, solution in enumerate(pursuit.ways):
            when = f"aim = {number}" + (f" AND way = {way}" if len(pursuit.ways) > 1 else "")
            for name, wanted in solution.items():
                if name not in fields or name in totals or name == pursuit.names:
                    continue
                for column, value in _columns(draw, fields[name], wanted, f"{number}.{way}").items():
                    yield column, when, value
            for name, total in totals.items():
                if name in fields:
                    for column, value in total_part(
                        draw, fields[name], total, solution.get(name), shared=pursuit.test.how != "max"
                    ).items():
                        yield column, when, value
        if pursuit.names is not None and pursuit.names in fields:
            # Whoever was named for one clause of a front is not named again for the next.
            before = sum(other.front == pursuit.front for other in aims[: number - 1])
            value = _different(fields[pursuit.names], pursuit.ways[0], before)
            yield pursuit.names, f"aim = {number}", value


def _columns(draw: Draw, field: Field, wanted: Wanted, way: str) -> Mapping[str, str]:
    """The columns of a field as a clause wants it, by name."""
    if field.type != "references":
        value = aimed(draw, field, wanted, way)
        if value is not None and field.type in OPEN_WHEN_EMPTY:
            value = f"CASE WHEN {draw.chance(f'{field.name}/{way}?', _UNKNOWN)} THEN NULL ELSE {value} END"
        return {} if value is None else {field.name: value}
    least = _number(draw, wanted, f"{field.name}/{way}")
    return {} if least is None else _listed(field, least, "0")


def _listed(field: Field, length: str, first: str) -> Mapping[str, str]:
    """A list of so many names, or where it is long the bare number."""
    listed = f"list_transform(range(least({length}, {_LONGEST})), lambda v: {other_name(f'v + {first}')})"
    return {
        field.name: f"CASE WHEN {length} > {_LONGEST} THEN NULL ELSE {listed} END",
        number_column(field.name): f"CASE WHEN {length} > {_LONGEST} THEN {length} END",
    }


def _different(field: Field, solution: Solution, before: int) -> str:
    """A value that differs from row to row."""
    wanted = solution.get(field.name, Wanted())
    chosen = wanted.among or field.choices
    if field.type == "choice" and chosen:
        listed = ", ".join(literal(str(c)) for c in sorted(map(str, chosen)))
        return f"([{listed}])[1 + i % {len(chosen)}]"
    if field.type in ("choice", "text", "reference"):
        return other_name(f"i + {before * 1000}")
    return f"i + {before * 1000}"
