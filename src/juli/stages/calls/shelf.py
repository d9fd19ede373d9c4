"""The programmes on the shelf: read once, and again only when a file's text has changed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.catalogue import FILE, Catalogue, open_catalogue
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.problems import Problem, ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Refused:
    """A programme file that can't be used, by the name of its folder, with everything that is wrong in it."""

    id: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class Shelf:
    """Programmes by id, made ready to judge; files that can't be used stand apart, and spoil no other.

    A shelf is equal to itself alone, so that what is worked out from it can be kept for as long as it stands.
    """

    catalogue: Catalogue
    programmes: Mapping[str, Programme]
    judges: Mapping[str, Judge]
    refused: tuple[Refused, ...]

    @property
    def vocabulary(self) -> Vocabulary:
        """What files may name."""
        return self.catalogue.vocabulary

    @property
    def calendar(self) -> Calendar:
        """Working days."""
        return self.catalogue.calendar

    @property
    def calls(self) -> tuple[Programme, ...]:
        """The programmes that one applies to, newest first."""
        return self._of("call")

    @property
    def plans(self) -> tuple[Programme, ...]:
        """The programmes whose indicators are counted over all organisations, newest first."""
        return self._of("plan")

    def _of(self, what: str) -> tuple[Programme, ...]:
        found = [p for p in self.programmes.values() if p.what == what]
        return tuple(sorted(found, key=lambda p: (-p.year, p.id)))

    def editions(self, programme: Programme) -> tuple[Programme, ...]:
        """The other editions of the same programme, newest first."""
        family = [p for p in self.programmes.values() if p.family == programme.family and p.id != programme.id]
        return tuple(sorted(family, key=lambda p: (-p.year, p.id)))

    def text(self, programme: Programme) -> str:
        """The programme file as it stands on disk."""
        return self.catalogue.path(programme.id).read_text(encoding="utf-8")


_Stamp = tuple[tuple[str, int, int], ...]
_lock = threading.Lock()
#: Per root: when the files were last seen changed, their digests, and what was read.
_read: dict[Path, tuple[_Stamp, Mapping[str, str], Shelf]] = {}


def shelf() -> Shelf:
    """The programmes under ``settings.PROGRAMMES``.

    Raises ProgrammeUnusable when the vocabulary or the calendar can't be read; a programme file that can't is in
    ``refused``.
    """
    root = Path(settings.PROGRAMMES)
    with _lock:
        known = _read.get(root)
        stamp = _stamp(root)
        if known is not None and known[0] == stamp:
            return known[2]
        digests = {name: hashlib.sha256(Path(name).read_bytes()).hexdigest() for name, _, _ in stamp}
        if known is not None and known[1] == digests:
            found = known[2]
        else:
            found = _shelf(root, known[2] if known else None)
        _read[root] = (stamp, digests, found)
        return found


def _stamp(root: Path) -> _Stamp:
    """Name, time and size of every file that is read."""
    files = (root / "vocabulary.yaml", root / "calendar.yaml", *sorted(root.glob(f"*/{FILE}")))
    return tuple((str(f), s.st_mtime_ns, s.st_size) for f in files if f.is_file() for s in (f.stat(),))


def _shelf(root: Path, before: Shelf | None) -> Shelf:
    """Read the folder; programmes whose text hasn't changed are taken over where the vocabulary hasn't either."""
    catalogue = open_catalogue(root)
    programmes: dict[str, Programme] = {}
    judges: dict[str, Judge] = {}
    refused: list[Refused] = []
    for name in catalogue.ids():
        try:
            programme = _unchanged(catalogue, name, before) or catalogue.load(name)
        except ProgrammeUnusable as error:
            refused.append(Refused(name, error.problems))
            continue
        programmes[programme.id] = programme
        if programme.what == "call":
            judges[programme.id] = Judge(programme, catalogue.calendar)
    return Shelf(catalogue, programmes, judges, tuple(refused))


def _unchanged(catalogue: Catalogue, name: str, before: Shelf | None) -> Programme | None:
    if before is None or before.vocabulary.digest != catalogue.vocabulary.digest:
        return None
    digest = hashlib.sha256(catalogue.path(name).read_bytes()).hexdigest()
    return next((p for p in before.programmes.values() if p.digest == digest), None)
