"""Printed as Word: opens, says the same, keeps to the layout, the same bytes."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from juli.engines.paper.blocks import Cell, Heading, LongText, Prose, Table
from juli.engines.paper.document import Document
from juli.engines.paper.pdf import pdf
from juli.engines.paper.word import word
from tests.engines.paper.office_papers import office_papers
from tests.engines.paper.papers import papers
from tests.engines.paper.reading import pages, squeezed, word_texts
from tests.engines.paper.sample import DATED, DRAFT, FURNITURE, filled
from tests.engines.paper.test_pdf import EVERY_BLOCK, MARKUP, SAID

ALL = {"form": filled(), "draft": filled(DRAFT), **papers(), **office_papers()}


def opened(document):
    return docx.Document(io.BytesIO(word(document)))


def document(*blocks, style="form", **values):
    return Document("题目", blocks, DATED, style, **values)


@pytest.mark.parametrize("paper", ALL.values(), ids=ALL)
def test_the_same_document_gives_the_same_bytes(paper):
    assert word(paper) == word(paper)


@pytest.mark.parametrize("paper", ALL.values(), ids=ALL)
def test_word_and_pdf_say_the_same(paper):
    plain = replace(paper, furniture=replace(paper.furniture, number="", version=None, check="", scan="", draft=False))
    printed = "".join(pages(pdf(plain)))
    said = [squeezed(text) for text in word_texts(word(plain)) if text.strip()]
    assert len(said) > 8
    # A long paragraph may run over a page, a line with a tab holds two ends, a label of the cover is spread.
    lost = [s for s in said if not all(part in printed for part in (s[:6], s[-6:]))]
    assert lost == []


@pytest.mark.parametrize("style", ["form", "notice"])
def test_every_kind_of_block_is_written(style):
    whole = squeezed("".join(word_texts(word(document(*EVERY_BLOCK, style=style)))))
    lost = [said for said in SAID if said not in whole]
    assert lost == ([] if style == "form" else ["（提示文字）", "a.pdf", "备注文字"])


def test_markup_and_marks_of_xml_are_written_as_they_are():
    text = MARKUP + " </w:t> & &amp; <!-- ]]>"
    assert text in word_texts(word(document(LongText(text))))


def test_the_dates_inside_are_the_documents_own():
    with zipfile.ZipFile(io.BytesIO(word(filled()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    properties = opened(filled()).core_properties
    assert properties.created == properties.modified == DATED.astimezone(dt.UTC)
    assert properties.title == "示例学会公共服务项目申报书"


def test_it_is_a4_with_the_margins_of_its_style():
    notice = opened(papers()["notice"]).sections[0]
    sizes = (notice.page_width, notice.page_height, notice.top_margin, notice.left_margin)
    assert [round(size / Mm(1), 1) for size in sizes] == [210, 297, 37, 28]
    assert round((notice.page_width - notice.left_margin - notice.right_margin) / Mm(1)) == 156
    assert round((notice.page_height - notice.top_margin - notice.bottom_margin) / Mm(1)) == 225


def test_it_names_the_fonts_that_offices_have():
    names = {f.get(qn("w:eastAsia")) for f in opened(papers()["notice"]).element.body.iter(qn("w:rFonts"))}
    assert names == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
    names = {f.get(qn("w:eastAsia")) for f in opened(filled()).element.body.iter(qn("w:rFonts"))}
    assert names == {"方正小标宋简体", "宋体", "黑体", "楷体_GB2312"}


def test_heads_repeat_and_short_rows_stay_whole():
    head = (Cell("编号", kind="head"), Cell("任务", kind="head"))
    rows = ((Cell("1"), Cell("短")), (Cell("2"), Cell("长" * 2000)))
    (table,) = opened(document(Heading("一、表"), Table((1, 3), (head, *rows), head=1))).element.body.iter(qn("w:tbl"))
    found = [
        (row.find(f".//{qn('w:tblHeader')}") is not None, row.find(f".//{qn('w:cantSplit')}") is not None)
        for row in table.iter(qn("w:tr"))
    ]
    assert found == [(True, True), (True, True), (False, True), (False, False)]


def test_merged_cells():
    table = Table((1, 1, 2), ((Cell("甲", across=2), Cell("乙", down=2)), (Cell("丙"), Cell("丁"))))
    (made,) = opened(document(table)).tables
    assert [[cell.text for cell in row.cells] for row in made.rows] == [["甲", "甲", "乙"], ["丙", "丁", "乙"]]
    assert made.cell(0, 0)._tc is made.cell(0, 1)._tc


def parts(data, ending):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            archive.read(n).decode() for n in sorted(archive.namelist()) if n.startswith(ending) and n.endswith(".xml")
        ]


def test_every_page_carries_number_version_code_and_its_place():
    data = word(filled())
    header, footer = parts(data, "word/header")[0], parts(data, "word/footer")[0]
    assert "编号 SL-2026-0017　第 3 版" in header
    assert "7K3M-9QXD-W" in footer
    assert [f.get(qn("w:instr")) for f in etree.fromstring(footer.encode()).iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert "<pic:pic" in footer
    assert "<pic:pic" not in parts(word(filled(replace(FURNITURE, scan=""))), "word/footer")[0]


def test_only_drafts_carry_the_watermark():
    assert all("草稿" not in header for header in parts(word(filled()), "word/header"))
    assert all('string="草稿"' in header for header in parts(word(filled(DRAFT)), "word/header"))
    letter = replace(papers()["letter"], furniture=DRAFT, language="en")
    headers = parts(word(letter), "word/header")
    assert len(headers) == 2
    assert all('string="DRAFT"' in header for header in headers)


def test_page_numbers_of_a_notice_stand_at_the_outer_edge():
    made = opened(papers()["notice"])
    section = made.sections[0]
    assert made.settings.odd_and_even_pages_header_footer
    odd, even = (f.paragraphs[0].text for f in (section.footer, section.even_page_footer))
    assert odd == "\t—  —"
    assert even == "—  —\t"


def test_a_text_of_200000_characters_is_written_whole():
    text = "标准研制" * 50_000
    assert text in word_texts(word(document(LongText(text))))


def test_children_of_properties_stand_in_the_order_of_the_schema():
    """Word refuses files whose properties are out of order; other programmes don't say so."""
    order = {
        "pPr": "keepNext pBdr tabs autoSpaceDE autoSpaceDN spacing ind jc",
        "rPr": "rFonts b noProof spacing sz szCs lang",
        "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
        "tblPr": "tblpPr tblW tblInd tblBorders tblLayout tblCellMar",
        "trPr": "cantSplit trHeight tblHeader",
    }
    for paper in (*ALL.values(), document(*EVERY_BLOCK)):
        for text in parts(word(paper), "word/"):
            for name, children in order.items():
                known = children.split()
                for properties in etree.fromstring(text.encode()).iter(qn(f"w:{name}")):
                    found = [child.tag.partition("}")[2] for child in properties]
                    assert found == sorted(found, key=known.index), (name, found)


def test_a_paragraph_stands_after_the_last_table():
    body = opened(document(Table((1,), ((Cell("甲"),),)))).element.body
    assert [child.tag.partition("}")[2] for child in body] == ["tbl", "p", "sectPr"]


def test_plain_text_may_be_empty():
    assert word_texts(word(document(Prose("")))) == [""]
