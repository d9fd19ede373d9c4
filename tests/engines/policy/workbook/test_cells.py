"""What cells may hold: nothing coerced, every bad one named with its place and remedy, all at once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier import Bare, Dossier
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.workbook import read_workbook, scan_workbook

VOCABULARY = open_catalogue(Path(__file__).parents[4] / "programmes").vocabulary
UNIT = [["单位名称", "样例协会"], ["type", "industry"]]
Sheets = Mapping[str, Sequence[Sequence[Any]]]


def workbook(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"单位": UNIT, **sheets}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(sheets: Sheets) -> Dossier:
    return read_workbook(workbook(sheets), "d.xlsx", VOCABULARY)


def problems(sheets: Sheets) -> list[str]:
    with pytest.raises(DossierUnusable) as raised:
        read(sheets)
    return [str(p) for p in raised.value.problems]


def values(sheets: Sheets) -> Mapping[str, Any]:
    (row,) = read(sheets).achievements
    return row.values


@pytest.mark.parametrize(
    "written",
    [dt.datetime(2021, 6, 1), dt.date(2021, 6, 1), "2021-06-01", "2021年6月1日", "2021/6/1", "2021 年 6 月 1 日"],
    ids=str,
)
def test_dates(written: object) -> None:
    assert values({"活动": [["日期"], [written]]})["date"] == dt.date(2021, 6, 1)


@pytest.mark.parametrize(
    ("written", "meant"), [("是", True), ("否", False), (True, True), ("FALSE", False), ("yes", True)]
)
def test_yes_and_no(written: object, meant: bool) -> None:
    assert values({"活动": [["是否非营利性"], [written]]})["nonprofit"] is meant


@pytest.mark.parametrize(
    "heading", ["attendance", "参与人数", "参与人数（人）", "Attendance", "参与人数\nattendance", "参与人数 *"]
)
def test_headings(heading: str) -> None:
    assert values({"activity": [[heading], [132]]})["attendance"] == 132


@pytest.mark.parametrize(
    "written", ["level", "association", "团体标准", "association standard", "Association Standard"]
)
def test_choices_go_by_code_or_label(written: str) -> None:
    if written == "level":
        assert "is not a value of level" in problems({"标准": [["level"], [written]]})[0]
    else:
        assert values({"标准": [["level"], [written]]})["level"] == "association"


@pytest.mark.parametrize(
    ("written", "meant"),
    [(567.89, "567.89"), ("186500.50", "186500.50"), (3000000, "3000000"), ("0.1", "0.1"), (0.1, "0.1")],
)
def test_money_is_exact(written: object, meant: str) -> None:
    assert values({"固定资产投资": [["amount"], [written]]})["amount"] == Decimal(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [(14, Bare(14)), ("14", Bare(14)), ("甲公司、乙公司", ("甲公司", "乙公司")), ("甲，乙;丙\n丁", ("甲", "乙", "丙", "丁")),
     ("51110000MJ0100019M", ("51110000MJ0100019M",))],
)  # fmt: skip
def test_names_or_how_many(written: object, meant: object) -> None:
    found = values({"标准推广应用": [["adopters"], [written]]})["adopters"]
    assert found == meant
    assert type(found) is type(meant)


def test_many_values_and_links() -> None:
    rows = [
        ["regions", "published", "evidence"],
        ["北京、tianjin", "科创中国 https://example.org/1 2023-05-01\n样例网", "简介,photos"],
    ]
    (row,) = read({"活动": rows}).achievements
    assert row.values["regions"] == ("beijing", "tianjin")
    assert row.values["published"] == (("科创中国", "https://example.org/1", dt.date(2023, 5, 1)), ("样例网", "", None))
    assert row.evidence == {"brief", "photos"}


def test_planned_rows_and_ids() -> None:
    dossier = read({"活动": [["编号", "名称", "是否计划"], ["x", "甲", ""], ["", "乙", "是"]]})
    assert [(r.id, r.title) for r in dossier.achievements] == [("x", "甲")]
    assert [(r.id, r.title, r.planned) for r in dossier.plan] == [("activity-3", "乙", True)]


def test_standing_is_unknown_none_or_listed() -> None:
    assert read({}).standing == {}
    assert read({"失信与处罚记录": [["kind", "date"], ["无", None]]}).standing == {"sanction": ()}
    found = read({"年度检查": [["年度", "结论"], [2021, "合格"], [2020, "basic"]]}).standing["inspection"]
    assert [dict(r.values) for r in found] == [{"year": 2021, "result": "pass"}, {"year": 2020, "result": "basic"}]


def test_application_and_its_choices() -> None:
    rows = [["字段", "内容"], ["申报日 day", dt.date(2023, 5, 16)], ["tracks", "standards、tracking 跟踪专项"],
            ["choices.tracking.field", "evaluation 科技评估评价"], ["period.from", "2023-06-01"], ["period.to", "2023-11-30"],
            ["closes", dt.datetime(2023, 5, 19, 17)], ["amount", 300000], ["paper.copies", 2], ["paper.seals", "opinion、edge"]]  # fmt: skip
    application = read(
        {"申报": rows, "联合单位": [["name", "type"], ["样例企业科协", "enterprise_association"]]}
    ).application
    assert application.tracks == ("standards", "tracking")
    assert application.choices == {"tracking": {"field": "evaluation"}}
    assert application.period == (dt.date(2023, 6, 1), dt.date(2023, 11, 30))
    assert (application.closes, application.amount) == (dt.datetime(2023, 5, 19, 17), Decimal(300000))
    assert application.paper == {"copies": 2, "seals": ("opinion", "edge")}
    assert [(j.name, j.type) for j in application.joint] == [("样例企业科协", "enterprise_association")]


def test_judgements_verifications_claims_documents_baseline() -> None:
    dossier = read(
        {
            "核定": [["achievement", "act", "field", "value", "by"], ["a1", "correct", "attendance", 58, "甲"],
                   ["a1", "correct", "date", "2021/6/2", "甲"], ["a2", "strike", None, None, "乙"]],
            "活动": [["id", "attendance"], ["a1", 60], ["a2", 30]],
            "认定": [["clause", "achievement", "answer"], ["international.conference 国际会议", "a1", "是"]],
            "归类": [["achievement", "category"], ["a1", "international 国际交流合作"]],
            "附件": [["附件名称", "年度", "是否盖章"], ["inspections 年检结论书", 2021, "是"]],
            "基数": [["key", "value"], ["kinds", 4]],
        }
    )  # fmt: skip
    assert [(v.achievement, v.act, dict(v.correct)) for v in dossier.verifications] == [
        ("a1", "correct", {"attendance": 58, "date": dt.date(2021, 6, 2)}),
        ("a2", "strike", {}),
    ]
    assert [(j.clause, j.achievement, j.answer) for j in dossier.judgements] == [
        ("international.conference", "a1", True)
    ]
    assert dossier.claims == {"a1": "international"}
    assert [(d.id, d.year, d.sealed) for d in dossier.documents or ()] == [("inspections", 2021, True)]
    assert dossier.baseline == {"kinds": 4}


BAD = [
    ("attendance", 12.5, "12.5 is not a whole number; enter a number without a fraction"),
    ("attendance", -3, "-3 is below zero; write 0 or more"),
    ("attendance", "约60", '"约60" is not a whole number; digits only, without unit or separators'),
    ("attendance", "1,200", '"1,200" is not a whole number; digits only, without unit or separators'),
    ("date", "下周", '"下周" is not a day; enter a date, such as 2021-06-01 or 2021年6月1日'),
    ("date", "2021-02-30", 'no such day: "2021-02-30"; enter a date, such as 2021-06-01'),
    ("date", dt.datetime(2021, 6, 1, 9, 30), "2021-06-01 09:30:00 has a time of day where a day is wanted; enter the day alone"),
    ("nonprofit", "也许", '"也许" is neither yes nor no; enter 是 or 否, or leave it empty while unknown'),
    ("nonprofit", 1, "1 is neither yes nor no; enter 是 or 否, or leave it empty while unknown"),
    ("scope", "internatonal", '"internatonal" is not a value of scope; did you mean "international"?'),
    ("scope", "国际", '"国际" is not a value of scope; did you mean "国际性"?'),
    ("title", 2021, "the number 2021 stands where a text is wanted; format the cell as text and enter it again"),
    ("enterprises", 51110000010001900000, "5.11100000100019e+19 is more than a cell holds exactly"),
    ("year", 21, "year: 21 is not a year; write four digits"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "written", "said"), BAD, ids=lambda v: str(v)[:20])
def test_a_bad_cell_is_named(field: str, written: object, said: str) -> None:
    found = problems({"活动": [["活动", None], ["名称" if field != "title" else "编号", field], ["甲", written]]})
    assert len(found) == 1
    assert found[0].startswith(f"d.xlsx [活动] row 3, column B {field}  {said}")


@pytest.mark.parametrize(
    ("written", "said"),
    [(0.125, "0.125 has more than two decimals"), (1 / 3, "0.3333333333333333 has more than two decimals"),
     ("12.345", '"12.345" is not an amount in yuan'), ("1,200.00", '"1,200.00" is not an amount in yuan'),
     (-1, "-1 is below zero"), ("3万", '"3万" is not an amount in yuan')],
)  # fmt: skip
def test_bad_money(written: object, said: str) -> None:
    (found,) = problems({"固定资产投资": [["amount"], [written]]})
    assert found.startswith(f"d.xlsx [固定资产投资] row 2, column A amount  {said}")


def test_everything_is_told_at_once() -> None:
    found = problems(
        {
            "单位": [
                ["单位名称", "样例协会"],
                ["type", "行业类"],
                ["uscc", "51110000MJ0100019X"],
                ["成立时间", "2015-03-01"],
            ],
            "活动": [["名称", "atendance", "date"], ["甲", 60, "5月"], ["乙", 30, "2021-06-01"]],
            "标准": [["level", "until", "date"], ["团标", None, None], [None, "2021-01-01", "2021-05-01"]],
            "活动记录": [["名称"], ["甲"]],
        }
    )
    places = [line.split("  ")[0] for line in found]
    assert places == [
        "d.xlsx [单位]",
        "d.xlsx [单位] row 2, column B type",
        "d.xlsx [单位] row 3, column B uscc",
        "d.xlsx [单位] row 4, column A",
        "d.xlsx [标准] row 2, column A level",
        "d.xlsx [标准] row 3, column B until",
        "d.xlsx [活动] row 1, column B",
        "d.xlsx [活动] row 2, column C date",
        "d.xlsx [活动记录]",
    ]
    assert 'unknown column "atendance" of kind activity; did you mean "attendance"?' in found[6]
    assert 'unknown sheet "活动记录"; did you mean "活动"?' in found[8]


def test_ids_stand_once_and_columns_too() -> None:
    found = problems({"活动": [["id", "名称", "title"], ["x", "甲", ""], ["x", "乙", ""]]})
    assert found == [
        'd.xlsx [活动] row 1, column C  a second column "title"; keep one of them',
        'd.xlsx [活动] row 3, column A id  the id "x" stands twice; the other is in d.xlsx [活动] row 2, column A id',
    ]


def test_references_to_works_are_checked() -> None:
    found = problems({"认定": [["clause", "achievement", "answer"], ["international.conference", "a9", "是"]]})
    assert found == ['d.xlsx [认定] row 2, column B achievement  no achievement "a9"; write the id of one of its works']


def test_hidden_rows_hidden_sheets_and_explanations_are_skipped() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook({"活动": [["名称"], ["甲"], [None], ["乙"]], "旧表": [["x"]], "说明": [["y"]]}))
    )
    book["活动"].row_dimensions[2].hidden = True
    book["旧表"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [r.title for r in read_workbook(out.getvalue(), "d.xlsx", VOCABULARY).achievements] == ["乙"]


def test_formulas_count_as_their_values_and_failed_ones_do_not_pass_for_empty() -> None:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        unit = book.add_worksheet("单位")
        unit.write_row(0, 0, UNIT[0])
        unit.write_row(1, 0, UNIT[1])
        sheet = book.add_worksheet("活动")
        sheet.write_row(0, 0, ["名称", "attendance"])
        sheet.write_row(1, 0, ["甲"])
        sheet.write_formula(1, 1, "=30*2", None, 60)
        sheet.write_row(2, 0, ["乙"])
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    scan = scan_workbook(out.getvalue(), "d.xlsx", VOCABULARY)
    assert [str(p) for p in scan.problems] == [
        "d.xlsx [活动] row 3, column B  the formula fails; correct it, or enter the value"
    ]
    assert [r["attendance"] for r in scan.mapping["achievements"] if "attendance" in r] == [60]

    never = problems({"活动": [["名称", "attendance"], ["甲", "=1+1"]]})
    assert never == ["d.xlsx [活动] row 2, column B  the formula has no value yet; open and save the file in Excel"]


def test_a_scan_keeps_what_can_be_used() -> None:
    sheets = {"活动": [["id", "名称", "date", "until"], ["a1", "甲", "2021-06-01", None], ["a2", "乙", "六月", None],
                     ["a3", "丙", "2021-06-03", "2021-06-01"]],
              "认定": [["clause", "achievement", "answer"], ["international.conference", "a1", "是"],
                     ["international.conference", None, "或许"], ["international.conference", "a3", "是"]]}  # fmt: skip
    scan = scan_workbook(workbook(sheets), "d.xlsx", VOCABULARY)
    assert [r["id"] for r in scan.mapping["achievements"]] == ["a1"]
    assert [j["achievement"] for j in scan.mapping["judgements"]] == ["a1"]
    assert (scan.rows, scan.dropped) == (1, 4)
    assert [(p.place.sheet, p.place.line) for p in scan.problems] == [
        ("活动", 3),
        ("活动", 4),
        ("认定", 3),
        ("认定", 4),
    ]


def test_works_alone_can_be_scanned_and_are_no_dossier() -> None:
    book = openpyxl.Workbook()
    book.active.title = "活动"
    book.active.append(["名称"])
    book.active.append(["甲"])
    out = io.BytesIO()
    book.save(out)
    assert scan_workbook(out.getvalue(), "d.xlsx", VOCABULARY).mapping["achievements"][0]["title"] == "甲"
    with pytest.raises(DossierUnusable, match='no sheet "单位"; start from the template'):
        read_workbook(out.getvalue(), "d.xlsx", VOCABULARY)


@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x03\x04junk"], ids=["empty", "junk", "broken zip"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(DossierUnusable, match="not readable as a workbook"):
        scan_workbook(data, "d.xlsx", VOCABULARY)


def test_a_workbook_with_a_document_type_is_refused() -> None:
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(workbook({})))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename == "xl/workbook.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            target.writestr(entry, text)
    with pytest.raises(DossierUnusable, match="it declares a document type"):
        scan_workbook(out.getvalue(), "d.xlsx", VOCABULARY)
