"""``juli tick``: do what falls due, once."""

from __future__ import annotations

import click

from juli.cli.desk import Desk
from juli.cli.options import at_desk, command
from juli.cli.site import at_site


@command(
    short=("办理到期事项", "Do what falls due"),
    more=(
        "提醒、截止等到期事项各办一次；可放进 cron 反复执行。",
        "Reminders, closings and whatever else is due are done once; safe to run from cron as often as one likes.",
    ),
    example="juli tick",
)
@at_desk
@at_site
def tick(desk: Desk) -> None:
    """Run the tick."""
    from juli.registry import clock
    from juli.registry.worker import tick as run

    acts, reminders = run(now=clock.now())
    if desk.as_json:
        desk.data({"acts": acts, "reminders": reminders})
        return
    click.echo(
        desk.say(f"办理到期事项 {acts} 件，新提醒 {reminders} 条", f"{acts} acts done, {reminders} new reminders")
    )
