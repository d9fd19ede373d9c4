"""What stands on every page of a Word file, and its cover."""

from __future__ import annotations

import io
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from juli.engines.paper.characters import width
from juli.engines.paper.document import Cover, Document
from juli.engines.paper.qr import qr
from juli.engines.paper.running import checked, page_words, running
from juli.engines.paper.styles import PAGE_HEIGHT, PAGE_WIDTH, POINTS_PER_MM, PageStyle, TextStyle
from juli.engines.paper.word.elements import element, field, paragraph, run, tab
from juli.engines.paper.word.tables import cell, row, rows_table
from juli.engines.paper.words import printed

_SMALL: Final = TextStyle("song", 9, 13)
_NUMBER: Final = TextStyle("song", 14, 16)
_CODE_SIDE: Final = 15
_EDGE: Final = 12
_COVER_WIDTH: Final = 0.8
_COVER_LINE: Final = 36.0
_COVER_SPARE: Final = 60.0
_WATERMARK: Final = """
<w:r {spaces}><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>
<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="draft" o:spid="_x0000_s1025" type="#_x0000_t136" alt="{text}" style="position:absolute;margin-left:0;
margin-top:0;width:380pt;height:170pt;rotation:320;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
fillcolor="#d9d9d9" stroked="f">
<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/></v:shape>
</w:pict></w:r>
"""


def furnish(made: WordDocument, document: Document, page: PageStyle) -> None:
    """Page size, margins, header and footer of every page."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.header_distance, section.footer_distance = Mm(_EDGE), Mm(_EDGE / 2)
    if document.style == "notice":
        section.footer_distance = Mm(_EDGE)
        made.settings.odd_and_even_pages_header_footer = True
        _notice_footer(section.footer, document, page, odd=True)
        _notice_footer(section.even_page_footer, document, page, odd=False)
    else:
        _form_footer(section, document, page)
    _headers(section, document, page)


def _headers(section: Section, document: Document, page: PageStyle) -> None:
    headers: list[_Header] = [section.header]
    if document.style == "notice":
        headers.append(section.even_page_header)
    for header in headers:
        made = paragraph(_SMALL)
        if document.style == "form":
            right = (("right", page.width * POINTS_PER_MM),)
            named = run(running(document.furniture, document.language), _SMALL)
            made = paragraph(_SMALL, named, tab(_SMALL), run(document.title, _SMALL), tabs=right)
            made.pPr.insert(0, element("pBdr", element("bottom", val="single", sz=2, space=1, color="auto")))
        if document.furniture.draft:
            spaces = (
                nsdecls("w")
                + ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
            )
            made.append(parse_xml(_WATERMARK.format(spaces=spaces, text=printed("draft", document.language))))
        _fill(header, [made])


def _fill(area: _Header | _Footer, content: list[BaseOxmlElement]) -> None:
    area.is_linked_to_previous = False
    root = area._element  # noqa: SLF001  # The library offers no way to put an element there.
    for old in list(root):
        root.remove(old)
    root.extend(content)


def _code(area: _Footer, text: str) -> BaseOxmlElement:
    """A run with the QR code."""
    run = area.paragraphs[0].add_run()
    run.add_picture(io.BytesIO(qr(text, "png", scale=6)), width=Mm(_CODE_SIDE))
    made: BaseOxmlElement = run._r  # noqa: SLF001
    return made


def _form_footer(section: Section, document: Document, page: PageStyle) -> None:
    footer = section.footer
    footer.is_linked_to_previous = False
    code = [_code(footer, document.furniture.scan)] if document.furniture.scan else []
    before, between, after = page_words(document.language)
    full = page.width * POINTS_PER_MM
    numbers = [
        run(before, _SMALL),
        field("PAGE", _SMALL),
        run(between, _SMALL),
        field("NUMPAGES", _SMALL),
        run(after, _SMALL),
    ]
    made = paragraph(
        _SMALL, run(checked(document.furniture, document.language), _SMALL), tab(_SMALL), *numbers, tab(_SMALL), *code,
        exact=False, tabs=(("center", full / 2), ("right", full)),
    )  # fmt: skip
    _fill(footer, [made])


def _notice_footer(footer: _Footer, document: Document, page: PageStyle, *, odd: bool) -> None:
    """— 1 — at the outer edge, one character in; number and code opposite."""
    footer.is_linked_to_previous = False
    furniture = document.furniture
    code = [_code(footer, furniture.scan)] if furniture.scan else []
    said = "　".join(
        filter(None, (running(furniture, document.language), checked(document.furniture, document.language)))
    )
    number = [run("— ", _NUMBER), field("PAGE", _NUMBER), run(" —", _NUMBER)]
    full = page.width * POINTS_PER_MM
    edge = (("right", full - _NUMBER.size if odd else full),)
    style = TextStyle("song", 9, 13, left=0 if odd else _NUMBER.size / 9)
    marks = [*code, run(" " + said, _SMALL)] if said or code else []
    content = [*marks, tab(_SMALL), *number] if odd else [*number, tab(_SMALL), *marks]
    _fill(footer, [paragraph(style, *content, exact=False, tabs=edge)])


def cover(content: Cover, document: Document, page: PageStyle) -> list[BaseOxmlElement]:
    """The cover: title, kind, lines to fill, maker; then a new page. What room is left goes between them."""
    full = page.width * POINTS_PER_MM
    mark, title, kind = (
        TextStyle("hei", 16, 28),
        TextStyle("title", 26, 42, "center"),
        TextStyle("title", 36, 54, "center"),
    )
    seal, maker = TextStyle("song", 12, 20, "right", right=3), TextStyle("kai", 16, 26, "center")
    titles = 1 + int(width(content.title) * title.size / full)
    taken = (
        titles * title.pitch
        + len(content.fields) * _COVER_LINE
        + 2 * kind.pitch
        + maker.pitch
        + seal.pitch
        + mark.pitch
    )
    room = max(0.0, page.height * POINTS_PER_MM - taken - _COVER_SPARE) / 3
    made = [paragraph(mark, run(content.mark, mark))] if content.mark else []
    made.append(paragraph(title, run(content.title, title), before=room))
    if content.kind:
        made.append(paragraph(kind, run(" ".join(content.kind), kind), before=kind.pitch / 2))
    made.append(paragraph(TextStyle("song", 1, max(1.0, room))))
    if content.fields:
        made.append(_cover_fields(content, page, full * _COVER_WIDTH))
    if content.seal:
        made.append(paragraph(seal, run(content.seal, seal), before=room / 2))
    ended = element("r", element("br", type="page"))
    made.append(paragraph(maker, run(content.maker, maker), ended, before=room / (2 if content.seal else 1)))
    return made


def _cover_fields(content: Cover, page: PageStyle, across: float) -> BaseOxmlElement:
    label = TextStyle("song", 15, 24)
    longest = max(4.0, *(width(f.label) for f in content.fields))
    widths = (longest * label.size + 3 * page.inset[0], across - longest * label.size - 3 * page.inset[0])
    rows = [
        row(
            [
                cell([paragraph(label, run(field.label, label), align="distribute")], widths[0]),
                cell([paragraph(label, run(field.text, label))], widths[1], under=True),
            ],
            whole=True,
        )
        for field in content.fields
    ]
    return rows_table(widths, rows, page, (), left=(page.width * POINTS_PER_MM - across) / 2)


def page_break() -> BaseOxmlElement:
    """What follows starts a page."""
    return element("p", element("r", element("br", type="page")))
