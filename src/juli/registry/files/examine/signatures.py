"""What a file is, by what it holds; its name is not asked."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

import olefile

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_MARKUP = (("<svg", "svg"), ("<html", "html"), ("<!doctype html", "html"), ("<script", "html"), ("<body", "html"))
#: Bytes that no text holds; tab, line feed, form feed and carriage return are text.
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13} | {127}


def kind_of(path: Path) -> str:
    """The id of the file's kind; ``unknown`` where nothing fits."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:2] == b"BM" and head[14:18] in {b"\x28\0\0\0", b"\x7c\0\0\0", b"\x6c\0\0\0", b"\x0c\0\0\0"}:
        return "bmp"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in {b"heic", b"heix", b"mif1", b"heif"} else "mp4"
    if head.startswith(_ZIP):
        return _kind_of_package(path)
    if head.startswith(_COMPOUND):
        return _kind_of_compound(path)
    return _kind_of_text(path)


def _kind_of_package(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size < 100:
                said = package.read("mimetype").decode("ascii", "replace").strip()
                return {"text": "odt", "spreadsheet": "ods"}.get(said.rpartition(".")[2], "zip")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        return "zip"
    for part, kind in _PARTS:
        if part in names and (kind == "ofd" or "[Content_Types].xml" in names):
            return kind
    return "zip"


def _kind_of_compound(path: Path) -> str:
    try:
        with olefile.OleFileIO(str(path)) as compound:
            if compound.exists("EncryptedPackage"):
                return "encrypted"
            return next((kind for stream, kind in _STREAMS if compound.exists(stream)), "compound")
    except (OSError, ValueError, IndexError):
        return "compound"


def _kind_of_text(path: Path) -> str:
    decoders = [codecs.getincrementaldecoder(name)() for name in ("utf-8-sig", "gb18030")]
    start = b""
    with path.open("rb") as file:
        while block := file.read(1 << 16):
            if not _CONTROLS.isdisjoint(block):
                return "unknown"
            start = start or block
            decoders = [decoder for decoder in decoders if _goes_on(decoder, block)]
            if not decoders:
                return "unknown"
    if not any(_goes_on(decoder, b"", final=True) for decoder in decoders):
        return "unknown"
    words = start.decode("utf-8-sig", "replace").lower().lstrip()
    for mark, kind in _MARKUP:
        if mark in words[:1024]:
            return kind
    return "xml" if words.startswith("<?xml") else "text"


def _goes_on(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
