"""Who is told when a published call is amended or withdrawn: stages to the right say who has to do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from juli.registry.messages.actions import Recipient
from juli.stages.calls.models import Call

#: Everybody whom a change of the call concerns.
Hook = Callable[[Call], Iterable[Recipient]]

_hooks: dict[str, Hook] = {}


def register(name: str, hook: Hook) -> None:
    """Make a hook known, where a stage starts. Raises ValueError where another one has the name."""
    if _hooks.setdefault(name, hook) is not hook:
        raise ValueError(f"somebody else says already who is affected under the name {name}")


def recipients(call: Call) -> list[Recipient]:
    """Everybody whom a change of the call concerns, each once."""
    found: dict[str, Recipient] = {}
    for name in sorted(_hooks):
        for recipient in _hooks[name](call):
            found.setdefault(recipient.id, recipient)
    return list(found.values())
