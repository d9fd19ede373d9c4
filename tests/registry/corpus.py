"""Files as people send them, and as nobody should: made here, none kept in the repository."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/{part}" ContentType="application/vnd.{type}.main+xml"/></Types>"""
DOCX = ("word/document.xml", "openxmlformats-officedocument.wordprocessingml.document")
XLSX = ("xl/workbook.xml", "openxmlformats-officedocument.spreadsheetml.sheet")
PPTX = ("ppt/presentation.xml", "openxmlformats-officedocument.presentationml.presentation")
DOCM = ("word/document.xml", "ms-word.document.macroEnabled")


def packed(*entries: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in entries:
            package.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def office(kind: tuple[str, str], *more: tuple[str, bytes | str]) -> bytes:
    part, type_ = kind
    return packed(("[Content_Types].xml", TYPES.format(part=part, type=type_)), (part, "<x/>"), *more)


def picture(form: str, size: tuple[int, int] = (64, 48), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (180, 40, 30)).save(out, form, **how)
    return out.getvalue()


def pdf(pages: int = 1, *, size: tuple[int, int] = (595, 842), script: bool = False, locked: bool = False) -> bytes:
    """A PDF with empty pages; ``locked`` by a user password (standard security handler, revision 2)."""
    kids = " ".join(f"{i + 3} 0 R" for i in range(pages))
    action = (
        " /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>" if script else ""
    )
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R{action} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        *[f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] >>"] * pages,
    ]
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if locked:
        entry = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{entry}> /U <{entry}> /P -4 >>")
        trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Encrypt {len(objects)} 0 R /ID [<00> <00>]"
    out = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def compound(*streams: tuple[str, bytes]) -> bytes:
    """An OLE2 file with these streams, each padded to a sector chain of its own ([MS-CFB])."""
    sector = 512
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat, body, entries = [fat_mark, end], b"", []
    for name, content in streams:
        padded = content + bytes(-len(content) % sector)
        # Long enough to be no "mini stream".
        padded += bytes(max(0, 4096 - len(padded)))
        first = len(fat)
        count = len(padded) // sector
        fat += [*range(first + 1, first + count), end]
        body += padded
        entries.append((name, 2, first, len(padded)))
    directory = b""
    for i, (name, kind, first, size) in enumerate([("Root Entry", 5, end, 0), *entries]):
        encoded = name.encode("utf-16-le") + b"\0\0"
        child = 1 if i == 0 and entries else free
        right = i + 1 if 0 < i < len(entries) else free
        directory += struct.pack(
            "<64sHBBIII16sIQQIII",
            encoded,
            len(encoded),
            kind,
            1,
            free,
            right,
            child,
            bytes(16),
            0,
            0,
            0,
            first,
            size,
            0,
        )
    assert len(directory) <= sector
    directory += bytes(sector - len(directory))
    table = struct.pack(f"<{len(fat)}I", *fat) + b"\xff" * (sector - 4 * len(fat))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    return header + b"\xff" * (sector - len(header)) + table + directory + body


def doc(*, locked: bool = False) -> bytes:
    flags = 0x0100 if locked else 0
    return compound(("WordDocument", struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, flags)))


def xls(*, locked: bool = False) -> bytes:
    begin = struct.pack("<HHHHHHHH", 0x809, 12, 0x600, 5, 0, 0, 0, 0) + bytes(0)
    return compound(("Workbook", begin + (struct.pack("<HHH", 0x2F, 2, 0) if locked else b"") + b"\x0a\0\0\0"))


def locked_zip() -> bytes:
    """An archive whose only entry says that it is encrypted."""
    plain = bytearray(packed(("a.txt", "words")))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(mark) + flags] |= 1
    return bytes(plain)


def stored_docx() -> bytes:
    """A Word document that is packed without being compressed."""
    types = TYPES.format(part=DOCX[0], type=DOCX[1])
    return packed(("[Content_Types].xml", types), (DOCX[0], "<sound/>"), method=zipfile.ZIP_STORED)


def broken_png() -> bytes:
    whole = picture("PNG", (200, 200))
    return whole[: len(whole) // 2]


def endless_png() -> bytes:
    """A picture of 60,000 × 60,000 pixels in a hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


#: Name → content, and the kind it is.
HARMLESS: dict[str, tuple[Callable[[], bytes], str]] = {
    "申报书.pdf": (pdf, "pdf"),
    "申报书.docx": (lambda: office(DOCX), "docx"),
    "经费.xlsx": (lambda: office(XLSX), "xlsx"),
    "答辩.pptx": (lambda: office(PPTX), "pptx"),
    "旧文.doc": (doc, "doc"),
    "旧表.XLS": (xls, "xls"),
    "公文.ofd": (lambda: packed(("OFD.xml", "<x/>")), "ofd"),
    "照片.png": (lambda: picture("PNG"), "png"),
    "照片.jpg": (lambda: picture("JPEG"), "jpeg"),
    "照片.JPEG": (lambda: picture("JPEG", (65, 48)), "jpeg"),
    "动图.gif": (lambda: picture("GIF"), "gif"),
    "照片.webp": (lambda: picture("WEBP"), "webp"),
    "扫描.tif": (lambda: picture("TIFF"), "tiff"),
    "位图.bmp": (lambda: picture("BMP"), "bmp"),
    "名单.csv": (lambda: "单位,电话\n样例协会,010\n".encode("gb18030"), "text"),
    "说明.txt": ("\ufeff说明：无".encode, "text"),
}

MB = 1024 * 1024
#: Name → content, and the findings that refuse it.
HOSTILE: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "empty.pdf": (lambda: b"", ["empty"]),
    "picture.pdf": (lambda: picture("PNG"), ["disguised"]),
    "program.pdf": (lambda: b"MZ\x90\0" + bytes(200), ["disguised"]),
    "page.txt": (lambda: b"<html><script>alert(1)</script>", ["disguised"]),
    "page.html": (lambda: b"<html><script>alert(1)</script>", ["not-taken"]),
    "drawing.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', ["not-taken"]),
    "drawing.png": (lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>', ["disguised"]),
    "sheet.docx": (lambda: office(XLSX), ["disguised"]),
    "archive.docx": (lambda: packed(("a.txt", "words")), ["disguised"]),
    "noise.jpg": (lambda: b"\x01\x02\x03" * 99, ["disguised"]),
    "without ending": (pdf, ["no-extension"]),
    "strange.ending": (pdf, ["no-extension"]),
    "script.sh": (lambda: b"#!/bin/sh\nrm -rf ~\n", ["not-taken"]),
    "archive.zip": (lambda: packed(("a.txt", "words")), ["not-taken"]),
    "macros.docm": (lambda: office(DOCM, ("word/vbaProject.bin", b"x")), ["macros"]),
    "macros.docx": (lambda: office(DOCX, ("word/vbaProject.bin", b"x")), ["macros"]),
    "macros.doc": (lambda: compound(("WordDocument", bytes(12)), ("_VBA_PROJECT", b"x")), ["macros"]),
    "locked.pdf": (lambda: pdf(locked=True), ["password"]),
    "locked.docx": (lambda: compound(("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")), ["password"]),
    "locked.doc": (lambda: doc(locked=True), ["password"]),
    "locked.xls": (lambda: xls(locked=True), ["password"]),
    "bomb.docx": (lambda: office(DOCX, ("word/media/a.bin", bytes(64 * MB))), ["bomb"]),
    "crowd.docx": (lambda: office(DOCX, *((f"{i}", "") for i in range(10_001))), ["bomb"]),
    "path.docx": (lambda: office(DOCX, ("../../etc/cron.d/x", "x")), ["path-inside"]),
    "broken.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(32, 127)) * 9, ["damaged"]),
    "broken.png": (broken_png, ["damaged"]),
    "broken.docx": (lambda: stored_docx().replace(b"<sound/>", b"<x yz/>"), ["damaged"]),
    "broken.doc": (lambda: doc()[:1200], ["disguised"]),
    "endless.png": (endless_png, ["picture-too-large"]),
    "large.png": (lambda: picture("PNG") + bytes(10 * MB), ["too-large"]),
}
#: Where archives are taken.
ARCHIVES: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "plain.zip": (lambda: packed(("a/a.txt", "words"), ("照片.jpg", b"x")), []),
    "bomb.zip": (lambda: packed(("a", bytes(64 * MB))), ["bomb"]),
    "nested.zip": (lambda: packed(("inner.zip", packed(("a", b"x")))), ["archive-inside"]),
    "program.zip": (lambda: packed(("照片.exe", b"x")), ["program-inside"]),
    "locked.zip": (locked_zip, ["password"]),
    "path.zip": (lambda: packed(("C:\\Windows\\a.txt", b"x")), ["path-inside"]),
    "cut.zip": (lambda: packed(("a.txt", "words"))[:-9], ["damaged"]),
}
