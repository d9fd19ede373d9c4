"""What is judged from other data than rows: tracks, joint applicants, attachments, dates, duties."""

import pytest

from juli.engines.policy.describe import rule
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import codes, judged, node, programme


class TestTracks:
    PARTS = """
        tracks:
          - {id: a, label: A, conditions: [{id: a.c, holds: legal_person}], exclusive: [b]}
          - {id: b, label: B}
          - {id: c, label: C, combine_with: [a], choose: {field: [law, tax], exactly: 1}}
          - {id: d, label: D, exclusions: [{id: d.x, count: sanction, at_most: 0}]}
        """
    WITHOUT = PARTS.replace(", combine_with: [a]", "")

    @pytest.mark.parametrize(
        ("parts", "chosen", "status"),
        [
            (PARTS, "[a]", "met"),
            (PARTS, "[a, c]", "met"),
            (PARTS, "[c, a]", "met"),
            (PARTS, "[b, c]", "unmet"),
            (PARTS, "[a, b]", "unmet"),
            (PARTS, "[b, a]", "unmet"),
            # Once a file says what may be combined, nothing else may.
            (PARTS, "[a, d]", "unmet"),
            # Where it says nothing of the kind, only what excludes one another can't.
            (WITHOUT, "[a, d]", "met"),
            (WITHOUT, "[a, b]", "unmet"),
            (WITHOUT, "[a, c, d]", "met"),
        ],
    )
    def test_which_may_stand_together(self, parts, chosen, status):
        assert node(parts, f"application: {{tracks: {chosen}}}", "tracks").status == status

    def test_conditions_and_exclusions_of_the_chosen_join_the_root(self):
        found = judged(
            self.PARTS, "organisation: {name: S, type: society, legal_person: true}\napplication: {tracks: [a]}"
        )
        assert [n.id for n in found.children] == ["applicant", "tracks", "a.c"]
        assert found.status == "met"
        assert [n.id for n in found.branches["tracks"]] == ["track.b", "track.c", "track.d"]

    def test_those_not_chosen_stand_beside_it(self):
        found = judged(self.PARTS, "organisation: {name: S, type: society, legal_person: false}")
        assert (found.status, found.node("track.a").status, found.node("track.d").status) == ("met", "unmet", "open")

    @pytest.mark.parametrize(
        ("choices", "status"),
        [
            ("", "open"),
            ("{c: {field: law}}", "met"),
            ("{c: {field: trade}}", "unmet"),
            ("{c: {field: [law, tax]}}", "unmet"),
            ("{a: {field: law}}", "open"),
        ],
    )
    def test_a_choice_within_a_track(self, choices, status):
        facts = f"application: {{tracks: [c]{f', choices: {choices}' if choices else ''}}}"
        found = judged(self.PARTS, facts)
        assert (found.node("track.c.field").status, found.status) == (status, status)

    def test_a_track_that_is_not_there_is_refused(self):
        with pytest.raises(DossierUnusable, match='no track "e"; use one of a, b, c, d'):
            judged(self.PARTS, "application: {tracks: [e]}")

    def test_a_category_that_is_not_there_is_refused_where_claims_count(self):
        parts = "categories: [{id: talks, count: talk, at_least: 1}]\nclaims: {exclusive: categories}"
        with pytest.raises(DossierUnusable, match=r'claims\.x: no category "talk"; did you mean "talks"\?'):
            judged(parts, "achievements: [{id: x, kind: talk}]\nclaims: {x: talk}")


class TestJointApplicants:
    PARTS = """
        applicants: {types: [society], joint: {with: [park]}}
        tracks:
          - {id: a, label: A, targets: [{id: a.t, count: talk, at_least: 1}], joint: {with: [firm], clauses: [a.t]}}
          - {id: b, label: B}
        """

    @pytest.mark.parametrize(
        ("application", "status"),
        [
            ("tracks: [b], joint: [{name: P, type: park}]", "met"),
            ("tracks: [b], joint: [{name: F, type: firm}]", "unmet"),
            ("tracks: [a], joint: [{name: F, type: firm, clauses: [a.t]}]", "met"),
            ("tracks: [a], joint: [{name: F, type: firm}]", "unmet"),
            ("tracks: [a], joint: [{name: F, type: firm, clauses: [a.t]}, {name: S, type: society}]", "unmet"),
        ],
    )
    def test_of_a_type_and_for_a_piece_that_the_file_allows(self, application, status):
        found = judged(self.PARTS, f"application: {{{application}}}")
        assert (found.node("joint").status, found.status) == (status, status)

    def test_nobody_joint_nothing_asked(self):
        with pytest.raises(KeyError):
            node(self.PARTS, "application: {tracks: [a]}", "joint")


class TestAttachments:
    def answer(self, attachment, facts=""):
        found = node(
            f"windows: {{two: {{years: [-2, -1]}}, period: {{from: contract, to: 2026-06}}}}\nattachments: [{{id: paper-x, {attachment}}}]",
            facts,
            "paper-x",
        )
        return found.status, found.actual, found.required

    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            ("", "open"),
            ("documents: []", "unmet"),
            ("documents: [{id: paper-x}]", "met"),
            ("documents: [{id: paper_x}]", "met"),
            ("documents: [{id: other}]", "unmet"),
        ],
    )
    def test_handed_in_missing_or_unknown(self, facts, status):
        assert self.answer("sealed: false", facts)[0] == status

    @pytest.mark.parametrize(
        ("documents", "expected"),
        [
            ("{id: paper-x, year: 2023}, {id: paper-x, year: 2024}", ("met", Span(2, 2), 2)),
            ("{id: paper-x, year: 2023}", ("unmet", Span(1, 1), 2)),
            ("{id: paper-x}, {id: paper-x}", ("unmet", Span(0, 0), 2)),
            ("{id: paper-x, year: 2022}, {id: paper-x, year: 2024}", ("unmet", Span(1, 1), 2)),
        ],
    )
    def test_one_for_each_year(self, documents, expected):
        assert self.answer("each_year_of: two", f"documents: [{documents}]") == expected

    @pytest.mark.parametrize(
        ("founded", "from_founding", "wanted"),
        [
            ("2024-05-01", "true", 1),
            ("2024-05-01", "false", 2),
            ("2010-01-01", "true", 2),
            ("2025-05-01", "true", 0),
            (None, "true", 2),
        ],
    )
    def test_years_before_the_founding_are_not_asked_for_where_the_file_says_so(self, founded, from_founding, wanted):
        facts = f"organisation: {{name: S, type: society{f', founded: {founded}' if founded else ''}}}\ndocuments: []"
        assert self.answer(f"each_year_of: two, from_founding: {from_founding}", facts)[2] == wanted

    def test_years_of_a_window_without_its_anchor_are_open(self):
        assert self.answer("each_year_of: period", "documents: []")[0] == "open"
        found = node(
            "windows: {call: {from: opens, to: closes}}\nattachments: [{id: x, each_year_of: call}]",
            "documents: []",
            "x",
        )
        assert found.status == "open"

    ROWS = "achievements: [{id: t1, kind: talk, seats: 60}, {id: t2, kind: talk, seats: 5}]\n"

    @pytest.mark.parametrize(
        ("terms", "documents", "expected"),
        [
            ("each_of: talk", "{id: paper-x, achievement: t1}, {id: paper-x, achievement: t2}", ("met", Span(2, 2), 2)),
            ("each_of: talk", "{id: paper-x, achievement: t1}", ("unmet", Span(1, 1), 2)),
            ("each_of: talk, where: seats >= 60", "{id: paper-x, achievement: t1}", ("met", Span(1, 1), 1)),
            ("each_of: talk, within: two", "", ("unmet", Span(0, 0), 1)),
            ("each_of: talk, within: two, if_any: true", "", ("met", Span(0, 0), 0)),
        ],
    )
    def test_one_for_each_row(self, terms, documents, expected):
        assert self.answer(terms, f"{self.ROWS}documents: [{documents}]") == expected

    def test_if_there_is_any(self):
        assert self.answer("if_any: true", "documents: []")[0] == "met"
        assert self.answer("if_any: true, sealed: true", "documents: [{id: paper-x, sealed: false}]")[0] == "unmet"

    @pytest.mark.parametrize(
        ("terms", "document", "status"),
        [
            ("sealed: true", "sealed: true", "met"),
            ("sealed: true", "sealed: false", "unmet"),
            ("sealed: true", "year: 2024", "open"),
            ("type: pdf", "type: pdf", "met"),
            ("type: pdf", "type: docx", "unmet"),
            ("type: pdf", "year: 2024", "open"),
            ("dated: true", "date: 2025-01-01", "met"),
            ("dated: true", "year: 2024", "open"),
            ("valid_on: application", "valid_until: 2025-06-30", "met"),
            ("valid_on: application", "valid_until: 2025-06-29", "unmet"),
            ("valid_on: application", "year: 2024", "open"),
            ("valid_on: contract", "valid_until: 2030-01-01", "open"),
            ("sealed: true, type: pdf", "sealed: false, type: pdf", "unmet"),
            ("sealed: true, type: pdf", "sealed: true, type: docx", "unmet"),
        ],
    )
    def test_terms(self, terms, document, status):
        assert self.answer(terms, f"documents: [{{id: paper-x, {document}}}]")[0] == status

    def test_one_sound_document_is_enough(self):
        facts = "documents: [{id: paper-x, sealed: false}, {id: paper-x, sealed: true}]"
        assert self.answer("sealed: true", facts)[0] == "met"

    def test_attachments_for_other_types_are_absent(self):
        found = judged("attachments: [{id: x, for: [park]}, {id: y}]", "documents: []")
        assert [n.id for n in found.branches["attachments"]] == ["y"]

    def test_its_label_is_that_of_the_evidence_of_its_name(self):
        assert node("attachments: [{id: licence}]", "", "licence").clause.label.en == "licence"


class TestDates:
    @pytest.mark.parametrize(
        ("rule", "submitted", "status"),
        [
            ("closes: {before: 2025-03-13T16:00}", "2025-03-13T15:59:59", "met"),
            ("closes: {before: 2025-03-13T16:00}", "2025-03-13T16:00:00", "unmet"),
            ("closes: {at: 2025-03-13T16:00}", "2025-03-13T16:00:00", "met"),
            ("closes: {through: 2025-03-13T16:00}", "2025-03-13T16:00:01", "unmet"),
            # A day without an hour: strictly before it, or to its end.
            ("closes: {before: 2025-03-13}", "2025-03-12T23:59:59", "met"),
            ("closes: {before: 2025-03-13}", "2025-03-13T00:00:00", "unmet"),
            ("closes: {through: 2025-03-13}", "2025-03-13T23:59:59", "met"),
            ("closes: {through: 2025-03-13}", "2025-03-14T00:00:00", "unmet"),
            ("opens: {at: 2025-03-01}", "2025-03-01T00:00:00", "met"),
            ("opens: {at: 2025-03-01}", "2025-02-28T23:59:59", "unmet"),
            ("opens: {at: 2025-03-01T09:00}", "2025-03-01T08:59:00", "unmet"),
            # An instant with a zone is read in Beijing's.
            ("closes: {before: 2025-03-13T16:00}", "2025-03-13T07:59:59+00:00", "met"),
            ("closes: {before: 2025-03-13T16:00}", "2025-03-13T08:00:00+00:00", "unmet"),
            ("closes: {through: 2025-03-13}", "2025-03-13T16:00:00+00:00", "unmet"),
        ],
    )
    def test_of_the_server(self, rule, submitted, status):
        name = rule.partition(":")[0]
        found = node(f"dates: {{{rule}}}", f"application: {{submitted: {submitted}}}", f"date.{name}")
        assert found.status == status

    @pytest.mark.parametrize(
        ("judged_by", "came", "status"),
        [
            ("posting_date", "posted: 2025-03-13", "met"),
            ("posting_date", "posted: 2025-03-14", "unmet"),
            ("posting_date", "received: 2025-03-13", "open"),
            ("receipt", "received: 2025-03-14", "unmet"),
            ("receipt", "received: 2025-03-13", "met"),
        ],
    )
    def test_of_paper_by_posting_or_receipt(self, judged_by, came, status):
        parts = f"dates: {{paper: {{through: 2025-03-13, judged_by: {judged_by}}}}}"
        assert node(parts, f"application: {{{came}}}", "date.paper").status == status

    def test_a_date_that_hangs_on_another(self):
        parts = "notice: {published: 2025-03-01}\ndates: {opens: {at: publication}}"
        assert node(parts, "application: {submitted: 2025-02-28T10:00:00}", "date.opens").status == "unmet"

    @pytest.mark.parametrize(
        ("rule", "application"),
        [
            ("closes: {at: unstated}", "submitted: 2025-03-13T10:00:00"),
            ("closes: {through: 2025-03-13}", "day: 2025-03-13"),
        ],
    )
    def test_without_the_limit_or_the_moment_it_is_open(self, rule, application):
        assert node(f"dates: {{{rule}}}", f"application: {{{application}}}", "date.closes").status == "open"

    def test_what_is_always_open_or_no_limit_is_not_judged(self):
        parts = "dates: {opens: {always_open: true}, filing: {through: 2025-01-01}, correction: {after_closing: false}}"
        assert "dates" not in judged(parts).branches


class TestDuties:
    PARTS = "duties: [{id: shown, platform: P, of: [talk], proof: url}]"

    @pytest.mark.parametrize(
        ("rows", "status", "used"),
        [
            ("", "open", ()),
            ("{id: a, kind: talk, published: [{platform: P, url: http://p}]}", "met", ("a",)),
            ("{id: a, kind: talk, published: [{platform: P}]}", "unmet", ()),
            ("{id: a, kind: talk, published: [{platform: Q, url: http://q}]}", "unmet", ()),
            ("{id: a, kind: talk, published: [{platform: P, url: http://p}]}, {id: b, kind: talk}", "unmet", ("a",)),
            ("{id: b, kind: post}", "open", ()),
        ],
    )
    def test_every_row_has_its_address_on_the_platform(self, rows, status, used):
        parts = "windows: {w: {years: 0}}\n" + self.PARTS
        found = node(parts, f"achievements: [{rows}]", "shown")
        assert (found.status, found.used) == (status, used)

    @pytest.mark.parametrize(("platform", "status"), [("P", "met"), ("Q", "unmet")])
    def test_without_proof_no_address_is_asked_for(self, platform, status):
        facts = f"achievements: [{{id: a, kind: talk, published: [{{platform: {platform}}}]}}]"
        assert node(self.PARTS.replace(", proof: url", ""), facts, "shown").status == status

    def test_the_rule_says_whether_an_address_is_asked_for(self):
        bare, proven = (programme(p) for p in (self.PARTS.replace(", proof: url", ""), self.PARTS))
        assert rule(bare.clauses["shown"], bare) == Label(
            "每项讲座在“P”发布", "every one of the talks published on “P”"
        )
        assert rule(proven.clauses["shown"], proven) == Label(
            "每项讲座在“P”发布，并填写网址", "every one of the talks published on “P”, with its address"
        )

    def test_a_promise_publishes_nothing(self):
        assert node(self.PARTS, "plan: [{kind: talk}]", "shown").status == "open"

    def test_only_what_is_done_in_the_period_is_held_to_it(self):
        facts = "achievements: [{kind: talk, date: 2024-05-01}]\napplication: {contract: 2025-07-01}"
        assert node(self.PARTS, facts, "shown").status == "open"


class TestOtherFindings:
    GAP = "windows: {between: {from: application, to: contract, counts_as: none}}"

    def test_a_row_in_a_gap(self):
        facts = "application: {contract: 2025-09-01}\nachievements: [{id: x, kind: talk, date: 2025-08-01}, {kind: talk, date: 2025-09-01}]"
        found = judged(self.GAP, facts)
        assert [(f.code, f.achievement) for f in found.findings] == [("in-gap", "x")]

    @pytest.mark.parametrize(("signed", "said"), [("2025-09-01", []), ("2026-01-05", ["contract-outside"])])
    def test_a_contract_outside_its_year(self, signed, said):
        parts = "windows: {this_year: {years: 0}, period: {from: contract, to: 2026-06, must_start_in: this_year}}"
        assert codes(judged(parts, f"application: {{contract: {signed}}}")) == said

    def test_a_row_is_spoken_of_once(self):
        parts = "categories: [{id: a, count: talk, within: last_year, at_least: 1}, {id: b, count: talk, within: this_year, at_least: 1}]"
        assert codes(judged(parts, "achievements: [{id: x, kind: talk}]")) == ["undated"]

    def test_both_languages_are_filled_in(self):
        found = judged(
            "categories: [{id: a, count: talk, within: last_year, at_least: 1}]",
            "achievements: [{id: x, kind: talk, title: 一场}]",
        )
        (said,) = found.findings
        assert "一场" in said.text.zh
        assert "last_year" in said.text.en
        assert said.hint.zh
        assert said.hint.en
