"""``juli indicators``: a plan's indicators over many organisations."""

from __future__ import annotations

import datetime as dt

import click
from rich.text import Text

from juli.cli.desk import Desk, today
from juli.cli.dossiers import load_dossier
from juli.cli.language import told
from juli.cli.options import as_of_option, at_desk, command
from juli.cli.tree import DIM
from juli.cli.verdict_page import print_findings, section
from juli.cli.verdict_tree import VerdictTree, row_titles
from juli.engines.policy.as_data import indicators_data
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.indicators import Indicators
from juli.engines.policy.indicators import indicators as measured
from juli.engines.policy.problems import DossierUnusable, Problem


@command(
    short=("汇总行动方案的指标", "Measure a plan's indicators over many dossiers"),
    more=(
        "汇总各单位的材料；多家共办的同一事项只计一次。",
        "All organisations together; joint work counts once.",
    ),
    example="juli indicators plan.yaml dossiers/*.yaml",
)
@click.argument("programme")
@click.argument("dossiers", nargs=-1, required=True, metavar="DOSSIER...")
@as_of_option
@click.option("--all", "everything", is_flag=True, help=told("全部列出，不省略", "leave nothing out"))
@at_desk
def indicators(desk: Desk, programme: str, dossiers: tuple[str, ...], as_of: dt.date | None, everything: bool) -> None:
    """Measure the indicators of a plan."""
    found = desk.catalogue.load(programme)
    read = load_dossiers(dossiers, desk)
    result = measured(found, read, as_of=as_of or today(), calendar=desk.catalogue.calendar)
    if desk.as_json:
        desk.data(indicators_data(result, desk.lang))
    else:
        _show(result, read, desk, everything=everything)


def load_dossiers(names: tuple[str, ...], desk: Desk) -> list[Dossier]:
    """All dossiers. Raises DossierUnusable with what is wrong with any of them."""
    out: list[Dossier] = []
    problems: list[Problem] = []
    for name in names:
        try:
            out.append(load_dossier(name, desk.catalogue.vocabulary))
        except DossierUnusable as error:
            problems.extend(error.problems)
    if problems:
        raise DossierUnusable(problems)
    return out


def _show(found: Indicators, read: list[Dossier], desk: Desk, *, everything: bool) -> None:
    programme = found.programme
    vocabulary = programme.vocabulary
    titles = {f"{d.name}/{row}": title for d in read for row, title in row_titles(desk, vocabulary, [d]).items()}
    tree = VerdictTree(desk, programme, titles, everything=everything, naming=False)
    desk.print(Text(desk.word(programme.title), style="bold").append(f"  {programme.id}", style=DIM))
    count = len(found.organisations)
    desk.print(desk.say(f"{count} 家单位 · 截至 {found.as_of}", f"{count} organisations · as of {found.as_of}"))
    wanted = [n for n in found.nodes if n.status is not None]
    counted = [n for n in found.nodes if n.status is None]
    section(desk.say("有目标的指标", "With a target"), [tree.branch(n) for n in wanted], desk)
    section(desk.say("只计数的指标", "Counted without a target"), [tree.branch(n) for n in counted], desk)
    print_findings(found.findings, desk)
