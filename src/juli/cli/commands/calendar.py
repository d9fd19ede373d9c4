"""``juli calendar``: the working days that are known, and seeding of new years."""

from __future__ import annotations

import datetime as dt
import re

import click
from rich.table import Table

from juli.cli.desk import Desk, write
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.tree import DIM
from juli.engines.policy.calendar import Calendar, seeded

_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?\Z")
_LINE = 7


@command(
    short=("查看或生成工作日历", "Show or seed the calendar of working days"),
    more=(
        "列出已知的年份；--seed 按 chinesecalendar 生成年份，核对后写入 calendar.yaml。",
        (
            "Lists the years that are known; --seed writes years from chinesecalendar as YAML, to be checked and put "
            "into calendar.yaml."
        ),
    ),
    example="juli calendar --seed 2025-2026",
)
@click.option("--seed", "years", metavar="YEARS", help=told("如 2026 或 2024-2026", "such as 2026 or 2024-2026"))
@at_desk
def calendar(desk: Desk, years: str | None) -> None:
    """Show the calendar, or seed it."""
    if years is None:
        _known(desk.catalogue.calendar, desk)
        return
    match = _YEARS.match(years)
    if match is None:
        raise click.BadParameter(f'"{years}" names no years; write 2026 or 2024-2026', param_hint="--seed")
    first, last = int(match[1]), int(match[2] or match[1])
    try:
        found = seeded(range(first, last + 1))
    except NotImplementedError as error:
        raise click.BadParameter(
            f"the holidays of {years} are not known to chinesecalendar; enter them by hand when they are announced",
            param_hint="--seed",
        ) from error
    if desk.as_json:
        desk.data({str(year): {"off": off, "working": working} for year, (off, working) in found.items()})
        return
    write("years:\n" + "".join(_yaml(year, off, working) for year, (off, working) in found.items()))


def _yaml(year: int, off: list[dt.date], working: list[dt.date]) -> str:
    return f"  {year}:\n" + _days("off", off) + _days("working", working)


def _days(key: str, days: list[dt.date]) -> str:
    said = [day.isoformat() for day in days]
    lines = [", ".join(said[i : i + _LINE]) for i in range(0, len(said), _LINE)]
    head = f"    {key}:".ljust(13)
    return head + "[" + (",\n" + " " * 14).join(lines) + "]\n"


def _known(found: Calendar, desk: Desk) -> None:
    rows = []
    for year in sorted(found.years):
        off, working = ([d for d in days if d.year == year] for days in (found.off, found.working))
        days = found.working_days(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
        rows.append((year, days, len(off), len(working)))
    if desk.as_json:
        keys = ("year", "working_days", "off", "worked_weekends")
        desk.data([dict(zip(keys, row, strict=True)) for row in rows])
        return
    table = Table(box=None, header_style=DIM, padding=(0, 2, 0, 0))
    heads = (
        ("年份", "year"),
        ("工作日", "working days"),
        ("工作日放假", "weekdays off"),
        ("周末上班", "weekends worked"),
    )
    for zh, en in heads:
        table.add_column(desk.say(zh, en), justify="right")
    for row in rows:
        table.add_row(*(str(value) for value in row))
    desk.table(table)
