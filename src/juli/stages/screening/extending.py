"""Tracks with too few qualified applications, and the time they were given: what the calls' deadlines ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from juli.stages.applications.models import Application
from juli.stages.applications.transitions import HANDED_IN, WITH_OFFICE
from juli.stages.calls.deadlines import Extended
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.screening.models import Extension

#: So many qualified applications are enough for a track.
ENOUGH: Final = 3
_State = Application.State
#: Its screening is not decided yet.
_WAITING: Final = (HANDED_IN - WITH_OFFICE) | {_State.SCREENING, _State.RETURNED, _State.CORRECTED}


class Count(NamedTuple):
    """A track after its screening: how many were accepted, refused, and how many still wait for that."""

    accepted: int
    refused: int
    waiting: int


def counts(call: Call) -> Mapping[str, Count]:
    """The tracks of a call, in the file's order. Raises ProgrammeUnusable."""
    found: Counter[tuple[str, str]] = Counter()
    for state, tracks in Application.objects.filter(call=call).values_list("state", "tracks"):
        what = "waiting" if state in _WAITING else "refused" if state == _State.REFUSED else "accepted"
        if state in HANDED_IN:
            found.update((track, what) for track in tracks)
    return {
        track.id: Count(found[track.id, "accepted"], found[track.id, "refused"], found[track.id, "waiting"])
        for track in current(call).programme.tracks
    }


def extended(edition: str) -> Iterator[Extended]:
    """The extensions of a call, for ``calls.deadlines``: of each track the latest."""
    rows = {row.track: row for row in Extension.objects.filter(call__edition=edition).order_by("pk")}
    for row in rows.values():
        yield Extended(row.track, row.until, row.number, row.text, row.at)
