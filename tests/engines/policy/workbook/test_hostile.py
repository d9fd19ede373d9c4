"""Workbooks that were made to harm: a few kilobytes must not end the process, whatever their headers say."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.workbook.archive import cells_of
from juli.engines.policy.workbook.opening import open_workbook

SHEET = "xl/worksheets/sheet1.xml"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def plain() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["title"])
    book.active.append(["甲"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(parts: dict[str, Callable[[str], str]] | None = None, more: dict[str, str] | None = None) -> bytes:
    """A plain workbook with some parts changed and some more in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            said = old.read(name).decode()
            new.writestr(name, (parts or {}).get(name, str)(said))
        for name, said in (more or {}).items():
            new.writestr(name, said)
    return out.getvalue()


def with_rows(rows: str) -> bytes:
    return changed({SHEET: lambda said: said.replace("</sheetData>", f"{rows}</sheetData>")})


def encrypted() -> bytes:
    data = bytearray(plain())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + flags] |= 1
    return bytes(data)


def lying() -> bytes:
    """Its sheet unpacks to more than its header says."""
    data = bytearray(with_rows(FAR))
    at = bytes(data).rindex(SHEET.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 40)
    return bytes(data)


HOSTILE = {
    "one cell in the last corner": lambda: with_rows(FAR),
    "quoted otherwise": lambda: with_rows(FAR.replace('"', "'")),
    "in small letters": lambda: with_rows(FAR.replace("XFD", "xfd")),
    "a row far below": lambda: with_rows(
        '<row r="1048576"><c><v>1</v></c></row>' + '<row><c r="ZZ9"><v>1</v></c></row>'
    ),
    "beyond any sheet": lambda: with_rows('<row r="1"><c r="AAAA1"><v>1</v></c></row>'),
    "a number that is none": lambda: with_rows('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'),
    "no XML behind the far cell": lambda: with_rows(f"{FAR}<b></c>"),
    "no XML before it": lambda: changed(
        {SHEET: lambda said: "<&" + said.replace("</sheetData>", f"{FAR}</sheetData>")}
    ),
    "a document type": lambda: changed({SHEET: lambda said: said.replace("<worksheet", "<!DOCTYPE a><worksheet", 1)}),
    "twice there": lambda: changed(more={SHEET.upper(): "<worksheet><sheetData/></worksheet>"}),
    "a password": encrypted,
    "a header that lies": lying,
    "cut off": lambda: plain()[:-200],
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_workbook_is_refused_with_its_remedy(name: str) -> None:
    data = HOSTILE[name]()
    with pytest.raises(DossierUnusable) as refused:
        open_workbook(data, "d.xlsx")
    assert all(problem.remedy.zh for problem in refused.value.problems)
    assert len(data) < 20_000


def test_rows_in_disorder_do_not_end_the_process() -> None:
    rows = '<row r="9"><c r="A9"><v>1</v></c></row><row r="3"><c r="C3"><v>2</v></c></row>'
    asked = "import sys; from juli.engines.policy.workbook.opening import open_workbook\n"
    asked += "from juli.engines.policy.problems import DossierUnusable\n"
    asked += "try: open_workbook(sys.stdin.buffer.read(), 'd.xlsx')\nexcept DossierUnusable: pass\n"
    done = subprocess.run([sys.executable, "-c", asked], input=with_rows(rows), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_plain_workbook_is_read_as_before() -> None:
    sheets, problems = open_workbook(
        changed(more={"xl/media/image1.png": "sheetData", "content.xml": "<a/>"}), "d.xlsx"
    )
    assert [row for _number, row in sheets[0].rows] == [("title",), ("甲",)]
    assert problems == []


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("", 0),
        ('<row r="2"><c r="C2"><v>1</v></c></row>', 6),
        # Formatted and empty to the end of the sheet, as programs leave them.
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"/>', 1),
        ("<row><c><v>1</v></c><c><is><t>甲</t></is></c></row><row><c/></row>", 2),
        ('<x:row r="3"><x:c r="B3"><x:f>1</x:f></x:c></x:row>', 6),
    ],
)
def test_a_sheet_is_measured_by_what_it_holds(rows: str, cells: int) -> None:
    assert cells_of(f'<worksheet xmlns:x="x"><sheetData>{rows}</sheetData></worksheet>'.encode()) == cells
