"""Sample dossiers: fictional organisations to try the rules on, where the settings name a folder of them.

The folder holds one folder per programme with a file per organisation; ``index.yaml`` says how they are called.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from juli.engines.policy.labels import Label
from juli.engines.policy.source import read

INDEX = "index.yaml"
_EMPTY = Label("", "")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample organisation: ``files`` holds its dossier by programme, ``about`` what each shows."""

    id: str
    name: Label
    files: Mapping[str, Path] = field(hash=False)
    about: Mapping[str, Label] = field(hash=False)

    def file(self, programme: str | None) -> Path:
        """Its dossier for a programme; where it has none for that one, its first."""
        return self.files.get(programme or "") or next(iter(self.files.values()))

    def shows(self, programme: str | None) -> Label:
        """What it shows there."""
        return self.about.get(programme or "") or next(iter(self.about.values()), _EMPTY)


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples in the order they are offered, and the one (with its programme) that the front page shows."""

    all: tuple[Sample, ...]
    front: tuple[str, str] | None

    def get(self, name: str) -> Sample | None:
        """The sample of this id."""
        return next((s for s in self.all if s.id == name), None)


NONE = Samples((), None)


def samples() -> Samples:
    """The samples that ``settings.SAMPLES`` names a folder of; none where it names none."""
    folder = settings.SAMPLES
    return NONE if folder is None else _index(Path(folder), (Path(folder) / INDEX).stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _index(folder: Path, _changed: int) -> Samples:
    data: dict[str, Any] = read((folder / INDEX).read_text(encoding="utf-8"), INDEX).data
    front = data.get("front")
    found = tuple(s for entry in data["samples"] for s in _sample(folder, entry))
    return Samples(found, None if front is None else (front["sample"], front["programme"]))


def _sample(folder: Path, entry: Mapping[str, Any]) -> Iterator[Sample]:
    """The sample of one entry; nothing where no programme's folder has a file of it."""
    files = {path.parent.name: path for path in sorted(folder.glob(f"*/{entry['id']}.yaml"))}
    if files:
        about = {name: Label(**said) for name, said in (entry.get("about") or {}).items()}
        yield Sample(entry["id"], Label(**entry["name"]), files, about)


def files_for(programme: str) -> tuple[Path, ...]:
    """Every dossier that is there for one programme."""
    folder = settings.SAMPLES
    return () if folder is None else tuple(sorted((Path(folder) / programme).glob("*.yaml")))
