"""The commands, one module each, as ``juli --help`` lists them. A module is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from click import Command

    COMMANDS: tuple[Command, ...]

#: About rules and dossiers: they need no database.
NAMES = (
    "programmes",
    "show",
    "validate",
    "check",
    "advise",
    "allocate",
    "diff",
    "indicators",
    "simulate",
    "template",
    "schema",
    "calendar",
    "verify",
)
#: For whoever runs the site.
SITE_NAMES = (
    "office",
    "work",
    "tick",
    "journal",
    "panel",
    "export",
    "backup",
    "restore",
)


def __getattr__(name: str) -> Any:
    """``COMMANDS``: those about rules and dossiers, loaded."""
    if name != "COMMANDS":
        raise AttributeError(name)
    return tuple(getattr(import_module(f"juli.cli.commands.{command}"), command) for command in NAMES)
