"""Files that visitors bring: everything wrong is told, and what is sound can be judged on its own."""

import io

import openpyxl
import pytest

from juli.engines.policy.problems import DossierUnusable
from juli.stages.calls.queries.files import workbook
from juli.stages.calls.shelf import shelf
from juli.stages.calls.uploads import parsed, sound

YAML = """organisation: {name: 样例协会, type: industry}
achievements:
  - {id: a1, kind: standard, title: 标准一, date: 2021-05-01, level: association, stage: published}
  - {id: a2, kind: activity, title: 活动一, date: 2021-02-30, attendance: 80}
  - {id: a3, kind: activity, title: 活动二, date: 2021-04-01, atendance: 80}
"""


def filled(rows, organisation=True):
    """The template of a call with activities filled in: field → value, a row each."""
    book = openpyxl.load_workbook(io.BytesIO(workbook("zgc-2022", "zh")))
    if organisation:
        sheet = book["单位"]
        for row in sheet.iter_rows(min_row=2):
            name = str(row[0].value or "").split()[-1:]
            if name == ["name"]:
                row[1].value = "样例工作簿协会"
            if name == ["type"]:
                row[1].value = "industry"
    sheet = book["活动"]
    fields = {str(cell.value).split()[-1]: cell.column for cell in sheet[2] if cell.value}
    for number, row in enumerate(rows, 3):
        for name, value in row.items():
            sheet.cell(number, fields[name], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sound_file_is_a_dossier():
    text = YAML.replace("2021-02-30", "2021-02-28").replace("atendance", "attendance")
    for name in ("d.yaml", "d.yml", "D.YAML"):
        assert [row.id for row in parsed(name, text.encode(), shelf()).achievements] == ["a1", "a2", "a3"]
    assert sound("d.yaml", text.encode(), shelf()) is None


def test_a_byte_order_mark_is_no_mistake():
    json = '{"organisation": {"name": "样例协会", "type": "industry"}}'
    assert parsed("d.json", json.encode("utf-8-sig"), shelf()).name == "样例协会"


def test_every_mistake_is_told_at_once():
    with pytest.raises(DossierUnusable) as error:
        parsed("d.yaml", YAML.encode(), shelf())
    assert [p.place.line for p in error.value.problems] == [4, 5]
    assert "attendance" in error.value.problems[1].remedy.en


def test_what_is_sound_is_left_when_bad_rows_are_dropped():
    left = sound("d.yaml", YAML.encode(), shelf())
    assert ([row.id for row in left.dossier.achievements], left.rows, left.dropped) == (["a1"], 1, 2)
    kept = parsed("d.yaml", YAML.encode(), shelf(), sound_only=True)
    assert [row.id for row in kept.achievements] == ["a1"]


@pytest.mark.parametrize(
    "text",
    [
        "organisation: {name: x, type: nobody}\nachievements: [{id: a, kind: activity, date: 2021-02-30}]\n",
        "organisation: {name: x, type: industry}\nachievements: {id: a}\n",
        "achievements: []\n",
        "[]",
        "a: [",
    ],
)
def test_mistakes_outside_the_rows_leave_nothing_to_go_on_with(text):
    assert sound("d.yaml", text.encode(), shelf()) is None
    with pytest.raises(DossierUnusable):
        parsed("d.yaml", text.encode(), shelf(), sound_only=True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"- " * 3000 + b"x", "more than 60 levels deep"),
        (b"a: &a [1]\nb: *a\n", r"\*a stands for something else"),
        (b"a: *\n  b: [", "not readable as YAML"),
    ],
)
def test_files_that_would_harm_are_refused(content, words):
    with pytest.raises(DossierUnusable, match=words):
        parsed("d.yaml", content, shelf())


def test_an_asterisk_in_a_text_is_no_alias():
    text = 'organisation: {name: "样例 *协会", type: industry}\n'
    assert parsed("d.yaml", text.encode(), shelf()).name == "样例 *协会"


def test_a_workbook_is_read():
    content = filled([{"id": "a1", "title": "对接会", "date": "2021-03-04", "attendance": 80}])
    found = parsed("d.xlsx", content, shelf())
    assert (found.name, [row.title for row in found.achievements]) == ("样例工作簿协会", ["对接会"])
    assert sound("d.xlsx", content, shelf()) is None


def test_a_bad_row_of_a_workbook_has_its_sheet_row_and_column():
    rows = [
        {"id": "a1", "title": "好", "date": "2021-03-04"},
        {"id": "a2", "title": "坏", "date": "昨天", "attendance": "很多"},
    ]
    content = filled(rows)
    with pytest.raises(DossierUnusable) as error:
        parsed("d.xlsx", content, shelf())
    assert {(p.place.sheet, p.place.line) for p in error.value.problems} == {("活动", 4)}
    left = sound("d.xlsx", content, shelf())
    assert ([row.title for row in left.dossier.achievements], left.rows, left.dropped) == (["好"], 1, 1)


def test_a_workbook_without_its_organisation_or_no_workbook_leaves_nothing():
    rows = [{"id": "a1", "title": "坏", "date": "昨天"}, {"id": "a2", "title": "好", "date": "2021-03-04"}]
    assert sound("d.xlsx", filled(rows, organisation=False), shelf()) is None
    assert sound("d.xlsx", b"PK no zip", shelf()) is None
    with pytest.raises(DossierUnusable, match="not readable as a workbook"):
        parsed("d.xlsx", b"PK no zip", shelf())
