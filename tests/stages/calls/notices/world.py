"""A call of a sample notice, and files to import."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import BytesIO

from docx import Document

from juli.stages.calls.models import Call
from tests.stages.calls.notices.samples.reading import HERE

AT = dt.datetime(2024, 3, 8, 1, 0, tzinfo=dt.UTC)
OUTREACH = HERE / "built" / "outreach"
PARKS = HERE / "built" / "parks"


def call(folder=OUTREACH, *, published=True, about="") -> Call:
    """A call with the rules of a sample; ``about`` is the file's notice block."""
    text = (folder / "programme.yaml").read_text(encoding="utf-8").replace("windows:", f"{about}windows:", 1)
    return Call.objects.create(
        edition=f"sample-{folder.name}",
        programme=f"sample-{folder.name}",
        year=2024,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        state=Call.State.PUBLISHED if published else Call.State.DRAFT,
        created_at=AT,
        published_at=AT if published else None,
    )


def text_of(folder=OUTREACH) -> bytes:
    """A sample's notice as a text file."""
    return (folder / "notice.txt").read_bytes()


def word_file() -> bytes:
    """A Word file with a head, a list that Word numbers, merged cells and a heading without a number."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "样例页眉"
    document.add_heading("关于示例申报的通知", 0)
    document.add_paragraph("各单位：")
    document.add_paragraph("一、申报条件")
    document.add_paragraph("成立满一年", style="List Number")
    document.add_paragraph("年检合格", style="List Number")
    document.add_paragraph("二、评分")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "基础"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "人员与场地"
    table.cell(1, 1).text = "30 分"
    table.cell(2, 2).text = "合计"
    out = BytesIO()
    document.save(out)
    return out.getvalue()
