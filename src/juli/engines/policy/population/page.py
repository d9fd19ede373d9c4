"""What doesn't compile, in words, for the handbook's page about populations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from juli.engines.policy.population.compiler import JOINT, NO_ROWS, compilable
from juli.engines.policy.rules import Programme

_WHY: Mapping[str, str] = {
    JOINT: "stands on the joint assignment of exclusive claims: every achievement counts under one "
    "category only, and which "
    "one is a choice over all of them together. SQL gives its ceiling, each category taking all it "
    "could; where that is "
    "unmet, so is the clause. Of every other organisation the interpreter is asked.",
    NO_ROWS: "is an indicator that reads no rows.",
}


def uncompiled(programmes: Iterable[Programme]) -> str:
    """A Markdown list: for each programme how many clauses compile, and by name those that don't, with the reason."""
    lines = []
    for programme in programmes:
        compiles, reasons = compilable(programme)
        lines.append(f"- **{programme.id}**: {len(compiles)} of {len(programme.clauses)} clauses compile.")
        for why in dict.fromkeys(reasons.values()):
            names = ", ".join(f"`{name}`" for name, reason in reasons.items() if reason == why)
            lines.append(f"  - {names}: {_WHY[why]}")
        if reasons:
            lines.append("  - The programme's own status follows them.")
    return "\n".join(lines) + "\n"
