"""``juli journal verify``: has anybody touched the journal?"""

from __future__ import annotations

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.site import at_site

#: The command found something that needs a person.
FOUND = 1


@click.group(
    short_help=told("核对操作日志", "Check the journal"),
    help=told("核对操作日志。", "Check the journal of every act."),
)
def journal() -> None:
    """The group."""


@command(
    short=("逐条核对操作日志与总根", "Check every line of the journal, and the roots kept outside"),
    more=(
        "逐条核对哈希链和库外总根文件；发现被改、缺失或移位的行时以 1 退出。",
        "Follows every chain and the file of roots; ends with 1 where a line was changed, is missing or moved.",
    ),
    example="juli journal verify",
)
@at_desk
@at_site
def verify(desk: Desk) -> int:
    """Verify everything."""
    from juli.registry.journal.verification import verify_all

    report = verify_all()
    grave = sum(not finding.harmless for finding in report.findings)
    if desk.as_json:
        desk.data(
            {
                "subjects": report.subjects,
                "entries": report.entries,
                "roots": report.roots,
                "findings": [{"code": f.code, "words": f.say(desk.lang)} for f in report.findings],
            }
        )
        return 0 if report.sound else FOUND
    for finding in report.findings:
        click.echo(finding.say(desk.lang))
    click.echo(
        desk.say(
            f"核对了 {report.subjects} 个事项的 {report.entries} 条记录、{report.roots} 个总根："
            f"{f'{grave} 处不符' if grave else '完整无误'}",
            f"{report.entries} entries of {report.subjects} subjects and {report.roots} roots checked: "
            f"{f'{grave} wrong' if grave else 'nothing was touched'}",
        )
    )
    return 0 if report.sound else FOUND


journal.commands["verify"] = verify
