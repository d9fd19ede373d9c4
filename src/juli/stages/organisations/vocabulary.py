"""The vocabulary that records, ledgers and standing are typed by: read once, and again when its file changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from juli.engines.policy.vocabulary import Field, Kind, Vocabulary
from juli.engines.policy.vocabulary_file import load_vocabulary

_FILE = "vocabulary.yaml"


def vocabulary() -> Vocabulary:
    """The vocabulary under ``settings.PROGRAMMES``. Raises ProgrammeUnusable where it can't be read."""
    path = Path(settings.PROGRAMMES) / _FILE
    seen = path.stat()
    return _read(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Vocabulary:
    return load_vocabulary(path.read_text(encoding="utf-8"), str(path))


def own_fields(kind: Kind) -> dict[str, Field]:
    """The fields that a kind of standing declares itself, without the shared title and dates of every row."""
    shared = vocabulary().shared
    return {name: field for name, field in kind.fields.items() if field is not shared.get(name)}
