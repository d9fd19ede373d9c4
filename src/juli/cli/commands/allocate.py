"""``juli allocate``: which achievement is best claimed under which category."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import click
from rich.text import Text

from juli.cli.desk import Desk, today
from juli.cli.dossiers import chosen_readings, load_dossier
from juli.cli.marks import colour, mark, word
from juli.cli.options import as_of_option, at_desk, command, readings_option
from juli.cli.tree import DIM, Branch
from juli.cli.verdict_page import print_findings, section
from juli.cli.verdict_tree import row_titles
from juli.engines.policy.as_data import allocation_data
from juli.engines.policy.describe import digits, span_words
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.verdict import Assignment, Node, Verdict


@command(
    short=("给出最佳归类", "Say under which category each work is best claimed"),
    more=(
        "在一项工作只能归一类的批次中，把工作事项归到各类别，使结果最好，并说明是否已证明最优。",
        "Where a work may be claimed under one category only: the best assignment, and whether it is proven best.",
    ),
    example="juli allocate call.yaml dossier.yaml",
)
@click.argument("programme")
@click.argument("dossier")
@as_of_option
@readings_option
@at_desk
def allocate(desk: Desk, programme: str, dossier: str, as_of: dt.date | None, readings: tuple[str, ...]) -> None:
    """Assign achievements to categories."""
    catalogue = desk.catalogue
    found = catalogue.load(programme)
    judge = Judge(found, catalogue.calendar)
    read = load_dossier(dossier, catalogue.vocabulary)
    verdict = judge.verdict(read, as_of or today(), chosen_readings(readings, found))
    if desk.as_json:
        desk.data(allocation_data(verdict, desk.lang))
    elif verdict.assignment is None:
        desk.print(
            desk.say(
                "本批次允许一项工作计入多个类别，不需要归类。",
                "Here a work may count in every category; nothing is to be claimed.",
            )
        )
    else:
        _show(verdict, verdict.assignment, read, desk)


def _show(verdict: Verdict, assignment: Assignment, dossier: Dossier, desk: Desk) -> None:
    titles = row_titles(desk, verdict.programme.vocabulary, [dossier])
    desk.print(Text(desk.word(verdict.programme.title), style="bold").append(f"  {verdict.programme.id}", style=DIM))
    line = Text(dossier.name)
    if assignment.points is not None:
        points = desk.word(span_words(assignment.points))
        line.append(desk.say(f" · 量化分值 {points}", f" · points {points}"))
    if assignment.proven:
        line.append(desk.say(" · 已证明最优", " · proven best"), style="green")
    else:
        gap = digits(assignment.gap) if isinstance(assignment.gap, int) else str(assignment.gap)
        line.append(desk.say(f" · 尚可能多得 {gap} 分", f" · a better one might win {gap} more"), style="yellow")
    desk.print(line)
    statuses = _statuses(verdict)
    branches = []
    for category in verdict.programme.categories:
        claimed = [row for row, name in assignment.claims.items() if name == category.id]
        if not claimed:
            continue
        status = statuses.get(category.id)
        right = [(word(status.status, desk), colour(status.status))] if status is not None else []
        rows = [Branch(titles.get(row, row), tail=row) for row in claimed]
        sign = mark(status.status) if status is not None else ("·", DIM)
        label = desk.word(category.label)
        branches.append(Branch(label, mark=sign, tail=category.cite, right=right, children=rows, style="bold"))
    section(desk.say("归类", "Claims"), branches, desk)
    known = [r.id for r in (*dossier.achievements, *dossier.plan)]
    free = [r for r in known if r not in assignment.claims]
    section(desk.say("不归类", "Not claimed"), [Branch(titles.get(r, r), tail=r) for r in free], desk)
    contested = tuple(f for f in verdict.findings if f.code == "contested")
    print_findings(contested, desk)


def _statuses(verdict: Verdict) -> Mapping[str, Node]:
    """The categories as the qualification finds them, on the assignment; by themselves where it doesn't look."""
    out = {n.id: n for n in verdict.categories}
    clause = verdict.programme.qualification
    found = next((n for n in verdict.children if clause is not None and n.id == clause.id), None)
    for node in found.walk() if found is not None else ():
        if node.id in out:
            out[node.id] = node
    return out
