"""The command group: help, and what happens when something goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from juli.cli.commands import NAMES, SITE_NAMES
from juli.cli.language import told
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import closest

INTERRUPTED = 130


class Program(click.Group):
    """The group. A closed pipe and Ctrl-C end quietly.

    ``modules`` are commands that are loaded when they are asked for: solver and database take a while.
    """

    def __init__(self, *args: Any, modules: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.modules = modules

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and exit with 0, 2 (bad input) or 130 (interrupted)."""
        extra["standalone_mode"] = False
        extra["prog_name"] = extra.get("prog_name") or "juli"
        try:
            result = super().main(*args, **extra)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        sys.exit(result if isinstance(result, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whoever was reading its output may have had enough."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The interpreter must not try to flush again on its way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return [*self.modules, *self.commands]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named. Raises UsageError, with the nearest name, where there is none."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            remedy = closest(name, self.list_commands(ctx), otherwise=Label.both("juli --help lists them"))
            raise click.UsageError(f"No such command {name!r}; {remedy.en}", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; None where there is none."""
        if cmd_name not in self.modules:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(f"juli.cli.commands.{cmd_name}"), cmd_name)
        return found


main = Program(
    name="juli",
    modules=(*NAMES, *SITE_NAMES),
    help=told(
        "聚力：把申报规则读成数据，逐条判定，说明理由。",
        "Juli: funding programmes as data, judged clause by clause, with reasons.",
    ),
    epilog=told("示例：juli check call.yaml dossier.yaml", "Example: juli check call.yaml dossier.yaml"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
