"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

from juli.cli.desk import Desk
from juli.cli.language import of_environment, told
from juli.engines.policy.problems import Unusable

P = ParamSpec("P")
R = TypeVar("R")
BAD_INPUT = 2


class Day(click.ParamType[dt.date]):
    """A day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a day, or say how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a day; write YYYY-MM-DD', param, ctx)


class Command(click.Command):
    """A command whose help speaks the terminal's language."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = told("显示帮助", "show this help")
        return option


def command(
    *, short: tuple[str, str], more: tuple[str, str], example: str
) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a command of a function; each text in Chinese and in English, ``example`` a line to type."""
    said = told(*short)
    return click.command(
        cls=Command,
        short_help=said,
        help=f"{said}{told('。', '. ')}{told(*more)}",
        epilog=f"{told('示例：', 'Example: ')}{example}",
    )


def at_desk(command: Callable[..., R]) -> Callable[..., R]:
    """Adds ``--lang`` and ``--json`` and hands the command a Desk made of them as its first argument.

    Bad input ends with BAD_INPUT and every problem on its line, in the language of the run.
    """

    @click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=of_environment,
        help=told("输出语言；默认随终端，否则中文", "language of the output; default: the terminal's, else Chinese"),
    )
    @click.option("--json", "as_json", is_flag=True, help=told("输出 JSON", "write JSON"))
    @functools.wraps(command)
    def wrapper(lang: str, as_json: bool, **arguments: Any) -> R:
        try:
            return command(Desk(lang, as_json), **arguments)
        except Unusable as error:
            for problem in error.problems:
                click.echo(problem.say(lang), err=True)
            click.get_current_context().exit(BAD_INPUT)

    return wrapper


def as_of_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--as-of DATE``."""
    text = told("按哪一天判定；默认今天（北京时间）", "the day to judge on; default: today in Beijing")
    return click.option("--as-of", type=Day(), metavar="DATE", default=None, help=text)(command)


def readings_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--reading CLAUSE=ID``."""
    text = told("改用条款的另一种读法，可多次给出", "let another reading of a clause decide; may be repeated")
    return click.option("--reading", "readings", multiple=True, metavar="CLAUSE=ID", help=text)(command)


def tracks_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--track T``."""
    text = told("按这些子项目判定，替代材料中所选", "judge for these tracks instead of those in the dossier")
    return click.option("--track", "tracks", multiple=True, metavar="T", help=text)(command)
