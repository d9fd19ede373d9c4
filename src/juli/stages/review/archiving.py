"""What the review puts into an archive: panels, draws, matches, cards, scores. Experts go by their numbers in the pool.

No name, employer, ID number or address of an expert is in it, and nothing that ties an expert's own addresses of
applications to them: whoever reads an archive learns who scored what no better than the draw's record says.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from juli.engines.panel import Withdrawal, canonical, panel_after, replay
from juli.engines.panel.recorded import Replacing
from juli.engines.policy.labels import Label
from juli.registry.archive.chains import chain, witness_all
from juli.registry.archive.contents import Contents
from juli.registry.archive.files import named
from juli.registry.archive.rows import fields, rows
from juli.registry.canonical import SHANGHAI
from juli.registry.journal.models import Entry
from juli.stages.applications.archiving import folder
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review.models import Assignment, Draw, Panel, Scorecard, SecondLook, WorkedOut

_PANEL = ("id", "track", "round", "name", "how", "state", "size", "reserves", "one_per_institution", "load", "field",
          "first_day", "last_day", "closes_at", "former_years", "rules", "created_at", "opened_at",
          "closed_at")  # fmt: skip

#: As the inner list has them, which is Chinese.
_ROUNDS = {"online": "网上评审", "meeting": "会议评审"}


def of_application(contents: Contents, row: Application, _at: datetime) -> None:
    """The panels that it was before, who scored it, and what they marked: cards handed in, once scoring is over."""
    for panel in Panel.objects.filter(entries__application=row).select_related("call").order_by("pk"):
        _panel(contents, panel, only=row)
    served = Assignment.objects.filter(entry__application=row).order_by("pk")
    if not served:
        return
    said = rows(served, "id", "entry__panel", "seat__expert", "origin", "at", "ended_at", "reason",
                declared="declaration__interest")  # fmt: skip
    for one in said:
        one["declared"] = {None: None, "": False}.get(one["declared"], True)
    title = named(Label("评审指派", "Who scored it"), row.number)
    contents.data(f"{folder(row)}/review/assignments.json", "assignments", title, said)
    cards = Scorecard.objects.filter(assignment__entry__application=row).exclude(state=Scorecard.State.DRAFT)
    cards = cards.exclude(assignment__entry__panel__state=Panel.State.OPEN)
    marked = rows(cards.order_by("assignment", "number"), "assignment", "number", "state", "marks", "comments",
                  "opinion", "reason", "submitted_at")  # fmt: skip
    title = named(Label("评分表", "Scorecards"), row.number)
    contents.data(f"{folder(row)}/review/cards.json", "cards", title, marked)
    looks = rows(SecondLook.objects.filter(entry__application=row).order_by("pk"), "how", "reason", "by", "at")
    if looks:
        title = named(Label("复评", "Second looks"), row.number)
        contents.data(f"{folder(row)}/review/second-looks.json", "second_looks", title, looks)


def of_call(contents: Contents, call: Call, _at: datetime) -> None:
    """Every panel, its chain in full."""
    for panel in Panel.objects.filter(call=call).select_related("call").order_by("pk"):
        _panel(contents, panel)


def _panel(contents: Contents, panel: Panel, *, only: Application | None = None) -> None:
    base, title = f"call/panels/{panel.pk}", named(Label("专家组", "Panel"), _called(panel))
    if contents.has(f"{base}/panel.json"):
        return
    entries = chain(contents, panel.subject, shown=None if only is None else partial(_common, only), title=title)
    seats = rows(panel.seats.order_by("pk"), "id", "expert", "reserve", "since", "withdrawn_at", "reason", "pledged_at",
                 "pledge")  # fmt: skip
    said = {**fields(panel, *_PANEL), "seats": seats}
    contents.data(f"{base}/panel.json", "panel", title, said, date=panel.first_day)
    for draw in panel.draws.exclude(state=Draw.State.PLANNED).order_by("number"):
        _draw(contents, base, panel, draw, entries)
    for kept in panel.worked_out.order_by("kind", "number"):
        _worked_out(contents, base, panel, kept, entries)


def _called(panel: Panel) -> str:
    """Its track, round and name, as the inner list has them: several of a call have the same name."""
    tracks = {track.id: track.label.zh for track in current(panel.call).programme.tracks}
    parts = (tracks.get(panel.track, panel.track), _ROUNDS[panel.round], panel.name)
    return " ".join(part for part in parts if part)


def _common(row: Application, entry: Entry) -> bool:
    """Acts on the panel as a whole, and second looks at this application: they tell of no other one's marks."""
    if entry.act == "panel.second_look":
        return bool(entry.said.get("application") == row.pk)
    return entry.act.startswith(("draw.", "panel."))


def _draw(contents: Contents, base: str, panel: Panel, draw: Draw, entries: list[Entry]) -> None:
    title = named(Label("抽取记录", "Record of the draw"), f"{_called(panel)} {draw}")
    said = fields(draw, "number", "state", "digest", "office_commitment", "supervisor_commitment", "remark",
                  "planned_at", "ended_at")  # fmt: skip
    contents.data(f"{base}/draw-{draw.number}.json", "draw", title, said, listed=not draw.record)
    if not draw.record:
        return
    date = draw.ended_at.astimezone(SHANGHAI).date() if draw.ended_at else None
    record = contents.text(f"{base}/draw-{draw.number}-record.json", "draw", title, draw.record, date=date)
    contents.replay("draw", f"{draw}", {"record": record}, record)
    witness_all(contents, entries, "draw.drawn", "record", record, draw=str(draw))
    withdrawn = panel.seats.filter(withdrawn_at__isnull=False).order_by("withdrawn_at", "pk")
    gone = tuple(Withdrawal(str(seat.expert_id), seat.reason) for seat in withdrawn)
    if gone:
        title = named(Label("递补", "Replacements"), f"{_called(panel)} {draw}")
        inputs = contents.text(f"{base}/withdrawals.json", "inputs", title, canonical(Replacing(gone)), listed=False)
        # What was done then: who came stands in the journal, entry by entry.
        came = {str(e.said["out"]): str(e.said["in"] or "") or None for e in entries if e.act == "panel.replaced"}
        made = panel_after(replay(draw.record.encode()), gone).replacements
        then = canonical(tuple(one._replace(came=came.get(one.out, one.came)) for one in made))
        result = contents.text(f"{base}/replacements.json", "replacements", title, then)
        contents.replay("replacement", f"{draw}", {"record": record, "inputs": inputs}, result)


def _worked_out(contents: Contents, base: str, panel: Panel, kept: WorkedOut, entries: list[Entry]) -> None:
    match = kept.kind == WorkedOut.Kind.MATCH
    title = named(
        Label("匹配指派", "Match") if match else Label("评分汇总", "Scores"), f"{_called(panel)} {kept.number}"
    )
    name = f"{base}/{kept.kind}-{kept.number}"
    inputs = contents.text(f"{name}-inputs.json", "inputs", title, kept.inputs, listed=False)
    result = contents.text(f"{name}.json", kept.kind, title, kept.result, date=kept.at.astimezone(SHANGHAI).date())
    contents.replay(
        "assignment" if match else "scores", f"{panel.pk}-{kept.number} {panel.name}", {"inputs": inputs}, result
    )
    act, key = ("panel.matched", "match") if match else ("panel.closed", "scores")
    said = {key: kept.number}
    witness_all(contents, entries, act, "inputs", inputs, **said)
    witness_all(contents, entries, act, "digest", result, **said)
