"""The notice's own words beside what is filled in, and what a call's page says of its standing.

S0-3, S2-22, S2-47, S2-50, S2-60, S3-57, O-13.
"""

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.stages.calls.notices.actions.texts import import_notice, take_notice
from juli.stages.organisations.actions import record
from tests.stages.applications.conftest import NOW, begun, published

#: Written for this test: a creed, an item with words misprinted as notices have them, a list the form cites.
CREED = "　　以示例思想为指导，全面落实示例大会部署，守正创新、久久为功。"
TYPO = "2.共性技术服平台与离案服务收入的证明，由决策能提供的单位选遴。"
NOTICE = f"""示例支持项目申报说明

{CREED}
一、总体要求
有关工作按本说明办理。
二、支持内容
支持示例服务能力。
三、申报材料
1.登记证书。
{TYPO}
四、经费
按实际成本核定。
"""


@pytest.fixture
def told(world, settings, tmp_path):
    """A call with its notice taken, and an application in it. The world, the application, the notice."""
    settings.JULI_FILES_DIR = tmp_path / "files"
    row, officer, at = begun("zgc-2022", world), world.users["officer"], NOW["zgc-2022"]
    notice = import_notice(call=row.call, blocks=[NOTICE.encode()], name="说明.txt", by=officer, at=at)
    take_notice(notice=notice, version=notice.version, by=officer, at=at)
    return world, row, notice


def section(world, row, name):
    client = world.client("staff")
    return client.get(f"/organisations/{row.organisation_id}/applications/{row.pk}/form/{name}/").content.decode()


def test_the_words_of_the_notice_stand_beside_the_section_that_cites_them(told):
    world, row, _notice = told
    page = section(world, row, "performance")
    quote = page.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert TYPO in quote
    assert "登记证书" not in quote, "only the item that is cited"
    # A section without a citation of its own stands under the one of the whole form.
    assert "登记证书" in section(world, row, "goals").partition("<blockquote")[2].partition("</blockquote>")[0]
    assert f'href="/calls/{row.call.edition}/notice/"' in page


def test_without_a_notice_nothing_is_said_of_one(world):
    row = begun("zgc-2022", world)
    page = section(world, row, "performance")
    assert "<blockquote" not in page
    assert "/notice/" not in page


def test_a_creed_and_a_misprint_stand_as_they_were_printed_and_our_own_words_are_right(told, settings):
    world, row, notice = told
    raws = [line.raw for line in notice.paragraphs.order_by("number")]
    assert [raw.strip() for raw in raws if raw.strip()] == [raw.strip() for raw in NOTICE.splitlines() if raw.strip()]
    shown = world.client("nobody").get(f"/calls/{row.call.edition}/notice/").content.decode()
    assert CREED.strip() in shown
    assert TYPO in shown
    catalogue = open_catalogue(settings.PROGRAMMES)
    labels = [c.label.zh for name in ("zgc-2022", "zgc-2025") for c in catalogue.load(name).clauses.values()]
    assert not [label for label in labels for typo in ("离案", "服平台", "选遴", "决策能提供") if typo in label]


def test_a_calls_page_names_the_fund_and_what_is_to_be_read_with_it(world):
    published("bast-2024")
    published("zgc-2022")
    client = world.client("nobody")
    parks = client.get("/calls/bast-2024/").content.decode()
    for link in ("相关解读", "相关政策"):
        assert link in parks
    assert "支持资金管理办法" in client.get("/calls/zgc-2022/").content.decode()


def test_a_plan_is_written_once_in_the_record_and_asked_for_in_the_form(told):
    world, row, _notice = told
    plan = "三年建成示例平台，目标与标志性成果逐年列明。"
    boss = world.users["administrator"]
    record.describe(organisation=world.ours, texts={"development_plan": plan}, by=boss, at=NOW["zgc-2022"])
    assert plan in world.client("staff").get(f"/organisations/{world.ours.pk}/").content.decode()
    goals = section(world, row, "goals")
    assert "标志性成果" in goals
