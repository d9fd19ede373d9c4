"""Named points at which a process can be made to die, so that tests can see what survives.

A point does nothing unless ``JULI_FAULT`` names it when the process starts: ``files.renamed``, or ``files.renamed:3``
for the third time it is passed. Then the process is killed as by a power cut: no handler runs, nothing is flushed.
"""

from __future__ import annotations

import os
import signal

_armed, _, _count = os.environ.get("JULI_FAULT", "").partition(":")
_points: dict[str, Point] = {}


class Point:
    """One named place in the code; calling it passes the place."""

    def __init__(self, name: str) -> None:
        if name in _points:
            raise ValueError(f"there are two points named {name}")
        self.name = name
        self._left = int(_count or "1") if name == _armed else 0
        _points[name] = self

    def __call__(self) -> None:
        """Go on, or die here."""
        if self._left:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def known() -> frozenset[str]:
    """The names of all points in the modules that are loaded."""
    return frozenset(_points)
