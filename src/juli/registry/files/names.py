"""The names that files come with: kept for people to read, never used as a place on a disk."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from juli.registry.files.findings import Finding, Refused, finding

LONGEST = 120


def cleaned(name: str) -> tuple[str, tuple[Finding, ...]]:
    r"""The name without path, invisible characters and excess, and what was taken away. Raises Refused (nameless).

    Direction marks go too: they make ``gpj.exe`` look like ``exe.jpg``.

    >>> cleaned("C:\\photos\\a.jpg")[0]
    'a.jpg'
    """
    found = []
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    if last != unicodedata.normalize("NFC", name):
        found.append(finding("name-path"))
    seen = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    if seen != last:
        found.append(finding("name-controls"))
    plain = seen.strip().rstrip(". ")
    if not plain or set(plain) == {"."}:
        raise Refused([finding("nameless"), *found])
    if len(plain) > LONGEST:
        ending = PurePosixPath(plain).suffix[:10]
        plain = plain[: LONGEST - len(ending)].rstrip() + ending
        found.append(finding("name-shortened"))
    return plain, tuple(found)


def extension(name: str) -> str:
    """The ending in lower case without its dot; empty where there is none.

    >>> extension("申报书.PDF")
    'pdf'
    """
    return PurePosixPath(name).suffix[1:].lower()
