"""What a panel's cards come to, for the office: never for an expert while the panel scores."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from django.core.paginator import Page, Paginator

from juli.engines import panel as engine
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application
from juli.stages.calls.rulebook import current
from juli.stages.review.models import Assignment, Entry, Expert, Panel, Scorecard, SecondLook
from juli.stages.review.permissions import reader
from juli.stages.review.reading import Line as Item
from juli.stages.review.reading import reading
from juli.stages.review.results import cards_of

#: So many experts have a column each.
_COLUMNS: Final = 12


class Total(NamedTuple):
    """One expert's total of an application, and whether the rule leaves it out."""

    value: Decimal
    used: str
    assignment: int


class Line(NamedTuple):
    """An application: each expert's total in the order of ``Of.experts`` (None: not scored), the score, its working."""

    entry: Entry
    application: Application
    totals: list[Total | None]
    score: engine.Score
    working: engine.Said

    def given(self, experts: list[Expert]) -> list[tuple[Expert, Total]]:
        """The totals that there are, each with whose it is."""
        return [(expert, total) for expert, total in zip(experts, self.totals, strict=True) if total is not None]


class Of(NamedTuple):
    """A panel's results. ``page`` is where in all of them ``lines`` are, and ``experts`` are those of these lines."""

    panel: Panel
    programme: Programme
    experts: list[Expert]
    lines: list[Line]
    page: Page[engine.Score]
    leanings: list[tuple[Expert, engine.Leaning]]
    looks: list[SecondLook]
    items: tuple[Item, ...]

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Expert, Total]]]]:
        """The lines, each with the totals that there are."""
        return [(line, line.given(self.experts)) for line in self.lines]

    @property
    def is_grid(self) -> bool:
        """Whether a column for each expert can be read; where each scores a few of many, hardly a cell is filled."""
        return len(self.experts) <= _COLUMNS


#: Applications on a page.
PER_PAGE: Final = 50


def of_panel(pk: int, *, by: User, at: datetime, page: str | None = None) -> Of | None:
    """The results as the cards stand, by number; all of them without ``page``. A constant number of queries.

    Raises Refused.
    """
    reader(by, at)
    panel = Panel.objects.select_related("call").filter(pk=pk).first()
    if panel is None:
        return None
    rules = reading(panel)
    cards = cards_of([panel]).get(panel.pk, [])
    numbers = {str(pk): number for pk, number in panel.entries.values_list("application", "application__number")}
    scores = sorted(
        engine.aggregate(rules.aggregation, cards, list(numbers)),
        key=lambda score: (numbers[score.application], int(score.application)),
    )
    paged = Paginator(scores, PER_PAGE if page is not None else max(1, len(scores))).get_page(page)
    # Of thousands of applications a page's alone are read whole.
    on_page = panel.entries.filter(application__in=[int(score.application) for score in paged.object_list])
    entries = {str(row.application_id): row for row in on_page.select_related("application__organisation")}
    standing = Assignment.objects.filter(entry__panel=panel, ended_at__isnull=True)
    serving = Expert.objects.filter(pk__in=standing.values("seat__expert"))
    everybody = {str(expert.pk): expert for expert in serving}
    pairs = standing.filter(entry__in=on_page).values_list("entry", "seat__expert", "pk")
    own = {(str(entry), str(expert)): pk for entry, expert, pk in pairs}
    experts = sorted((everybody[pk] for pk in {pk for _, pk in own}), key=lambda expert: (expert.name, expert.pk))
    lines = []
    for score in paged.object_list:
        entry = entries[score.application]
        by_expert = {counted.expert: counted for counted in score.counted}
        totals: list[Total | None] = []
        for expert in experts:
            found = by_expert.get(str(expert.pk))
            pair = str(entry.pk), str(expert.pk)
            totals.append(None if found is None else Total(_decimal(found.total), found.used, own[pair]))
        lines.append(Line(entry, entry.application, totals, score, engine.working(rules.aggregation, score)))
    leaning = engine.leanings(rules.aggregation, cards)
    return Of(
        panel,
        current(panel.call).programme,
        experts,
        lines,
        paged,
        [(everybody[one.expert], one) for one in leaning if one.expert in everybody],
        list(SecondLook.objects.filter(entry__panel=panel).select_related("entry__application").order_by("pk")),
        rules.lines,
    )


def of_application(application: Application) -> list[tuple[Panel, engine.Score, engine.Said]]:
    """What each panel made of an application, the rounds in their order; for the office's page of it."""
    panels = list(
        Panel.objects.filter(entries__application=application).exclude(state=Panel.State.DISSOLVED).order_by("pk")
    )
    cards = cards_of(panels, application.pk)
    found = []
    for panel in panels:
        rules = reading(panel).aggregation
        (score,) = engine.aggregate(rules, cards.get(panel.pk, []), [str(application.pk)])
        found.append((panel, score, engine.working(rules, score)))
    return found


def cards_with_words(application: Application) -> list[Scorecard]:
    """The cards of an application that were handed in, with what the experts say; the last of each assignment."""
    rows = Scorecard.objects.filter(
        assignment__entry__application=application,
        assignment__ended_at__isnull=True,
        state__in=(Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED),
    ).select_related("assignment__seat__expert", "assignment__entry__panel")
    last = {row.assignment_id: row for row in rows.order_by("assignment", "number")}
    return sorted(last.values(), key=lambda row: (row.assignment.entry.panel_id, row.assignment.seat.expert.name))


def card(assignment: int, *, by: User, at: datetime) -> tuple[Assignment, Scorecard] | None:
    """A card that was handed in, to print. Raises Refused."""
    reader(by, at)
    rows = Scorecard.objects.filter(
        assignment=assignment, state__in=(Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED)
    ).select_related(
        "assignment__seat__expert", "assignment__entry__panel__call", "assignment__entry__application__organisation"
    )
    found = rows.order_by("-number").first()
    return None if found is None else (found.assignment, found)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
