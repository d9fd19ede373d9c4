"""Published calls as everybody sees them. Open and closed are worked out at an instant, never stored (design §6)."""

from __future__ import annotations

import datetime as dt
import functools
import logging
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable, ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Status
from juli.stages.accounts.models import User
from juli.stages.calls import deadlines, doors
from juli.stages.calls.deadlines import Extended
from juli.stages.calls.doors import Door
from juli.stages.calls.models import Amendment, Call, Question
from juli.stages.calls.queries import editions
from juli.stages.calls.queries.check import Headline, headline, reasons
from juli.stages.calls.queries.moments import Closing, closing, usual_day
from juli.stages.calls.queries.rules import Rules as RulesPage
from juli.stages.calls.queries.rules import Unknown, laid_out
from juli.stages.calls.rulebook import Rules, current, read_rules, rules_of
from juli.stages.calls.shelf import Shelf, shelf

_log = logging.getLogger(__name__)
#: Rows on one page of a list.
PER_PAGE: Final = 20
#: How a published call stands, in the order of the list.
Standing = Literal["open", "coming", "unstated", "over", "withdrawn"]
ORDER: Final[tuple[Standing, ...]] = ("open", "coming", "unstated", "over", "withdrawn")


class Published(NamedTuple):
    """A published call under its rules as they stand; ``stands`` is how at the instant asked about."""

    call: Call
    rules: Rules
    page: RulesPage
    closing: Closing
    stands: Standing

    @property
    def programme(self) -> Programme:
        """Its rules."""
        return self.rules.programme

    @property
    def opens(self) -> dt.date | None:
        """Its opening day."""
        return self.closing.opens

    @property
    def closes(self) -> dt.datetime | None:
        """The first instant that is too late."""
        return self.closing.instant


def published(at: dt.datetime) -> list[Published]:
    """Every published call at an instant: open ones first, those that close soonest on top; then the others."""
    calls = Call.objects.exclude(state=Call.State.DRAFT).select_related("withdrawal")
    newest = Prefetch("amendments", Amendment.objects.order_by("number"), to_attr="announced")
    found = []
    for call in calls.order_by("-year", "-published_at", "-pk").prefetch_related(newest):
        try:
            found.append(_published(call, at))
        except ProgrammeUnusable:
            # The vocabulary moved on and left its rules behind: the others are shown all the same.
            _log.exception("the rules of the published call %s cannot be read any more", call.edition)
    late = dt.datetime.max.replace(tzinfo=dt.UTC)
    # The sort is stable: what has closed stays newest first.
    return sorted(found, key=lambda p: (ORDER.index(p.stands), (p.closes or late) if p.stands == "open" else late))


#: Closed calls on the front page, after those that are open or to come.
_CLOSED_IN_FRONT: Final = 3


def on_front_page(at: dt.datetime) -> list[Published]:
    """The calls that are open or to come, and the last few that closed."""
    every = published(at)
    ahead = [p for p in every if p.stands in ("open", "coming", "unstated")]
    return [*ahead, *[p for p in every if p.stands == "over"][:_CLOSED_IN_FRONT]]


def _published(call: Any, at: dt.datetime) -> Published:
    announced: list[Amendment] = call.announced
    rules = rules_of(call, announced[-1] if announced else None)
    closes = closing(rules.programme, at)
    stands: Standing = "withdrawn" if call.state == Call.State.WITHDRAWN else closes.state
    text = announced[-1].text if announced else call.text
    return Published(call, rules, page_of(shelf(), call.edition, text), closes, stands)


@functools.lru_cache(maxsize=64)
def page_of(found: Shelf, edition: str, text: str) -> RulesPage:
    """The page of a call's rules, worked out once for a text. Raises ProgrammeUnusable."""
    return laid_out(read_rules(edition, text).programme, found)


class Listed(NamedTuple):
    """A page of the public list, with how many there are of each standing."""

    page: Page[Published]
    counts: tuple[tuple[str, int], ...]
    stands: str
    search: str


def listed(*, stands: str, search: str, number: str, at: dt.datetime) -> Listed:
    """The list of published calls."""
    every = published(at)
    counts = tuple((s, sum(p.stands == s for p in every)) for s in ORDER)
    words = search.lower().split()
    found = [
        p for p in every if (stands not in ORDER or p.stands == stands) and all(word in _searched(p) for word in words)
    ]
    return Listed(Paginator(found, PER_PAGE).get_page(number), counts, stands if stands in ORDER else "", search)


def _searched(found: Published) -> str:
    p = found.programme
    said = [p.id, *p.title, *(p.notice.issuer or ()), *(x for label in found.page.types for x in label)]
    return " ".join(said).lower()


class Fit(NamedTuple):
    """How an organisation of the reader's stands in the call; ``broken`` where its record can't be judged."""

    name: str
    url: str
    status: Status | None
    headline: Headline | None
    reasons: tuple[tuple[Label, Label], ...]
    broken: str


class CallPage(NamedTuple):
    """Everything on the public page of a call."""

    published: Published
    amendments: tuple[Amendment, ...]
    answered: Page[Question]
    mine: tuple[Question, ...]
    fits: tuple[Fit, ...]
    doors: tuple[Door, ...]
    earlier: tuple[tuple[str, Label], ...]
    #: Tracks that take applications for longer: the label, and what the notice says.
    extended: tuple[tuple[Label, Extended], ...]


def public_call(edition: str) -> Call:
    """A call that is published, or was. Raises Unknown: a draft is not there for others."""
    call = Call.objects.select_related("withdrawal").filter(edition=edition).exclude(state=Call.State.DRAFT).first()
    if call is None:
        raise Unknown(edition)
    return call


def call_page(edition: str, *, number: str, reader: User | None, at: dt.datetime) -> CallPage:
    """The public page; ``reader`` is None for whoever has not signed in. Raises Unknown."""
    call = public_call(edition)
    amendments = tuple(call.amendments.order_by("number"))
    call.announced = list(amendments)  # type: ignore[attr-defined]  # As the list prefetches them.
    found = _published(call, at)
    questions = Question.objects.filter(call=call)
    answered = questions.exclude(answered_at=None).order_by("-answered_at", "-pk")
    mine = tuple(questions.filter(asked_by=reader, answered_at=None).order_by("asked_at")) if reader else ()
    family = Call.objects.filter(programme=call.programme).exclude(state=Call.State.DRAFT).exclude(pk=call.pk)
    return CallPage(
        published=found,
        amendments=amendments[::-1],
        answered=Paginator(answered, PER_PAGE).get_page(number),
        mine=mine,
        fits=tuple(_fits(found, reader, at)) if reader and found.stands != "withdrawn" else (),
        doors=tuple(doors.doors(call, reader, at)) if reader else (),
        earlier=tuple((c.edition, current(c).programme.title) for c in family.order_by("-year")[:5]),
        extended=tuple(_extended(found.programme)),
    )


def _extended(programme: Programme) -> Iterator[tuple[Label, Extended]]:
    labels = {track.id: track.label for track in programme.tracks}
    return ((labels[one.track], one) for one in deadlines.extensions(programme))


def _fits(found: Published, reader: User, at: dt.datetime) -> list[Fit]:
    day = usual_day(found.programme, at.astimezone(BEIJING).date())
    out = []
    for standing in doors.standings(reader, found.programme, at):
        try:
            verdict = found.rules.judge.verdict(standing.dossier, day, {})
        except DossierUnusable as error:
            out.append(Fit(standing.name, standing.url, None, None, (), str(error.problems[0])))
            continue
        told = tuple(reasons(verdict))[:3]
        out.append(Fit(standing.name, standing.url, verdict.status, headline(verdict), told, ""))
    return out


def amendment_page(edition: str, number: int, only: str) -> tuple[Call, Amendment, editions.Editions]:
    """An amendment beside what was in force before it. Raises Unknown."""
    call = public_call(edition)
    amendment = call.amendments.filter(number=number).first()
    if amendment is None:
        raise Unknown(f"{edition}/{number}")
    before = call.amendments.filter(number=number - 1).first()
    old, new = rules_of(call, before).programme, rules_of(call, amendment).programme
    return call, amendment, editions.compared(old, new, only)


def text_of(edition: str, amendment: str) -> tuple[str, str]:
    """The text of a published call as first published (0), as amended, or (empty) as it stands; and its name.

    Raises Unknown.
    """
    call = public_call(edition)
    if amendment == "0":
        return call.text, f"{edition}.yaml"
    every = call.amendments.order_by("-number")
    found = every.filter(number=amendment).first() if amendment.isdigit() else every.first()
    if found is None:
        if amendment:
            raise Unknown(f"{edition}/{amendment}")
        return call.text, f"{edition}.yaml"
    return found.text, f"{edition}-{found.number}.yaml"
