"""``juli simulate``: what other numbers would do to a whole population."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from juli.cli.desk import Desk, today
from juli.cli.language import told
from juli.cli.marks import colour
from juli.cli.naming import ClauseNames
from juli.cli.options import as_of_option, at_desk, command
from juli.cli.tree import DIM
from juli.engines.policy import mistakes
from juli.engines.policy.as_data import simulation_data
from juli.engines.policy.describe import digits
from juli.engines.policy.population.bounds import Overrides, UnknownOverride, bounds_under
from juli.engines.policy.population.columns import PopulationUnusable
from juli.engines.policy.population.generate import generate
from juli.engines.policy.population.run import Change, Simulation, Tally
from juli.engines.policy.population.run import simulate as simulated
from juli.engines.policy.problems import Place, Problem, ProgrammeUnusable
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Programme
from juli.engines.policy.wording import STATUS

_SET = re.compile(r"(.+)\.(at_least|at_most|up_to)=([0-9]+(?:\.[0-9]+)?)\Z")
#: So many organisations whose verdict changes are named; the rest are counted.
_NAMED = 10
_BOUNDS = {
    "at_least": ("不少于", "at least"),
    "at_most": ("不超过", "at most"),
    "up_to": ("最多计", "counting at most"),
}


@command(
    short=("改一个数字，看总体怎样变", "Change a number and see what a whole population does"),
    more=(
        (
            "对一批单位（--data 指定的文件夹，或按种子生成的 --organisations 家）先按现行规则、再按 --set 改动后的规则"
            "判定，说明各有多少符合，哪些单位变好、变差。"
        ),
        (
            "Judges many organisations (a folder, --data, or --organisations drawn from a seed) under the rules as "
            "they are and with the numbers changed by --set: how many are met, who gains, who falls out."
        ),
    ),
    example="juli simulate call.yaml --organisations 10000 --set qualification.at_least=2",
)
@click.argument("programme")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help=told("总体数据（Parquet 文件夹）", "a population: a folder of Parquet files"),
)
@click.option("--organisations", type=click.IntRange(1), metavar="N", help=told("生成多少家单位", "draw so many"))
@click.option("--seed", type=int, default=1, metavar="S", help=told("生成用的种子，默认 1", "the seed; default 1"))
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="CLAUSE.BOUND=N",
    help=told("改动的数字，如 X.at_least=3，可多次给出", "a number to change, such as X.at_least=3; may be repeated"),
)
@as_of_option
@click.option(
    "--all", "everything", is_flag=True, help=told("列出每一条和每一家", "list every clause and organisation")
)
@at_desk
def simulate(
    desk: Desk,
    programme: str,
    data: Path | None,
    organisations: int | None,
    seed: int,
    settings: tuple[str, ...],
    as_of: dt.date | None,
    everything: bool,
) -> None:
    """Ask what if."""
    if (data is None) == (organisations is None):
        raise click.UsageError("give either --data DIR or --organisations N")
    found = desk.catalogue.load(programme)
    overrides = _overrides(settings, found)
    day = as_of or today()
    calendar = desk.catalogue.calendar
    with contextlib.ExitStack() as stack:
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="juli-")))
            generate(found, data, organisations=organisations or 0, seed=seed, as_of=day, calendar=calendar)
        progress = stack.enter_context(_progress())
        try:
            result = simulated(found, data, overrides=overrides, as_of=day, calendar=calendar, progress=progress)
        except PopulationUnusable as error:
            raise ProgrammeUnusable([Problem(Place(str(data)), error.text, error.remedy)]) from error
    drawn = seed if organisations is not None else None
    if desk.as_json:
        desk.data(simulation_data(result, drawn))
    else:
        _show(result, drawn, desk, everything=everything)


def _overrides(settings: Sequence[str], programme: Programme) -> Overrides:
    """``CLAUSE.BOUND=N`` as numbers by clause. Raises ProgrammeUnusable with everything that is wrong."""
    out: dict[str, dict[str, Number]] = {}
    problems = []
    for text in settings:
        place = Place(f"--set {text}")
        match = _SET.match(text)
        if match is None:
            remedy = mistakes.told("write CLAUSE.at_least=N, .at_most=N or .up_to=N")
            problems.append(Problem(place, mistakes.told("not understood"), remedy))
            continue
        clause, bound = match[1], match[2]
        number: Number = Decimal(match[3]) if "." in match[3] else int(match[3])
        try:
            bounds_under(programme, {clause: {bound: number}})
        except UnknownOverride as error:
            problems.append(Problem(place, error.text, error.remedy))
            continue
        out.setdefault(clause, {})[bound] = number
    if problems:
        raise ProgrammeUnusable(problems)
    return out


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the error side of a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(told("判定", "judging"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show(found: Simulation, seed: int | None, desk: Desk, *, everything: bool) -> None:
    p = found.programme
    desk.print(Text().append(desk.word(p.title), style="bold").append(f"  {p.id}", style=DIM))
    count = digits(found.organisations)
    drawn = "" if seed is None else desk.say(f"（种子 {seed}）", f" (seed {seed})")
    desk.print(
        desk.say(f"{count} 家单位{drawn} · 按 {found.as_of}", f"{count} organisations{drawn} · as of {found.as_of}")
    )
    names = ClauseNames(p)
    for clause, numbers in found.overrides.items():
        for bound, number in numbers.items():
            before = getattr(p.clauses[clause].bound, bound)
            zh, en = _BOUNDS[bound]
            label = desk.word(names[clause])
            line = Text(desk.say("假设：", "What if: "), style="bold").append(label, style="default")
            line.append(f" {clause}", style=DIM)
            line.append(f"  {desk.say(zh, en)} {before} → {digits(number)}", style="yellow")
            desk.print(line)
    desk.print()
    _tallies(found, desk, everything=everything)
    if found.overrides:
        _changes(desk.say("变好", "Gain"), found.gainers, desk, everything=everything)
        _changes(desk.say("变差", "Fall"), found.losers, desk, everything=everything)


def _tallies(found: Simulation, desk: Desk, *, everything: bool) -> None:
    """The programme, its categories, and what changes; numbers met, open, unmet before and after."""
    p, names = found.programme, ClauseNames(found.programme)
    table = Table(box=None, header_style=DIM, padding=(0, 2, 0, 0))
    table.add_column(desk.say("条款", "clause"), overflow="fold", max_width=44)
    sides = [""] if not found.overrides else [desk.say("现行", "now"), desk.say("假设", "then")]
    for side in sides:
        for status in ("met", "open", "unmet"):
            table.add_column(" ".join(w for w in (side, desk.word(STATUS[status])) if w), justify="right")
    shown = ["", *(c.id for c in p.categories), *(() if p.qualification is None else (p.qualification.id,))]
    # A reading and its clause have the same name; the clause is enough.
    changed = (c for c in found.before if found.before[c] != found.after[c] and c not in names.readings)
    shown += found.before if everything else changed
    for clause in dict.fromkeys(c for c in shown if c in found.before):
        label = desk.say("总体结论", "Whole verdict") if not clause else desk.word(names[clause])
        before, after = found.before[clause], found.after[clause]
        cells = list(_cells(before)) + (list(_cells(after)) if found.overrides else [])
        table.add_row(Text(label, style="bold" if not clause or before != after else ""), *cells)
    desk.table(table)


def _cells(tally: Tally) -> Iterator[Text]:
    for status, number in (("met", tally.met), ("open", tally.open), ("unmet", tally.unmet)):
        yield Text(digits(number), style=colour(status))  # type: ignore[arg-type]


def _changes(title: str, changes: tuple[Change, ...], desk: Desk, *, everything: bool) -> None:
    desk.print()
    desk.print(Text(f"{title} {digits(len(changes))}", style="bold"))
    for change in changes if everything else changes[:_NAMED]:
        before, after = (desk.word(STATUS[s]) for s in (change.before, change.after))
        line = Text(f"  {change.name}  ")
        line.append(before, style=colour(change.before)).append(" → ").append(after, style=colour(change.after))
        desk.print(line)
    if not everything and len(changes) > _NAMED:
        rest = len(changes) - _NAMED
        desk.print(Text(desk.say(f"  另 {digits(rest)} 家", f"  and {digits(rest)} more"), style=DIM))
