"""The Word file, whole."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from juli.engines.paper.characters import check_printable
from juli.engines.paper.document import Document
from juli.engines.paper.lowering import Layout
from juli.engines.paper.qr import qr
from juli.engines.paper.sheet import Break, Frame, Grid, Part, Picture, Places, Rules, Space, Text
from juli.engines.paper.styles import POINTS_PER_MM, TextStyle, page_style
from juli.engines.paper.texts import texts
from juli.engines.paper.word.blank import blank
from juli.engines.paper.word.elements import paragraph, paragraphs
from juli.engines.paper.word.pages import cover, furnish, page_break
from juli.engines.paper.word.tables import Ruler, cell, row, rows_table

#: What a zip file can hold at the earliest; every entry gets it.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_MODE: Final = 0o644 << 16
#: Tables that meet are taken for one; a line of a point keeps them apart.
_APART: Final = TextStyle("song", 1, 1)
_FRAMED: Final = (Grid, Frame, Rules)


def word(document: Document) -> bytes:
    """The document as .docx: the same layout as the PDF, in the fonts offices have, with the document's own date.

    The same document gives the same bytes: fixed dates, entries in order, stored uncompressed. Raises UnprintableText
    for control and invisible characters, BadDocument for tables that don't fit together.
    """
    check_printable(texts(document))
    page = page_style(document.style)
    made = blank(page.texts["body"])
    body = made.element.body
    furnish(made, document, page)
    content = cover(document.cover, document, page) if document.cover else []
    last: Part | None = None
    for part in Layout(document).parts():
        if isinstance(part, _FRAMED) and isinstance(last, _FRAMED):
            content.append(paragraph(_APART))
        content += _drawn(part, Ruler(page, document.language), made)
        last = part
    # A page that ends with a table still ends with a paragraph.
    if isinstance(last, _FRAMED):
        content.append(paragraph(_APART))
    for child in reversed(content):
        body.insert(0, child)
    _properties(made, document)
    return _packed(made)


def _drawn(part: Part, ruler: Ruler, made: WordDocument) -> list[BaseOxmlElement]:
    if isinstance(part, Text):
        return ruler.text(part)
    if isinstance(part, Grid):
        return [ruler.grid(part)]
    if isinstance(part, Frame):
        return [ruler.frame(part)]
    if isinstance(part, Space):
        return ruler.space(part, keep=True)
    if isinstance(part, Places):
        return ruler.places(part)
    if isinstance(part, Rules):
        return [ruler.rules(part)]
    if isinstance(part, Picture):
        return [_picture(part, ruler, made)]
    if isinstance(part, Break):
        return [page_break()]
    raise TypeError(part)


def _picture(part: Picture, ruler: Ruler, made: WordDocument) -> BaseOxmlElement:
    """The code and its words in a table without borders."""
    side = (part.side + 6) * POINTS_PER_MM
    drawing = made.add_paragraph()
    drawing.add_run().add_picture(io.BytesIO(qr(part.scan, "png", scale=10)), width=Mm(part.side))
    drawn = drawing._p  # noqa: SLF001  # It moves into the table.
    drawn.getparent().remove(drawn)
    words = paragraphs(part.caption.paragraphs, part.caption.style)
    widths = (side, ruler.width - side)
    return rows_table(widths, [row([cell([drawn], widths[0]), cell(words, widths[1])], whole=True)], ruler.page, ())


def _properties(made: WordDocument, document: Document) -> None:
    properties = made.core_properties
    properties.title, properties.author, properties.last_modified_by = document.title, document.author, document.author
    properties.comments, properties.subject, properties.keywords = "", "", ""
    properties.language = {"zh": "zh-CN", "en": "en"}[document.language]
    properties.revision = 1
    moment = document.dated.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    properties.last_printed = moment


def _packed(made: WordDocument) -> bytes:
    """The file with its entries in order and without a trace of when and where it was made."""
    saved, out = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            target.writestr(entry, source.read(name))
    return out.getvalue()
