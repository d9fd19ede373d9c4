"""Conflicts are the office's to write down and to end."""

from juli.stages.review.actions import conflicts
from juli.stages.review.models import Conflict
from tests.permissions.rows import OFFICE, Row
from tests.stages.applications.conftest import published
from tests.stages.review.pool import NOW, enrolled


def expert(world):
    return {"expert": enrolled(world).pk}


def noted(world):
    row = Conflict(kind="manual", expert=enrolled(world), unit="x", source="y")
    return {"conflict": conflicts.note_conflict(conflict=row, by=world.users["officer"], at=NOW).pk}


def call(_world):
    published("cast-2023")
    return {"edition": "cast-2023"}


def said(_world):
    return {"kind": "manual", "unit": "x", "source": "y"}


ROWS = [
    Row("review:conflicts_of", OFFICE, arrange=expert),
    Row("review:conflicts_of", OFFICE, "POST", arrange=expert, body=said, action="review.note_conflict"),
    Row("review:end_conflict", OFFICE, "POST", arrange=noted, action="review.end_conflict"),
    Row("review:avoided", OFFICE),
    Row("review:avoided", OFFICE, "POST"),
    Row("review:conflict_template", OFFICE),
    Row("review:conflicts_in", OFFICE, arrange=call),
]

#: Acts that no address leads to.
BY_OTHER_WAYS = {"review.written": "part of noting a conflict and of declaring one"}
