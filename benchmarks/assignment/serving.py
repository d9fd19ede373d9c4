"""What both workers do: read the instance, say the answer once, time a round whenever asked."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

#: Floor, total under it, the largest total without a floor, pairs under the floor, the plain optimum's worst score.
Answer = tuple[int, int, int, list[tuple[int, int]], int]


def serve(prepare: Callable[[Any], Any], run: Callable[[Any], Any], answer: Callable[[Any], Answer]) -> None:
    """``prepare`` gives the engine's own input, ``run`` is what is timed, ``answer`` says all of it."""
    given = prepare(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        if line.strip() == "answers":
            said: Any = answer(given)
        else:
            wall, cpu = time.perf_counter(), time.process_time()
            run(given)
            said = (time.perf_counter() - wall, time.process_time() - cpu)
        print(json.dumps(said), flush=True)
