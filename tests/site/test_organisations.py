"""The pages as people walk them, in Chromium: the whole registration by keyboard and mouse, both languages, both widths."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from juli.registry.messages.models import Message
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Organisation
from tests.people import PASSPHRASE, holds, people, person
from tests.registry.corpus import pdf

NARROW_WIDTH = 375


def sign_in(context, user, server):
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "juli_session", "value": client.cookies["juli_session"].value, "url": server.url}])


@pytest.fixture
def folder(settings, tmp_path):
    settings.JULI_FILES_DIR = tmp_path / "files"
    return tmp_path


def test_an_association_registers_and_the_office_accepts(new_page, live_server, folder, barriers, overflow, watch):
    watch.expect("422")
    officer = person("officer@example.org", "经办")
    holds(officer, Role.OFFICER)
    page = new_page()
    # An account, confirmed by the letter.
    page.goto("/accounts/signup/")
    page.get_by_label("姓名").fill("李敏")
    page.get_by_label("电子邮件", exact=True).fill("li@example.org")
    page.get_by_label("密码", exact=True).fill(PASSPHRASE)
    page.get_by_label("密码（重复）").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="请查收邮件")).to_be_visible()
    letter = Message.objects.get(kind="accounts.confirm")
    page.goto(re.search(r"https?://[^/]+(/\S+)", letter.body)[1])
    page.get_by_role("button", name="是，确认").click()
    page.goto("/accounts/login/")
    page.get_by_label("电子邮件", exact=True).fill("li@example.org")
    page.get_by_label("密码", exact=True).fill(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.locator(".who")).to_contain_text("李敏")
    # Search first, then register: a wrong digit is told, and nothing typed is lost.
    page.goto("/organisations/")
    page.get_by_role("searchbox", name="名称或代码").fill("样例智能产业协会")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有这个名称或代码的单位。")).to_be_visible()
    page.get_by_role("link", name="办理注册").click()
    page.get_by_label("统一社会信用代码", exact=False).first.fill("51110000MJ00000018")
    page.get_by_role("button", name="开始注册").click()
    expect(page.get_by_role("alert")).to_contain_text("校验位不符")
    expect(page.get_by_label("单位名称", exact=True)).to_have_value("样例智能产业协会")
    assert barriers(page) == []
    page.get_by_label("统一社会信用代码", exact=False).first.fill("51110000MJ00000019")
    page.get_by_role("button", name="开始注册").click()
    expect(page.get_by_text("社会团体")).to_be_visible()
    # Everything that is missing is told at once.
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".flash")).to_contain_text("盖章的登记表")
    page.get_by_role("link", name="填写", exact=True).click()
    page.get_by_label("法定代表人").fill("王样例")
    page.get_by_label("住所").fill("样例路 1 号")
    page.get_by_label("成立日期").fill("2015-03-01")
    page.get_by_label("登记机关").fill("样例民政局")
    page.get_by_label("登记管理层级").select_option("municipal")
    page.get_by_role("radio", name="是").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("样例路 1 号")).to_be_visible()
    page.get_by_role("link", name="注册审核").click()
    page.set_input_files("input[type=file]", {"name": "登记表.pdf", "mimeType": "application/pdf", "buffer": pdf(1)})
    # Choosing it sends it; a button to leave the page with would cut that off.
    expect(page.get_by_role("link", name="登记表.pdf")).to_be_visible()
    expect(page.get_by_role("button", name="上传")).to_have_count(0)
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".state").first).to_have_text("待审核")
    assert barriers(page) == []
    # The office's desk, on a telephone.
    desk = new_page(viewport={"width": NARROW_WIDTH, "height": 740})
    sign_in(desk.context, officer, live_server)
    desk.goto("/office/organisations/")
    desk.get_by_role("link", name="样例智能产业协会").first.click()
    assert overflow(desk) == 0
    assert barriers(desk) == []
    desk.get_by_role("button", name="通过", exact=True).click()
    expect(desk.locator(".state").first).to_have_text("已通过")
    assert Organisation.objects.get().state == "accepted"
    page.reload()
    expect(page.locator(".state").first).to_have_text("已通过")


def test_the_rooms_of_an_organisation_read_well_in_both_languages_and_widths(
    new_page, live_server, folder, barriers, overflow
):
    world = people()
    here = f"/organisations/{world.ours.pk}"
    rooms = {
        "administrator": [
            f"{here}/",
            f"{here}/edit/basic/",
            f"{here}/edit/members/",
            f"{here}/standing/",
            f"{here}/standing/sanction/add/",
            f"{here}/people/",
            f"{here}/change/",
            "/profile/",
        ],
        "lead": [f"{here}/", "/office/organisations/", "/office/standing/", "/office/posts/", "/accounts/2fa/"],
    }
    found = []
    for width, language in ((1280, "en"), (NARROW_WIDTH, "zh-hans")):
        for who, addresses in rooms.items():
            page = new_page(viewport={"width": width, "height": 900})
            sign_in(page.context, world.users[who], live_server)
            page.context.add_cookies([{"name": "juli_language", "value": language, "url": live_server.url}])
            for address in addresses:
                page.goto(address)
                if over := overflow(page):
                    found.append((address, width, f"{over} pixels too wide"))
                found += [(address, width, barrier) for barrier in barriers(page)]
                if language == "en":
                    left = re.findall(r"[\u4e00-\u9fff]+", page.locator("main").inner_text())
                    found += [
                        (address, "left in Chinese", words)
                        for words in left
                        if words not in f"{world.ours.name} {world.theirs.name} 中文"
                    ]
    assert [str(one)[:300] for one in found] == []
