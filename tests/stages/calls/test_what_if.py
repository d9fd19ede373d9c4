"""What other numbers would do to a population: drawn once, worked out in the background, the same for everybody."""

import datetime as dt
import json
import os
import re
import time

import pytest
from django.http import QueryDict

from juli.engines.policy.interpreter.judge import Judge
from juli.stages.calls import populations
from juli.stages.calls.assumptions import Unreadable
from juli.stages.calls.populations import Population, WhatIf, ask, drawn, member
from juli.stages.calls.queries import what_if
from juli.stages.calls.shelf import shelf
from tests.stages.calls.reading import words

NOW = dt.datetime(2031, 3, 10, tzinfo=dt.UTC)
DAY = dt.date(2031, 3, 10)


@pytest.fixture(autouse=True)
def _small(root, settings, tmp_path):
    settings.WHAT_IF = tmp_path / "what-if"


@pytest.fixture
def population():
    return Population("small", shelf().programmes["small"].digest, 1000, 1, DAY)


def finished(question):
    """The answer to a question, once it is worked out."""
    for _ in range(600):
        outcome = ask(shelf(), question)
        assert outcome.step != "failed"
        if outcome.answer is not None:
            return outcome.answer
        time.sleep(0.1)
    raise AssertionError(f"still {outcome.step} after a minute")


def asked(text=""):
    return what_if.asking("small", QueryDict(text), NOW)


# -- the question ------------------------------------------------------------------------------------------------------


def test_the_numbers_that_the_verdict_hangs_on_can_be_moved():
    found = {t.name: (t.own, t.label.zh, t.unit.zh) for t in asked().thresholds}
    assert found == {
        "qualification.at_least": (1, "门槛", "类"),
        "works.standards.at_least": (2, "标准", "项"),
        "works.events.at_least": (1, "活动", "场"),
    }


def test_of_several_readings_the_one_in_force_has_the_numbers(settings):
    settings.PROGRAMMES = settings.ROOT / "programmes"
    names = [t.name for t in what_if.asking("zgc-2022", QueryDict(), NOW).thresholds]
    assert "international.expo.total.at_least" in names
    assert "international.expo.each.at_least" not in names
    assert len(names) == len(set(names))


def test_an_address_holds_what_was_moved_and_nothing_else():
    found = asked("size=10000&seed=7&works.standards.at_least=5&works.events.at_least=1")
    assert found.query == "?size=10000&seed=7&works.standards.at_least=5&focus=works.standards"
    assert [(t.clause, t.number) for t in found.moved] == [("works.standards", 5)]
    assert asked().query == "?"
    assert asked("focus=works.events").focus.clause == "works.events"


@pytest.mark.parametrize(
    "text",
    ["size=999", "size=x", "seed=-1", "seed=9999999", "works.standards.at_least=1.5", "works.standards.at_least=-1",
     "works.standards.at_least=many", "works.standards.at_least=1e30", "focus=nothing"],
)  # fmt: skip
def test_an_address_that_asks_nonsense_is_refused(visitor, text):
    with pytest.raises(Unreadable):
        asked(text)
    assert visitor.get("/programmes/small/what-if/?" + text).status_code == 400
    assert visitor.get("/programmes/small/what-if/result/?" + text).status_code == 400


def test_where_one_work_counts_once_populations_are_smaller(settings):
    settings.PROGRAMMES = settings.ROOT / "programmes"
    assert what_if.asking("zgc-2025", QueryDict(), NOW).sizes == populations.SIZES_SOLVED
    assert what_if.asking("zgc-2022", QueryDict(), NOW).sizes == populations.SIZES


def test_the_page_opens_with_a_picture(settings):
    assert asked().focus.clause == "qualification"
    assert asked("works.events.at_least=3").focus.clause == "works.events", "what was moved is looked at"
    settings.PROGRAMMES = settings.ROOT / "programmes"
    solved = what_if.asking("zgc-2025", QueryDict(), NOW)
    assert solved.focus == next(t for g in solved.groups[1:] for t in g.thresholds), "an assignment can't be pictured"


def test_numbers_with_one_name_are_told_apart(settings):
    settings.PROGRAMMES = settings.ROOT / "programmes"
    for group in what_if.asking("zgc-2022", QueryDict(), NOW).groups:
        names = [t.label.zh for t in group.thresholds]
        assert len(names) == len(set(names))


# -- the population ----------------------------------------------------------------------------------------------------


def test_a_population_is_drawn_once(population):
    folder = drawn(shelf(), population)
    before = {f.name: f.stat().st_mtime_ns for f in folder.glob("*.parquet")}
    assert before
    assert drawn(shelf(), population) == folder
    assert {f.name: f.stat().st_mtime_ns for f in folder.glob("*.parquet")} == before


def test_the_oldest_populations_make_room(population, monkeypatch):
    monkeypatch.setattr(populations, "KEPT", 2)
    folders = []
    for seed in range(1, 5):
        folders.append(drawn(shelf(), Population("small", population.digest, 1000, seed, DAY)))
        for n, folder in enumerate(folders):
            if folder.exists():
                os.utime(folder, (n, n))
    assert [folder.exists() for folder in folders] == [False, False, True, True]


def test_a_member_is_a_dossier_that_can_be_judged(visitor, population):
    found = member(shelf(), population, 7)
    assert found.name
    assert member(shelf(), population, 1000) is None
    judged = Judge(shelf().programmes["small"], shelf().calendar).verdict(found, DAY)
    assert judged.status in ("met", "open", "unmet")
    assert found.name in words(visitor.get("/programmes/small/check/p1000-1-7/"))
    for who in ("p1000-1-1000", "p7-1-1", "p1000-1-x"):
        assert visitor.get(f"/programmes/small/check/{who}/").status_code == 404
    assert visitor.get("/check/p1000-1-7/").status_code == 404, "only against the call it was drawn for"


# -- the answer --------------------------------------------------------------------------------------------------------


def test_an_answer_agrees_with_the_interpreter(population):
    """What the page tells of a few organisations is what the board tells of each."""
    question = WhatIf(population, (("works.standards", "at_least", 1),), "works.standards")
    found = finished(question)
    assert found["organisations"] == 1000
    assert sum(found["before"][""][:3]) == 1000
    assert sum(n for _, _, n in found["bars"]) == 1000
    better = [n for n, before, after in found["changes"] if (before, after) != ("met", "met")]
    assert found["after"][""][0] > found["before"][""][0]
    text = (shelf().catalogue.root / "small" / "programme.yaml").read_text(encoding="utf-8")
    own = Judge(shelf().programmes["small"], shelf().calendar)
    dossiers = {n: member(shelf(), population, n) for n in better[:5]}
    before = {n: own.verdict(d, DAY).status for n, d in dossiers.items()}
    (shelf().catalogue.root / "small" / "programme.yaml").write_text(text.replace("at_least: 2", "at_least: 1"))
    changed = Judge(shelf().programmes["small"], shelf().calendar)
    after = {n: changed.verdict(d, DAY).status for n, d in dossiers.items()}
    told = {n: (b, a) for n, b, a in found["changes"]}
    assert {n: (before[n], after[n]) for n in dossiers} == {n: told[n] for n in dossiers}


def test_the_same_question_is_worked_out_once(population):
    question = WhatIf(population, (), "")
    finished(question)
    stamp = question.file.stat().st_mtime_ns
    finished(question)
    assert question.file.stat().st_mtime_ns == stamp
    assert list(question.population.folder.glob("*.progress")) == []


def test_a_question_under_way_is_not_asked_again(population):
    question = WhatIf(population, (), "")
    populations._say(question, "judging", 300, 1000)
    assert ask(shelf(), question) == (None, "judging", 300, 1000)
    silent = question.file.with_suffix(".progress")
    os.utime(silent, (1, 1))
    assert ask(shelf(), question).step == "waiting", "whoever worked on it is gone"
    finished(question)


def test_a_question_that_fails_says_so_once_and_can_be_asked_again(visitor, population):
    question = WhatIf(population, (("no.such.clause", "at_least", 1),), "")
    ask(shelf(), question)
    populations._worker.submit(lambda: None).result()
    assert ask(shelf(), question).step == "failed"
    assert ask(shelf(), question).step == "waiting"
    populations._worker.submit(lambda: None).result()
    own = WhatIf(
        Population(
            "small",
            population.digest,
            1000,
            1,
            what_if.asking("small", QueryDict(), dt.datetime.now(dt.UTC)).population.day,
        ),
        (),
        "qualification",
    )
    populations._say(own, "failed")
    assert "没能算出结果" in words(visitor.get("/programmes/small/what-if/result/"))


def test_a_distribution_is_counted_once_for_all_numbers(population, monkeypatch):
    first = finished(WhatIf(population, (), "works.standards"))
    monkeypatch.setattr(populations, "profile", None)
    second = finished(WhatIf(population, (("works.standards", "at_least", 1),), "works.standards"))
    assert second["bars"] == first["bars"]
    assert second["after"] != first["after"]


def test_the_page_needs_no_script(visitor):
    """It comes back by itself until the answer is there, and then holds it, with the table in the picture's place."""
    for _ in range(600):
        text = visitor.get("/programmes/small/what-if/").content.decode()
        if "outcome-title" in text:
            break
        assert '<noscript><meta http-equiv="refresh"' in text
        time.sleep(0.1)
    assert "refresh" not in text
    assert '<div id="drawn" hidden>' in text
    assert '<details class="more" id="table" open>' in text


def test_exclusive_claims_are_judged_one_by_one(root):
    file = root / "small" / "programme.yaml"
    text = file.read_text(encoding="utf-8").replace("qualification:", "claims: {exclusive: categories}\nqualification:")
    file.write_text(text, encoding="utf-8")
    programme = shelf().programmes["small"]
    assert populations.is_solved(programme)
    question = WhatIf(Population("small", programme.digest, 200, 1, DAY), (("works.standards", "at_least", 1),), "")
    found = finished(question)
    assert sum(found["before"][""][:3]) == 200


# -- the pages ---------------------------------------------------------------------------------------------------------


def test_the_page_asks_and_the_answer_follows(visitor):
    text = visitor.get("/programmes/small/what-if/?works.standards.at_least=1").content.decode()
    assert re.search(r'name="works.standards.at_least"[^>]*value="1"[^>]*data-own="2" class="moved"', text)
    path = "/programmes/small/what-if/result/?works.standards.at_least=1"
    for _ in range(600):
        answer = visitor.get(path)
        if "outcome-title" in answer.content.decode():
            break
        assert 'hx-trigger="load delay' in answer.content.decode()
        time.sleep(0.1)
    shown = words(answer)
    assert re.search(r"\d+ 家受益，0 家受损", shown)
    assert "标准 2 → 1" in shown
    assert "只列出前 50 家" in shown or "机构" in shown
    assert (
        answer.headers["HX-Replace-Url"]
        == "/programmes/small/what-if/?works.standards.at_least=1&focus=works.standards"
    )
    data = re.search(r'<script id="picture-data" type="application/json">(.*?)</script>', answer.content.decode())[1]
    assert json.loads(data)["own"] == 2.0
    address = re.search(r'href="(/programmes/small/check/p1000-1-\d+/)"', answer.content.decode())[1]
    assert visitor.get(address).status_code == 200


def test_there_is_no_what_if_of_a_plan(visitor, settings):
    settings.PROGRAMMES = settings.ROOT / "programmes"
    assert visitor.get("/programmes/juli-2022/what-if/").status_code == 404
    assert visitor.get("/programmes/juli-2022/what-if/result/").status_code == 404
