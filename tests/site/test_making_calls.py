"""A call's whole way in Chromium: copied, written as a tree and as text, published, amended, read, asked about."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from juli.engines.policy.labels import Label
from juli.stages.calls.actions import asking, making, publishing
from juli.stages.calls.models import Call
from juli.stages.calls.shelf import shelf
from tests.people import people
from tests.site.conftest import NARROW, WIDE

OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach(each => each.open = true)"


@pytest.fixture
def world(live_server):
    shelf()
    return people()


@pytest.fixture
def visit(world, new_page, live_server):
    """Opens pages as somebody."""

    def make(who, *, language="zh-hans", viewport=WIDE):
        page = new_page(viewport=viewport)
        cookies = {name: each.value for name, each in world.client(who).cookies.items()} | {"juli_language": language}
        page.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        return page

    return make


def day(days):
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).date().isoformat()


def copied(world, source, edition, closes):
    """A copy of a programme of the shelf, made by the officer."""
    moved = making.Moved(edition, dt.datetime.now(dt.UTC).year, Label("示例批次", "Example call"), day(-3), closes)
    text = shelf().text(shelf().programmes[source])
    now = dt.datetime.now(dt.UTC)
    return making.copy(text=text, moved=moved, by=world.users["officer"], at=now, came_from=source)


def test_an_officer_copies_writes_and_publishes_a_call(world, visit, watch):
    page = visit("officer")
    page.goto("/office/calls/")
    page.get_by_role("link", name="新建批次").first.click()
    page.get_by_label("复制自").select_option("shelf/zgc-2022")
    for label, value in (
        ("新批次的编号", "example"),
        ("年度", "2031"),
        ("中文名称", "示例批次"),
        ("英文名称", "Example"),
        ("开始申报", day(-1)),
        ("申报截止", f"{day(9)}T16:00"),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="复制", exact=True).click()
    expect(page.get_by_role("heading", name="示例批次")).to_be_visible()
    before = Call.objects.get().text

    # As a tree, by the keyboard: the part is found, its number changed, a mistake told before it is saved.
    page.get_by_role("link", name="规则树").click()
    page.get_by_text("类别: 7").click()
    page.get_by_role("navigation", name="规则的组成部分").get_by_role("link", name="标准创制及推广").click()
    page.get_by_role("link", name="任一满足").first.click()
    page.get_by_role("link", name="参与制定的四级标准上一年度发布").click()
    field = page.locator("[id='value.where']")
    shown = field.input_value()
    field.press_sequentially("x")
    expect(page.locator("#troubles")).to_contain_text("1 处错误")
    expect(page.locator("#troubles")).to_contain_text("example/programme.yaml:")
    field.fill(shown)
    expect(page.locator("#troubles")).to_contain_text("没有错误")
    page.locator("[id='value.note']").first.evaluate("each => each.closest('details').open = true")
    page.locator("[id='value.note']").fill("只计已发布的")
    page.locator("[id='value.note']").press("Control+s")
    expect(page.get_by_text("第 2 版")).to_be_visible()
    text = Call.objects.get().text
    assert [line for line in text.split("\n") if line not in before.split("\n")] == [
        '        note: {zh: 只计已发布的, en: ""}'
    ]
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("第 3 版")).to_be_visible()
    assert Call.objects.get().text == before
    page.get_by_role("button", name="复制", exact=True).click()
    expect(page.locator("[id='value.id']")).to_have_value("standards.published-2")
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.get_by_text("第 5 版")).to_be_visible()
    assert Call.objects.get().text == before

    # As text: a mistake is told with its line, and leads there.
    page.get_by_role("link", name="规则文本").click()
    source = page.locator("#source")
    line = before.split("\n").index("  - id: registration") + 1
    source.evaluate(
        "(each, value) => { each.value = value; each.dispatchEvent(new Event('input', {bubbles: true})); }",
        before.replace("sealed: true", "sealed: perhaps", 1),
    )
    link = page.locator("#troubles a").first
    expect(link).to_contain_text("example/programme.yaml:")
    link.click()
    assert source.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)") == "perhaps"
    source.evaluate(
        "(each, value) => { each.value = value; each.dispatchEvent(new Event('input', {bubbles: true})); }", before
    )
    expect(page.locator("#troubles")).to_contain_text("没有错误")
    source.evaluate(
        f"each => {{ const at = each.value.split('\\n').slice(0, {line - 1}).join('\\n').length + 1; each.focus(); each.setSelectionRange(at, at); each.dispatchEvent(new Event('keyup')); }}"
    )
    page.get_by_role("button", name="保存").click()
    page.goto(f"/office/calls/{Call.objects.get().pk}/rules/?line={line}")
    expect(page.get_by_role("heading", name="社会团体法人登记证书")).to_be_visible()

    page.get_by_role("link", name="概况").click()
    page.get_by_label("确认以上各项本批次不写明").check()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("批次已发布，规则已冻结。")).to_be_visible()
    page.get_by_role("link", name="批次公开页面").click()
    expect(page.get_by_text(Call.objects.get().digest)).to_be_visible()
    expect(page.locator(".countdown").first).to_contain_text(f"{day(9)[:4]}年")


PLACES = (
    "",
    "rules/?at=categories/0/any_of/0",
    "rules/?at=windows",
    "rules/?at=workflow/stages/3",
    "text/?line=88",
    "preview/",
    "difference/",
    "questions/",
)


def test_no_barriers_and_nothing_to_scroll_sideways(world, visit, barriers, overflow):
    officer = world.users["officer"]
    now = dt.datetime.now(dt.UTC)
    draft = copied(world, "zgc-2022", "example-draft", "")
    call = copied(world, "cast-2023", "example-open", day(9))
    publishing.publish(call=call, version=call.version, knowing=True, by=officer, at=now)
    question = asking.ask(call=call, text="示例问题？", by=world.users["stranger"], at=now)
    asking.answer(question=question, text="示例答复。", version=1, by=officer, at=now)
    asking.ask(call=call, text="另一问题？", by=world.users["stranger"], at=now)
    office = [f"/office/calls/{draft.pk}/{place}" for place in PLACES]
    office += [
        "/office/calls/",
        "/office/calls/new/",
        f"/office/calls/{call.pk}/",
        f"/office/calls/{call.pk}/questions/",
    ]
    public = ["/", "/calls/", "/calls/example-open/"]
    wide, narrow = visit("officer"), visit("officer", language="en", viewport=NARROW)
    reader = visit("stranger", viewport=NARROW)
    for page, addresses in ((wide, [*office, *public]), (narrow, [*office, *public]), (reader, public)):
        for address in addresses:
            page.goto(address)
            page.evaluate(OPEN_ALL)
            assert (address, barriers(page)) == (address, [])
            assert (address, overflow(page)) == (address, 0)
