"""What the archives make known when the stage starts: what the awards put in, what falls due."""

from __future__ import annotations

from juli.registry.archive import composing
from juli.stages.awards import archiving


def start() -> None:
    """Once, where the stage starts."""
    composing.register("application", "awards", 50, archiving.of_application)
    composing.register("call", "awards", 50, archiving.of_call)
