"""The expert's place: experts alone, and each in their own; the office has its own pages."""

from juli.stages.review.actions import scoring
from juli.stages.review.blinding import key
from tests.permissions.rows import Row
from tests.stages.review import handed
from tests.stages.review.pool import NOW

EXPERT = ("expert",)
FULL = {"foundation": "20", "goals": "25", "measures": "25", "team": "15", "money": "15"}


def assignment(world):
    """An assignment of the expert's, on a panel that is open whenever the table is run."""
    return handed.serving(world)[0]


def seat(world):
    return {"seat": assignment(world).seat_id}


def pledged(world):
    row = assignment(world)
    scoring.pledge(seat=row.seat, text="承诺", by=world.users["expert"], at=NOW)
    return row


def undeclared(world):
    return named(pledged(world))


def named(row):
    return {"name": key(row.seat_id, row.entry_id)}


def declared(world):
    row = pledged(world)
    scoring.declare(assignment=row, interest="", by=world.users["expert"], at=NOW)
    return row


def ready(world):
    return named(declared(world))


def full(world):
    row = declared(world)
    said = {"assignment": row, "had": 0, "marks": FULL, "comments": {}, "opinion": ""}
    scoring.mark(**said, by=world.users["expert"], at=NOW)
    return row


def complete(world):
    return named(full(world))


def all_complete(world):
    return {"seat": full(world).seat_id}


def with_file(world):
    """Ours, with a document."""
    made = handed.handed_in(world)
    row = handed.serving(world, applications=0)[0]
    scoring.pledge(seat=row.seat, text="承诺", by=world.users["expert"], at=NOW)
    scoring.declare(assignment=row, interest="", by=world.users["expert"], at=NOW)
    return {**named(row), "digest": made.final.content["application"]["materials"][0]["sha256"]}


def typed(_world):
    return {"had": "0", "mark-foundation": "3"}


def said(_world):
    return {"has": "no"}


def agreed(_world):
    return {"agreed": "yes"}


def why(_world):
    return {"had": "0", "reason": "不熟悉"}


def whole(_world):
    return {"had": "1", **{f"mark-{item}": mark for item, mark in FULL.items()}}


ROWS = [
    Row("review:mine", EXPERT, arrange=lambda world: seat(world) and {}),
    Row("review:pledge", EXPERT, "POST", arrange=seat, body=agreed, action="review.pledge"),
    Row("review:declare", EXPERT, "POST", arrange=undeclared, body=said, action="review.declare"),
    Row("review:card", EXPERT, arrange=ready),
    Row("review:card", (), state="not declared", arrange=undeclared),
    Row("review:mark", EXPERT, "POST", arrange=ready, body=typed, action="review.mark"),
    Row("review:hand_in", EXPERT, "POST", arrange=complete, body=whole, action="review.hand_in"),
    Row("review:hand_in_all", EXPERT, "POST", arrange=all_complete, action="review.hand_in_all"),
    Row("review:abstain", EXPERT, "POST", arrange=ready, body=why, action="review.abstain"),
    Row("review:scored_file", EXPERT, arrange=with_file),
]
