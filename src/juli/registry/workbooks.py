"""Lists as workbooks that Excel opens, the whole of them, and the pages that they are read by."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import xlsxwriter
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from juli.registry.canonical import SHANGHAI

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Fixed, so that the same list is the same file.
_MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  # The library takes local times.
_NAME_LENGTH: Final = 31
_WIDEST, _NARROWEST = 40, 8


class Listing(NamedTuple):
    """A list to take away: the file's name without its ending, the sheet's title, headings, rows of values.

    Text stays text; numbers are numbers; instants are told in Beijing's time; None and "" leave a cell empty.
    """

    file: str
    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def wanted(request: HttpRequest) -> bool:
    """Whether a list is read as a workbook in place of the page; nothing that is posted is lost to that."""
    return request.method in {"GET", "HEAD"} and request.GET.get("as") == "xlsx"


def page_of(request: HttpRequest) -> str | None:
    """Which page of a list is asked for; None, the whole, where it is a workbook."""
    return None if wanted(request) else request.GET.get("page", "")


def paged(rows: Any, each: int, number: str | None) -> Page[Any]:
    """A page of ``each`` rows; all of them where ``number`` is None."""
    if number is None:
        rows = list(rows)
        each = max(1, len(rows))
    return Paginator(rows, each).get_page(number)


def file_of(listing: Listing) -> HttpResponse:
    """The workbook as a file to take away, kept by no cache."""
    made = HttpResponse(sheet(listing.title, listing.heads, listing.rows), content_type=XLSX)
    made.headers["Content-Disposition"] = content_disposition_header(True, f"{listing.file}.xlsx") or ""
    made.headers["Cache-Control"] = "no-store"
    return made


def plain(text: str) -> str:
    """Text that the library takes for text: what stands between ``<r>`` and ``</r>`` it would write as markup."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet. Nothing that begins with = is a formula. The same rows give the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    page = book.add_worksheet(name[:_NAME_LENGTH])
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for column, head in enumerate(heads):
        page.write_string(0, column, plain(head), bold)
    widths = [len(head) * 2 for head in heads]
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, dt.datetime):
                page.write_datetime(last, column, value.astimezone(SHANGHAI).replace(tzinfo=None), moment)
            elif isinstance(value, dt.date):
                page.write_datetime(last, column, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, str):
                page.write_string(last, column, plain(value))
            else:
                page.write_number(last, column, float(value))
            widths[column] = max(widths[column], min(_WIDEST, len(str(value)) * 2))
    page.freeze_panes(1, 0)
    if heads:
        page.autofilter(0, 0, last, len(heads) - 1)
    for column, width in enumerate(widths):
        page.set_column(column, column, max(_NARROWEST, min(_WIDEST, width)))
    book.close()
    return target.getvalue()
