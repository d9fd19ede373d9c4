"""A population opened in a database connection of its own, ready to be judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Application, Dossier
from juli.engines.policy.mistakes import told
from juli.engines.policy.population.bounds import Overrides
from juli.engines.policy.population.columns import ANCHOR_DATES, BESIDE, KEY, ORGANISATIONS, PopulationUnusable
from juli.engines.policy.population.compiler import Compiled, compile_programme
from juli.engines.policy.population.lengths import CALENDAR_COLUMNS, calendar_lines
from juli.engines.policy.population.reading import open_population, read_dossiers
from juli.engines.policy.population.rows import CALENDAR
from juli.engines.policy.population.spans import ANCHORING, SPANS, Timeline
from juli.engines.policy.population.tables import quoted
from juli.engines.policy.rules import Programme
from juli.engines.policy.windows import Anchors, anchors


class Session:
    """One population, one programme, one day. Use it as a context manager; it holds its own connection."""

    def __init__(
        self,
        programme: Programme,
        directory: Path,
        *,
        as_of: dt.date,
        calendar: Calendar,
        threads: int | None = None,
        memory: str | None = None,
    ) -> None:
        """Open the tables in ``directory``. ``threads`` and ``memory`` (such as ``2GB``) limit the database.

        Raises PopulationUnusable when the tables can't be read.
        """
        self.programme, self.directory, self.as_of, self.calendar = programme, directory, as_of, calendar
        self.connection = duckdb.connect()
        self._dates: Mapping[tuple[Any, ...], Anchors] = {}
        self._has_spans = False
        try:
            # They take longer over wide projections than the whole query takes to run.
            self.connection.execute("SET disabled_optimizers = 'projection_pullup,projection_placement'")
            # Whatever needs an order asks for it.
            self.connection.execute("SET preserve_insertion_order = false")
            if threads is not None:
                self.connection.execute("SET threads = ?", [threads])
            if memory is not None:
                self.connection.execute("SET memory_limit = ?", [memory])
            tables = open_population(self.connection, directory, programme.vocabulary)
            self.timeline = self._anchored()
            files = {path.stem for path in directory.iterdir()}
            kinds = (k for k in tables if k not in BESIDE)
            self.empty = frozenset(k for k in kinds if k not in files or not self._any("true", k))
            self.claimed = programme.exclusive_claims and self._any("claims_submitted OR cardinality(claims) > 0")
        except BaseException:
            self.connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def execute(self, text: str, parameters: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        """Run a statement. Raises PopulationUnusable when a table holds something that its column can't."""
        try:
            return self.connection.execute(text, list(parameters))
        except (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.IOException) as error:
            raise PopulationUnusable(told("{}: a value doesn't fit its column: {}", self.directory, error)) from error

    def _any(self, condition: str, table: str = ORGANISATIONS) -> bool:
        text = f"SELECT count(*) > 0 FROM (SELECT 1 FROM {quoted(table)} WHERE {condition} LIMIT 1)"
        found = self.execute(text).fetchone()
        return bool(found and found[0])

    def _anchored(self) -> Timeline:
        """The anchors that occur."""
        if self.programme.what == "plan":
            return Timeline.of(self.programme, [anchors(self.programme, Application(), self.as_of)], self.calendar)
        names = ", ".join(ANCHOR_DATES)
        dates = self.execute(f"SELECT DISTINCT {names} FROM {ORGANISATIONS} ORDER BY ALL").fetchall()
        self._dates = {d: anchors(self.programme, _application(d), self.as_of) for d in dates}
        known = list(dict.fromkeys(self._dates.values())) or [Anchors(self.as_of)]
        return Timeline.of(self.programme, known, self.calendar)

    def _write_spans(self) -> None:
        """A table of the windows that differ, and one of who has which: only where a query asks for them."""
        self._has_spans = True
        self._table(SPANS, self.timeline.columns(), self.timeline.lines())
        dated = [(*d, self.timeline.anchors.index(at)) for d, at in self._dates.items()]
        self._table("dates", [*((n, "DATE") for n in ANCHOR_DATES), ("anchor", "INTEGER")], dated)
        same = " AND ".join(f"o.{n} IS NOT DISTINCT FROM d.{n}" for n in ANCHOR_DATES)
        self.execute(
            f"CREATE TEMP TABLE {ANCHORING} AS SELECT o.{KEY}, d.anchor FROM {ORGANISATIONS} o JOIN dates d ON {same}"
        )

    def _table(self, name: str, columns: Any, lines: Any) -> None:
        columns, lines = list(columns), list(lines)
        declared = ", ".join(f"{quoted(n)} {t}" for n, t in columns)
        self.execute(f"CREATE TEMP TABLE {quoted(name)} ({declared})")
        # Column by column: thousands of lines at once, where a statement for each takes a second.
        parts = ", ".join(f"unnest(?::{type_}[])" for _, type_ in columns)
        values = [[line[i] for line in lines] for i in range(len(columns))]
        self.execute(f"INSERT INTO {quoted(name)} SELECT {parts}", values)

    def compiled(
        self,
        overrides: Sequence[Overrides] = (),
        readings: Mapping[str, str] | None = None,
        *,
        only_statuses: bool = False,
    ) -> Compiled:
        """The programme compiled for this population, and what the query needs put in place. Raises UnknownOverride."""
        found = compile_programme(
            self.programme,
            self.timeline,
            overrides=overrides,
            readings=readings,
            claimed=self.claimed,
            empty=self.empty,
            only_statuses=only_statuses,
        )
        if found.uses_calendar:
            self.execute(f"DROP TABLE IF EXISTS {CALENDAR}")
            self._table(CALENDAR, CALENDAR_COLUMNS, calendar_lines(self.calendar))
        if found.uses_spans and not self._has_spans:
            self._write_spans()
        return found

    def dossiers(self, organisations: Sequence[int] | None = None) -> Iterator[tuple[int, Dossier]]:
        """Some organisations as dossiers, with their numbers."""
        return read_dossiers(self.connection, self.programme.vocabulary, organisations)


def _application(dates: tuple[Any, ...]) -> Application:
    named = dict(zip((n.removeprefix("application_") for n in ANCHOR_DATES), dates, strict=True))
    return Application(**named)
