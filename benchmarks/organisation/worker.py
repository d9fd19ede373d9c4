"""What every worker process does: say the answers once, then time one round over all organisations whenever asked.

A worker reads the dossiers from its first line of input, and then one word a line: ``answers`` or ``round``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

#: By clause: the number (None where a clause only has a status) and whether it is met.
Answers = dict[str, tuple[int | None, bool]]


def serve(
    prepare: Callable[[list[dict[str, Any]]], Sequence[Any]],
    judge: Callable[[Any], Any],
    answers: Callable[[Any], Answers],
    *,
    fresh: bool = False,
) -> None:
    """``prepare`` turns dossiers into the engine's own input, ``judge`` is what is timed, ``answers`` reads its result.

    ``fresh``: the input is used up by judging it, so every round prepares its own before the clock is started.
    """
    dossiers = json.loads(sys.stdin.readline())
    inputs = prepare(dossiers)
    for line in sys.stdin:
        if line.strip() == "answers":
            said: Any = [answers(judge(one)) for one in inputs]
        else:
            if fresh:
                inputs = prepare(dossiers)
            wall, cpu = time.perf_counter(), time.process_time()
            for one in inputs:
                judge(one)
            said = (time.perf_counter() - wall, time.process_time() - cpu)
        print(json.dumps(said), flush=True)
