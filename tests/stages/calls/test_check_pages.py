"""One organisation held against a call, as the server sends it: what it shows, what it refuses, what one supposes."""

import re

import pytest

from juli.stages.calls.shelf import shelf
from tests.stages.calls.reading import status, words

CHECK = "/programmes/zgc-2022/check/intelligence-association/"
CONFERENCE = "international.conference@forum-2021"


def test_a_sample_has_its_verdict_with_numbers_and_works(visitor, samples):
    answer = visitor.get(CHECK)
    shown = words(answer)
    assert status(answer) == "open"
    assert "已达到 2 类，需 3 类 另有 1 类待认定，都认定符合则达到 3 类，即够 还差什么" in shown.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "2021国际智能制造论坛" in shown
    assert "缺：外籍嘉宾情况" in shown
    assert "附件共需 5 份，已有 3 份。" in shown


def test_a_headline_says_whether_what_is_open_would_do(visitor, samples):
    """One more capability is asked for than could be reached, once nothing is open any more."""
    no = words(visitor.get(CHECK + "?no=international.conference&no=qualification"))
    assert "还差 1 类 还差什么" in no.replace("\N{NO-BREAK SPACE}", " ")
    met = words(visitor.get("/programmes/zgc-2022/check/property-alliance/"))
    assert "需 3 类 各项条件均已符合。" in met.replace("\N{NO-BREAK SPACE}", " ")


def test_a_reason_that_is_no_number_says_that_it_is_unmet(visitor, samples):
    shown = words(visitor.get("/programmes/bast-2024/check/incubator/"))
    assert "专门工作人员：不符合" in shown
    assert "专门工作人员：否" not in shown


def test_only_a_judgement_that_is_awaited_stands_out(visitor, samples):
    answered = visitor.get("/programmes/bast-2024/check/software-park/").content.decode()
    assert '<p class="asked">' in answered
    board = answered[: answered.index('id="beside"')]
    assert '<p class="asked waits">' not in board
    assert '<p class="asked waits">' in visitor.get(CHECK).content.decode()


def test_supposing_an_answer_judges_again_and_says_so(visitor, samples):
    answer = visitor.get(CHECK, {"yes": CONFERENCE})
    assert status(answer) == "met"
    assert "假设情形：有 1 处与材料不同" in words(answer)
    assert status(visitor.get(CHECK, {"no": [CONFERENCE, "qualification"]})) == "unmet"
    assert "假设情形" not in words(visitor.get(CHECK))


def test_leaving_a_work_out_judges_again(visitor, samples):
    answer = visitor.get(CHECK, {"without": ["T/YLZN-001", "T/YLZN-002"]})
    assert "已达到 1 类" in words(answer)
    assert "不计“智能制造单元接口规范” ×" in words(answer)


def test_another_reading_judges_again(visitor, samples):
    shown = words(visitor.get(CHECK, {"reading": "brands.events@brands.events.service"}))
    assert re.search(r"仅计服务类活动 按此判定", shown)


def test_the_day_and_the_tracks_can_be_chosen(visitor, samples):
    path = "/programmes/cast-2023/check/automation-society/"
    text = visitor.get(path).content.decode()
    assert text.count('name="track"') == 4
    assert text.count(" checked>") == 2
    answer = visitor.get(path, {"tracks": "chosen", "track": ["awards"], "day": "2023-05-01"})
    assert answer.content.decode().count(" checked>") == 1
    assert 'value="2023-05-01"' in answer.content.decode()


@pytest.mark.parametrize("query", [{"day": "yesterday"}, {"yes": "no.such.clause"}, {"without": "nothing"}])
def test_an_address_that_supposes_nonsense_is_refused(visitor, samples, query):
    answer = visitor.get(CHECK, query)
    assert answer.status_code == 400
    assert "这个请求无法识别" in words(answer)


def test_what_is_missing_is_told_in_steps(visitor, samples):
    answer = visitor.get(CHECK + "missing/", headers={"HX-Request": "true"})
    shown = words(answer)
    assert shown.startswith("不等认定，最省的一步：")
    assert "参与人数不少于 10 人" in shown
    assert "或者，其中一项认定为是就够：" in shown
    assert f'href="{CHECK}?yes=international.conference%40forum-2021"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    alone = visitor.get(CHECK + "missing/")
    assert "<html" in alone.content.decode()
    assert "HX-Request" in alone.headers["Vary"]


def test_what_is_missing_follows_what_is_supposed(visitor, samples):
    assert "不差什么" in words(visitor.get(CHECK + "missing/", {"yes": CONFERENCE}))
    assert visitor.get(CHECK + "missing/", {"day": "x"}).status_code == 400


def test_what_no_effort_can_cure_is_named(visitor, samples):
    shown = words(visitor.get("/programmes/bast-2024/check/incubator/missing/"))
    assert "以下情形无法通过补充工作解决：" in shown
    assert "专门工作人员 单位自身情况不符合" in shown


def test_points_and_the_best_claims_stand_beside_an_exclusive_call(visitor, samples):
    shown = words(visitor.get("/programmes/zgc-2025/check/intelligence-association/"))
    assert "怎么归类最好" in shown
    assert "已证明最优：没有更好的归类。" in shown
    assert re.search(r"[\d.]+–[\d.]+ 分 假定", shown)
    assert "怎么归类最好" not in words(visitor.get(CHECK))


def test_the_verified_side_stands_beside_the_declared_one(visitor, samples):
    shown = words(visitor.get("/programmes/zgc-2022/check/property-alliance/"))
    assert "核定：" in shown


def test_a_judgement_for_another_programme_is_no_mistake(visitor, samples):
    for programme in shelf().calls:
        for who in ("intelligence-association", "property-alliance", "hub-federation"):
            if "industry" in programme.applicants.types:
                assert "不在本批次中" not in words(visitor.get(f"/programmes/{programme.id}/check/{who}/"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [p.id for p in shelf().calls])
def test_every_sample_can_be_held_against_every_call(visitor, samples, name):
    people = re.findall(
        rf'href="/programmes/{name}/check/([\w-]+)/"', visitor.get(f"/programmes/{name}/check/").content.decode()
    )
    assert len(people) > 5
    for who in people:
        answer = visitor.get(f"/programmes/{name}/check/{who}/")
        assert answer.status_code == 200
        doubled = [
            i
            for i in set(re.findall(r' id="([^"]+)"', answer.content.decode()))
            if answer.content.decode().count(f' id="{i}"') > 1
        ]
        assert doubled == []


def test_one_organisation_against_every_call(visitor, samples):
    shown = words(visitor.get("/check/intelligence-association/"))
    assert "不在本批次的申报主体范围内" in shown
    assert "待认定" in shown


def test_the_chooser_offers_samples_only_in_a_demonstration(visitor, settings):
    settings.SAMPLES = None
    assert "或者看一个示例" not in words(visitor.get("/check/"))
