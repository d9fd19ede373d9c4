"""A dossier against a programme: every clause judged, with its numbers and reasons (language §3)."""

from juli.engines.policy.interpreter.judge import Judge, judge

__all__ = ["Judge", "judge"]
