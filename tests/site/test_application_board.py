"""The clause board inside an application, in a browser: claimed by keyboard and by dragging, best claims, evidence."""

import os
from pathlib import Path

import pytest

from juli.registry.files.models import Attachment, StoredFile
from juli.stages.applications.models import Claim, Material
from tests.people import people
from tests.site.conftest import NARROW, expect
from tests.stages.applications.board.conftest import AT, EDITION, filled
from tests.stages.applications.board.test_board import PNG
from tests.stages.applications.conftest import begun


def shot(page, name):
    """A picture for the eye, where somebody asks for pictures."""
    folder = os.environ.get("JULI_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def world(transactional_db):
    return people()


@pytest.fixture
def visit(new_page, live_server, world):
    def page_of(who="staff", language="zh-hans", **options):
        page = new_page(**options)
        given = {"juli_session": world.client(who).cookies["juli_session"].value, "juli_language": language}
        cookies = [{"name": k, "value": v, "url": live_server.url} for k, v in given.items()]
        page.context.add_cookies(cookies)
        return page

    return page_of


def address(row):
    return f"/organisations/{row.organisation_id}/applications/{row.pk}/board/"


@pytest.fixture
def row(world):
    filled(world)
    return begun(EDITION, world)


def claimed():
    return {str(claim.achievement): claim.category for claim in Claim.objects.select_related("achievement")}


def test_claimed_by_keyboard_alone(row, visit, barriers, overflow):
    """S1-99, S1-110: the menu by arrow keys, the focus stays with the work, what happened is heard, and undone."""
    page = visit()
    page.goto(address(row))
    expect(page.get_by_text("无需再做工作")).to_be_visible()
    page.locator("#clause-parks > summary").focus()
    page.keyboard.press("Enter")
    page.locator("#could-parks\\.research > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#could-parks\\.research summary:focus")).to_contain_text("归入…")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="促进园区竞争力提升")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="开展产业行业研究").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#clause-parks > summary")).to_contain_text("1 项")
    assert claimed() == {"园区规划研究": "parks"}
    expect(page.locator("summary:focus")).to_contain_text("园区规划研究")
    expect(page.locator(".undo")).to_contain_text("“园区规划研究”已归入“促进园区竞争力提升”")
    assert barriers(page) == []
    assert overflow(page) == 0
    shot(page, "board-keyboard")
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_have_count(0)
    assert claimed() == {}


def drag(page, piece, target):
    """The events of a hand that drags; whether the place takes it."""
    carried = {"dataTransfer": page.evaluate_handle("() => new DataTransfer()")}
    piece.dispatch_event("dragstart", carried)
    target.dispatch_event("dragover", carried)
    taken = "over" in (target.locator("xpath=..").get_attribute("class") or "").split()
    target.dispatch_event("drop", carried)
    return taken


def carry(page, piece):
    """A hand with a mouse: takes the piece, and lets go of it over the first name in the strip that comes up."""
    piece.scroll_into_view_if_needed()
    at = piece.bounding_box()
    page.mouse.move(at["x"] + 5, at["y"] + 12)
    page.mouse.down()
    page.mouse.move(at["x"] + 15, at["y"] + 20, steps=4)
    drop = page.locator(".drops > *")
    expect(drop).to_have_text(["Standards"])
    to = drop.first.bounding_box()
    page.mouse.move(to["x"] + 20, to["y"] + 15, steps=8)
    page.mouse.move(to["x"] + 22, to["y"] + 16)
    expect(drop).to_have_class("over")
    page.mouse.up()
    expect(drop).to_have_count(0)


def test_claimed_by_dragging_and_the_best_taken(row, visit, barriers, overflow, world):
    page = visit(language="en")
    page.goto(address(row))
    page.locator("#clause-standards > summary").click()
    page.locator("#could-standards\\.association > summary").click()
    piece = page.locator("#could-standards\\.association .piece").first
    assert not drag(page, piece, page.locator("#clause-parks > summary"))
    piece.dispatch_event("dragend")
    assert claimed() == {}
    carry(page, piece)
    expect(page.locator(".undo")).to_contain_text("is claimed under “Standards”")
    assert claimed() == {"团体标准甲": "standards"}
    page.get_by_role("link", name="Best claims").click()
    expect(page.locator("#best-found")).to_be_focused()
    expect(page.locator("#best-found")).to_contain_text("Proven")
    assert barriers(page) == []
    shot(page, "board-best")
    page.get_by_role("button", name="Claim so").click()
    expect(page.locator("#said")).to_contain_text("6 pieces of work were claimed anew")
    expect(page.locator(".seal-of")).to_contain_text("Met")
    page.locator("#outside-standards\\.association > summary").click()
    expect(page.locator("#outside-standards\\.association")).to_contain_text("2024-08-01")
    assert barriers(page) == []
    narrow = visit(viewport=NARROW)
    narrow.goto(address(row))
    narrow.get_by_role("button", name="全部展开").click()
    narrow.wait_for_timeout(500)
    assert overflow(narrow) == 0
    assert barriers(narrow) == []
    shot(narrow, "board-narrow")


def test_evidence_is_brought_at_the_clause(row, visit, tmp_path, settings):
    settings.JULI_FILES_DIR = tmp_path / "files"
    picture = tmp_path / "现场照片.png"
    picture.write_bytes(PNG)
    page = visit()
    page.goto(address(row))
    page.get_by_role("link", name="最优归类").click()
    page.get_by_role("button", name="照此归类").click()
    expect(page.locator(".seal-of")).to_contain_text("符合")
    page.locator("#clause-park-services > summary").click()
    piece = page.locator("#clause-park-services\\.events .piece").first
    expect(piece).to_contain_text("材料 0/1，缺：照片")
    piece.locator(".bringing summary").click()
    piece.locator("input[type=file]").set_input_files(picture)
    piece.get_by_role("button", name="上传").click()
    expect(page.locator("#said")).to_contain_text("已为“园区对接会一”收下 1 份文件")
    expect(page.locator("#clause-park-services\\.events .piece").first).to_contain_text("材料 1/1")


def test_documents_come_several_at_once(world, visit, watch, barriers, overflow, tmp_path, settings):
    """S0-75, S0-77: in pieces, each told how far it is; what is there already is used again."""
    settings.JULI_FILES_DIR = tmp_path / "files"
    owns(world)
    application = begun("zgc-2022", world)
    files = [tmp_path / "年检一.png", tmp_path / "年检二.png"]
    for number, file in enumerate(files):
        file.write_bytes(PNG if number else Path(__file__).with_name("test_application_board.py").read_bytes())
    page = visit()
    page.goto(f"/organisations/{application.organisation_id}/applications/{application.pk}/documents/")
    assert barriers(page) == []
    assert overflow(page) == 0
    shot(page, "documents")
    page.get_by_role("combobox", name="属于哪项附件").select_option("inspections:2021:")
    page.locator("#evidence input[type=file]").set_input_files(files)
    # One of them is no picture: refused by its content, with the reason beside it.
    watch.expect("422")
    page.locator("#arriving li.wrong").wait_for()
    page.locator("#arriving li.done").wait_for()
    expect(page.locator("#files")).to_contain_text("年检二.png")
    page.get_by_role("button", name="用已有的这份").first.click()
    expect(page.locator(".flash")).to_contain_text("“登记证书.png”已作为附件")
    assert set(Material.objects.values_list("attachment", "year")) == {("inspections", 2021), ("registration", None)}
    shot(page, "documents-2")
    narrow = visit(viewport=NARROW, language="en")
    narrow.goto(f"/organisations/{application.organisation_id}/applications/{application.pk}/documents/")
    assert overflow(narrow) == 0
    assert barriers(narrow) == []
    shot(narrow, "documents-narrow")


def owns(world):
    """A certificate that the organisation's record keeps."""
    file = StoredFile.objects.create(digest="a" * 64, size=9, kind="png", previews="none", kept_at=AT)
    own = world.ours.subject
    Attachment.objects.create(
        file=file, subject_type=own.type, subject_id=own.id, tag="registration", name="登记证书.png", by="user:1", role="staff", at=AT
    )  # fmt: skip


def test_what_is_missing_fits_beside_the_board(row, visit, overflow):
    """Answers of the office that would do, worked out after the page is there, are no table of the form."""
    page = visit(language="en")
    page.goto(address(row))
    page.locator(".rail .advice").evaluate(
        "card => card.insertAdjacentHTML('beforeend', `<ul class='links answers'><li>?</li></ul>`)"
    )
    assert overflow(page) == 0
