"""The ledger in a browser: entered with the keyboard, filtered, changed; at 1280 and at 375; nothing for axe to find."""

import datetime as dt
import os
import random
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from juli.registry.files.actions import draw_previews
from juli.registry.files.models import Attachment
from juli.stages.ledger.actions import achievements, filings, listed, sharing
from tests.people import people
from tests.site.conftest import NARROW, expect

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)


def shot(page, name):
    """A picture for the eye, where somebody asks for pictures."""
    folder = os.environ.get("JULI_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def world(transactional_db):
    found = people()
    staff = found.users["staff"]
    for n in range(1, 60):
        achievements.add(
            organisation=found.ours,
            kind="activity" if n % 3 else "standard",
            values={
                "title": f"样例工作 {n}",
                "date": dt.date(2024 - n // 24, 1 + n % 12, 1 + n % 28),
                **(
                    {"form": "forum", "attendance": 40 + n, "enterprises": ["样例甲公司"]}
                    if n % 3
                    else {"level": "national"}
                ),
            },
            by=staff,
            at=AT,
        )
    return found


@pytest.fixture
def visit(new_page, live_server, world):
    def page_of(who="staff", **options):
        page = new_page(**options)
        cookie = world.client(who).cookies["juli_session"].value
        page.context.add_cookies([{"name": "juli_session", "value": cookie, "url": live_server.url}])
        return page

    return page_of


def test_the_timeline_and_an_entry(visit, watch, world, barriers, overflow):
    watch.expect("422")
    page = visit(locale="zh-CN")
    ledger = f"/organisations/{world.ours.pk}/ledger/"
    page.goto(ledger)
    expect(page.locator(".line")).to_have_count(40)
    assert barriers(page) == []
    shot(page, "ledger-timeline")
    page.fill("#words", "样例工作 12")
    expect(page.locator(".line")).to_have_count(1)
    page.goto(ledger)
    page.select_option("#kind", "standard")
    expect(page.locator(".found")).to_contain_text("19")
    page.goto(f"{ledger}add/")
    shot(page, "ledger-choose")
    assert barriers(page) == []
    page.goto(f"{ledger}add/activity/")
    shot(page, "ledger-add")
    assert barriers(page) == []
    page.focus("#id_title")
    page.keyboard.type("键盘录入的论坛")
    page.fill("#id_attendance", "many")
    page.locator("#id_attendance").press("Enter")
    expect(page.locator(".problems")).to_be_visible()
    shot(page, "ledger-wrong")
    assert page.input_value("#id_title") == "键盘录入的论坛"
    page.fill("#id_attendance", "88")
    page.locator("#id_attendance").press("Enter")
    expect(page.locator("h1")).to_have_text("键盘录入的论坛")
    shot(page, "ledger-entry")
    assert barriers(page) == []
    narrow = visit(viewport=NARROW)
    for address, name in ((ledger, "timeline"), (page.url, "entry"), (f"{ledger}add/activity/", "add")):
        narrow.goto(address)
        shot(narrow, f"ledger-{name}-narrow")
        assert overflow(narrow) <= 0
        assert barriers(narrow) == []


def test_a_file_in_pieces_goes_on_where_the_line_broke(visit, watch, world, tmp_path, monkeypatch, barriers, overflow):
    """Six pieces; at 60 % the line breaks, and the browser goes on from there without being asked."""
    monkeypatch.setattr(settings, "JULI_FILES_DIR", tmp_path / "files")
    for words in ("ERR_CONNECTION", "ERR_FAILED", "net::ERR"):
        watch.expect(words)
    row = world.ours.achievements.first()
    photo = tmp_path / "现场照片.png"
    Image.frombytes("RGB", (1000, 1000), random.Random(1).randbytes(3_000_000)).save(photo, compress_level=0)
    length = photo.stat().st_size
    sent, broken = [], []

    def patch(route):
        request = route.request
        if request.method != "PATCH":
            route.continue_()
            return
        offset = int(request.headers["upload-offset"])
        if offset >= 0.6 * length and not broken:
            broken.append(offset)
            route.abort("connectionreset")
            return
        sent.append(offset)
        route.continue_()

    page = visit(locale="zh-CN")
    page.route("**/uploads/**", patch)
    page.goto(f"/organisations/{world.ours.pk}/ledger/{row.pk}/")
    page.select_option("#tag", "photos")
    page.set_input_files("#choose-files", [photo])
    expect(page.locator(".arriving .paused")).to_have_count(1)
    expect(page.locator(".file")).to_have_count(1)
    expect(page.locator(".arriving .done")).to_have_count(1)
    assert broken
    assert sent == sorted(set(sent)), "nothing was sent twice"
    assert broken[0] in sent
    draw_previews()
    expect(page.locator(".thumb img")).to_have_count(1)
    page.locator("#evidence").scroll_into_view_if_needed()
    expect(page.locator(".thumb img")).not_to_have_js_property("naturalWidth", 0)
    shot(page, "ledger-evidence")
    assert barriers(page) == []
    link = Attachment.objects.get()
    assert (link.tag, link.file.size, link.name) == ("photos", length, "现场照片.png")
    # Several at once, one of them not what it says.
    watch.expect("422")
    false = tmp_path / "假的.pdf"
    false.write_bytes(b"MZ" + bytes(2000))
    text = tmp_path / "说明.txt"
    text.write_text("样例说明", encoding="utf-8")
    page.set_input_files("#choose-files", [false, text])
    expect(page.locator(".arriving .wrong")).to_have_count(1)
    expect(page.locator(".file")).to_have_count(2)
    narrow = visit(viewport=NARROW)
    narrow.goto(f"/organisations/{world.ours.pk}/ledger/{row.pk}/")
    shot(narrow, "ledger-evidence-narrow")
    assert overflow(narrow) <= 0


def test_an_import_with_mistakes(visit, world, barriers, overflow):
    page = visit(locale="zh-CN")
    page.goto(f"/organisations/{world.ours.pk}/ledger/import/")
    assert barriers(page) == []
    shot(page, "ledger-import")
    page.select_option("#pasted-kind", "activity")
    rows = "".join(f"样例座谈 {n}\t2024-05-{n:02d}\t{20 + n}\t座谈\n" for n in range(1, 8))
    page.fill(
        "#pasted", f"名称\t日期\t参与人数\t活动形式\n{rows}坏日期\t五月\t30\t座谈\n没见过的\t2024-05-09\t三十\t聚餐\n"
    )
    page.locator("form:has(#pasted) button").click()
    expect(page.locator(".bad-row")).to_have_count(2)
    assert barriers(page) == []
    shot(page, "ledger-preview")
    page.locator("[name$='-date']").fill("2024-05-08")
    page.locator("button[value=take]").click()
    expect(page.locator(".bad-row")).to_have_count(1)
    assert world.ours.achievements.filter(title__in=["样例座谈 1", "坏日期"]).count() == 2
    narrow = visit(viewport=NARROW)
    narrow.goto(page.url)
    shot(narrow, "ledger-preview-narrow")
    assert overflow(narrow) <= 0


def test_lists_shared_events_and_filings(visit, world, barriers, overflow):
    row = world.ours.achievements.order_by("pk").first()
    staff, other = world.users["staff"], world.users["other"]
    for name, size in (("样例甲公司", "small"), ("样例乙公司", "large")):
        facts = listed.Facts(name, "", size)
        listed.enlist(organisation=world.ours, register="enterprise", facts=facts, by=staff, at=AT)
    party = sharing.invite(achievement=row, whom=world.theirs.name, by=staff, at=AT)
    sharing.confirm(party=party, values={}, by=other, at=AT)
    row.refresh_from_db()
    values = {"title": "新的名称", "date": row.date, "attendance": 66}
    achievements.change(achievement=row, values=values, version=row.version, by=staff, at=AT)
    notice = filings.Notice("样例芯片公司", "海淀区", Decimal(5000000), "集成电路设计", False, dt.date(2025, 10, 9))
    filing = filings.file(
        organisation=world.ours, notice=notice, by=staff, at=dt.datetime(2025, 9, 18, 2, tzinfo=dt.UTC)
    )
    ours, theirs = (f"/organisations/{o.pk}/ledger/" for o in (world.ours, world.theirs))
    pages = {
        "register": ("staff", f"{ours}lists/enterprise/"),
        "shared": ("staff", f"{ours}shared/"),
        "answer": ("other", f"{theirs}shared/"),
        "entry-shared": ("staff", f"{ours}{row.pk}/"),
        "filings": ("staff", f"{ours}filings/?day=2025-10-09"),
        "file": ("staff", f"{ours}filings/new/"),
        "filing": ("staff", f"{ours}filings/{filing.pk}/"),
        "outlook": ("staff", ours),
    }
    for language, options in (("zh-CN", {}), ("en-GB", {"viewport": NARROW})):
        for name, (who, address) in pages.items():
            page = visit(who, locale=language, **options)
            page.goto(address)
            if name == "outlook":
                expect(page.locator(".outlook > li").first).to_be_visible()
            shot(page, f"ledger-{name}-{language}")
            assert barriers(page) == [], name
            assert overflow(page) <= 0, name
            page.context.close()
