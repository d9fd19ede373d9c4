"""``juli backup`` and ``juli restore``: everything into one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.site import at_site


@command(
    short=("备份数据库、文件和总根", "Back up the database, the files and the roots"),
    more=(
        "写成一个 zip，附各成员的 SHA-256；SQLite 与 PostgreSQL 之间可互相恢复。",
        "One zip with the SHA-256 of every member; taken on SQLite or PostgreSQL, it is restored into either.",
    ),
    example="juli backup juli-backup.zip",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=told("覆盖已有文件", "replace a file that is there"))
@at_desk
@at_site
def backup(desk: Desk, file: Path, force: bool) -> None:
    """Take a backup."""
    from juli.registry import clock
    from juli.registry.backup import backup as take

    if file.exists() and not force:
        raise click.BadParameter(
            desk.say(
                f"{file} 已存在；另取文件名，或用 --force 覆盖",
                f"{file} is there already; name another one, or --force",
            )
        )
    try:
        rows, files = take(to=file, at=clock.now())
    except OSError as error:
        raise click.ClickException(f"{error}") from error
    click.echo(desk.say(f"已备份 {rows} 行、{files} 个文件：{file}", f"{rows} rows and {files} files: {file}"))
