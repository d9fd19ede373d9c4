"""A call's ranking: every application in its order, where the line is, what is undecided, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.core.paginator import Paginator
from django.http import Http404

from juli.engines import panel
from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.queries.scores import owners
from juli.stages.awards import audited, lists, permissions, ranked, rules, unfinished
from juli.stages.awards.models import OrderDecision, RankedList
from juli.stages.calls.models import Call

#: Parts of a bar that are told apart; the rest is one.
_PARTS: Final = 6
#: Applications that are judged while a reader waits: a few seconds' work.
AT_ONCE: Final = 40
#: Lines of a track on a page.
PER_PAGE: Final = 50


@dataclass(frozen=True)
class Piece:
    """A part of what an application's value is made of; ``share`` in per cent of the longest bar."""

    label: Label
    value: Decimal
    share: Decimal


@dataclass(frozen=True)
class Row:
    """One line of the ranking as the page shows it. ``cut``: the line is drawn below it."""

    line: panel.Line
    application: Application
    pieces: tuple[Piece, ...]
    declared: Decimal | None
    working: str
    score: panel.Score | None
    open: int
    margin: panel.Margin | None
    cut: bool
    decision: OrderDecision | None

    @property
    def second_look(self) -> bool:
        """Whether the experts' scores lie far apart."""
        return self.score is not None and bool(self.score.second_look)

    def places(self, total: Fraction) -> Decimal:
        """An expert's total as the paper prints it, to two decimals."""
        return (Decimal(total.numerator) / total.denominator).quantize(Decimal("0.01"))

    @property
    def moved(self) -> bool:
        """Whether verification changed the points."""
        return self.declared is not None and self.declared != self.line.value


@dataclass(frozen=True)
class Track:
    """One track with the rows that are shown, a page of all. ``result`` is None where its quota is unstated.

    ``line`` is the number of the page on which the line is drawn; 0 where it is drawn nowhere.
    """

    id: str
    label: Label | None
    support: Label
    amount: Label
    result: panel.TrackResult | None
    rows: tuple[Row, ...]
    ties: tuple[panel.Unresolved, ...]
    page: Paged[panel.Line]
    line: int


@dataclass(frozen=True)
class Page:
    """The page. ``had`` is the digest of what the order stands on; ``problem`` why there is no order."""

    call: Call
    programme: Programme
    tracks: tuple[Track, ...]
    had: str
    order: Label
    unfinished: tuple[str, ...]
    problem: str
    made: RankedList | None
    earlier: tuple[RankedList, ...]
    decisions: tuple[OrderDecision, ...]
    decides: bool
    competing: int


def found(call: int) -> Call:
    """A published call. Raises Http404."""
    row = Call.objects.filter(pk=call).exclude(state=Call.State.DRAFT).first()
    if row is None:
        raise Http404(f"there is no published call {call}")
    return row


class Shown(NamedTuple):
    """Which page of which track is asked for; every other track shows its first. ``per`` None: everything at once.

    ``most``: so many applications are judged while the reader waits.
    """

    track: str = ""
    page: str = ""
    per: int | None = PER_PAGE
    most: int | None = AT_ONCE


#: For a sheet or for paper.
ALL: Final = Shown(per=None, most=None)


def page(user: User | AnonymousUser, call: int, at: datetime, shown: Shown = ALL) -> Page:
    """The ranking as it stands now. Raises Refused, Http404, weighing.Unfinished."""
    roles = permissions.reader(user, at)
    row = found(call)
    given = ranked.inputs(row, audited.costs(row), shown.most)
    standing = lists.decisions(row)
    result, problem = None, ""
    try:
        result = given.ranked(ranked.decisions_of(standing))
    except panel.PanelError as error:
        problem = error.said.say(language())
    made = RankedList.objects.filter(call=row).select_related("by", "reopened").order_by("-number")
    return Page(
        call=row,
        programme=given.programme,
        tracks=tuple(_tracks(given, result, standing, shown)) if result is not None else (),
        had=given.digest,
        order=order_words(given),
        unfinished=tuple(unfinished.reasons(row)),
        problem=problem,
        made=lists.standing(row),
        earlier=tuple(made),
        decisions=tuple(standing),
        decides=Role.LEAD in roles,
        competing=len(given.candidates),
    )


def order_words(given: ranked.Inputs) -> Label:
    """The rule of the order in words (printed on the ranking)."""
    by = {
        "points": Label("按核定量化分值", "by verified points"),
        "score": Label("按专家评分", "by the experts' scores"),
        "combined": Label(
            f"核定分值 × {given.rules.points_weight} ＋ 专家评分 × {given.rules.score_weight}（均折合百分）",
            f"verified points × {given.rules.points_weight} + scores × {given.rules.score_weight}, each of 100",
        ),
    }[given.rules.by]
    if not given.rules.ties:
        return Label(f"{by.zh}；同分由处室认定", f"{by.en}; ties are decided by a person")
    keys = [_tie_word(given.programme, key.name) for key in given.rules.ties]
    zh, en = "、".join(key.zh for key in keys), ", ".join(key.en for key in keys)
    return Label(f"{by.zh}；同分依次比较{zh}，仍同则由处室认定", f"{by.en}; ties by {en}, then by a person")


def _tie_word(programme: Programme, key: str) -> Label:
    names = {f"{rules.GROUP}{group.id}": group.label for group in programme.groups}
    stage = rules.review(programme)
    names |= {f"{rules.LINE}{line.id}": line.label for line in (stage.rubric if stage is not None else ())}
    usual = {
        rules.PREFER: Label("优先情形", "the preference"),
        "points": Label("量化分值", "points"),
        "score": Label("专家评分", "the score"),
    }
    return names.get(key) or usual.get(key) or Label.both(key)


def _tracks(given: ranked.Inputs, result: panel.Ranking, standing: list[OrderDecision], shown: Shown) -> list[Track]:
    known = {one.application.number: one for one in given.candidates}
    margins = {(m.track, m.application): m for m in panel.margins(result)}
    longest = max((line.value or Decimal(0) for line in result.lines), default=Decimal(0)) or Decimal(1)
    decided = {(row.track, row.value.get("application")): row for row in standing if "application" in row.value}
    labels = {track.id: track.label for track in given.programme.tracks}
    supports = {track.id: track.support or given.programme.support for track in given.programme.tracks}
    found_ = []
    for one in result.tracks:
        lines = [line for line in result.lines if line.track == one.track]
        per = shown.per or max(1, len(lines))
        last = -1 if one.by_field else _last_in(lines)
        paged = Paginator(lines, per).get_page(shown.page if shown.track == one.track else 1)
        begin = (paged.number - 1) * per
        rows = [
            _row(given, known[line.application], line, margins, longest, decided, cut=n == last)
            for n, line in enumerate(paged.object_list, begin)
        ]
        said = supports.get(one.track, given.programme.support)
        found_.append(
            Track(
                id=one.track,
                label=labels.get(one.track),
                support=describe.amount_words(said.quota, None) if said else Label("", ""),
                amount=describe.amount_words(said.amount) if said else Label("", ""),
                result=one,
                rows=tuple(rows),
                ties=tuple(u for u in result.unresolved if u.track == one.track and u.kind == "tie"),
                page=paged,
                line=last // per + 1,
            )
        )
    return found_


def _last_in(lines: Sequence[panel.Line]) -> int:
    """The place of the last that is on the list with somebody below; -1 where there is no line to draw."""
    return next((n for n in range(len(lines) - 2, -1, -1) if lines[n].state == "in" != lines[n + 1].state), -1)


def _row(
    given: ranked.Inputs,
    one: ranked.Candidate,
    line: panel.Line,
    margins: dict[tuple[str, str], panel.Margin],
    longest: Decimal,
    decided: dict[tuple[str, str | None], OrderDecision],
    *,
    cut: bool,
) -> Row:
    result = one.results.get(line.track) or one.results.get("")
    declared = one.declared
    return Row(
        line=line,
        application=one.application,
        pieces=_pieces(given.programme, one, longest) if given.rules.by == "points" else (),
        declared=None if declared is None or given.rules.by != "points" else Decimal(declared.total.low),
        working="" if result is None else result.working.say(language()),
        score=None if result is None else result.score,
        open=one.weight.open,
        margin=margins.get((line.track, line.application)),
        cut=cut,
        decision=decided.get((line.track, line.application)),
    )


def _pieces(programme: Programme, one: ranked.Candidate, longest: Decimal) -> tuple[Piece, ...]:
    if one.points is None:
        return ()
    owner = owners(programme)
    sums: dict[str, Decimal] = {}
    for line in one.points.lines:
        if line.counted and line.earned.low:
            sums[owner[line.clause]] = sums.get(owner[line.clause], Decimal(0)) + Decimal(line.earned.low)
    largest = sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:_PARTS]
    names = {category.id: category.label for category in programme.categories}
    return tuple(Piece(names[key], value, value * 100 / longest) for key, value in largest)
