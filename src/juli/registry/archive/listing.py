"""The inner list of an archive 卷内目录: on paper, as a table, as data; and how the archive is checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from juli.engines.paper.papers.inner_list import Entry, InnerList, inner_list
from juli.engines.paper.pdf import pdf
from juli.engines.policy.labels import Label
from juli.registry.archive.contents import Contents, Member
from juli.registry.canonical import SHANGHAI

FOLDER = "index"
_TITLE = Label("卷内目录", "Inner list")
_HEADS = ("序号", "文号", "责任者", "题名", "日期", "页数", "备注", "成员")
_README = """这是一份由“聚力”导出的完整案卷。核验与重演不需要数据库、设置或网络：

    juli verify 本文件.zip

manifest.json 列出每个成员的 SHA-256；journal/ 是操作日志的哈希链（个人信息只留加盐摘要）；
index/ 是卷内目录；reference/ 是当时的规则、词表和工作日历。成员均不压缩。

This is a complete file, exported by Juli. It is checked, and everything in it worked out again, without a database,
settings or a network:

    juli verify THIS-FILE.zip

manifest.json names the SHA-256 of every member; journal/ holds the chains of the journal (personal fields as salted
digests alone); index/ the inner list; reference/ rules, vocabulary and calendar as they were. Nothing is compressed.
"""


def add_list(contents: Contents, title: str, number: str, at: datetime) -> None:
    """Put the inner list and the word to the reader in. Raises PaperError where the title cannot be printed."""
    lines = list(_lines(contents))
    entries = tuple(entry for entry, _path in lines)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for n, (entry, path) in enumerate(lines, 1):
        date = entry.date.isoformat() if entry.date else ""
        pages = "" if entry.pages is None else entry.pages
        cells = (n, entry.number, entry.responsible, entry.title, date, pages, entry.note, path)
        writer.writerow([_harmless(str(cell)) for cell in cells])
    data = [
        {
            "number": entry.number,
            "responsible": entry.responsible,
            "title": entry.title,
            "date": entry.date.isoformat() if entry.date else None,
            "pages": entry.pages,
            "note": entry.note,
            "member": path,
        }
        for entry, path in lines
    ]
    # A spreadsheet tells UTF-8 by this mark.
    contents.text(f"{FOLDER}/inner-list.csv", "index", _TITLE, "\ufeff" + table.getvalue(), listed=False)
    contents.data(f"{FOLDER}/inner-list.json", "index", _TITLE, data, listed=False)
    page = inner_list(InnerList(title, number, entries, at.astimezone(SHANGHAI)))
    contents.text(f"{FOLDER}/inner-list.pdf", "index", _TITLE, pdf(page), listed=False)
    contents.text("README.txt", "index", Label("说明", "Read me"), _README, listed=False)


def _lines(contents: Contents) -> Iterator[tuple[Entry, str]]:
    for member in contents.in_order():
        if member.listed:
            yield _entry(member), member.path
    for missing in contents.missing:
        yield Entry(missing.title.zh, note=f"缺：{missing.why.zh}"), ""


def _entry(member: Member) -> Entry:
    note = member.note.zh if member.note else ""
    return Entry(member.title.zh, member.date, member.responsible, member.number, member.pages, note)


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
