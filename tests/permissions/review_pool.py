"""The pool of experts: the office keeps it, the head of office invites."""

import datetime as dt

from juli.stages.review.actions import intakes, pool
from juli.stages.review.models import Intake, Tie
from tests.permissions.rows import OFFICE, Row
from tests.stages.review.pool import NOW, enrolled

LEAD = ("lead",)


def expert(world):
    return {"expert": enrolled(world, email="zhuanjia@example.org").pk}


def removed(world):
    row = enrolled(world)
    pool.remove_expert(expert=row, reason="x", by=world.users["officer"], at=NOW)
    return {"expert": row.pk}


def tied(world):
    row = enrolled(world)
    tie = pool.add_tie(expert=row, tie=Tie(kind="office", unit="x", source="y"), by=world.users["officer"], at=NOW)
    return {"expert": row.pk, "tie": tie.pk}


def away(world):
    row, day = enrolled(world), dt.date(2023, 6, 1)
    found = pool.add_absence(expert=row, since=day, until=day, by=world.users["officer"], at=NOW)
    return {"expert": row.pk, "away": found.pk}


def intake(world):
    row = intakes.bring(of=Intake.Of.EXPERTS, name="x.xlsx", blocks=[b"x"], by=world.users["officer"], at=NOW)
    return {"intake": row.pk}


def of_experts(_world):
    return {"of": "experts"}


ROWS = [
    Row("review:pool", OFFICE),
    Row("review:add_expert", OFFICE),
    Row(
        "review:add_expert",
        OFFICE,
        "POST",
        body=lambda _w: {"name": "甲", "document": "resident"},
        action="review.enrol",
    ),
    Row("review:expert_template", OFFICE),
    Row("review:expert_export", OFFICE),
    Row("review:expert", OFFICE, arrange=expert),
    Row("review:edit_expert", OFFICE, arrange=expert),
    Row("review:edit_expert", OFFICE, "POST", arrange=expert, action="review.describe"),
    Row("review:add_tie", OFFICE, "POST", arrange=expert, action="review.add_tie"),
    Row("review:remove_tie", OFFICE, "POST", arrange=tied, action="review.remove_tie"),
    Row("review:add_absence", OFFICE, "POST", arrange=expert, action="review.add_absence"),
    Row("review:remove_absence", OFFICE, "POST", arrange=away, action="review.remove_absence"),
    Row("review:remove_expert", OFFICE, "POST", arrange=expert, action="review.remove_expert"),
    Row("review:restore_expert", OFFICE, "POST", "removed", arrange=removed, action="review.restore_expert"),
    Row("review:invite", LEAD, "POST", arrange=expert, action="review.invite"),
    Row("review:bring", OFFICE, arrange=of_experts),
    Row("review:bring", OFFICE, "POST", arrange=of_experts, action="review.bring"),
    Row("review:intake", OFFICE, arrange=intake),
    Row("review:intake", OFFICE, "POST", arrange=intake, action="review.enter"),
    Row("review:put_aside", OFFICE, "POST", arrange=intake, action="review.put_aside"),
]

#: Acts that no address leads to.
BY_OTHER_WAYS = {
    "review.reseal": "the operator's, by `juli panel reseal`",
}
