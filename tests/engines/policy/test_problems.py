"""Problems: told in one line, each once, in the order of the file."""

import pytest

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import (
    BadValue,
    DossierUnusable,
    Place,
    Problem,
    ProgrammeUnusable,
    Unusable,
    closest,
    nearest,
)

WRONG, REMEDY = Label("它不对", "it is wrong"), Label("这样做", "do so")


class TestPlace:
    def test_of_a_text(self):
        assert str(Place("programmes/x.yaml", 41, 14)) == "programmes/x.yaml:41:14"

    def test_of_a_whole_file(self):
        assert str(Place("x.yaml")) == "x.yaml"

    def test_of_a_cell(self):
        assert str(Place("x.xlsx", 3, 2, "活动")) == "x.xlsx [活动] row 3, column 2"
        assert Place("x.xlsx", 3, 2, "活动").say("zh") == "x.xlsx [活动] 第 3 行 2 列"


class TestProblem:
    def test_with_a_remedy(self):
        problem = Problem(Place("x", 1, 2), WRONG, REMEDY)
        assert str(problem) == problem.say("en") == "x:1:2  it is wrong; do so"
        assert problem.say("zh") == "x:1:2  它不对；这样做"

    def test_a_question_has_its_mark_already(self):
        problem = Problem(Place("x"), Label("几项？", "how many?"), REMEDY)
        assert (problem.say("zh"), problem.say("en")) == ("x  几项？这样做", "x  how many?; do so")

    def test_without_a_remedy(self):
        problem = Problem(Place("x", 1, 2), WRONG)
        assert str(problem) == problem.say("en") == "x:1:2  it is wrong"
        assert problem.say("zh") == "x:1:2  它不对"


class TestBadValue:
    def test_it_is_told_like_a_problem_without_a_place(self):
        assert str(BadValue(WRONG, REMEDY)) == "it is wrong; do so"
        assert str(BadValue(WRONG)) == "it is wrong"


class TestUnusable:
    def test_problems_come_in_the_order_of_the_file_each_once(self):
        problems = [
            Problem(Place("x", line, 1), Label.both(text)) for line, text in ((12, "c"), (2, "b"), (2, "a"), (12, "c"))
        ]
        error = Unusable(problems)
        assert str(error) == "x:2:1  a\nx:2:1  b\nx:12:1  c"

    @pytest.mark.parametrize("kind", [ProgrammeUnusable, DossierUnusable])
    def test_both_kinds_are_unusable(self, kind):
        assert issubclass(kind, Unusable)


class TestNearest:
    def test_a_near_miss_is_named(self):
        assert nearest("atendance", ["attendance", "place"]) == Label(
            "是不是“attendance”？", 'did you mean "attendance"?'
        )

    def test_few_names_are_all_told(self):
        assert nearest("x", ["b", "a", "b"]) == Label("可用：a、b", "use one of a, b")

    def test_many_names_are_not(self):
        names = [f"name{i}" for i in range(13)]
        assert nearest("zzz", names) == Label("", "")
        assert nearest("zzz", names, otherwise=REMEDY) == REMEDY

    def test_nothing_known(self):
        assert nearest("x", []) == Label("", "")
        assert nearest("x", [], otherwise=REMEDY) == REMEDY

    def test_the_closest_alone(self):
        assert closest("x", ["b", "a"], otherwise=REMEDY) == REMEDY
        assert closest("plase", ["place"], otherwise=REMEDY).en == 'did you mean "place"?'
