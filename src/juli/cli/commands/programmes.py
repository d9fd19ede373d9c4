"""``juli programmes``: what there is."""

from __future__ import annotations

import sys

import click
from rich.table import Table
from rich.text import Text

from juli.cli.desk import Desk
from juli.cli.options import at_desk, command
from juli.cli.tree import DIM
from juli.engines.policy.describe import moment_words
from juli.engines.policy.problems import Problem, ProgrammeUnusable
from juli.engines.policy.rules import Programme


@command(
    short=("列出支持项目", "List the programmes"),
    more=(
        "列出可用的申报批次和行动方案。",
        "The calls and plans there are.",
    ),
    example="juli programmes",
)
@at_desk
def programmes(desk: Desk) -> int:
    """List the programmes; those that can't be read are told of, and the exit code is 2."""
    found: list[Programme] = []
    problems: list[Problem] = []
    for name in desk.catalogue.ids():
        try:
            found.append(desk.catalogue.load(name))
        except ProgrammeUnusable as error:
            problems.extend(error.problems)
    if desk.as_json:
        desk.data([_data(p, desk) for p in found])
    else:
        _table(found, desk)
    for problem in problems:
        click.echo(problem.say(desk.lang), err=True)
    sys.stdout.flush()
    return 2 if problems else 0


def _data(p: Programme, desk: Desk) -> dict[str, object]:
    return {
        "id": p.id,
        "title": desk.word(p.title),
        "what": p.what,
        "year": p.year,
        "programme": p.family,
        "previous": p.previous,
        "clauses": len(p.clauses),
        "digest": p.digest,
    }


def _table(found: list[Programme], desk: Desk) -> None:
    table = Table(box=None, show_header=True, header_style=DIM, padding=(0, 2, 0, 0))
    for zh, en in (("编号", "id"), ("名称", "title"), ("", ""), ("条款", "clauses"), ("网上截止", "closes")):
        table.add_column(desk.say(zh, en), justify="right" if en == "clauses" else "left", overflow="fold")
    for p in found:
        what = desk.say("方案", "plan") if p.what == "plan" else desk.say("批次", "call")
        closes = desk.word(moment_words(p.dates["closes"])) if "closes" in p.dates else "—"
        table.add_row(Text(p.id, style="bold"), desk.word(p.title), what, str(len(p.clauses)), closes)
    desk.table(table)
