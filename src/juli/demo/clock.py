"""The demonstration's clock: whoever tries it out can let days pass, and what waits for a date goes on.

It only goes forward: what has happened keeps its time. Outside of the demonstration it cannot be set.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

#: At most so many days pass in all: further off, no calendar of working days is known.
MOST: Final = 120
#: How many at a time.
STEPS: Final = (1, 7)


def passed() -> int:
    """How many days have been let pass. A note that cannot be read counts as none."""
    try:
        return max(0, min(int(_note().read_text(encoding="ascii")), MOST))
    except (OSError, ValueError):
        return 0


def now() -> dt.datetime:
    """The present instant of the demonstration."""
    return timezone.now() + dt.timedelta(days=passed())


def let_pass(days: int) -> int:
    """Let ``days`` more pass, up to MOST in all; how many it are now. Raises ValueError for less than one day."""
    if days < 1:
        raise ValueError("time goes forward")
    note, total = _note(), min(passed() + days, MOST)
    note.parent.mkdir(parents=True, exist_ok=True)
    fresh = note.with_suffix(".new")
    fresh.write_text(str(total), encoding="ascii")
    fresh.replace(note)
    return total


def reset() -> None:
    """The days that passed in an earlier demonstration have not passed in a new one."""
    _note().unlink(missing_ok=True)


def _note() -> Path:
    return Path(settings.JULI_DEMO_DAYS)
