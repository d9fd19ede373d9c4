"""The review's section of the whole file: its panels; until one is closed only how many of its cards are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from juli.engines import panel as engine
from juli.registry.language import language
from juli.stages.accounts.roles import Role
from juli.stages.applications.transitions import State
from juli.stages.review.models import Entry, Panel, Scorecard, SecondLook
from juli.stages.review.reading import reading
from juli.stages.review.results import cards_of
from juli.stages.screening.whole.sections import Glance, Line, Matter

_BEFORE = frozenset({State.SCREENING, State.RETURNED, State.CORRECTED, State.REFUSED})
_DONE = (Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED)


def there(matter: Matter) -> bool:
    """Whether experts have a part in the call, and the application is accepted."""
    workflow = matter.programme.workflow
    stages = workflow.stages if workflow is not None else ()
    return matter.application.state not in _BEFORE and any(s.name == "review" and s.by == "experts" for s in stages)


def review(matter: Matter) -> Glance:
    """Panels with their scores; no score, and nothing made of one, before its panel is closed."""
    row = matter.application
    entries = Entry.objects.filter(application=row).exclude(panel__state=Panel.State.DISSOLVED).select_related("panel")
    live = Q(assignments__ended_at__isnull=True)
    counted = entries.annotate(
        experts=Count("assignments", filter=live, distinct=True),
        cards=Count("assignments", filter=live & Q(assignments__cards__state__in=_DONE), distinct=True),
    ).order_by("panel")
    found = list(counted)
    looks = list(SecondLook.objects.filter(entry__in=found).order_by("pk"))
    lines = list(_panels(matter, found))
    lines += [Line(_("Second look"), look.reason, late=True) for look in looks]
    open_ = [one for one in found if one.panel.state != Panel.State.CLOSED]
    last = max((one.panel.closed_at for one in found if one.panel.closed_at), default=None)
    return Glance(
        state=_("being scored") if open_ else _("scored") if found else _("before no panel yet"),
        status="open" if open_ or not found else "met",
        lines=tuple(lines[:8]),
        when=last,
        page=reverse("review:of_application", args=[row.pk]),
        page_label=_("Expert review"),
        empty=_("Once a panel has it, its scores stand here."),
    )


def _panels(matter: Matter, found: Sequence[Entry]) -> Iterator[Line]:
    closed = [one.panel for one in found if one.panel.state == Panel.State.CLOSED]
    cards = cards_of(closed)
    key = str(matter.application.pk)
    makes = matter.holds(Role.OFFICER, Role.LEAD, Role.SUPERVISOR)
    tracks = {track.id: matter.say(track.label) for track in matter.programme.tracks}
    for one in found:
        panel = one.panel
        name = " · ".join(filter(None, (tracks.get(panel.track, ""), panel.name)))
        url = reverse("review:panel", args=[panel.pk]) if makes else ""
        in_ = _("%(cards)d of %(experts)d cards are in") % {"cards": one.cards, "experts": one.experts}  # type: ignore[attr-defined]
        blind = _("blind") if reading(panel).blind else ""
        state = " · ".join(filter(None, (str(panel.get_round_display()), str(panel.get_state_display()), blind)))
        if panel.state != Panel.State.CLOSED:
            yield Line(name, in_, url=url, note=state, status="open")
            continue
        rules = reading(panel).aggregation
        mine = [card for card in cards.get(panel.pk, []) if card.application == key]
        (score,) = engine.aggregate(rules, mine, [key])
        value = "—" if score.value is None else str(score.value)
        yield Line(
            name,
            value,
            url=url,
            note=" · ".join((state, in_, engine.working(rules, score).say(language()))),
            status="met" if score.value is not None else "open",
            late=bool(score.second_look),
        )
