"""What every command works with: the language, the console, the folder of programmes, today's date."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from juli.engines.policy.as_data import json_text
from juli.engines.policy.catalogue import FILE, Catalogue, open_catalogue
from juli.engines.policy.labels import Label

WIDTH = 100
ROOT_VARIABLE = "JULI_PROGRAMMES"
BEIJING = ZoneInfo("Asia/Shanghai")


class Terminal(Console):
    """A console that leaves a reader who has had enough (``| head``) to the command, which ends well."""

    def on_broken_pipe(self) -> None:
        """Tell the command, instead of ending with 1."""
        raise BrokenPipeError


@dataclass
class Desk:
    """One run of the command."""

    lang: str
    as_json: bool

    def say(self, zh: str, en: str) -> str:
        """The text in the language of this run."""
        return en if self.lang == "en" else zh

    def word(self, label: Label) -> str:
        """The label in the language of this run."""
        return label.say(self.lang)

    @cached_property
    def console(self) -> Console:
        """Plain at a width of 100 when the output is no terminal; coloured, and as wide as fits, when it is one."""
        console = Terminal(highlight=False, emoji=False, markup=False)
        if console.is_terminal:
            console.width = min(console.width, WIDTH)
            return console
        return Terminal(highlight=False, emoji=False, markup=False, width=WIDTH, color_system=None)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The folder of programmes. Raises ProgrammeUnusable when vocabulary or calendar can't be read."""
        return open_catalogue(programmes_root())

    def print(self, text: Any = "", style: str | None = None) -> None:
        """A line."""
        self.console.print(text, style=style, soft_wrap=True)

    def table(self, table: Table) -> None:
        """A table, without blanks at the ends of its lines."""
        for line in self.console.render_lines(table, pad=False):
            text = Text.assemble(*((segment.text, segment.style or "") for segment in line))
            text.rstrip()
            self.console.print(text, soft_wrap=True)

    def data(self, data: Any) -> None:
        """Plain data as JSON."""
        write(json_text(data))


def programmes_root() -> Path:
    """JULI_PROGRAMMES, else ./programmes, else the one beside the sources. Raises UsageError where there is none."""
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        return Path(named)
    for path in (Path("programmes"), Path(__file__).resolve().parents[3] / "programmes"):
        if any(path.glob(f"*/{FILE}")) or (path / "vocabulary.yaml").is_file():
            return path
    raise click.UsageError(f"no folder of programmes here; name one in {ROOT_VARIABLE}")


def today() -> dt.date:
    """The date in Beijing; nothing inside the engines knows it."""
    return dt.datetime.now(BEIJING).date()


def write(text: str) -> None:
    """``text`` to the output as it is, in UTF-8."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(text)
    sys.stdout.flush()
