"""The bytes of a workbook as plain rows: no cell guessed at, no failed formula taken for an empty cell."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import DossierUnusable, Place, Problem
from juli.engines.policy.workbook.archive import BROKEN, TooLarge, measured
from juli.engines.policy.workbook.places import Cell, column_of

Value = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
#: Above these a file is no dossier that somebody filled in; reading it would only cost memory.
MOST_BYTES, MOST_UNPACKED, MOST_CELLS = 20_000_000, 200_000_000, 2_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_FAILED = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="e"[^>]*>')
#: A formula that no spreadsheet program has calculated yet: <f> without a value (an empty text is a value).
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b((?![^>]*\bt="str")[^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_CELL_NAME = re.compile(rb'\br="([A-Z]+\d+)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: its rows that aren't hidden or empty, with their numbers, counted from 1."""

    name: str
    rows: tuple[tuple[int, tuple[Value, ...]], ...]


def open_workbook(data: bytes, file: str) -> tuple[tuple[Sheet, ...], list[Problem]]:
    """The visible sheets, and a problem for every cell whose formula failed or was never calculated.

    Raises DossierUnusable when ``data`` is no workbook, or too large to be one that was filled in.
    """
    if len(data) > MOST_BYTES:
        raise _unusable(
            file, told("the file is too large for a dossier"), told("keep it below {} MB", MOST_BYTES // 1000000)
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise _unusable(
                    file, told("the file unpacks to more than a dossier can hold"), told("start from the template")
                )
            parts = _sheet_parts(archive)
            texts = {name: archive.read(part) for name, part in parts.items()}
            plain = measured(archive, MOST_CELLS)
        book = CalamineWorkbook.from_filelike(io.BytesIO(plain))
    except TooLarge as error:
        name = next((name for name, part in parts.items() if part.lower() == error.part.lower()), error.part)
        problem = Problem(Cell.at(file, name, 0), told("the sheet is too large"), told("delete its empty rows"))
        raise DossierUnusable([problem]) from error
    except (CalamineError, ET.ParseError, ValueError, *BROKEN) as error:
        raise _unusable(file, told("not readable as a workbook: {}", error), told("save it as .xlsx")) from error
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for meta in book.sheets_metadata:
        if meta.visible != SheetVisibleEnum.Visible or meta.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except CalamineError as error:
            raise _unusable(file, told("not readable as a workbook: {}", error), told("save it as .xlsx")) from error
        text = texts.get(meta.name, b"")
        hidden = {int(n[1]) for tag in _HIDDEN_ROW.findall(text) if (n := _ROW_NUMBER.search(tag))}
        problems.extend(p for p in _formulas(text, file, meta.name) if p.place.line not in hidden)
        numbered = enumerate((tuple(r) for r in sheet.to_python(skip_empty_area=False)), 1)
        rows = tuple((n, row) for n, row in numbered if n not in hidden and any(not is_empty(v) for v in row))
        sheets.append(Sheet(meta.name, rows))
    return tuple(sheets), problems


def is_empty(value: Value) -> bool:
    """Nothing, or nothing but blanks."""
    return isinstance(value, str) and not value.strip()


def _formulas(text: bytes, file: str, sheet: str) -> Iterator[Problem]:
    for tag in _FAILED.findall(text):
        yield Problem(_cell(tag, file, sheet), told("the formula fails"), told("correct it, or enter the value"))
    for tag in _UNCALCULATED.findall(text):
        yield Problem(
            _cell(tag, file, sheet), told("the formula has no value yet"), told("open and save the file in Excel")
        )


def _cell(tag: bytes, file: str, sheet: str) -> Cell:
    name = _CELL_NAME.search(tag)
    row, column = column_of(name[1].decode()) if name else (0, 0)
    return Cell.at(file, sheet, row, column)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet."""
    related = {
        entry.get("Id"): str(entry.get("Target"))
        for entry in _xml(archive, "xl/_rels/workbook.xml.rels").iter()
        if entry.get("Id")
    }
    out = {}
    for entry in _xml(archive, "xl/workbook.xml").iter():
        target = related.get(entry.get(_RELATION))
        if entry.tag.endswith("}sheet") and target is not None:
            out[str(entry.get("name"))] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return out


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    text = archive.read(name)
    if b"<!DOCTYPE" in text:
        raise ValueError("it declares a document type")
    return ET.fromstring(text)  # noqa: S314 -- without a DTD there are no entities to expand.


def _unusable(file: str, text: Label, remedy: Label) -> DossierUnusable:
    return DossierUnusable([Problem(Place(file), text, remedy)])
