"""Spreadsheets: what is exported can be imported again; half a file that is wrong loses nothing."""

import datetime as dt
import io
import string

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.actions import achievements, intakes
from juli.stages.ledger.entries import open_fields
from juli.stages.ledger.models import Achievement, Intake, IntakeRow
from juli.stages.ledger.queries.intakes import preview
from juli.stages.ledger.rows import stored
from juli.stages.ledger.sheets.reading import MOST_ROWS, from_text, from_workbook
from juli.stages.ledger.sheets.writing import export, template
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import given as as_given
from tests.people import people
from tests.searching import examples

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)
WORDS = (
    st.text("甲乙丙丁 AB=+-，,;、\"'&<>" + string.digits, min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda t: t and t != "无")
)
NAMES = st.text("甲乙丙,;、 AB12", min_size=1, max_size=8).map(str.strip).filter(bool)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)).map(dt.date.isoformat)
#: As many links as survive: a platform is words that are no address and no day.
LINKS = st.fixed_dictionaries(
    {"platform": st.text("甲乙 AB", min_size=1, max_size=6).map(lambda t: " ".join(t.split())).filter(bool)},
    optional={"url": st.just("https://example.org/a?b=1"), "on": DAYS},
)


def value_of(field):
    """A value of a field, as a file would give it."""
    return {
        "text": WORDS,
        "reference": WORDS,
        "choice": st.sampled_from(sorted(field.choices) or [""]),
        "choices": st.lists(st.sampled_from(sorted(field.choices) or [""]), min_size=1, max_size=4, unique=True),
        "integer": st.integers(0, 10**12),
        "year": st.integers(1000, 9999),
        "money": st.integers(0, 10**16).map(lambda fen: f"{fen // 100}.{fen % 100:02d}"),
        "boolean": st.booleans(),
        "date": DAYS,
        "references": st.lists(NAMES, min_size=1, max_size=4, unique=True) | st.integers(0, 10**8),
        "links": st.lists(LINKS, min_size=1, max_size=3),
    }[field.type]


@st.composite
def entries(draw):
    kind = draw(st.sampled_from(vocabulary().achievements))
    fields = open_fields(kind)
    chosen = draw(st.lists(st.sampled_from(sorted(fields)), max_size=8, unique=True))
    values = {name: draw(value_of(fields[name])) for name in {"title", *chosen} - {"until"}}
    return kind.name, values


@pytest.fixture
def world(database):
    return people()


def staff(world):
    return world.users["staff"]


def brought(world, table, name="样例.xlsx"):
    return intakes.bring(organisation=world.ours, name=name, table=table, by=staff(world), at=AT)


def taken(world, intake, **options):
    intake.refresh_from_db()
    return intakes.take(
        intake=intake, version=intake.version, answers=options.pop("answers", {}), by=staff(world), at=AT, **options
    )


@pytest.mark.django_db
# A workbook has every sheet of the template, whatever stands in it: fewer of them, with more rows each.
@settings(max_examples=examples(16))
@given(st.lists(entries(), min_size=1, max_size=10), st.sampled_from(["zh", "en"]))
def test_an_export_is_read_as_what_it_was(rows, lang):
    from juli.stages.ledger.entries import sound
    from juli.stages.ledger.rows import fill, new

    made = []
    for n, (name, values) in enumerate(rows, 1):
        kind = vocabulary().kinds[name]
        row = new(None, kind, AT)
        row.pk = n
        fill(row, kind, sound(kind, values), AT)
        made.append(row)
    table = from_workbook(export(made, lang), "a.xlsx")
    assert [r.flaws for r in table.rows] == [{} for _ in made]
    assert table.remarks == []
    assert {int(r.cells["id"]): (r.kind, dict(r.values)) for r in table.rows} == {
        row.pk: (row.kind, stored(row)) for row in made
    }


def test_the_same_file_again_changes_nothing_and_an_edited_one_is_asked_about(world):
    for n in range(3):
        achievements.add(
            organisation=world.ours, kind="activity", values={"title": f"活动{n}", "date": f"2024-01-0{n + 1}", "attendance": n}, by=staff(world), at=AT
        )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(export(Achievement.objects.order_by("pk"), "zh")))
    sheet = book["活动"]
    heads = {str(cell.value).split()[-1]: cell.column for cell in sheet[2]}
    sheet.cell(3, heads["attendance"]).value = 500
    sheet.cell(4, heads["title"]).value = "改了名的活动"
    sheet.cell(6, heads["title"]).value = "新活动"
    edited = io.BytesIO()
    book.save(edited)
    intake = brought(world, from_workbook(edited.getvalue(), "a.xlsx"))
    found = preview(intake, "1")
    assert (found.fresh, len(found.again), found.bad.paginator.count) == (1, 3, 0)
    answers = dict.fromkeys(IntakeRow.objects.values_list("pk", flat=True), "change")
    assert taken(world, intake, answers=answers) == (1, 2, 0)
    titles = list(Achievement.objects.order_by("pk").values_list("title", "fields__attendance"))
    assert titles == [("活动0", 500), ("改了名的活动", 1), ("活动2", 2), ("新活动", None)]
    assert list(Achievement.objects.order_by("pk").values_list("version", flat=True)) == [2, 2, 1, 1]
    intake.refresh_from_db()
    assert intake.finished_at == AT


HEADINGS = "名称\t日期\t参与人数\t活动形式\t参与企业"


def test_good_rows_come_in_and_bad_ones_stay_to_be_mended(world):
    activity = vocabulary().kinds["activity"]
    pasted = f"{HEADINGS}\n好的\t2024/3/1\t60\t论坛\t甲公司、乙公司\n坏的\t三月\t60人\t派对\t\n\t2024-03-02\t\t\t\n"
    intake = brought(world, from_text(pasted, activity), "")
    found = preview(intake, "1")
    assert (found.fresh, found.bad.paginator.count) == (1, 2)
    assert [cell.field for cell in found.mend[0].cells] == ["date", "form", "attendance"]
    assert [cell.field for cell in found.mend[1].cells] == ["title"]
    assert all(cell.flaw.text.zh for bad in found.mend for cell in bad.cells)
    assert taken(world, intake) == (1, 0, 0)
    good = Achievement.objects.get()
    assert (good.date, good.fields) == (
        dt.date(2024, 3, 1),
        {"form": "forum", "attendance": 60, "enterprises": ["甲公司", "乙公司"]},
    )
    bad = IntakeRow.objects.order_by("pk").first()
    cells = {bad.pk: {"date": "2024年3月5日", "attendance": "60", "form": "会议"}}
    intake.refresh_from_db()
    seen = intake.version
    mended = intakes.mend(intake=intake, cells=cells, version=seen, by=staff(world), at=AT)
    assert mended == (1, seen + 1)
    # Whoever looked at the import before takes nothing that they have not seen; nor does the same again raise it.
    with pytest.raises(Stale):
        intakes.take(intake=intake, version=seen, answers={}, by=staff(world), at=AT)
    assert intakes.mend(intake=intake, cells=cells, version=seen, by=staff(world), at=AT) == (0, seen)
    assert taken(world, intake) == (1, 0, 0)
    assert Achievement.objects.order_by("pk").last().fields["form"] == "conference"
    intake.refresh_from_db()
    assert (intake.finished_at, intake.rows.count(), intake.taken) == (None, 1, 2)
    assert intakes.drop(intake=intake, by=staff(world), at=AT) == 1
    intake.refresh_from_db()
    assert intake.finished_at == AT


def test_what_is_there_already_is_left_unless_somebody_says_otherwise(world):
    activity = vocabulary().kinds["activity"]
    pasted = f"{HEADINGS}\n同一场\t2024-03-01\t60\t论坛\t\n同一场\t2024-03-01\t61\t论坛\t\n另一天\t2024-03-02\t\t\t\n"
    first = brought(world, from_text(pasted, activity))
    assert taken(world, first) == (2, 0, 1)
    second = brought(world, from_text(pasted, activity))
    assert (preview(second, "").fresh, len(preview(second, "").again)) == (0, 3)
    last = IntakeRow.objects.order_by("pk").last()
    assert taken(world, second, answers={last.pk: "add"}) == (1, 0, 2)
    assert Achievement.objects.count() == 3


def test_a_pasted_table_with_quotes_and_line_breaks(world):
    activity = vocabulary().kinds["activity"]
    pasted = '名称\t参与企业\t活动主题\r\n"带ā""引号""的"\t"Sample Co., Ltd\n乙公司"\t5" 屏\r\n'
    (row,) = from_text(pasted, activity).rows
    assert row.flaws == {}
    assert row.values == {"title": '带ā"引号"的', "enterprises": ["Sample Co., Ltd", "乙公司"], "topic": '5" 屏'}


def test_columns_and_sheets_that_nobody_knows_are_told():
    activity = vocabulary().kinds["activity"]
    table = from_text("名称\t天气\n甲\t晴\n", activity)
    assert [r.values for r in table.rows] == [{"title": "甲"}]
    assert "天气" in table.remarks[0].text.zh
    book = openpyxl.Workbook()
    book.active.title = "随便"
    book.active.append(["名称"])
    out = io.BytesIO()
    book.save(out)
    assert from_workbook(out.getvalue(), "a.xlsx").remarks[0].text.en == 'the sheet "随便" holds no achievements'


@pytest.mark.django_db
def test_planned_work_is_not_for_the_ledger():
    activity = vocabulary().kinds["activity"]
    (row,) = from_text("名称\t是否计划\n明年的\t是\n", activity).rows
    assert set(row.flaws) == {"planned"}


def test_nobody_else_imports_and_a_stale_page_is_told(world):
    table = from_text(f"{HEADINGS}\n一\t\t\t\t\n", vocabulary().kinds["activity"])
    with pytest.raises(Refused):
        intakes.bring(organisation=world.ours, name="", table=table, by=world.users["other"], at=AT)
    intake = brought(world, table)
    for act in (
        lambda: intakes.take(intake=intake, version=1, answers={}, by=world.users["other"], at=AT),
        lambda: intakes.mend(intake=intake, cells={}, version=1, by=world.users["other"], at=AT),
        lambda: intakes.drop(intake=intake, by=world.users["other"], at=AT),
    ):
        with pytest.raises(Refused):
            act()
    taken(world, intake)
    with pytest.raises(Stale):
        intakes.take(intake=intake, version=1, answers={}, by=staff(world), at=AT)


@pytest.mark.django_db
def test_over_the_pages(client):
    world = people()
    client = world.client("staff")
    address = f"/organisations/{world.ours.pk}/ledger/"
    blank = client.get(f"{address}template.xlsx?kind=activity&kind=standard", HTTP_ACCEPT_LANGUAGE="zh-hans").content
    book = openpyxl.load_workbook(io.BytesIO(blank))
    assert book.sheetnames[:3] == ["说明", "标准", "活动"]
    book["活动"]["A3"] = "样例"
    book["标准"]["A3"] = "样例标准"
    book["标准"]["B3"] = "不是日期"
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("台账.xlsx", out.getvalue())
    answer = client.post(f"{address}import/", {"file": file})
    intake = Intake.objects.get()
    assert answer.headers["Location"] == f"{address}import/{intake.pk}/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "样例标准" in page
    bad = intake.rows.get(sound=False)
    mended = {"do": "take", "version": str(intake.version), f"cell-{bad.pk}-date": "2024-01-05"}
    client.post(answer.headers["Location"], mended)
    assert set(Achievement.objects.values_list("title", "date")) == {("样例", None), ("样例标准", dt.date(2024, 1, 5))}
    other = world.client("other")
    assert other.get(f"/organisations/{world.theirs.pk}/ledger/import/{intake.pk}/").status_code == 404
    for wrong in (
        {"file": SimpleUploadedFile("a.xls", b"x")},
        {"file": SimpleUploadedFile("a.xlsx", b"PK no workbook")},
        {"pasted": "名称\n甲\n", "kind": ""},
        {"pasted": "名称\n", "kind": "activity"},
        {},
    ):
        refused = client.post(f"{address}import/", wrong)
        assert refused.status_code == 422
        assert 'role="alert"' in refused.content.decode()
    assert "名称" in client.post(f"{address}import/", {"pasted": "名称\n", "kind": "activity"}).content.decode()


def test_a_template_names_every_field(world):
    book = openpyxl.load_workbook(io.BytesIO(template(vocabulary().achievements, "en")))
    for kind in vocabulary().achievements:
        heads = [str(cell.value).split("\n")[-1] for cell in book[kind.name[:31]][2]]
        assert heads == list(open_fields(kind))


def test_money_and_dates_are_numbers_to_a_spreadsheet(world):
    row = achievements.add(
        organisation=world.ours, kind="contract_registration", values={"title": "合同", "date": "2024-05-06", "amount": "1234.50"}, by=staff(world), at=AT
    )  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(export([row], "en")))["contract_registration"]
    heads = {str(cell.value).split()[-1]: cell.column for cell in sheet[2]}
    assert sheet.cell(3, heads["date"]).value == dt.datetime(2024, 5, 6)
    assert sheet.cell(3, heads["amount"]).value == 1234.5
    assert as_given(vocabulary().kinds["contract_registration"].fields["amount"], row.fields["amount"]) == "1234.5"


OFFICE = "由受理方登记"


def test_what_only_the_office_may_say_is_told_and_not_read(world):
    """S1-37, S1-40, S1-52: a recognition is the office's word."""
    activity = vocabulary().kinds["activity"]
    pasted = "名称\t认可单位\t经认可的参会人数\n甲\t某委\t\n乙\t\t\n"
    table = from_text(pasted, activity)
    assert [(dict(r.values), r.flaws, dict(r.cells)) for r in table.rows] == [
        ({"title": "甲"}, {}, {"title": "甲"}),
        ({"title": "乙"}, {}, {"title": "乙"}),
    ]
    assert [r.text.zh for r in table.remarks] == [f"活动：“认可单位”{OFFICE}，没有读取"]
    assert [r.text.en for r in table.remarks] == ['event: "Recognised by" is filled in by the office and was not read']
    intake = brought(world, table)
    assert taken(world, intake) == (2, 0, 0)


def workbook(rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("活动")
    sheet.append(["名称"])
    for n in range(rows):
        sheet.append([f"活动{n}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [MOST_ROWS, MOST_ROWS + 1, 2 * MOST_ROWS])
def test_more_rows_than_are_read_are_told_with_the_limit(rows):
    table = from_workbook(workbook(rows), "a.xlsx")
    said = [] if rows == MOST_ROWS else [f"超过 {MOST_ROWS} 行，其余没有读取；请拆分后再导入其余部分"]
    assert len(table.rows) == MOST_ROWS
    assert [remark.say("zh") for remark in table.remarks] == said
