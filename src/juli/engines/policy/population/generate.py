"""A seeded population around what a programme asks (design §4): many organisations, few of them large, some fields
unknown.

Everything is drawn in DuckDB from hashes of (seed, organisation, row, field), so the same seed gives the same
tables, however many threads there are. Nothing here names a year or a threshold: they are the programme's.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.population.aiming import cases
from juli.engines.policy.population.columns import DOCUMENTS, FILED, JUDGEMENTS, KEY, ORGANISATIONS, kind_table
from juli.engines.policy.population.draws import Draw, Range, chosen, typed
from juli.engines.policy.population.people import documents, judgements, organisations
from juli.engines.policy.population.pursuing import AIMED, Pursuing
from juli.engines.policy.population.pursuits import Pursuit, pursuits
from juli.engines.policy.population.tables import literal, quoted
from juli.engines.policy.population.usage import KindUse, Usage, usage
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Kind
from juli.engines.policy.windows import FIRST, LAST, Anchors, Interval, resolve

#: Achievements for each organisation, about; more where the clauses of a programme count up more than that.
PER_ORGANISATION = 12
#: Rows for each organisation that are done for no clause, at least.
_ASIDE = 0.3
#: Records of standing of one kind for each organisation (yearly ones have their years).
_STANDING = 0.15


def generate(
    programme: Programme,
    directory: Path,
    *,
    organisations: int,
    seed: int,
    as_of: dt.date,
    calendar: Calendar,
    threads: int | None = None,
) -> Mapping[str, int]:
    """Write a population for ``programme`` into ``directory`` as Parquet; returns the number of rows of each table.

    Achievements, done and planned, are about 12 for each organisation, or as many more as it takes for every clause to
    be met by some. ``as_of`` is the day on which applications are made. Raises ValueError when there are to be no
    organisations.
    """
    if organisations < 1:
        raise ValueError("a population has at least one organisation")
    directory.mkdir(parents=True, exist_ok=True)
    asked = usage(programme, organisations)
    plan = Generator(programme, asked, pursuits(programme), organisations, seed, as_of, calendar)
    written: dict[str, int] = {}
    with duckdb.connect() as connection:
        if threads is not None:
            connection.execute(f"SET threads = {int(threads)}")
        connection.execute(f"CREATE TEMP TABLE sizes AS {plan.sizes()}")
        for name, query in plan.tables():
            target = directory / f"{name}.parquet"
            written[name] = _copied(connection, query, target)
            connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS SELECT * FROM read_parquet({literal(target)})")
        written[JUDGEMENTS] = _copied(
            connection, judgements(programme, asked, seed, organisations), directory / f"{JUDGEMENTS}.parquet"
        )
    return written


def _copied(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> int:
    found = connection.execute(f"COPY ({query}) TO {literal(target)} (FORMAT parquet)").fetchone()
    return int(found[0]) if found else 0


@dataclass(frozen=True, slots=True)
class Generator:
    """The queries that make one population."""

    programme: Programme
    asked: Usage
    aims: Mapping[str, Sequence[Pursuit]]
    organisations: int
    seed: int
    as_of: dt.date
    calendar: Calendar

    def sizes(self) -> str:
        """How active each organisation is, a long tail shared by all of its kinds, and how strong, in percent."""
        bits = Draw(self.seed, "sizes", "0").bits("size")
        drawn = bits.replace("organisation", "range")
        size = f"least(40, floor(1.0 / ((({drawn} % 10000) + 60) / 10000.0) * 10))::BIGINT"
        strength = f"99 - ({drawn} % 10000 // 100)::BIGINT"
        return f"SELECT range AS {KEY}, {size} AS size, {strength} AS strength FROM range({self.organisations})"

    def tables(self) -> Iterator[tuple[str, str]]:
        """Each table's name with the query that makes its rows."""
        yield ORGANISATIONS, organisations(self.programme, self.asked, self.organisations, self.seed, self.as_of)
        yield DOCUMENTS, documents(self.programme, self.seed, self.document_years(), self.as_of)
        kinds = self.programme.vocabulary.kinds
        done = [use for use in self.asked.kinds.values() if not kinds[use.kind].is_standing]
        # Kinds that many clauses read, or that are counted in tens, are what organisations do most of.
        weights = [use.clauses + math.isqrt(10 * int(use.need)) for use in done]
        aimed = sum(a.expected for use in done for a in self.aims.get(use.kind, ()))
        aside = int(self.organisations * max(_ASIDE, PER_ORGANISATION - aimed))
        shares = [aside * weight // sum(weights) for weight in weights]
        for i, (use, share) in enumerate(zip(done, shares, strict=True)):
            yield use.kind, self.rows(kinds[use.kind], use, share, i * 1_000_000)
        for use in self.asked.kinds.values():
            kind = kinds[use.kind]
            if kind.yearly:
                yield use.kind, self.yearly(kind, use)
            elif kind.is_standing:
                yield use.kind, self.rows(kind, use, max(1, int(self.organisations * _STANDING)), 0)

    def _pursuing(self, use: KindUse) -> list[Pursuing]:
        aims = self.aims.get(use.kind, ())
        windows = [self.window(a) for a in aims]
        return [Pursuing(self.seed, a, n, *w) for n, (a, w) in enumerate(zip(aims, windows, strict=True), 1)]

    def window(self, one: Pursuit) -> tuple[Range | None, Range | None]:
        """The days of a clause's window, for done and for planned rows."""
        if one.test.within is None:
            return None, None
        done, plan = (
            resolve(self.programme, Anchors(self.as_of), planned=planned, calendar_=self.calendar)[one.test.within]
            for planned in (False, True)
        )
        return _finite(done, self._around), _finite(plan, self._around)

    @property
    def _around(self) -> Range:
        return dt.date(self.programme.year - 2, 1, 1), dt.date(self.programme.year + 1, 12, 31)

    def rows(self, kind: Kind, use: KindUse, total: int, first: int) -> str:
        """Rows of one kind: those done for clauses, and ``total`` others, shared out by size: each organisation's part
        of the running total.
        """
        aims = self._pursuing(use)
        if kind.one and aims:
            aims, total = aims[:1], 0
        draw = Draw(self.seed, kind.name)
        does = Draw(self.seed, kind.name, "0")
        weight = f"CASE WHEN {does.chance('does', 0.7)} THEN size * (20 + {does.below('much', 81)}) ELSE 0 END"
        most = "least(1, upto - before)" if kind.one else "upto - before"
        aside = (
            f"SELECT {KEY}, unnest(range({most})) AS n, 0 AS i, 1 AS k, 0 AS effort, 0 AS aim "
            "FROM parted WHERE upto > before"
        )
        return (
            f"WITH weighed AS (SELECT {KEY}, {weight} AS weight FROM sizes), "
            f"summed AS (SELECT {KEY}, weight, sum(weight) OVER (ORDER BY {KEY}) AS running, "
            f"sum(weight) OVER () AS whole FROM weighed), "
            f"parted AS (SELECT {KEY}, ({total}::HUGEINT * running // greatest(whole, 1))::BIGINT AS upto, "
            f"({total}::HUGEINT * (running - weight) // greatest(whole, 1))::BIGINT AS before FROM summed), "
            f"numbered AS ({' UNION ALL '.join([aside, *(a.rows(one=kind.one) for a in aims)])}), "
            f"done AS (SELECT * REPLACE (CASE WHEN {draw.chance('aimed', AIMED)} THEN aim ELSE 0 END AS aim) "
            f"FROM numbered), "
            f"dated AS (SELECT *, {self._way(draw, aims)} AS way, {self._planned(draw, use, aims)} AS planned "
            f"FROM done), "
            f"anchored AS (SELECT *, {self._day(draw, use, aims)} AS day FROM dated) "
            f"SELECT {typed(self._columns(draw, kind, use, first, aims))} FROM anchored"
        )

    def _way(self, draw: Draw, aims: Sequence[Pursuing]) -> str:
        return chosen([(f"aim = {a.number}", draw.below("way", len(a.pursuit.ways))) for a in aims], "0")

    def _planned(self, draw: Draw, use: KindUse, aims: Sequence[Pursuing]) -> str:
        if self.programme.vocabulary.kinds[use.kind].is_standing:
            return "false"
        otherwise = draw.chance("planned", 0.35 if use.planned else 0.04)
        return chosen([(f"aim = {a.number}", draw.chance("planned", a.planned)) for a in aims], otherwise)

    def _day(self, draw: Draw, use: KindUse, aims: Sequence[Pursuing]) -> str:
        done, plan = (self.ranges(use, planned=planned) for planned in (False, True))
        if done == plan or not use.planned:
            otherwise = draw.day("day", done)
        else:
            otherwise = f"CASE WHEN planned THEN {draw.day('later', plan)} ELSE {draw.day('day', done)} END"
        return chosen([(f"aim = {a.number}", day) for a in aims if (day := a.day(draw)) is not None], otherwise)

    def ranges(self, use: KindUse, *, planned: bool) -> Sequence[Range]:
        """The windows that clauses look at rows of a kind through, as days; the programme's own years where there is
        none.
        """
        resolved = resolve(self.programme, Anchors(self.as_of), planned=planned, calendar_=self.calendar)
        found = {_finite(resolved[name], self._around) for name, _ in use.windows}
        return sorted(r for r in found if r is not None) or [self._around]

    def _columns(
        self, draw: Draw, kind: Kind, use: KindUse, first: int, aims: Sequence[Pursuing]
    ) -> list[tuple[str, str, str]]:
        table = kind_table(kind)
        drawn: dict[str, str] = {
            KEY: KEY,
            "id": f"{literal(kind.name + '-')} || n",
            "position": f"{first} + n",
            "planned": "planned",
            FILED: "[]",
            "evidence": draw.some("evidence", sorted(use.evidence), 6) if use.evidence else "[]",
        }
        for field in kind.fields.values():
            if field.type != "date":
                drawn.update(draw.field(field, use.fields.get(field.name), int(use.need)))
        drawn.update(self._dates(draw, kind, use))
        if "year" in kind.fields and "date" in kind.fields:
            only_year = (
                f"CASE WHEN day IS NULL AND {draw.chance('year?', 0.5)} THEN year({self._some_day(draw, use)}) END"
            )
            drawn["year"] = drawn["year"] if "year" in use.fields and kind.is_standing else only_year
        whens: dict[str, list[tuple[str, str]]] = {}
        steered = cases(draw, kind.fields, [a.pursuit for a in aims])
        for column, when, value in (*steered, *(d for a in aims for d in a.dates(draw, kind, self.as_of))):
            whens.setdefault(column, []).append((when, value))
        return [(chosen(whens.get(c.name, ()), drawn[c.name]), c.type, c.name) for c in table.columns]

    def _some_day(self, draw: Draw, use: KindUse) -> str:
        return f"coalesce({draw.day('some', self.ranges(use, planned=False))}, {_day(self.as_of)})"

    def _dates(self, draw: Draw, kind: Kind, use: KindUse) -> dict[str, str]:
        drawn = {name: "NULL" for name, field in kind.fields.items() if field.type == "date"}
        drawn["date"] = "day"
        if "until" in drawn and (kind.span != "event" or kind.state_when is not None or use.planned):
            drawn["until"] = draw.later("until", "day", 250, 0.4 if kind.span == "state" else 0.25)
        for _, dated in use.windows:
            if dated is not None:
                drawn[dated] = "day"
                drawn["date"] = draw.later("begun", "day", -250, 0.1)
        for spacing in use.spacings:
            # Twice the length asked for, so that half of the rows are too late.
            days = (
                2
                * spacing.at_least.length
                * {"days": 1, "working days": 1, "months": 30, "years": 365}[spacing.at_least.unit]
            )
            if spacing.start in drawn and spacing.start != "date":
                drawn[spacing.start] = draw.later(spacing.start, "day", -days, 0.15)
            elif spacing.end in drawn and spacing.end != "date":
                drawn[spacing.end] = draw.later(spacing.end, "day", days, 0.15)
        for name in use.fields:
            if drawn.get(name) == "NULL":
                drawn[name] = draw.later(name, "day", 200, 0.1)
        return drawn

    def years(self) -> tuple[int, int]:
        """The calendar years that yearly standing is asked of."""
        kinds = self.programme.vocabulary.kinds
        uses = [use for use in self.asked.kinds.values() if kinds[use.kind].yearly]
        found = [day.year for use in uses for r in self.ranges(use, planned=False) for day in r]
        return (min(found), max(found)) if found else (self.programme.year, self.programme.year)

    def document_years(self) -> Mapping[str, range]:
        """The calendar years that yearly attachments are asked of, and the one before."""
        resolved = resolve(self.programme, Anchors(self.as_of), planned=False, calendar_=self.calendar)
        around = (dt.date(self.programme.year, 1, 1), dt.date(self.programme.year, 12, 31))
        out = {}
        for attachment in self.programme.attachments:
            if attachment.each_year_of is not None:
                start, end = _finite(resolved[attachment.each_year_of], around) or around
                out[attachment.clause.id] = range(start.year - 1, end.year + 1)
        return out

    def yearly(self, kind: Kind, use: KindUse) -> str:
        """A record for most years of the windows, one after another."""
        start, end = self.years()
        draw = Draw(self.seed, kind.name)
        columns = []
        aims = self._pursuing(use)[:1]
        aim = f"CASE WHEN {draw.chance('aimed', AIMED)} THEN {len(aims)} ELSE 0 END"
        for column, type_, name in self._columns(draw, kind, use, 0, aims):
            if name == "year":
                column = "n"
            elif name in ("date", "until"):
                column = "NULL"
            columns.append((column, type_, name))
        return (
            f"WITH numbered AS (SELECT {KEY}, unnest(range({start - 1}, {end + 2})) AS n, false AS planned, "
            f"NULL::DATE AS day, 0 AS way, 0 AS i, 1 AS k, 100 AS effort FROM sizes), "
            f"aiming AS (SELECT *, {aim} AS aim FROM numbered) "
            f"SELECT {typed(columns)} FROM aiming WHERE {draw.chance('there', 0.97)}"
        )


def _finite(interval: Interval | None, around: Range) -> Range | None:
    if interval is None:
        return None
    start = around[0] if interval.start == FIRST else interval.start
    end = around[1] if interval.end == LAST else interval.end
    if start == LAST:
        start = around[1]
    return (start, end) if start <= end else (min(start, around[1]), around[1])


def _day(day: dt.date) -> str:
    return f"DATE {literal(day.isoformat())}"
