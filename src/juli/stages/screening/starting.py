"""What screening makes known when it starts: guards, unlocked parts, what the eye saw, messages, reminders."""

from __future__ import annotations

from juli.stages.applications import unlocking
from juli.stages.screening import correcting, decided, findings, guards, notices, reminding


def start() -> None:
    """Once, where the stage starts."""
    guards.register_all()
    notices.register_all()
    reminding.register_reminders()
    unlocking.register(correcting.parts_of)
    decided.register_seen(findings.seen_of)
