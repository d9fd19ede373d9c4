"""``juli export``: the complete file of an application or a call, as one archive."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from juli.cli.desk import BEIJING, Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.site import at_site


class Instant(click.ParamType[dt.datetime]):
    """An instant; without a zone it is Beijing's."""

    name = "instant"

    def convert(
        self, value: str | dt.datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.datetime:
        """Read an instant, or say how to write one."""
        if isinstance(value, dt.datetime):
            return value
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is no instant; write YYYY-MM-DDTHH:MM', param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=BEIJING)


_AT = click.option(
    "--at",
    type=Instant(),
    help=told("档案上写明的时刻；默认现在", "the instant that the archive says it was made for; default: now"),
)
_FORCE = click.option("--force", is_flag=True, help=told("覆盖已有文件", "replace a file that is there"))
_MORE = (
    "包含文件、决定、日志链、规则与清单，可用 juli verify 离线核验和重演。导出记入操作日志。",
    "Documents, decisions, journal, rules and a manifest, for juli verify to check offline. The journal notes it.",
)


@click.group(
    short_help=told("导出完整案卷", "Export the complete file"),
    help=told(
        "把申报书或申报批次的完整案卷导出为一个档案包。", "Export the complete file of an application or a call."
    ),
)
def export() -> None:
    """The group."""


@command(
    short=("导出一份申报书的案卷", "Export the file of an application"),
    more=_MORE,
    example="juli export application NUMBER file.zip",
)
@click.argument("number")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--call", default="", help=told("批次编号；编号在多个批次出现时需要", "the call, where several have the number")
)
@_AT
@_FORCE
@at_desk
@at_site
def application(desk: Desk, number: str, file: Path, call: str, at: dt.datetime | None, force: bool) -> None:
    """Export an application. Raises BadParameter where the number names none, or several."""
    from juli.stages.awards.archives import about_application, applications_named

    found = applications_named(number, call)
    if not found:
        raise click.BadParameter(desk.say(f"没有编号为“{number}”的申报书", f'there is no application "{number}"'))
    if len(found) > 1:
        calls = "、".join(row.call.edition for row in found)
        raise click.BadParameter(
            desk.say(
                f"多个批次有此编号，请用 --call 指明：{calls}", f"several calls have it; name one by --call: {calls}"
            )
        )
    _write(desk, about_application(found[0]), file, at, force)


@command(
    short=("导出一个批次的案卷", "Export the file of a call"),
    more=_MORE,
    example="juli export call EDITION file.zip",
)
@click.argument("name", metavar="CALL")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_AT
@_FORCE
@at_desk
@at_site
def call(desk: Desk, name: str, file: Path, at: dt.datetime | None, force: bool) -> None:
    """Export a call. Raises BadParameter where there is no such call."""
    from juli.stages.awards.archives import about_call, call_named

    found = call_named(name)
    if found is None:
        raise click.BadParameter(desk.say(f"没有申报批次“{name}”", f'there is no call "{name}"'))
    _write(desk, about_call(found), file, at, force)


def _write(desk: Desk, about: object, file: Path, at: dt.datetime | None, force: bool) -> None:
    from juli.engines.paper.problems import PaperError
    from juli.registry import clock
    from juli.registry.archive.exporting import About
    from juli.registry.archive.exporting import export as take
    from juli.registry.parties import SYSTEM

    assert isinstance(about, About)  # noqa: S101
    if file.exists() and not force:
        raise click.BadParameter(
            desk.say(
                f"{file} 已存在；另取文件名，或用 --force 覆盖", f"{file} is there already; name another, or --force"
            )
        )
    try:
        made = take(about=about, to=file, actor=SYSTEM, at=at or clock.now())
    except (OSError, PaperError) as error:
        raise click.ClickException(f"{error}") from error
    click.echo(
        desk.say(
            f"已导出 {made.members} 个成员：{file}  清单摘要 {made.digest}",
            f"{made.members} members: {file}  manifest {made.digest}",
        )
    )


export.commands["application"] = application
export.commands["call"] = call
