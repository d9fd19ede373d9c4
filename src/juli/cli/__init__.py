"""The ``juli`` command: programmes and dossiers without the database."""

from juli.cli.program import main

__all__ = ["main"]
