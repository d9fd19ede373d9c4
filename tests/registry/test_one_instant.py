"""Long reads: of one instant, and in nobody's way."""

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from juli.registry.transactions import one_instant
from tests.registry.test_journal import ON_POSTGRESQL_COMMITTED


@pytest.mark.parametrize(
    ("where", "begun"),
    [
        pytest.param(
            "default", ["BEGIN DEFERRED", "BEGIN IMMEDIATE"], marks=pytest.mark.django_db(transaction=True), id="sqlite"
        ),
        pytest.param(
            "postgresql",
            ["BEGIN", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", "BEGIN"],
            marks=ON_POSTGRESQL_COMMITTED,
            id="postgresql",
        ),
    ],
)
def test_a_long_read_takes_no_writers_turn(where, begun):
    usual = connections["default"]
    connections["default"] = connections[where]
    try:
        with CaptureQueriesContext(connections["default"]) as asked:
            with one_instant(), connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1")
            with transaction.atomic():
                pass
    finally:
        connections["default"] = usual
    assert [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "COMMIT"))] == begun
