"""``juli schema``: JSON Schemas for editors."""

from __future__ import annotations

import click

from juli.cli.desk import Desk
from juli.cli.options import at_desk, command
from juli.engines.policy.json_schema import dossier_schema, programme_schema


@command(
    short=("输出 JSON Schema", "Write a JSON Schema"),
    more=(
        "支持项目文件（programme）或材料文件（dossier）的格式，供编辑器补全和检查。",
        "Of programme files (programme) or of dossiers (dossier), for editors to complete and check with.",
    ),
    example="juli schema dossier",
)
@click.argument("what", type=click.Choice(["programme", "dossier"]), default="programme")
@at_desk
def schema(desk: Desk, what: str) -> None:
    """Write a schema; it is JSON whether ``--json`` is given or not."""
    make = programme_schema if what == "programme" else dossier_schema
    desk.data(make(desk.catalogue.vocabulary, desk.lang))
