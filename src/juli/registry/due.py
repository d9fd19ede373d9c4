"""What falls due by the clock alone: each stage says what is to be done by an instant, and the tick does it once.

A hook is idempotent: it looks for what is due and not done, does it in transactions of its own, and says how much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

#: Given the instant, do what is due by then; how many acts it was.
Hook = Callable[[datetime], int]

_hooks: dict[str, Hook] = {}


def register(name: str, hook: Hook) -> None:
    """Make a hook known. Raises ValueError where another one has the name."""
    if _hooks.setdefault(name, hook) is not hook:
        raise ValueError(f"there is another act called {name} that falls due")


def run(*, now: datetime) -> Mapping[str, int]:
    """Do everything that is due by ``now``, in the order of the names; how many acts each hook did."""
    return {name: _hooks[name](now) for name in sorted(_hooks)}
