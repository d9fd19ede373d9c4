"""What would change a list: each expert left out, each open judgement answered either way, each other reading (§4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser

from juli.engines import panel
from juli.engines.policy.labels import Label
from juli.engines.policy.verdict import Node, Verdict
from juli.stages.accounts.models import User
from juli.stages.applications.queries import submitted
from juli.stages.awards import audited, lists, permissions, ranked
from juli.stages.awards.queries.rankings import found
from juli.stages.calls.models import Call
from juli.stages.review.models import Panel
from juli.stages.review.reading import reading
from juli.stages.review.results import cards_of

#: Open questions that are answered both ways, one after the other; more would keep the reader waiting.
MOST = 60
#: Verdicts that are worked out for other readings, for the same reason.
MOST_READ = 400


@dataclass(frozen=True)
class Supposed:
    """One supposition and what becomes of the list under it."""

    label: Label
    change: panel.Change

    @property
    def matters(self) -> bool:
        """Whether anybody comes in or goes out."""
        return bool(self.change.enters or self.change.leaves or self.change.at_line)


@dataclass(frozen=True)
class Changes:
    """All suppositions. ``left``: open questions that were not tried; ``unread``: readings that were not."""

    call: Call
    nearest: tuple[panel.Margin, ...]
    supposed: tuple[Supposed, ...]
    left: int
    unread: int


def changes(user: User | AnonymousUser, call: int, at: datetime) -> Changes:
    """What would change the list as it stands now. Raises Refused, Http404, panel.PanelError."""
    permissions.reader(user, at)
    row = found(call)
    given = ranked.inputs(row, audited.costs(row))
    standing = ranked.decisions_of(lists.decisions(row))
    result = given.ranked(standing)
    keep = panel.Decisions(lines=standing.lines, exceptions=standing.exceptions)
    supposed = [*_experts(given, keep)]
    questions, left = _questions(given)
    supposed += _answers(given, keep, questions)
    readings, unread = _others(given)
    supposed += _readings(given, keep, readings)
    return Changes(row, panel.nearest(result), tuple(supposed), left, unread)


def _experts(given: ranked.Inputs, keep: panel.Decisions) -> Iterator[Supposed]:
    """Each expert's cards left out, where scores decide; without names, which the reader has no need of here."""
    if given.rules.by == "points":
        return
    last = {result.panel for one in given.candidates for result in one.results.values()}
    panels = list(Panel.objects.filter(pk__in=last).order_by("pk"))
    if not panels:
        return
    numbers = {str(one.application.pk): one.application.number for one in given.candidates}
    cards = [
        replace(card, application=numbers[card.application])
        for mine in cards_of(panels).values()
        for card in mine
        if card.application in numbers
    ]
    # The panels of one call follow one file: what makes a score of cards is the same for all.
    aggregation = reading(panels[0]).aggregation
    found_ = panel.without_each_expert(cards, aggregation, given.entries, given.rules, given.supports, keep)
    for n, change in enumerate(found_, 1):
        yield Supposed(Label(f"不计第 {n} 位专家的评分", f"without the scores of expert {n}"), change)


def _questions(given: ranked.Inputs) -> tuple[list[tuple[ranked.Candidate, Node, str | None]], int]:
    asked: list[tuple[ranked.Candidate, Node, str | None]] = []
    left = 0
    for one in given.candidates:
        if len(asked) >= MOST:
            left += one.weight.open
        elif one.weight.open:
            asked += [
                (one, node, row)
                for node in one.verdict.walk()
                if node.judgement is not None and node.status == "open"
                for row in (node.pending or (None,))
            ]
    return asked[:MOST], left + max(0, len(asked) - MOST)


def _answers(
    given: ranked.Inputs, keep: panel.Decisions, questions: list[tuple[ranked.Candidate, Node, str | None]]
) -> Iterator[Supposed]:
    for one, node, row in questions:
        for answer, zh, en in ((True, "认可", "yes"), (False, "不认可", "no")):
            said = {"clause": node.clause.id, "achievement": row, "answer": answer, "by": "", "reason": ""}
            verdict = submitted.verdict(
                one.submission, replace(one.decided, judgements=(*one.decided.judgements, said))
            )
            name = one.application.organisation.name
            label = Label(f"{name}：{node.clause.label.zh}，{zh}", f"{name}: {node.clause.label.en}, {en}")
            yield from _if(given, keep, label, {one.application.number: verdict})


def _others(given: ranked.Inputs) -> tuple[list[tuple[Node, Node]], int]:
    """Each clause that can be read in several ways with each of its other readings; how many are too many to try."""
    first = {clause: one for one in reversed(given.candidates) for clause in one.weight.readings}
    pairs = []
    for clause, one in sorted(first.items()):
        node = one.verdict.node(clause)
        pairs += [(node, other) for other in node.children if other.clause.id != node.reading]
    tried = MOST_READ // max(1, len(given.candidates))
    return pairs[:tried], max(0, len(pairs) - tried)


def _readings(given: ranked.Inputs, keep: panel.Decisions, pairs: list[tuple[Node, Node]]) -> Iterator[Supposed]:
    """Every clause that can be read in several ways, read in each other way for everybody."""
    for node, other in pairs:
        verdicts = {
            one.application.number: submitted.verdict(one.submission, one.decided, {node.clause.id: other.clause.id})
            for one in given.candidates
        }
        zh, en = node.clause.label.zh, node.clause.label.en
        label = Label(f"{zh}，按“{other.clause.label.zh}”理解", f"{en}, read as “{other.clause.label.en}”")
        yield from _if(given, keep, label, verdicts)


def _if(
    given: ranked.Inputs, keep: panel.Decisions, label: Label, verdicts: Mapping[str, Verdict]
) -> Iterator[Supposed]:
    entries = [
        _under(entry, verdicts[entry.application]) if entry.application in verdicts else entry
        for entry in given.entries
    ]
    for change in panel.alternatives(given.entries, {label.zh: entries}, given.rules, given.supports, keep):
        yield Supposed(label, change)


def _under(entry: panel.Entry, verdict: Verdict) -> panel.Entry:
    points = verdict.verified_points or verdict.points
    status = verdict.verified_status or verdict.status
    return replace(
        entry,
        points=None if points is None else Decimal(points.total.low),
        out="" if status == "met" else "not eligible",
    )
