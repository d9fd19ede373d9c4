"""Lists of standing: every bad row with its remedy, the unmatched named, the good ones entered once (S2-41)."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from juli.stages.organisations.actions.standing import import_standing
from juli.stages.organisations.models import Standing
from juli.stages.organisations.roster import read, template
from tests.people import CODES, people

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def workbook(sheets):
    """A filled-in template: sheet → rows, in the template's columns."""
    book = openpyxl.load_workbook(io.BytesIO(template("zh")))
    for name, rows in sheets.items():
        for number, row in enumerate(rows, 3):
            for column, value in enumerate(row, 1):
                book[name].cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows():
    return {
        "年度检查": [
            ["样例智能产业协会", CODES[0], 2024, "合格"],
            ["", CODES[1], 2024, "基本合格"],
            ["样例智能产业协会", "", 2023, "优秀"],
            ["没有的协会", "", 2024, "合格"],
            ["样例智能产业协会", CODES[1], 2022, "合格"],
            ["", "", 2024, "合格"],
            ["样例智能产业协会", "", "", "合格"],
        ],
        "社会组织评估": [["样例集成电路学会", "", "4A", "2027-12-31"]],
    }


def test_a_list_is_read_row_by_row(database):
    people()
    found = read(workbook(rows()), "民政名单.xlsx", "zh")
    assert [(one.organisation.name, one.kind, dict(one.fields)) for one in found.ready] == [
        ("样例智能产业协会", "inspection", {"year": 2024, "result": "pass"}),
        ("样例集成电路学会", "inspection", {"year": 2024, "result": "basic"}),
        ("样例集成电路学会", "evaluation", {"grade": "4A", "valid_until": "2027-12-31"}),
    ]
    assert [one.text for one in found.unmatched] == ["未注册：没有的协会"]
    assert len(found.bad) == 4
    assert all(one.remedy and one.place for one in found.bad)
    assert "优秀" in found.bad[0].text
    english = read(workbook(rows()), "list.xlsx", "en")
    assert len(english.bad) == 4
    assert all(one.remedy.isascii() or "年度检查" in one.place for one in english.bad)


def test_the_good_rows_are_entered_once_and_say_whence_they_are(database):
    world = people()
    officer = world.users["officer"]
    ready = read(workbook(rows()), "民政名单.xlsx", "zh").ready
    assert import_standing(rows=ready, basis="民政名单.xlsx", by=officer, at=NOW) == 3
    assert import_standing(rows=ready, basis="民政名单.xlsx", by=officer, at=NOW) == 0
    row = Standing.objects.get(organisation=world.ours)
    assert (row.source, row.basis) == ("office", "民政名单.xlsx · 年度检查 3")


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_told(data):
    found = read(data, "x.xlsx", "zh")
    assert found.ready == []
    assert found.bad


@pytest.mark.django_db(transaction=True)
def test_a_list_is_brought_looked_at_and_entered(settings, tmp_path):
    settings.JULI_FILES_DIR = tmp_path
    world = people()
    client = world.client("officer")
    blank = client.get(reverse("organisations:list_template"))
    assert openpyxl.load_workbook(io.BytesIO(blank.content)).sheetnames[0] == "年度检查"
    file = io.BytesIO(workbook(rows()))
    file.name = "民政名单.xlsx"
    brought = client.post(reverse("organisations:lists"), {"file": file})
    page = client.get(brought.headers["Location"]).content.decode()
    for words in ("可导入 3 行", "未注册：没有的协会", "优秀"):
        assert words in page
    assert not Standing.objects.exists()
    client.post(brought.headers["Location"])
    assert Standing.objects.count() == 3
    assert "可导入的行均已录入" in client.get(brought.headers["Location"]).content.decode()
    wrong = io.BytesIO(b"a,b")
    wrong.name = "a.csv"
    assert client.post(reverse("organisations:lists"), {"file": wrong}).status_code == 422
