"""``juli template``: a workbook to fill in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.engines.policy.workbook import template as made


@command(
    short=("生成填报工作簿", "Write a workbook to fill in"),
    more=(
        "生成一个支持项目的 XLSX 工作簿，填好后可直接用于 juli check。同样的输入总是得到同样的文件。",
        ("A programme's XLSX; filled in, it goes straight into juli check. The same input always gives the same file."),
    ),
    example="juli template call.yaml -o dossier.xlsx",
)
@click.argument("programme")
@click.option(
    "-o", "--output", metavar="FILE", help=told("写入的文件；默认为 PROGRAMME.xlsx", "default: PROGRAMME.xlsx")
)
@click.option("--force", is_flag=True, help=told("覆盖已有文件", "replace a file that is there"))
@at_desk
def template(desk: Desk, programme: str, output: str | None, force: bool) -> None:
    """Write the template."""
    found = desk.catalogue.load(programme)
    path = Path(output or f"{found.id}.xlsx")
    data = made(found, found.vocabulary, desk.lang)
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise click.UsageError(f'"{path}" is there already; name another file with -o, or use --force') from error
    except OSError as error:
        raise click.UsageError(f'"{path}" can\'t be written: {error.strerror}') from error
    if desk.as_json:
        desk.data({"file": str(path), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    else:
        desk.print(desk.say(f"已写入 {path}", f"wrote {path}"))
