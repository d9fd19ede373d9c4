"""Which parts of an application may be changed while it is returned for correction: the named ones, and no other.

Screening returns, and says by ``register`` which parts it named. A part is a section of the form by its id, one of the
words below, or one of them with what it is about: ``documents:credit-report``, ``work:17`` (an entry of the ledger).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from juli.stages.applications.models import Application

#: Everything at once: type, tracks, an earlier version.
WHOLE: Final = "whole"
CLAIMS: Final = "claims"
DOCUMENTS: Final = "documents"
WORK: Final = "work"
RECORD: Final = "record"
STANDING: Final = "standing"

_named: list[Callable[[Application], frozenset[str]]] = []


def register(named: Callable[[Application], frozenset[str]]) -> None:
    """Say where the parts that a return named are found; once, where the stage starts."""
    _named.append(named)


def unlocked(application: Application) -> frozenset[str] | None:
    """The parts that may be changed; None where all may."""
    if application.state not in {Application.State.RETURNED, Application.State.CORRECTED}:
        return None
    return frozenset().union(*(named(application) for named in _named))


def opens(parts: Collection[str] | None, part: str) -> bool:
    """Whether ``part`` is among the unlocked ones, by itself or with all of its sort.

    >>> opens({"documents"}, "documents:credit-report"), opens({"documents:other"}, "documents"), opens(None, "team")
    (True, False, True)
    """
    return parts is None or part in parts or part.partition(":")[0] in parts


def kept_locked(content: Mapping[str, Any], before: Mapping[str, Any], parts: Collection[str]) -> dict[str, Any]:
    """What a corrected version is judged on: what was unlocked as ``content`` has it, all else as handed in before."""
    return {
        **content,
        "organisation": content["organisation"] if opens(parts, RECORD) else before["organisation"],
        "standing": content["standing"] if opens(parts, STANDING) else before["standing"],
        "achievements": _works(content["achievements"], before["achievements"], parts),
    }


def _works(
    now: list[Mapping[str, Any]], before: list[Mapping[str, Any]], parts: Collection[str]
) -> list[Mapping[str, Any]]:
    if opens(parts, WORK):
        return list(now)
    found = {row["id"]: row for row in now}
    return [found[row["id"]] if f"{WORK}:{row['id']}" in parts and row["id"] in found else row for row in before]
