"""Words that only a person can answer, of rows and of the whole."""

import pytest

from tests.engines.policy.sample import clause_node, codes, judged


class TestJudgedRows:
    RULE = "count: talk\njudge: {question: Is it influential?, by: office%s}\nat_least: 1"
    ROW = "achievements: [{id: x, kind: talk, free: true, recognised_by: 某委}]\n"

    @pytest.mark.parametrize(
        ("answers", "status", "waiting"),
        [
            ("", "open", ("x",)),
            ("{clause: c, achievement: x, answer: true}", "met", ()),
            ("{clause: c, achievement: x, answer: false}", "unmet", ()),
            # Without an achievement it answers all rows; the one about the row comes first.
            ("{clause: c, answer: true}", "met", ()),
            ("{clause: c, answer: false}, {clause: c, achievement: x, answer: true}", "met", ()),
            ("{clause: c, answer: true}, {clause: c, achievement: x, answer: false}", "unmet", ()),
        ],
    )
    def test_answers(self, answers, status, waiting):
        found = clause_node(self.RULE % "", f"{self.ROW}judgements: [{answers}]")
        assert (found.status, found.judgement.waiting) == (status, waiting)

    def test_only_rows_that_passed_the_rest_are_asked_of(self):
        rule = self.RULE % "" + "\nwhere: '!free'"
        found = clause_node(rule, self.ROW)
        assert (found.status, found.judgement.waiting) == ("unmet", ())

    def test_what_is_known_needs_no_person(self):
        assert clause_node(self.RULE % ", known: free", self.ROW).status == "met"

    def test_an_answer_stands_above_what_is_known(self):
        facts = self.ROW + "judgements: [{clause: c, answer: false}]"
        assert clause_node(self.RULE % ", known: free", facts).status == "unmet"

    def test_what_the_applicant_wrote_in_the_record_answers_nothing(self):
        found = clause_node(self.RULE % ", record: recognised_by", self.ROW)
        assert (found.status, found.judgement.recorded) == ("open", (("x", "某委"),))

    @pytest.mark.parametrize(
        ("verification", "status"),
        [
            ("correct: {recognised_by: 组委会}", "met"),
            ("correct: {recognised_by: ''}", "open"),
            ("accept: true", "open"),
            ("correct: {seats: 5}", "open"),
        ],
    )
    def test_what_the_office_files_there_does(self, verification, status):
        facts = f"{self.ROW}verifications: [{{achievement: x, {verification}}}]"
        found = clause_node(self.RULE % ", record: recognised_by", facts)
        assert (found.status, found.verified.status) == (status, status)

    def test_a_planned_row_is_asked_of_too(self):
        found = clause_node(
            self.RULE % "" + "\nrows: both",
            "plan: [{id: p, kind: talk}]\njudgements: [{clause: c, achievement: p, answer: true}]",
        )
        assert (found.status, found.used) == ("met", ("p",))


class TestJudgedOnce:
    RULE = "judge: {question: Is it able?, by: experts}"

    @pytest.mark.parametrize(
        ("answers", "status", "waiting"),
        [
            ("", "open", ("",)),
            ("{clause: c, answer: true}", "met", ()),
            ("{clause: c, answer: false, by: 王, on: 2025-06-01, reason: 否}", "unmet", ()),
        ],
    )
    def test_answers(self, answers, status, waiting):
        found = clause_node(self.RULE, f"judgements: [{answers}]")
        assert (found.status, found.judgement.waiting, found.judgement.by) == (status, waiting, "experts")
        assert len(found.judgement.answers) == (1 if answers else 0)

    def test_a_judgement_of_a_clause_that_is_not_there_is_said(self):
        found = judged("categories: []", "judgements: [{clause: nowhere, answer: true}]")
        assert codes(found) == ["unknown-clause"]
