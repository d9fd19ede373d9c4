"""The calls as the office sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch, Q

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.stages.calls.drafts import draft_of
from juli.stages.calls.models import Amendment, Call, Proposal, Question
from juli.stages.calls.queries import desk, editions
from juli.stages.calls.queries.desk import Trouble
from juli.stages.calls.queries.moments import Closing, closing
from juli.stages.calls.queries.rules import DateLine, Rules, Unknown, laid_out
from juli.stages.calls.readiness import readiness
from juli.stages.calls.rulebook import read_rules
from juli.stages.calls.shelf import shelf

#: Calls on one page of the list.
PER_PAGE = 20


class Row(NamedTuple):
    """A call in the office's list; what can't be read of its file is empty."""

    call: Call
    title: Label
    closing: Closing | None
    dates: tuple[DateLine, ...]
    amendments: int
    waiting: int
    proposed: bool


class Listed(NamedTuple):
    """A page of the list, and how many there are in each state."""

    rows: tuple[Row, ...]
    page: Page[Any]
    counts: tuple[tuple[str, int], ...]
    state: str
    search: str


class Source(NamedTuple):
    """Something a call can be made from."""

    key: str
    title: Label
    year: int
    edition: str
    taken: bool


def calls(*, state: str, search: str, number: str, at: dt.datetime) -> Listed:
    """The list, newest first. ``number`` is the page's."""
    every = Call.objects.all()
    counts = dict(every.order_by().values_list("state").annotate(n=Count("pk")))
    found = every.filter(state=state) if state in Call.State.values else every
    for word in search.split():
        found = found.filter(Q(edition__icontains=word) | Q(text__icontains=word))
    found = found.annotate(
        waiting=Count("questions", filter=Q(questions__answered_at=None), distinct=True),
        amended=Count("amendments", distinct=True),
    ).select_related("proposal")
    found = found.prefetch_related(Prefetch("amendments", Amendment.objects.order_by("number"), to_attr="announced"))
    page = Paginator(found.order_by("-year", "-created_at", "-pk"), PER_PAGE).get_page(number)
    told = tuple((s, counts.get(s, 0)) for s in Call.State.values)
    return Listed(tuple(_row(call, at) for call in page.object_list), page, told, state, search)


def _row(call: Any, at: dt.datetime) -> Row:
    announced: Sequence[Amendment] = call.announced
    waiting: int = call.waiting
    title, closes = Label.both(call.edition), None
    dates: tuple[DateLine, ...] = ()
    try:
        programme = read_rules(call.edition, announced[-1].text if announced else call.text).programme
        title, closes = programme.title, closing(programme, at)
        dates = laid_out_dates(programme)
    except ProgrammeUnusable:
        pass
    return Row(call, title, closes, dates, len(announced), waiting, hasattr(call, "proposal"))


def laid_out_dates(programme: Programme) -> tuple[DateLine, ...]:
    """The dates of a call as its page words them."""
    return laid_out(programme, shelf()).dates


def sources() -> tuple[Source, ...]:
    """What a call can be made from: the programmes on the shelf, and the calls there are."""
    taken = set(Call.objects.values_list("edition", flat=True))
    on_shelf = [Source(f"shelf/{p.id}", p.title, p.year, p.id, p.id in taken) for p in shelf().calls]
    made = []
    for call in Call.objects.order_by("-year", "-pk")[:100]:
        try:
            title = read_rules(call.edition, call.text).programme.title
        except ProgrammeUnusable:
            continue
        made.append(Source(f"call/{call.pk}", title, call.year, call.edition, taken=True))
    return (*made, *on_shelf)


def source_text(key: str) -> tuple[str, str]:
    """The text of a source, and what to call where it came from. Raises Unknown."""
    where, _, name = key.partition("/")
    if where == "shelf" and name in shelf().programmes:
        return shelf().text(shelf().programmes[name]), f"the file {name}"
    if where == "call" and name.isdigit():
        call = Call.objects.filter(pk=name).first()
        if call is not None:
            last = call.amendments.order_by("-number").first()
            return (call.text if last is None else last.text), f"the call {call.edition}"
    raise Unknown(key)


class Overview(NamedTuple):
    """One call as the office sees it."""

    call: Call
    title: Label
    closing: Closing | None
    dates: tuple[DateLine, ...]
    amendments: tuple[Amendment, ...]
    proposal: Proposal | None
    version: int
    mistakes: tuple[Trouble, ...]
    obstacles: tuple[Trouble, ...]
    unstated: tuple[Trouble, ...]
    waiting: int
    answered: int

    @property
    def writing(self) -> bool:
        """Something is being written."""
        return self.call.state == Call.State.DRAFT or self.proposal is not None

    @property
    def ready(self) -> bool:
        """What is being written may be published."""
        return self.writing and not self.mistakes and not self.obstacles


def overview(call: Call, at: dt.datetime) -> Overview:
    """How far a call is, and what may be done with it."""
    amendments = tuple(call.amendments.order_by("-number"))
    proposal = Proposal.objects.filter(call=call).first()
    writing = call.state == Call.State.DRAFT or proposal is not None
    #: What holds; an amendment in the making is not it yet.
    stands = amendments[0].text if amendments else call.text
    text = draft_of(call).text if writing else stands
    wrong: tuple[tuple[Trouble, ...], ...] = ((), (), ())
    if writing:
        found = readiness(call, text, at)
        wrong = tuple(desk.located(text, of) for of in (found.mistakes, found.obstacles, found.unstated))
    title, closes = Label.both(call.edition), None
    dates: tuple[DateLine, ...] = ()
    try:
        programme = read_rules(call.edition, text if call.state == Call.State.DRAFT else stands).programme
        title, closes, dates = programme.title, closing(programme, at), laid_out_dates(programme)
    except ProgrammeUnusable:
        pass
    questions = Question.objects.filter(call=call)
    waiting = questions.filter(answered_at=None).count()
    return Overview(
        call=call,
        title=title,
        closing=closes,
        dates=dates,
        amendments=amendments,
        proposal=proposal,
        version=proposal.version if proposal is not None else call.version,
        mistakes=wrong[0],
        obstacles=wrong[1],
        unstated=wrong[2],
        waiting=waiting,
        answered=questions.count() - waiting,
    )


def preview(call: Call) -> Rules:
    """What is being written as an applicant would read it. Raises Refused, ProgrammeUnusable."""
    return laid_out(read_rules(call.edition, draft_of(call).text).programme, shelf())


class Earlier(NamedTuple):
    """Something to hold a draft against."""

    key: str
    title: Label


def earlier(call: Call) -> tuple[Earlier, ...]:
    """What a draft can be held against: for an amendment what is in force, else the other editions, newest first."""
    if call.state != Call.State.DRAFT:
        return (Earlier("force", read_rules(call.edition, _in_force(call)).programme.title),)
    found = []
    for other in Call.objects.filter(programme=call.programme).exclude(pk=call.pk).order_by("-year"):
        try:
            found.append(Earlier(f"call/{other.pk}", read_rules(other.edition, _in_force(other)).programme.title))
        except ProgrammeUnusable:
            continue
    family = [p for p in shelf().calls if p.family == call.programme]
    return (*found, *(Earlier(f"shelf/{p.id}", p.title) for p in family))


def difference(call: Call, against: str, only: str) -> tuple[editions.Editions, Earlier, tuple[Earlier, ...]] | None:
    """A draft beside an earlier edition; None where there is none. Raises Refused, ProgrammeUnusable."""
    every = earlier(call)
    if not every:
        return None
    chosen = next((e for e in every if e.key == against), every[0])
    text = _in_force(call) if chosen.key == "force" else source_text(chosen.key)[0]
    before = read_rules(call.edition if chosen.key == "force" else chosen.key.partition("/")[2], text).programme
    after = read_rules(call.edition, draft_of(call).text).programme
    return editions.compared(before, after, only), chosen, every


def _in_force(call: Call) -> str:
    last = call.amendments.order_by("-number").first()
    return call.text if last is None else last.text


class Asked(NamedTuple):
    """The questions about a call, those that wait first."""

    page: Page[Question]
    waiting: int


def questions(call: Call, number: str) -> Asked:
    """The questions about a call for the office: those without an answer first, the oldest of them on top."""
    found = Question.objects.filter(call=call).select_related("asked_by")
    ordered = found.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")
    return Asked(Paginator(ordered, PER_PAGE).get_page(number), found.filter(answered_at=None).count())
