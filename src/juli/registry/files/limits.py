"""How large a file may be and what may be in it: told before anything is sent, and held afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from juli.registry.files.examine.kinds import KINDS, USUAL, Kind, kind_named
from juli.registry.files.findings import Finding, finding
from juli.registry.files.names import extension
from juli.registry.files.sandbox import Seen

_MB = 1024 * 1024


def largest(kind: Kind | None) -> int:
    """Bytes that a file of this kind may have at most; of an unknown kind, what other files may have."""
    most: int = settings.JULI_FILES_MAX_PDF if kind is not None and kind.id == "pdf" else settings.JULI_FILES_MAX
    return most


def largest_of(accept: Iterable[str]) -> int:
    """Bytes that the largest file of these kinds may have."""
    return max(largest(KINDS[kind]) for kind in accept)


def told(accept: Iterable[str] = USUAL) -> list[tuple[Kind, int]]:
    """The kinds that are taken, with the bytes that each may have, for a page to say so before anything is chosen."""
    return [(kind, largest(kind)) for kind in KINDS.values() if kind.id in set(accept)]


def before(name: str, length: int, accept: Iterable[str] = USUAL) -> tuple[Finding, ...]:
    """What is wrong as far as the name and the length tell, before a byte is sent."""
    kind = kind_named(extension(name))
    if length == 0:
        return (finding("empty"),)
    if kind is not None and kind.id not in set(accept):
        return (_not_taken(kind, accept),)
    most = largest(kind)
    return (_too_large(length, most),) if length > most else ()


def after(name: str, length: int, seen: Seen, accept: Iterable[str] = USUAL) -> tuple[Finding, ...]:
    """What is wrong now that the content is known: with the content, with its kind, with name and content together."""
    if length == 0:
        return (finding("empty"),)
    kind = KINDS[seen.kind]
    found = list(seen.findings)
    if any(f.code in {"password", "too-costly"} for f in found) and kind.id == "unknown":
        return tuple(found)
    ending = extension(name)
    words = {"kind_zh": kind.label.zh, "kind_en": kind.label.en}
    if ending not in kind.extensions and kind_named(ending) is not None:
        found.append(finding("disguised", extension=ending, **words))
    elif kind.id not in set(accept):
        found.append(_not_taken(kind, accept))
    elif ending not in kind.extensions:
        found.append(finding("no-extension", proper=kind.extensions[0], **words))
    if length > largest(kind):
        found.append(_too_large(length, largest(kind)))
    return tuple(found)


def _too_large(length: int, most: int) -> Finding:
    # Rounded up, so that a file that is a byte too large does not read as allowed.
    return finding("too-large", size=f"{-(-length * 10 // _MB) / 10:.1f}", limit=most // _MB)


def _not_taken(kind: Kind, accept: Iterable[str]) -> Finding:
    endings = [kind.extensions[0] for kind in KINDS.values() if kind.id in set(accept)]
    return finding("not-taken", kind_zh=kind.label.zh, kind_en=kind.label.en, accepted=" ".join(endings))
