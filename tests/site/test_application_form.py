"""The form in a browser: saves itself, goes on without a connection, asks where two texts met; works without scripts."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from juli.stages.applications.models import Answer, Rival
from tests.people import people
from tests.site.conftest import NARROW
from tests.stages.applications.conftest import begun
from tests.stages.applications.test_form_fields import told

pytestmark = pytest.mark.django_db(transaction=True)
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def world():
    found = people()
    told(found)
    return found


@pytest.fixture
def enter(new_context, live_server, watch):
    """Makes a watched page for somebody who has signed in."""

    def make(user, language="zh-hans", **options):
        client = Client()
        client.force_login(user)
        context = new_context(**options)
        cookies = {"juli_session": client.cookies["juli_session"].value, "juli_language": language}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        watch.on(page)
        return page

    yield make
    assert watch.unexpected() == []


def address(row, section):
    return f"/organisations/{row.organisation_id}/applications/{row.pk}/form/{section}/"


def said(row, section):
    return Answer.objects.get(application=row, section=section).value


def test_it_saves_itself_and_says_so(world, enter, barriers, overflow):
    row = begun("cast-2023", world)
    page = enter(world.users["staff"])
    page.goto(address(row, "money"))
    saved = page.locator("#saved")
    page.get_by_label("经费总预算 万元").fill("25.5")
    page.get_by_label("申请中国科协经费 万元").fill("20")
    for name, text in (("其他经费", "5.5"), ("国家其他拨款", "0"), ("单位自筹", "5.5")):
        page.get_by_label(f"{name} 万元").fill(text)
    expect(saved).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))
    # Rows copied in a spreadsheet, into a table; the sum and what is off are shown as soon as they are saved.
    page.get_by_label("支出内容").first.focus()
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "起草\\t12\\n咨询\\t4.8\\n会议\\t6.2\\n印刷\\t2");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    expect(page.locator("[data-total]")).to_have_text("25")
    expect(page.locator("#sums .off")).to_contain_text("0.5")
    assert [line["amount"] for line in said(row, "money")["lines"]] == [12000000, 4800000, 6200000, 2000000]
    # By the keyboard: move the last row up, remove the first, add one.
    lines = page.locator("[data-table=lines]")
    lines.get_by_role("button", name="上移").last.press("Enter")
    lines.get_by_role("button", name="删除本行").first.press("Enter")
    lines.get_by_role("button", name="加一行").press("Enter")
    page.keyboard.type("新增一项")
    expect(page.locator("[data-total]")).to_have_text("13")
    expect(saved).to_contain_text("已保存")
    page.wait_for_function("document.querySelector('#saved').dataset.state === 'saved'")
    assert [line["item"] for line in said(row, "money")["lines"]] == ["咨询", "印刷", "会议", "新增一项"]
    # What is wrong is said at its place, and in the list beside the form, which leads there.
    page.get_by_label("金额").first.fill("四万")
    expect(page.locator("[data-wrong]").filter(has_text="不是金额")).to_be_visible()
    page.locator("#check a", has_text="金额").first.click()
    assert "#c-lines-" in page.url
    assert overflow(page) == 0
    assert barriers(page) == []


def test_a_lost_connection_loses_nothing(world, enter, watch):
    watch.expect(OFFLINE)
    row = begun("cast-2023", world)
    page = enter(world.users["staff"])
    page.goto(address(row, "basis"))
    text = page.get_by_label("四、立项依据及工作基础").last
    text.fill("断线之前")
    expect(page.locator("#saved")).to_contain_text("已保存")
    page.context.set_offline(True)
    text.fill("断线之前，断线之后")
    expect(page.locator("#saved")).to_contain_text("已存在本机")
    assert said(row, "basis") == "断线之前"
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("已保存")
    assert said(row, "basis") == "断线之前，断线之后"
    # The browser is closed while the line is down: whoever comes back finds what was typed.
    page.context.set_offline(True)
    text.fill("关闭之前写的")
    expect(page.locator("#saved")).to_contain_text("已存在本机")
    page.close(run_before_unload=False)
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    watch.on(again)
    again.goto(address(row, "basis"))
    expect(again.get_by_label("四、立项依据及工作基础").last).to_have_value("关闭之前写的")
    expect(again.locator("#saved")).to_contain_text("已保存")
    assert said(row, "basis") == "关闭之前写的"


def test_two_people_at_once(world, enter, barriers):
    row = begun("cast-2023", world)
    one, other = enter(world.users["staff"]), enter(world.users["administrator"])
    for page in (one, other):
        page.goto(address(row, "basis"))
    label = "四、立项依据及工作基础"
    one.get_by_label(label).last.fill("甲写的一段")
    expect(one.locator("#saved")).to_contain_text("已保存")
    other.get_by_label(label).last.fill("乙写的另一段")
    panel = other.locator(".rival")
    expect(panel).to_contain_text("甲写的一段")
    expect(panel).to_contain_text("乙写的另一段")
    # Both are at it, and each is told of the other.
    expect(other.locator("#others")).to_contain_text("staff")
    assert said(row, "basis") == "甲写的一段"
    assert Rival.objects.get().value == "乙写的另一段"
    assert barriers(other) == []
    other.get_by_label(label).last.fill("甲写的一段，乙写的另一段")
    expect(panel).to_contain_text("甲写的一段，乙写的另一段")
    other.get_by_role("button", name="采用下方表中的内容").click()
    expect(other.locator(".rival")).to_have_count(0)
    assert said(row, "basis") == "甲写的一段，乙写的另一段"


def test_without_scripts_there_is_a_button(world, enter):
    row = begun("bast-2024", world)
    page = enter(world.users["staff"], java_script_enabled=False)
    page.goto(address(row, "staff"))
    page.get_by_label("姓名").first.fill("示例甲")
    page.get_by_role("button", name="加一行").click()
    expect(page.get_by_label("姓名").first).to_have_value("示例甲")
    expect(page.get_by_label("姓名")).to_have_count(4)
    page.get_by_text("从表格粘贴").click()
    page.locator("[name='paste.-']").fill("示例乙\t干事\t活动\t010-62345678")
    page.get_by_role("button", name="加入这些行").click()
    assert [r["name"] for r in said(row, "staff")] == ["示例甲", "示例乙"]
    page.get_by_role("button", name="删除本行").first.click()
    page.get_by_role("button", name="保存").last.click()
    assert [r["name"] for r in said(row, "staff")] == ["示例乙"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_narrow_and_in_both_languages(world, enter, barriers, overflow, language):
    row = begun("zgc-2025", world)
    page = enter(world.users["staff"], language, viewport=NARROW)
    start = f"/organisations/{world.ours.pk}/applications/"
    sections = ("unit", "done", "plan", "new-enterprises", "pledges")
    for path in (
        start,
        f"{start}{row.pk}/check/",
        f"{start}{row.pk}/documents/",
        f"{start}{row.pk}/versions/",
        f"{start}{row.pk}/settings/",
        f"{start}{row.pk}/copy/",
        *(address(row, s) for s in sections),
    ):
        page.goto(path)
        assert overflow(page) == 0, path
        assert barriers(page) == [], path
