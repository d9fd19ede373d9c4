"""What all tests share: reproducible examples, and databases of both kinds."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import migrated
from tests.settings import postgresql_refusal

migrated.install()

if sys.dont_write_bytecode:
    # Every process that tests start would compile every module anew, for a second or two.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / "var" / "bytecode")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    del os.environ["PYTHONDONTWRITEBYTECODE"]

# The same examples in every run: a failure is there for the next person too. JULI_HYPOTHESIS=search looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("JULI_HYPOTHESIS", "ci"))


REFUSAL = postgresql_refusal()
ON_POSTGRESQL = (
    pytest.mark.skip(reason=REFUSAL) if REFUSAL else pytest.mark.django_db(databases=["default", "postgresql"])
)


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.django_db), pytest.param("postgresql", marks=ON_POSTGRESQL)]
)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs a test on SQLite and on PostgreSQL; the models use the one of the two that the test is at.

    Not for tests that serve pages from a thread: a thread has connections of its own.
    """
    from django.db import connections  # Settings are not ready when this file is imported.

    usual = connections["default"]
    if request.param == "postgresql":
        connections["default"] = connections["postgresql"]
    try:
        yield request.param
    finally:
        connections["default"] = usual


@pytest.fixture(autouse=True)
def thawing(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, frozen tables are emptied like all others: without their triggers for that moment."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    # Set up after it, so that this one ends first.
    request.getfixturevalue("_django_db_helper")
    yield
    from tests.frozen import thaw_until_emptied

    for alias in (marker.kwargs.get("databases") if marker else None) or ["default"]:
        thaw_until_emptied(alias)
