"""Lists as workbooks: what Excel reads is what the page shows, all rows of it."""

import datetime as dt
import io

import openpyxl
import pytest
from django.test import RequestFactory

from juli.registry.workbooks import Listing, file_of, page_of, paged, sheet, wanted

ROWS = [
    ("=1+1", 3, dt.datetime(2026, 5, 20, 18, 30, tzinfo=dt.UTC), dt.date(2026, 5, 21), None, ""),
    ("https://example.org", 2.5, None, None, "+", "x" * 300),
]
HEADS = ["甲", "乙", "丙", "丁", "戊", "己"]


def read(data):
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_text_is_text_numbers_are_numbers_and_instants_are_beijings():
    found = read(sheet("名单", HEADS, ROWS))
    assert found[0] == tuple(HEADS)
    assert found[1] == (
        "=1+1", 3, dt.datetime(2026, 5, 21, 2, 30), dt.datetime(2026, 5, 21), None, None,  # A workbook's times have no zone.
    )  # fmt: skip
    assert found[2] == ("https://example.org", 2.5, None, None, "+", "x" * 300)
    book = openpyxl.load_workbook(io.BytesIO(sheet("名单", HEADS, ROWS)))
    assert book.active["A2"].data_type == "s"
    assert book.active.title == "名单"


@pytest.mark.parametrize("text", ["<r>R&D <5G</r>", "<r><t>=cmd</t></r>", "<r></r>", "&lt;<b>"])
def test_what_looks_like_markup_is_text_and_the_file_opens(text):
    (_heads, (found, *_rest)) = read(sheet("名单", HEADS, [(text,)]))
    assert found.rstrip() == text


def test_the_same_list_is_the_same_file():
    assert sheet("名单", HEADS, ROWS) == sheet("名单", HEADS, ROWS)


def test_a_list_without_rows_has_its_headings():
    assert read(sheet("名单", HEADS, [])) == [tuple(HEADS)]


@pytest.mark.parametrize(("query", "shown"), [("", 2), ("?page=2", 2), ("?page=3", 1), ("?as=xlsx&page=3", 5)])
def test_a_workbook_has_every_row_whatever_page_is_asked_for(query, shown):
    request = RequestFactory().get(f"/{query}")
    assert len(paged(range(5), 2, page_of(request))) == shown
    assert wanted(request) is ("xlsx" in query)
    assert not wanted(RequestFactory().post(f"/{query}"))


def test_it_is_a_file_to_take_away_that_no_cache_keeps():
    answer = file_of(Listing("示例", "名单", HEADS, ROWS))
    assert answer["Content-Disposition"].endswith("%E7%A4%BA%E4%BE%8B.xlsx")
    assert "no-store" in answer["Cache-Control"]
    assert len(read(answer.content)) == 3
