"""``juli panel``: draws repeated from the journal, sealed numbers sealed anew."""

from __future__ import annotations

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.site import at_site

#: The command found something that needs a person.
FOUND = 1


@click.group(
    short_help=told("重演专家抽取，更换密封密钥", "Repeat draws of experts; change the sealing key"),
    help=told("重演专家抽取，更换密封密钥。", "Repeat draws of experts; change the sealing key."),
)
def panel() -> None:
    """The group."""


@command(
    short=("重演专家抽取", "Repeat a draw of experts"),
    more=(
        "由操作日志中的记录重演，逐字节比对；不一致时以 1 退出。可写批次（全部抽取）或抽取编号。",
        "Repeats it from the journal, byte for byte; ends with 1 where anything differs. A call means all its draws.",
    ),
    example="juli panel replay 12-1",
)
@click.argument("what", metavar="CALL|DRAW")
@at_desk
@at_site
def replay(desk: Desk, what: str) -> int:
    """Repeat and compare. Raises BadParameter where there is no such draw."""
    from juli.engines.panel.problems import PanelError
    from juli.stages.review.plans import replayed
    from juli.stages.review.queries.panels import draws_named

    found = draws_named(what)
    if not found:
        raise click.BadParameter(desk.say(f"没有已完成的抽取“{what}”", f'there is no finished draw "{what}"'))
    told_of, wrong = [], 0
    for draw in found:
        try:
            record = replayed(draw)
        except PanelError as error:
            wrong += 1
            told_of.append({"draw": str(draw), "same": False, "words": error.said.say(desk.lang)})
        else:
            words = desk.say(
                f"{len(record.plan.pool)}人中抽取{len(record.drawn)}人，备选{len(record.reserves)}人，逐字节一致",
                f"{len(record.drawn)} of {len(record.plan.pool)} drawn, {len(record.reserves)} in reserve: "
                "the same, byte for byte",
            )
            told_of.append({"draw": str(draw), "same": True, "words": words})
    if desk.as_json:
        desk.data({"draws": told_of})
    else:
        for one in told_of:
            click.echo(f"{one['draw']}  {one['words']}")
    return FOUND if wrong else 0


@command(
    short=("用新密钥重新密封号码", "Seal numbers under the new key"),
    more=(
        "在 JULI_IDENTITY_KEYS 最前面加上新密钥之后运行；完成后可以去掉旧密钥。",
        "Run it once a new key stands first in JULI_IDENTITY_KEYS; the old one can go afterwards.",
    ),
    example="juli panel reseal",
)
@at_desk
@at_site
def reseal(desk: Desk) -> int:
    """Seal everything anew."""
    from juli.registry import clock
    from juli.stages.review.actions.pool import reseal as act

    number = act(at=clock.now())
    click.echo(desk.say(f"重新密封了 {number} 位专家的号码", f"sealed anew: the numbers of {number} experts"))
    return 0


panel.commands["replay"] = replay
panel.commands["reseal"] = reseal
