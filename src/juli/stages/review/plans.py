"""A plan of a draw as text and back, and a draw repeated from its record."""

from __future__ import annotations

import json

from juli.engines import panel as engine
from juli.engines.panel.draw import DrawPlan
from juli.registry.journal.models import Entry
from juli.stages.review.models import Draw


def written(plan: engine.DrawPlan) -> str:
    """A plan in canonical JSON."""
    return engine.canonical(plan).decode()


def plan_of(draw: Draw) -> engine.DrawPlan:
    """The plan that was fixed."""
    said = json.loads(draw.plan)
    return DrawPlan(
        said["call"],
        said["session"],
        tuple(engine.Candidate(c["id"], tuple(c["fields"]), c["institution"]) for c in said["pool"]),
        said["size"],
        said["reserves"],
        tuple(engine.Exclusion(e["id"], tuple(e["reasons"])) for e in said["exclusions"]),
        tuple(engine.Stratum(s["field"], s["least"], s["reserves"]) for s in said["strata"]),
        said["per_institution"],
    )


def replayed(draw: Draw) -> engine.DrawRecord:
    """The draw repeated from what the journal says, which is what the table says too. Raises Tampered."""
    entries = Entry.objects.filter(
        subject_type=draw.panel.subject.type, subject_id=draw.panel.subject.id, act="draw.drawn"
    )
    said = [json.loads(entry.details) for entry in entries]
    records = [one["record"] for one in said if one["draw"] == str(draw)]
    if len(records) != 1:
        raise engine.Tampered("操作日志中没有这次抽取的记录", "the journal has no record of this draw")
    if records[0] != draw.record:
        raise engine.Tampered("抽取记录与操作日志不一致", "the draw's record differs from the journal")
    return engine.replay(records[0].encode())
