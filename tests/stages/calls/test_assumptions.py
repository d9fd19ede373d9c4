"""What a visitor supposes stands in the address, and nowhere else."""

import datetime as dt

import pytest
from django.http import QueryDict

from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.stages.calls.assumptions import Assumptions, Unreadable, read
from juli.stages.calls.shelf import shelf

READING = "innovation.pool-growth"
FULL = Assumptions(
    day=dt.date(2022, 8, 30),
    answers=(("international.conference", "a1", True), ("qualification", None, False)),
    without=("a2",),
    readings=((READING, f"{READING}.each"),),
)


@pytest.fixture
def programme():
    return shelf().programmes["zgc-2022"]


@pytest.fixture
def dossier(programme):
    data = {
        "organisation": {"name": "样例协会", "type": "industry"},
        "achievements": [
            {"id": "a1", "kind": "activity", "title": "会议", "date": "2021-05-01"},
            {"id": "a2", "kind": "standard", "title": "标准", "date": "2021-05-01"},
        ],
        "judgements": [{"clause": "international.conference", "achievement": "a1", "answer": False, "by": "处室"}],
    }
    return dossier_from_mapping(data, "d.yaml", programme.vocabulary)


def test_an_address_says_it_all(programme, dossier):
    assert read(QueryDict(FULL.query()[1:]), programme, dossier) == FULL
    assert FULL.count == 4
    assert FULL.departs
    assert FULL.plain() == Assumptions(day=FULL.day)
    assert not FULL.plain().departs


def test_nothing_supposed_is_an_empty_query(programme, dossier):
    assert Assumptions().query() == "?"
    assert read(QueryDict(""), programme, dossier) == Assumptions()


def test_no_track_chosen_is_not_the_same_as_none_said(dossier):
    programme = shelf().programmes["cast-2023"]
    assert read(QueryDict("tracks=chosen"), programme, dossier).tracks == ()
    assert read(QueryDict(""), programme, dossier).tracks is None
    both = read(QueryDict("tracks=chosen&track=standards&track=tracking&track=standards"), programme, dossier)
    assert both.tracks == ("standards", "tracking")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("day=2022-13-01", "“2022-13-01”不是日期"),
        ("yes=nothing.here", "没有名为“nothing.here”的条款"),
        ("without=a9", "没有名为“a9”的事项"),
        ("tracks=chosen&track=moon", "没有名为“moon”的专项"),
        (f"reading={READING}@nowhere", "没有“innovation.pool-growth@nowhere”这种读法"),
        ("reading=standards@standards.published", "没有“standards@standards.published”这种读法"),
    ],
)
def test_what_is_not_there_is_refused_by_name(programme, dossier, query, words):
    with pytest.raises(Unreadable, match=words):
        read(QueryDict(query), programme, dossier)


def test_an_answer_replaces_the_one_before_and_can_be_taken_back():
    once = Assumptions().answering("c", "a", answer=True)
    assert once.answering("c", "a", answer=False).answers == (("c", "a", False),)
    assert once.answering("c", "a", answer=None) == Assumptions()
    assert (once.answer("c", "a"), once.answer("c", None)) == (True, None)


def test_a_work_is_left_out_and_taken_back():
    assert Assumptions().toggled("a").without == ("a",)
    assert Assumptions().toggled("a").toggled("a") == Assumptions()


def test_the_default_reading_is_nothing_supposed():
    other = Assumptions().read_as("c", "c.two", default="c.one")
    assert other.readings == (("c", "c.two"),)
    assert other.read_as("c", "c.one", default="c.one") == Assumptions()


def test_a_dossier_under_assumptions(dossier):
    there = FULL.on(dossier)
    assert [row.id for row in there.achievements] == ["a1"]
    assert there.application.day == FULL.day
    answers = [(j.clause, j.achievement, j.answer) for j in there.judgements]
    assert answers == [("international.conference", "a1", True), ("qualification", None, False)], (
        "in place of the own one"
    )
    assert Assumptions().on(dossier) == dossier
    assert Assumptions(tracks=("x",)).on(dossier).application.tracks == ("x",)
