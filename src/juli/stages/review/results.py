"""What came of the review: each application's score with its working, made by the engine of the cards handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from juli.engines import panel as engine
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review.models import Entry, Panel, Scorecard
from juli.stages.review.reading import reading, review_of, rounds, weights

_ROUNDS: Final = {"online": engine.Said("网上评审", "online"), "meeting": engine.Said("会议评审", "in a meeting")}


class Result(NamedTuple):
    """An application's score. ``value`` is None where the engine makes none (``score.why``); ``working`` prints it.

    ``rounds`` are the rounds that are closed, in the file's order; the last of them counts, or all by their weights.
    """

    value: Decimal | None
    working: engine.Said
    score: engine.Score
    panel: int
    rounds: tuple[tuple[str, Decimal | None], ...]


def results(call: Call, track: str = "") -> Mapping[int, Result]:
    """Application → its result, of the closed panels of a track. A constant number of queries."""
    stage = review_of(current(call).programme)
    order = rounds(stage) if stage is not None else ()
    found: defaultdict[int, dict[str, tuple[Panel, engine.Score]]] = defaultdict(dict)
    panels = list(Panel.objects.filter(call=call, track=track, state=Panel.State.CLOSED).order_by("pk"))
    for panel, scores in scored(panels):
        for score in scores:
            found[int(score.application)][panel.round] = panel, score
    made = {}
    for application, by_round in sorted(found.items()):
        there = [name for name in order if name in by_round]
        if there:
            panel, score = by_round[there[-1]]
            working = engine.working(reading(panel).aggregation, score)
            shown = tuple((name, by_round[name][1].value) for name in there)
            value = score.value
            if (weighed := weights(panel)) and set(weighed) == set(there):
                rules = engine.RoundRules(tuple((name, weighed[name]) for name in there), score_places(panel))
                (combined,) = engine.combine(rules, {name: [by_round[name][1]] for name in there})
                value = combined.value
                zh = " · ".join(f"{_ROUNDS[name].zh} {number} × {weighed[name]}" for name, number in shown)
                en = " · ".join(f"{_ROUNDS[name].en} {number} × {weighed[name]}" for name, number in shown)
                working = engine.Said(zh, en)
            made[application] = Result(value, working, score, panel.pk, shown)
    return made


def score_places(panel: Panel) -> int:
    """Decimals of a score."""
    return int(panel.rules["aggregate"]["decimals"])


def finished(call: Call, track: str = "") -> list[str]:
    """Why the review of a track is not finished; empty where it is."""
    stage = review_of(current(call).programme)
    if stage is None:
        return []
    reasons = []
    panels = Panel.objects.filter(call=call, track=track).exclude(state=Panel.State.DISSOLVED)
    if not panels:
        reasons.append(_("There is no panel yet."))
    reasons += [
        _("The panel “%(name)s” is not closed.") % {"name": panel.name}
        for panel in panels.order_by("pk")
        if panel.state != Panel.State.CLOSED
    ]
    there = set(panels.values_list("round", flat=True))
    reasons += [
        _("The round “%(round)s” is missing.") % {"round": Panel.Round(name).label}
        for name in rounds(stage)
        if panels and name not in there
    ]
    had = Entry.objects.filter(panel__in=panels).values("application")
    waiting = Application.objects.filter(call=call, state__in=(Application.State.ACCEPTED, Application.State.REVIEW))
    left = [row for row in waiting.exclude(pk__in=had) if not track or track in row.tracks]
    if left and panels:
        reasons.append(_("%(number)d accepted applications are before no panel.") % {"number": len(left)})
    return reasons


def unfinished(panel: Panel) -> list[str]:
    """Why a panel can't be closed: applications with fewer scores than one is made of."""
    (_panel, scores), *_more = scored([panel])
    named = {
        entry.application_id: entry.application.number or entry.application.organisation.name
        for entry in panel.entries.select_related("application__organisation")
    }
    least = panel.rules["aggregate"]["least"]
    return [
        _("%(number)s has %(has)d scores; a score needs %(least)d.")
        % {"number": named[int(score.application)], "has": len(score.counted), "least": least}
        for score in scores
        if len(score.counted) < least
    ]


def scored(panels: Sequence[Panel]) -> list[tuple[Panel, tuple[engine.Score, ...]]]:
    """The scores of each panel as its cards stand. Two queries, however many panels."""
    cards = cards_of(panels)
    entries: defaultdict[int, list[str]] = defaultdict(list)
    for panel, application in Entry.objects.filter(panel__in=panels).values_list("panel", "application"):
        entries[panel].append(str(application))
    return [
        (panel, engine.aggregate(reading(panel).aggregation, cards.get(panel.pk, ()), entries[panel.pk]))
        for panel in panels
    ]


def cards_of(panels: Iterable[Panel], application: int | None = None) -> Mapping[int, list[engine.Card]]:
    """The cards of each panel as the engine takes them: of each assignment that stands, the last card.

    Of one application alone where it is named.
    """
    rows = Scorecard.objects.filter(assignment__entry__panel__in=list(panels), assignment__ended_at__isnull=True)
    if application is not None:
        rows = rows.filter(assignment__entry__application=application)
    last: dict[int, tuple[int, engine.Card]] = {}
    fields = ("assignment", "assignment__entry__panel", "assignment__entry__application", "assignment__seat__expert")
    for assignment, panel, application, expert, state, marks in rows.order_by("assignment", "number").values_list(
        *fields, "state", "marks"
    ):
        told = {Scorecard.State.SUBMITTED: "scored", Scorecard.State.ABSTAINED: "abstained"}.get(state, "open")
        given = {item: Decimal(mark) for item, mark in marks.items()} if told == "scored" else {}
        last[assignment] = panel, engine.Card(str(expert), str(application), given, told)  # type: ignore[arg-type]
    found: defaultdict[int, list[engine.Card]] = defaultdict(list)
    for panel, card in last.values():
        found[panel].append(card)
    return found
