"""Which characters a font file has glyphs for, read from its ``cmap`` table (OpenType 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_COLLECTION: Final = b"ttcf"
#: Best first: all of Unicode, then the first plane, each as Windows and as Unicode's own platform name it.
_TABLES: Final = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
_SEGMENTS, _GROUPS = 4, 12
_LAST: Final = 0xFFFF


def characters(path: Path, index: int) -> frozenset[int]:
    """The code points that font ``index`` of the file maps to a glyph. Raises ValueError where none are."""
    with path.open("rb") as file:
        table = _table(file, b"cmap", _offset(file, index))
    count = struct.unpack_from(">H", table, 2)[0]
    records = {(p, e): at for p, e, at in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])}
    for key in _TABLES:
        if key in records:
            at = records[key]
            form = struct.unpack_from(">H", table, at)[0]
            if form == _GROUPS:
                return frozenset(_groups(table, at))
            if form == _SEGMENTS:
                return frozenset(_segments(table, at))
    raise ValueError(f"{path} has no Unicode character table")


def _offset(file: BinaryIO, index: int) -> int:
    """Where the font starts: a collection holds several, one after the other."""
    if file.read(4) != _COLLECTION:
        return 0
    file.seek(12 + 4 * index)
    return int(struct.unpack(">I", file.read(4))[0])


def _table(file: BinaryIO, name: bytes, offset: int) -> bytes:
    file.seek(offset + 4)
    count = struct.unpack(">H6x", file.read(8))[0]
    for tag, _, at, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
        if tag == name:
            file.seek(at)
            return file.read(length)
    raise ValueError(f"the font has no table {name.decode()}")


def _groups(table: bytes, at: int) -> Iterator[int]:
    """Format 12: runs of characters with runs of glyphs."""
    count = struct.unpack_from(">I", table, at + 12)[0]
    for first, last, glyph in struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * count]):
        yield from range(first if glyph else first + 1, last + 1)


def _segments(table: bytes, at: int) -> Iterator[int]:
    """Format 4: segments whose glyphs are a shift of the character, or stand in a list."""
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    ends, starts, shifts, offsets = (
        struct.unpack_from(f">{count}H", table, at + start)
        for start in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    lists = at + 16 + 6 * count
    for number, (first, last, shift, offset) in enumerate(zip(starts, ends, shifts, offsets, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offset:
                # The offset counts from its own place in the file.
                place = lists + 2 * number + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", table, place)[0]
            mapped = (glyph + shift) % (_LAST + 1) if glyph or not offset else 0
            if mapped and code != _LAST:
                yield code
