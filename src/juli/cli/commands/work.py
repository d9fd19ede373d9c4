"""``juli work``: the worker beside the web processes."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.site import at_site

_log = logging.getLogger("juli.work")


@command(
    short=("运行后台进程", "Run the worker"),
    more=(
        "发送邮件、生成预览、查毒、到期事项、每日总根；可同时运行多个。",
        "Sends mail, draws previews, scans for viruses, does what falls due, writes the daily root; several may run.",
    ),
    example="juli work",
)
@click.option("--once", is_flag=True, help=told("只做一轮", "one round only"))
@click.option(
    "--pause",
    type=click.FloatRange(min=0.1),
    default=5,
    show_default=True,
    help=told("无事可做时间隔的秒数", "seconds to wait when there is nothing to do"),
)
@at_desk
@at_site
def work(desk: Desk, once: bool, pause: float) -> None:
    """Work until asked to stop; an error in one round is logged and the next one comes."""
    from django.db import close_old_connections

    from juli.registry import clock
    from juli.registry.worker import work as run

    stop = threading.Event()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    if once:
        _say(desk, run(now=clock.now())._asdict())
        return
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, asked)
    while not stop.is_set():
        close_old_connections()
        try:
            done = run(now=clock.now())
        except Exception:
            _log.exception("a round of work failed; the next one comes in %s seconds", pause)
            stop.wait(pause)
            continue
        if done.idle:
            stop.wait(pause)


def _say(desk: Desk, done: dict[str, int | None]) -> None:
    if desk.as_json:
        desk.data(done)
        return
    click.echo(", ".join(f"{name} {count or 0}" for name, count in done.items()))
