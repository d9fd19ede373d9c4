"""What is wrong inside a file, by its kind: codes with data, no sentences."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import olefile

#: Code → its data.
Found = tuple[str, dict[str, Any]]

MOST_UNPACKED = 300 * 1024 * 1024
_MOST_ENTRIES = 10_000
#: An archive that grows more than this, and by more than the bytes below, was made to.
_MOST_GROWTH = 200
_GROWTH_FREE = 20 * 1024 * 1024
MOST_PIXELS = 120_000_000
_ARCHIVE = re.compile(r"\.(zip|rar|7z|gz|tgz|tar|bz2|xz)\Z", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|sh|js|vbs|jar|lnk|hta)\Z", re.IGNORECASE)
_MACRO_PARTS = {"MACROS", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR"}
_OUTSIDE = re.compile(r"(\A|[/\\])\.\.([/\\]|\Z)|\A[/\\]|\A[A-Za-z]:|[\x00-\x1f]")


class Look(NamedTuple):
    """What was seen in a file."""

    found: list[Found]
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def look(path: Path, kind: str, group: str) -> Look:
    """Examine a file of a known kind; a file that its reader chokes on is damaged."""
    if kind == "encrypted":
        return Look([("password", {})])
    try:
        if group == "package":
            return Look(list(_package(path, kind)))
        if group == "compound":
            return Look(list(_compound(path, kind)))
        if group == "pdf":
            return _pdf(path)
        if group == "picture":
            return _picture(path)
    except MemoryError:
        raise
    except Exception:  # Readers of hostile files raise anything; all of it means the same.
        return Look([("damaged", {})])
    return Look([])


def _package(path: Path, kind: str) -> Iterator[Found]:
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_ENTRIES or unpacked > MOST_UNPACKED or _explodes(unpacked, path.stat().st_size):
            yield "bomb", {"unpacked": unpacked, "entries": len(entries)}
            return
        if any(entry.flag_bits & 1 for entry in entries):
            yield "password", {}
            return
        names = [entry.filename for entry in entries]
        if outside := next((name for name in names if _OUTSIDE.search(name)), None):
            yield "path-inside", {"entry": _short(outside)}
        if kind == "zip":
            yield from _archive(names)
        if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names) or _is_macro_type(package, names):
            yield "macros", {}
        if package.testzip() is not None:
            yield "damaged", {}


def _explodes(unpacked: int, packed: int) -> bool:
    return unpacked > _GROWTH_FREE and unpacked > packed * _MOST_GROWTH


def _archive(names: list[str]) -> Iterator[Found]:
    if nested := next((name for name in names if _ARCHIVE.search(name)), None):
        yield "archive-inside", {"entry": _short(nested)}
    if program := next((name for name in names if _PROGRAM.search(name)), None):
        yield "program-inside", {"entry": _short(program)}


def _is_macro_type(package: zipfile.ZipFile, names: list[str]) -> bool:
    return "[Content_Types].xml" in names and b"macroEnabled" in package.read("[Content_Types].xml")


def _short(name: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in name)[:80]


def _compound(path: Path, kind: str) -> Iterator[Found]:
    with olefile.OleFileIO(str(path)) as compound:
        parts = {part.upper() for entry in compound.listdir() for part in entry}
        if not parts.isdisjoint(_MACRO_PARTS):
            yield "macros", {}
        if _is_locked(compound, kind):
            yield "password", {}


def _is_locked(compound: olefile.OleFileIO, kind: str) -> bool:
    if kind == "doc":
        # The file information block: the bit fEncrypted of the flags at byte 10 ([MS-DOC] 2.5.2).
        header = compound.openstream("WordDocument").read(12)
        return len(header) == 12 and bool(header[11] & 0x01)
    if kind == "xls":
        stream = "Workbook" if compound.exists("Workbook") else "Book"
        return _has_record(compound.openstream(stream).read(1 << 16), 0x002F)
    return bool(compound.exists("EncryptedSummary"))


def _has_record(data: bytes, wanted: int) -> bool:
    """Is there a record of this number among the first ones ([MS-XLS] 2.4.117, FilePass)?"""
    place = 0
    for _ in range(200):
        if place + 4 > len(data):
            return False
        if int.from_bytes(data[place : place + 2], "little") == wanted:
            return True
        place += 4 + int.from_bytes(data[place + 2 : place + 4], "little")
    return False


def _pdf(path: Path) -> Look:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        return Look([("password" if locked else "damaged", {})])
    try:
        pages = len(document)
        if not pages:
            return Look([("damaged", {})])
        found: list[Found] = [("script", {})] if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 else []
        width, height = document[0].get_size()
        return Look(found, pages, round(width), round(height))
    finally:
        document.close()


def _picture(path: Path) -> Look:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            return Look([("picture-too-large", {"width": width, "height": height})])
        picture.load()
        return Look([], getattr(picture, "n_frames", 1), width, height)
