"""The tabular form of a population: which tables there are, and their typed columns (design §4, What if).

One table per kind, one for the organisations, one each for judgements and documents. The columns come from the
vocabulary, so a new field needs no change here.

- A text that is empty is ``''`` (none) and NULL only where it is unknown; every other scalar is NULL where it is empty.
- A list that is empty is ``[]``; ``references`` have a second column ``<field>_n`` for a bare number where no list
is kept,
  and are unknown where both are NULL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juli.engines.policy.problems import BadValue
from juli.engines.policy.vocabulary import Field, Kind, Vocabulary

ORGANISATIONS = "organisations"
JUDGEMENTS = "judgements"
DOCUMENTS = "documents"
#: Tables beside those of the kinds.
BESIDE = (ORGANISATIONS, JUDGEMENTS, DOCUMENTS)
KEY = "organisation"
FILED = "filed"
#: Dates of the application that windows and ``apart`` count from, in the order of ``windows.Anchors``.
ANCHOR_DATES = ("application_day", "application_contract", "application_opens", "application_closes",
                "application_publication")  # fmt: skip

_SCALARS: Mapping[str, str] = {
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "reference": "VARCHAR",
    "choices": "VARCHAR[]",
    "references": "VARCHAR[]",
    "links": 'STRUCT("platform" VARCHAR, "url" VARCHAR, "on" DATE)[]',
    "integer": "BIGINT",
    "year": "INTEGER",
    "money": "DECIMAL(18, 2)",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


class PopulationUnusable(BadValue):
    """Tables can't be judged, or a dossier can't be written into them: says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``type`` is DuckDB's name of its type, ``field`` the vocabulary's field that it holds, if any."""

    name: str
    type: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table, named like its file without the ending; ``kind`` is the kind whose rows it holds, if any."""

    name: str
    columns: tuple[Column, ...]
    kind: Kind | None = None

    def column(self, name: str) -> Column:
        """The column called ``name``. Raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def known_column(kind: str) -> str:
    """The column of ``organisations`` that says whether the standing of this kind (or the documents) is known."""
    return f"known_{kind}"


def choice_key(track: str, name: str) -> str:
    """The key under which ``application_choices`` holds what a track lets the applicant choose."""
    return f"{track}/{name}"


def number_column(field: str) -> str:
    """The column that holds a bare number in place of the list of ``references``."""
    return f"{field}_n"


def field_columns(field: Field) -> tuple[Column, ...]:
    """The column or columns that hold a field."""
    column = Column(field.name, _SCALARS[field.type], field)
    if field.type == "references":
        return (column, Column(number_column(field.name), "BIGINT", field))
    return (column,)


def layout(vocabulary: Vocabulary) -> Mapping[str, Table]:
    """Every table of a population, by name, in the vocabulary's order.

    Raises ValueError when the vocabulary names a field or a kind that the layout needs for itself.
    """
    tables = [organisations(vocabulary), *(kind_table(k) for k in (*vocabulary.achievements, *vocabulary.standing)),
              judgements(), documents()]  # fmt: skip
    for table in tables:
        names = [c.name for c in table.columns]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(
                f'the table "{table.name}" would have two columns "{twice[0]}"; rename the vocabulary\'s field'
            )
    by_name = {t.name: t for t in tables}
    if len(by_name) < len(tables):
        raise ValueError(f"a kind may not be called {', '.join(BESIDE)}; rename it in the vocabulary")
    return by_name


def kind_table(kind: Kind) -> Table:
    """The table of one kind: its rows of all organisations. ``position`` is the row's place in its dossier,
    ``filed`` names the fields in which the office has filed a value (which answers a question, decision 0002)."""
    filed = () if kind.is_standing else (Column(FILED, "VARCHAR[]"),)
    own = (
        Column(KEY, "BIGINT"),
        Column("id", "VARCHAR"),
        Column("position", "INTEGER"),
        Column("planned", "BOOLEAN"),
        Column("evidence", "VARCHAR[]"),
        *filed,
    )
    return Table(kind.name, own + tuple(c for f in kind.fields.values() for c in field_columns(f)), kind)


def organisations(vocabulary: Vocabulary) -> Table:
    """The table of organisations: record, known standing, what the application says, and ``details``.

    ``details`` is JSON with what no compiled clause reads (form, paper, verifications …), so that a dossier comes
    back as it was.
    """
    record = tuple(c for f in vocabulary.organisation.values() for c in field_columns(f))
    named = {c.name for c in record}
    fixed = tuple(Column(n, "VARCHAR") for n in ("name", "uscc", "type") if n not in named)
    known = tuple(Column(known_column(k.name), "BOOLEAN") for k in vocabulary.standing)
    application = (
        *(Column(name, "DATE") for name in ANCHOR_DATES),
        Column("application_tracks", "VARCHAR[]"),
        Column("application_leader", "VARCHAR"),
        Column("application_team", "VARCHAR[]"),
        Column("baseline", "MAP(VARCHAR, DECIMAL(18, 2))"),
        Column("claims", "MAP(VARCHAR, VARCHAR)"),
        Column("claims_submitted", "BOOLEAN"),
        Column("application_choices", "MAP(VARCHAR, VARCHAR)"),
        Column("application_joint", 'STRUCT("name" VARCHAR, "type" VARCHAR, "clauses" VARCHAR[])[]'),
        Column(known_column(DOCUMENTS), "BOOLEAN"),
        Column("details", "VARCHAR"),
    )
    return Table(ORGANISATIONS, (Column(KEY, "BIGINT"), *fixed, *record, *known, *application))


def documents() -> Table:
    """The table of documents handed in, of the organisations whose documents are known."""
    columns = (("id", "VARCHAR"), ("year", "INTEGER"), ("date", "DATE"), ("valid_until", "DATE"), ("sealed", "BOOLEAN"),
               ("achievement", "VARCHAR"), ("type", "VARCHAR"), ("position", "INTEGER"))  # fmt: skip
    return Table(DOCUMENTS, (Column(KEY, "BIGINT"), *(Column(n, t) for n, t in columns)))


def judgements() -> Table:
    """The table of judgements; ``achievement`` is NULL where a clause, or all of its rows, are answered."""
    texts = ("clause", "achievement", "by", "reason")
    columns = (*((name, "VARCHAR") for name in texts), ("answer", "BOOLEAN"), ("on", "DATE"), ("position", "INTEGER"))
    return Table(JUDGEMENTS, (Column(KEY, "BIGINT"), *(Column(n, t) for n, t in columns)))
