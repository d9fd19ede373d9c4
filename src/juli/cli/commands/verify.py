"""``juli verify``: an archive checked and worked out again, without database, settings or network."""

from __future__ import annotations

from pathlib import Path

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.registry.archive.checking import check
from juli.registry.archive.refusals import Refused
from juli.registry.archive.told import Line

#: The archive differs from what it says, or from what it was.
FOUND = 1


@command(
    short=("核验并重演档案包", "Check an archive, and work it out again"),
    more=(
        "逐字节核对摘要、哈希链和总根，重演初判、分值、抽取、指派、评分、排序和金额；不符时以 1 退出。",
        "Digests, chains, roots; verdicts, draws, assignments, scores, rankings, amounts. Exit 1 where one differs.",
    ),
    example="juli verify file.zip",
)
@click.argument("archive", type=click.Path(path_type=Path))
@click.option(
    "--roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=told(
        "库外保存的总根文件 roots.jsonl，一并比对", "the file of roots kept outside (roots.jsonl), to compare with"
    ),
)
@at_desk
def verify(desk: Desk, archive: Path, roots: Path | None) -> int:
    """Check everything. Raises ClickException where the file is no archive."""
    lines: list[Line] = []
    try:
        for line in check(archive, roots):
            lines.append(line)
            if not desk.as_json:
                _say(desk, line)
    except Refused as error:
        raise click.ClickException(f"{archive}  {error.said.say(desk.lang)}") from error
    wrong = sum(not line.ok for line in lines)
    if desk.as_json:
        desk.data(
            {
                "sound": not wrong,
                "lines": [
                    {"kind": one.kind, "name": one.name, "ok": one.ok, "words": one.words.say(desk.lang)}
                    for one in lines
                ],
            }
        )
    else:
        replayed = sum(line.ok for line in lines)
        click.echo(
            desk.say(
                f"共 {len(lines)} 项：{f'{wrong} 项不符' if wrong else '全部相符'}",
                f"{replayed} of {len(lines)} as they were" if wrong else f"{len(lines)} looked at: all as it was",
            )
        )
    return FOUND if wrong else 0


def _say(desk: Desk, line: Line) -> None:
    mark = desk.say("相符", "ok") if line.ok else desk.say("不符", "DIFFERS")
    words = _shown(line.words.say(desk.lang))
    click.echo(f"{line.what.say(desk.lang)}  {_shown(line.name)}  {mark}{f'  {words}' if words else ''}")


def _shown(text: str) -> str:
    """Text out of an archive, in which whatever a terminal would obey is only shown: anybody may have written it."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
