"""Lists of the stage as workbooks that Excel opens."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from juli.stages.awards.queries.rankings import Page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ranking(page: Page) -> bytes:
    """The ranking, a sheet with every line; amounts in 万元. The same page gives the same bytes."""
    heads = [
        _("Place"), _("Number"), _("Applicant"), _("Track"), _("Declared"), _("Value"), _("How it came about"),
        _("On the list"), _("Amount, 万元"), _("Decided by a person"), _("Why"),
    ]  # fmt: skip
    rows = (
        [
            row.line.rank,
            row.application.number,
            row.application.organisation.name,
            "" if track.label is None else track.label.zh,
            row.declared,
            row.line.value,
            row.working,
            {"in": _("yes"), "out": _("no"), "at_line": _("among equals at the line")}.get(
                row.line.state, _("not ranked")
            ),
            None if row.line.grant is None or row.line.grant.amount is None else row.line.grant.amount / 10_000,
            "" if row.decision is None else row.decision.get_kind_display(),
            "" if row.decision is None else row.decision.reason,
        ]
        for track in page.tracks
        for row in track.rows
    )
    return sheet(_("Ranking"), heads, rows)


def sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet. Text stays text: nothing that begins with = is a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Fixed, so that the same list is the same file.
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
    page = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads):
        page.write_string(0, column, head, bold)
    page.freeze_panes(1, 0)
    widths = [len(head) * 2 for head in heads]
    for n, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                page.write_string(n, column, value)
            else:
                page.write_number(n, column, float(value))
            widths[column] = max(widths[column], min(40, len(str(value)) * 2))
    for column, width in enumerate(widths):
        page.set_column(column, column, max(8, min(40, width)))
    book.close()
    return target.getvalue()
