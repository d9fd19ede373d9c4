"""A template filled in is the dossier again."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import openpyxl
import pytest

from juli.engines.policy.catalogue import Catalogue, open_catalogue
from juli.engines.policy.dossier import Dossier, Row
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.workbook import read_workbook, scan_workbook, template
from tests.engines.policy.workbook.filling import fill

ROOT = Path(__file__).parents[4]
DOSSIERS = ROOT / "src" / "juli" / "demo" / "dossiers"
CALLS = ("zgc-2022", "zgc-2025", "bast-2024", "cast-2023")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue(ROOT / "programmes")


def comparable(dossier: Dossier) -> dict[str, object]:
    """A dossier by what a workbook holds; rows by their contents, in the order of their ids."""

    def rows(found: tuple[Row, ...]) -> list[tuple[object, ...]]:
        return sorted((r.id, r.kind, sorted(r.values.items()), r.planned, sorted(r.evidence)) for r in found)

    application = dossier.application
    return {
        "name": dossier.name,
        "type": dossier.type,
        "record": dict(dossier.record),
        "standing": {kind: [sorted(r.values.items()) for r in found] for kind, found in dossier.standing.items()},
        "achievements": rows(dossier.achievements),
        "plan": rows(dossier.plan),
        "application": {
            n: getattr(application, n)
            for n in ("day", "opens", "closes", "amount", "leader", "submitted", "tracks", "period", "choices")
        },
        "documents": None
        if dossier.documents is None
        else sorted(map(dataclasses.astuple, dossier.documents), key=str),
        "judgements": sorted(map(dataclasses.astuple, dossier.judgements), key=str),
    }


FILES = sorted(p for c in CALLS for p in (DOSSIERS / c).glob("*.yaml"))


@pytest.mark.parametrize(
    ("file", "lang"),
    [*((file, "zh") for file in FILES), *((file, "en") for file in FILES if file.stem.endswith("society"))],
    ids=lambda v: getattr(v, "stem", v),
)
def test_a_filled_template_is_the_dossier(catalogue: Catalogue, file: Path, lang: str) -> None:
    programme = catalogue.load(file.parent.name)
    dossier = read_dossier(file.read_text(encoding="utf-8"), file.name, catalogue.vocabulary)
    kinds = {r.kind for r in (*dossier.achievements, *dossier.plan)}
    asked = template(programme, catalogue.vocabulary, lang)
    # A template has sheets for what the call reads; other work stays out of it.
    names = openpyxl.load_workbook(io.BytesIO(asked)).sheetnames
    extra = {k for k in kinds if {k, catalogue.vocabulary.kinds[k].label.zh}.isdisjoint(names)}
    kept = dataclasses.replace(
        dossier,
        achievements=tuple(r for r in dossier.achievements if r.kind not in extra),
        plan=tuple(r for r in dossier.plan if r.kind not in extra),
        standing={
            k: rows
            for k, rows in dossier.standing.items()
            if not {str(catalogue.vocabulary.kinds[k].key), catalogue.vocabulary.kinds[k].label.zh}.isdisjoint(names)
        },
    )
    if not programme.attachments:
        kept = dataclasses.replace(kept, documents=None)
    back = read_workbook(fill(asked, kept, catalogue.vocabulary, lang), "filled.xlsx", catalogue.vocabulary)
    assert comparable(back) == comparable(kept)


@pytest.mark.parametrize(
    ("name", "lang"), [("zgc-2025", "zh"), ("zgc-2022", "en"), ("bast-2024", "zh"), ("cast-2023", "en")]
)
def test_a_template_is_reproducible_and_empty(catalogue: Catalogue, name: str, lang: str) -> None:
    programme = catalogue.load(name)
    first = template(programme, catalogue.vocabulary, lang)
    assert template(programme, catalogue.vocabulary, lang) == first
    scan = scan_workbook(first, "t.xlsx", catalogue.vocabulary)
    assert (scan.problems, dict(scan.mapping)) == ((), {})


def test_a_template_has_a_sheet_for_every_kind_read(catalogue: Catalogue) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(catalogue.load("bast-2024"), catalogue.vocabulary, "zh")))
    expected = [
        "说明",
        "单位",
        "申报",
        "活动",
        "企业需求",
        "专家对接服务",
        "引入专业机构",
        "新闻宣传",
        "典型案例",
        "报告",
    ]
    assert book.sheetnames == [*expected, "失信与处罚记录", "附件", "认定", "lists"]
    assert book["lists"].sheet_state == "hidden"
    sheet = book["活动"]
    assert sheet.freeze_panes == "C3"
    headings = {str(cell.value).split()[-1]: cell for cell in sheet[2]}
    assert "t4.events" not in headings
    note = headings["role"].comment.text
    assert "主办、承办、协办" in note
    assert "主办或承办的特色活动（三.4）" in note
    first = headings["role"].offset(row=1).coordinate
    (rule,) = (v for v in sheet.data_validations.dataValidation if first in v.sqref)
    column, _, count = rule.formula1.removeprefix("lists!$").partition("$1:$")
    assert [c.value for c in book["lists"][column][: int(count.split("$")[1])]] == ["主办", "承办", "协办"]
