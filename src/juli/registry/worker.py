"""The slow and the regular work, outside of requests: what falls due, mail, previews, virus scans, sweeping, roots.

Any number of workers may run; a web process needs none to answer. ``tick`` is safe to run as often as one likes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from juli.registry import due
from juli.registry.canonical import SHANGHAI
from juli.registry.files.actions import draw_previews, scan_again, sweep
from juli.registry.journal.queries import latest_root
from juli.registry.journal.roots import publish_root
from juli.registry.messages import reminders
from juli.registry.messages.delivery import deliver

#: What is swept has ended this long ago.
REST = timedelta(days=1)


class Done(NamedTuple):
    """What one round did: acts, reminders, messages handed over, files with previews, files scanned; a day's root."""

    acts: int
    reminders: int
    sent: int
    previews: int
    scanned: int
    root: int | None

    @property
    def idle(self) -> bool:
        """Nothing was to be done."""
        return not any(self)


def tick(*, now: datetime) -> tuple[int, int]:
    """Do what falls due by ``now``; how many acts, and how many new reminders."""
    acts = sum(due.run(now=now).values())
    return acts, len(reminders.due(now=now))


def work(*, now: datetime) -> Done:
    """One round of everything."""
    acts, reminded = tick(now=now)
    sent = deliver(now=now).sent
    previews = draw_previews()
    scanned = scan_again(at=now)
    return Done(acts, reminded, sent, previews, scanned, _daily(now))


def _daily(now: datetime) -> int | None:
    """Once a day, in Shanghai's days: sweep, and write a root. The root's number; None where the day has one."""
    last = latest_root()
    if last is not None and last.at.astimezone(SHANGHAI).date() >= now.astimezone(SHANGHAI).date():
        return None
    sweep(before=now - REST)
    return publish_root(at=now, reason="daily").number
