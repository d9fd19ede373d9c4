"""The board's lines: what a clause says, and what a verdict answers."""

import datetime as dt
from decimal import Decimal

import pytest

from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount
from juli.engines.policy.rules import PointsItem
from juli.stages.calls.answers import Answers
from juli.stages.calls.board import Board
from juli.stages.calls.shelf import shelf
from juli.stages.calls.wording import UNSTATED, money_words, points_words, quota_words

DAY = dt.date(2022, 8, 30)


def lines(programme, answers=None):
    board = Board(programme, answers)
    every = [line for section in board.sections() for top in section.lines for line in top.walk()]
    return {line.id: line for line in every}


def answered(programme, **dossier):
    data = {"organisation": {"name": "样例协会", "type": "industry", **dossier.pop("organisation", {})}, **dossier}
    found = dossier_from_mapping(data, "d.yaml", programme.vocabulary)
    verdict = Judge(programme, shelf().calendar).verdict(found, DAY)
    return lines(programme, Answers(verdict, found).all())


def standards(n):
    row = {"kind": "standard", "date": "2021-05-01", "level": "association", "stage": "published"}
    return [{**row, "id": f"s{i}", "title": f"标准{i}"} for i in range(n)]


@pytest.fixture
def programme():
    return shelf().programmes["zgc-2022"]


def test_every_clause_of_the_categories_has_its_line(programme):
    found = lines(programme)
    assert set(found) == {c.id for top in programme.categories for c in top.walk()}
    assert found["standards"].way == "any"
    assert found["brands"].way == "all"
    assert found["innovation.pool-growth"].way == "reading"
    assert found["standards.association"].way == ""
    assert found["standards.association"].rule.zh.endswith("不少于 2 项")
    assert found["international.conference"].question == Label("是否有影响力", "Is it influential?")


def test_the_first_reading_is_in_force(programme):
    growth = lines(programme)["innovation.pool-growth"]
    assert [child.decides for child in growth.children] == [True, False]


def test_what_a_clause_shares_with_the_one_above_is_said_once(programme):
    found = lines(programme)
    assert found["standards"].cite == "二.1"
    assert found["standards.published"].cite == ""
    assert [paper.zh for paper in found["innovation.pool-growth"].evidence] == ["专利权人许可协议"]
    assert found["innovation.pool-growth.total"].evidence == ()
    assert [paper.zh for paper in found["international.standards"].evidence] == ["立项文件或标准发布文本"]
    assert found["brands.coverage"].evidence_optional != ()
    assert [p.en for c in found.values() for p in c.evidence if "as well" in p.en] == [
        "agreement as well where nature: commissioned"
    ]


def test_clauses_for_other_types_say_so_once_and_are_not_on_a_judged_board():
    programme = shelf().programmes["zgc-2025"]
    found = lines(programme)
    assert found["other-work.hub"].who.zh == "限综合类社会组织"
    assert found["other-work.hub.joint"].who.zh == ""
    assert "other-work.hub" not in answered(programme)
    assert "other-work.hub" in answered(programme, organisation={"type": "hub"})


def test_headings_of_the_notice_group_its_categories():
    programme = shelf().programmes["zgc-2025"]
    assert [(s.label, len(s.lines)) for s in Board(programme).sections()] == [
        (group.label, sum(c.group == group.id for c in programme.categories)) for group in programme.groups
    ]


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        ("tech-services.survey", "10 分，超过 50 家后每家加 0.2 分，最多 20 分",
         "10 points, 0.2 points for each beyond 50 enterprises, at most 20 points"),
        ("tech-services.listing", "每家 5 分，最多 30 分", "5 points each, at most 30 points"),
        ("standards", "5 分", "5 points"),
    ],
)  # fmt: skip
def test_points_read_as_a_sentence(clause, zh, en):
    programme = shelf().programmes["zgc-2025"]
    assert lines(programme)[clause].points == Label(zh, en)


def test_points_without_a_unit_count_pieces():
    clause = shelf().programmes["zgc-2022"].clauses["standards"]
    item = PointsItem("standards", Decimal(2), Decimal(1), 0, None)
    assert points_words(item, clause).zh == "2 分，每项加 1 分"


def test_what_the_notice_leaves_out_is_said_to_be_left_out():
    assert quota_words(Amount()) == money_words(Amount()) == UNSTATED
    assert (quota_words(Amount(exact=17)).zh, money_words(Amount(exact=100000)).zh) == ("17 家", "10 万元")


# -- with answers ------------------------------------------------------------------------------------------------------


def test_a_line_with_its_answer(programme):
    found = answered(programme, achievements=standards(3))
    answer = found["standards.association"].answer
    assert (answer.status, answer.gauge.low, answer.gauge.required, answer.gauge.shortfall) == ("met", 3, 2, None)
    assert [work.title.zh for work in answer.works] == ["标准0", "标准1", "标准2"]
    assert "0/3" in answer.evidence.zh
    assert found["standards"].answer.telling.zh == "上一年度发布团体标准：3 项，需 2 项"
    assert found["standards"].answer.gauge is None


def test_what_falls_short_says_by_how_much(programme):
    found = answered(programme, achievements=standards(1))
    assert found["standards.association"].answer.gauge.shortfall == 1
    assert found["standards"].answer.telling.zh == "上一年度发布团体标准：1 项，差 1"


def test_where_nothing_is_there_the_parts_are_counted(programme):
    found = answered(programme)
    assert found["standards"].answer.telling.zh == "4 项中 0 项符合"
    assert found["standards"].shown == found["standards"].children
    assert found["standards"].folded == ()


def test_alternatives_that_nothing_touches_are_folded(programme):
    found = answered(programme, achievements=standards(1))["standards"]
    assert [line.id for line in found.shown] == ["standards.association"]
    assert [line.id for line in found.folded] == ["standards.published", "standards.zgc", "standards.adoption"]


def test_a_question_that_waits_is_told_with_its_work(programme):
    event = {
        "id": "e", "kind": "activity", "title": "国际论坛", "date": "2021-06-01", "form": "forum", "scope": "international",
        "nonprofit": True, "place": "beijing", "attendance": 80, "foreign_speakers": 3,
    }  # fmt: skip
    found = answered(programme, achievements=[event])
    answer = found["international.conference"].answer
    assert answer.status == "open"
    assert [(ask.achievement, ask.answer) for ask in answer.asks] == [("e", None)]
    assert (answer.works[0].waits, answer.works[0].unknown) == (True, ())
    assert [fact.zh for fact in answer.works[0].facts] == ["参与人数 80 人", "外籍演讲嘉宾 3 人"]
    assert found["international"].answer.telling.zh == "举办非营利性国际会议：1 场待认定"
    judged = [
        {"clause": "international.conference", "achievement": "e", "answer": True, "by": "处室", "reason": "知名"}
    ]
    answer = answered(programme, achievements=[event], judgements=judged)["international.conference"].answer
    assert [(ask.answer, ask.by, ask.reason) for ask in answer.asks] == [(True, "处室", "知名")]


def test_a_field_left_empty_is_named(programme):
    event = {
        "id": "e",
        "kind": "activity",
        "title": "园区活动",
        "date": "2021-06-01",
        "park": "样例园",
        "purpose": "park_service",
    }
    found = answered(programme, achievements=[{**event, "id": f"e{i}"} for i in range(10)])
    works = found["brands.coverage.any"].answer.works
    assert len(works) == 10
    assert [label.zh for label in works[0].unknown] == ["参与人数"]
    assert found["brands.coverage.any"].answer.more == 7


def test_the_verified_side_is_told_where_it_differs(programme):
    struck = [{"achievement": "s0", "strike": True, "by": "处室"}]
    found = answered(programme, achievements=standards(2), verifications=struck)
    assert found["standards.association"].answer.verified == ("unmet", Label("1 项，需 2 项", "1, 2 needed"))
    assert found["standards"].answer.verified == ("unmet", Label("", ""))
    assert found["research"].answer.verified is None


def test_a_ceiling_of_none_has_no_gauge_and_a_record_has_a_name():
    programme = shelf().programmes["cast-2023"]
    record = {
        "type": "national_society",
        "projects": [{"call": "旧项目", "programme": "other", "outcome": "late", "year": 2021}],
    }
    data = {"organisation": {"name": "样例学会", **record}}
    found = dossier_from_mapping(data, "d.yaml", programme.vocabulary)
    verdict = Judge(programme, shelf().calendar).verdict(found, dt.date(2023, 5, 10))
    answer = Answers(verdict, found).all()["earlier-projects"]
    assert answer.gauge is None
    assert [(w.title.zh, w.own, w.when) for w in answer.works] == [("承担过的支持项目：旧项目", False, "2021")]


def test_contested_categories_are_marked():
    programme = shelf().programmes["zgc-2025"]
    research = {
        "id": "r", "kind": "research", "title": "规划研究", "date": "2022-03-01", "nature": "commissioned",
        "commissioner": "province", "topic": "industry_plan",
    }  # fmt: skip
    data = {
        "organisation": {"name": "样例协会", "type": "industry"},
        "achievements": [{**research, "date": "2025-03-01"}],
    }
    found = dossier_from_mapping(data, "d.yaml", programme.vocabulary)
    verdict = Judge(programme, shelf().calendar).verdict(found, dt.date(2025, 9, 1))
    contested = {f.clause for f in verdict.findings if f.code == "contested"}
    answers = Answers(verdict, found).all()
    assert {i for i, a in answers.items() if a.contested} == contested
