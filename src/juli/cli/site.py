"""Commands that work on the site itself: its settings are read, its database is opened."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")


def at_site(command: Callable[P, R]) -> Callable[P, R]:
    """Makes the site ready before the command runs: what its settings or its database lack ends it with the remedy."""

    @functools.wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        ready()
        require_tables()
        return command(*args, **kwargs)

    return wrapper


def ready() -> None:
    """Read the settings, load the stages. Raises ClickException."""
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juli.site.settings")
    try:
        if not apps.ready:
            django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error


def require_tables() -> None:
    """Go on where the database answers and has the tables of this version. Raises ClickException."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise click.ClickException(f"the database does not answer (DATABASE_URL): {error}".strip()) from error
    lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if lacking:
        raise click.ClickException(
            f"the database lacks {len(lacking)} changes of this version; make them with: python -m django migrate "
            "--settings=juli.site.settings"
        )
