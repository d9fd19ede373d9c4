"""``juli restore``: a backup into an empty database."""

from __future__ import annotations

import zipfile
from pathlib import Path

import click

from juli.cli.desk import Desk
from juli.cli.options import at_desk, command
from juli.cli.site import ready


@command(
    short=("恢复备份", "Restore a backup"),
    more=(
        "先核对每个成员的摘要，再写入空的数据库（自动建表）和文件目录。",
        "Checks the digest of every member first, then fills an empty database (its tables are made) and the files.",
    ),
    example="DATABASE_URL=postgres:///juli juli restore juli-backup.zip",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@at_desk
def restore(desk: Desk, file: Path) -> None:
    """Restore."""
    ready()
    from django.core.management import call_command

    from juli.registry.backup import Unfit
    from juli.registry.backup import restore as bring_back

    call_command("migrate", verbosity=0)
    try:
        rows, files = bring_back(source=file)
    except (Unfit, zipfile.BadZipFile) as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo(desk.say(f"已恢复 {rows} 行、{files} 个文件", f"{rows} rows and {files} files restored"))
