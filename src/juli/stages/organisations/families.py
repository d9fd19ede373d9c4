"""The families of programmes that there are files for: under which an organisation may have a type of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from juli.engines.policy.catalogue import FILE, open_catalogue
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import ProgrammeUnusable
from juli.stages.organisations.wording import say

_EDITION = re.compile(r"\s*[（(][^（()）]*[0-9]{4}[^（()）]*[)）]\s*$")


def families() -> list[tuple[str, str]]:
    """Id and title of each family with a call, in the page's language; files that can't be read are passed over."""
    root = Path(settings.PROGRAMMES)
    seen = tuple(sorted((path.parent.name, path.stat().st_mtime_ns) for path in root.glob(f"*/{FILE}")))
    return [(family, say(title)) for family, title in _read(root, seen)]


@lru_cache(maxsize=2)
def _read(root: Path, _seen: tuple[tuple[str, int], ...]) -> tuple[tuple[str, Label], ...]:
    catalogue = open_catalogue(root)
    found: dict[str, tuple[int, Label]] = {}
    for name in catalogue.ids():
        try:
            programme = catalogue.load(name)
        except ProgrammeUnusable:
            continue
        if programme.what == "call" and programme.year >= found.get(programme.family, (0, None))[0]:
            title = Label(_EDITION.sub("", programme.title.zh), _EDITION.sub("", programme.title.en))
            found[programme.family] = (programme.year, title)
    return tuple((family, title) for family, (_year, title) in sorted(found.items()))
