"""The archive that a workbook is, before the reader of its cells sees it: copied part by part, every sheet measured.

That reader makes a table from the first to the last cell that a sheet names. One cell in the last corner of a sheet, in
a file of five kilobytes, is a table of seventeen thousand million cells: the process would end, and everybody's request
with it. So no part gets there that was not unpacked and measured here; headers that lie, parts that stand there twice
and files of other programs that pass for a workbook stay behind.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

#: Characters that no sheet is without; the reader of the cells looks for them, too.
_SHEET: Final = b"sheetData"
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})\Z")
_ROW: Final = re.compile(r"[0-9]{1,7}\Z")
_HOLDS: Final = frozenset({"v", "f", "is"})
#: What a workbook is read from; pictures, macros and what else is in it are not.
_READ: Final = re.compile(r"(xl/.*\.(xml|rels)|_rels/\.rels|\[Content_Types\]\.xml)\Z", re.IGNORECASE)
#: What a broken, encrypted or unusual archive raises.
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, KeyError, OSError)


class TooLarge(Exception):
    """A sheet has its cells further apart than anybody fills in. ``part`` is its name in the archive."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def measured(archive: zipfile.ZipFile, most_cells: int) -> bytes:
    """The archive once more, with what a workbook is read from alone, no sheet wider times higher than ``most_cells``.

    Raises TooLarge, ValueError with what is wrong with it, and what is in BROKEN.
    """
    out = io.BytesIO()
    seen: set[str] = set()
    with zipfile.ZipFile(out, "w") as copy:
        for entry in archive.infolist():
            if not _READ.match(entry.filename):
                continue
            # Names are compared as the reader compares them.
            name = entry.filename.lower()
            if name in seen:
                raise ValueError(f"it holds {entry.filename} twice")
            seen.add(name)
            content = archive.read(entry)
            if _SHEET in content and cells_of(content) > most_cells:
                raise TooLarge(entry.filename)
            copy.writestr(zipfile.ZipInfo(entry.filename), content)
    return out.getvalue()


def cells_of(sheet: bytes) -> int:
    """How many cells the table of a sheet's text has, from A1 to the last row and column that hold something.

    Raises ValueError where it is no XML, or names a cell that no sheet has.
    """
    measure = _Measure()
    parser = expat.ParserCreate()
    parser.StartElementHandler = measure.start
    parser.StartDoctypeDeclHandler = measure.doctype
    try:
        parser.Parse(sheet, True)
    except expat.ExpatError as error:
        raise ValueError(f"a sheet is no XML: {error}") from error
    return measure.height * measure.width


class _Measure:
    """The extent of the cells that hold something, and of those that do not say where they are."""

    def __init__(self) -> None:
        self.height = self.width = 0
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rpartition(":")[2]
        if local == "row":
            said = attributes.get("r")
            if said is not None and not _ROW.match(said):
                raise ValueError(f"a row is called {said[:20]!r}")
            self._row = self._row + 1 if said is None else int(said)
            self._column = 0
        elif local == "c":
            self._cell(attributes.get("r"))
        elif local in _HOLDS:
            self.height = max(self.height, self._row)
            self.width = max(self.width, self._column)

    def _cell(self, said: str | None) -> None:
        if said is None:
            self._column += 1
            return
        place = _PLACE.match(said)
        if place is None:
            raise ValueError(f"a cell is called {said[:20]!r}")
        column = 0
        for letter in place[1].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        self._row, self._column = max(self._row, int(place[2])), column

    def doctype(self, *_said: object) -> None:
        """No workbook declares one."""
        raise ValueError("it declares a document type")
