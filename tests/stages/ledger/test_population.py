"""All ledgers at once: the views have the columns of a Parquet export, and the compiler's query over them in PostgreSQL
says what the interpreter says, clause by clause, without tolerance.
"""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from juli.engines.policy.dossier import Bare
from juli.engines.policy.population.columns import BESIDE, layout
from juli.engines.policy.vocabulary import OPEN_WHEN_EMPTY
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.population.views import make
from juli.stages.ledger.population.what_if import WrongDatabase, answers, changes
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.organisations.models import ApplicantType, Organisation
from juli.stages.organisations.vocabulary import vocabulary
from tests.conftest import ON_POSTGRESQL
from tests.people import SINCE
from tests.searching import examples
from tests.stages.ledger.population import columns_of, day_of, differences, drawn, enter

CALLS = ["bast-2024", "cast-2023", "zgc-2022", "zgc-2025"]
SEEDS = examples(1, searching=20)


@pytest.fixture
def postgresql(request):
    from django.db import connections

    usual = connections["default"]
    connections["default"] = connections["postgresql"]
    yield
    connections["default"] = usual


def entered(programme, directory, *, organisations, seed):
    found = drawn(programme, directory, organisations=organisations, seed=seed, as_of=day_of(programme))
    return [(enter(one, number), one.type) for number, one in enumerate(found)]


def test_the_views_are_the_export(database, tmp_path):
    """Every column of every view against the dossier's own values."""
    programme = shelf().programmes["zgc-2025"]
    where = [(o, dossier(o, type_)) for o, type_ in entered(programme, tmp_path, organisations=12, seed=3)]
    tables = layout(vocabulary())
    made = make(connection, vocabulary(), programme, day_of(programme))
    assert set(made) == set(tables)
    rows = 0
    for kind in vocabulary().achievements:
        lines = columns_of(kind.name)
        wanted = [(o, work) for o, held in where for work in held.achievements if work.kind == kind.name]
        assert sorted(line["id"] for line in lines) == sorted(work.id for _, work in wanted)
        by_id = {line["id"]: line for line in lines}
        for organisation, work in wanted:
            line = by_id[work.id]
            assert list(line) == [c.name for c in tables[kind.name].columns]
            assert (line["organisation"], bool(line["planned"])) == (organisation.pk, False)
            assert sorted(listed(line["evidence"])) == sorted(work.evidence)
            for name, field in kind.fields.items():
                assert read(line, field) == work.values.get(name, none(field)), (kind.name, name)
                rows += 1
    assert rows > 500
    for kind in vocabulary().standing:
        found = columns_of(kind.name)
        assert len(found) == sum(len(held.standing.get(kind.name, ())) for _, held in where)


def listed(value):
    return json.loads(value) if isinstance(value, str) else value


def none(field):
    if field.type in OPEN_WHEN_EMPTY:
        return None
    return () if field.type in {"choices", "references", "links"} else ""


def read(line, field):
    """A cell of a view as the dossier has the value, whatever the database."""
    value = line[field.name]
    if field.type == "references":
        return Bare(line[f"{field.name}_n"]) if value is None else tuple(listed(value))
    if field.type == "choices":
        return tuple(listed(value))
    if field.type == "links":
        found = [one if isinstance(one, dict) else json.loads(one) for one in listed(value)]
        day = lambda link: dt.date.fromisoformat(link["on"]) if link.get("on") else None  # noqa: E731
        return tuple((link["platform"], link.get("url", ""), day(link)) for link in found)
    if value is None:
        return None
    if field.type == "money":
        return Decimal(value)
    if field.type == "date" and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return bool(value) if field.type == "boolean" else value


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize("_on", [pytest.param("", marks=ON_POSTGRESQL, id="postgresql")])
def test_the_query_in_postgresql_says_what_the_interpreter_says(call, _on, tmp_path):
    """Ledgers drawn from one seed, as the rules are and with every number moved: what takes time is to say them in SQL."""
    programme = shelf().programmes[call]
    total = 0

    # A failing seed is not made smaller: each costs seconds, and none is simpler than another.
    @settings(max_examples=SEEDS, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(st.integers(0, 10_000))
    def agree(seed):
        nonlocal total
        with transaction.atomic():
            where = entered(programme, tmp_path, organisations=25, seed=seed)
            held = [(organisation, dossier(organisation, type_)) for organisation, type_ in where]
            for overrides in (None, moved(programme)):
                compared, wrong = differences(programme, held, as_of=day_of(programme), overrides=overrides)
                assert wrong == []
                total += compared
            transaction.set_rollback(True)

    agree()
    assert total > 1000


def moved(programme):
    """Every number that a clause has, one more."""
    return {
        clause.id: {"at_least": clause.bound.at_least + 1}
        for clause in programme.clauses.values()
        if isinstance(clause.bound.at_least, int) and clause.bound.baseline is None
    }


@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize("_on", [pytest.param("", marks=ON_POSTGRESQL, id="postgresql")])
def test_who_falls_out_when_a_number_moves(_on, tmp_path):
    programme = shelf().programmes["bast-2024"]
    where = entered(programme, tmp_path, organisations=40, seed=5)
    day, calendar = day_of(programme), shelf().calendar
    found = changes(programme, as_of=day, calendar=calendar, overrides=moved(programme))
    before = answers(programme, as_of=day, calendar=calendar)
    after = answers(programme, as_of=day, calendar=calendar, overrides=moved(programme))
    assert {c.organisation: (c.before, c.after) for c in found} == {
        o.pk: (before.lines[o.pk][" status"], after.lines[o.pk][" status"])
        for o, _ in where
        if before.lines[o.pk][" status"] != after.lines[o.pk][" status"]
    }


@pytest.mark.django_db
def test_elsewhere_it_is_refused():
    programme = shelf().programmes["bast-2024"]
    with pytest.raises(WrongDatabase, match="sqlite"):
        answers(programme, as_of=day_of(programme), calendar=shelf().calendar)


def test_organisations_stand_as_the_type_they_hold(database):
    """Types for the family before general ones, only those of the day; nobody who is not accepted."""
    programme = shelf().programmes["zgc-2025"]
    where = Organisation.objects.create(name="甲", uscc="1" * 18, state="accepted", registered_at=SINCE)
    other = Organisation.objects.create(name="乙", uscc="2" * 18, state="draft", registered_at=SINCE)
    ended = dt.date(2021, 1, 1)
    for one, type_, family, until in (
        (where, "hub", "", None),
        (where, "industry", programme.family, ended),
        (where, "factor", programme.family, None),
        (other, "factor", "", None),
    ):
        ApplicantType.objects.create(organisation=one, type=type_, programme=family, since=SINCE.date(), until=until)
    make(connection, vocabulary(), programme, day_of(programme))
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation, type, uscc FROM organisations")
        assert cursor.fetchall() == [(where.pk, "factor", "1" * 18)]
    assert "organisations" in BESIDE
