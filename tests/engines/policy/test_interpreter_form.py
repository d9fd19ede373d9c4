"""The application form and the paper that goes with it."""

import pytest

from juli.engines.policy.describe import rule
from tests.engines.policy.sample import judged, node, programme


class TestForm:
    PARTS = """
        windows: {period: {from: contract, to: 2025-11-30}, done: {from: 2024-01-01, to: 2024-12-31}}
        form:
          sections:
            - {id: title, type: line}
            - {id: note, type: long, required: false}
            - id: unit
              type: fields
              fields:
                - {id: name, from: organisation}
                - {id: head, type: person, parts: [name, phone]}
                - {id: about, type: long}
                - {id: fax, required: false}
                - {id: rows, type: table, at_least: 2, columns: [{id: a}]}
            - {id: team, type: table, at_least: 2, columns: [{id: name}]}
            - {id: steps, type: table, within: done, columns: [{id: span, type: months}]}
            - {id: hub, type: long, for: [park]}
            - {id: done, type: claims}
            - {id: coming, type: plan}
            - id: money
              type: fields
              fields:
                - {id: total, type: money}
                - {id: applied, type: money}
                - {id: other, type: money, required: false}
                - {id: lines, type: table, columns: [{id: amount, type: money}]}
              sums:
                - {total: total, parts: [applied, other]}
                - {total: total, parts: [lines.amount]}
          pledges: [{id: truth}, {id: secrecy}]
        """

    def status(self, clause, form):
        return node(self.PARTS, f"form: {form}", clause).status

    def test_open_while_nothing_is_known(self):
        found = judged(self.PARTS).node("form")
        assert found.status == "open"
        assert {n.status for n in found.children} == {"open"}

    @pytest.mark.parametrize(
        ("clause", "form", "status"),
        [
            ("form.title", "{title: 名称}", "met"),
            ("form.title", "{title: ''}", "unmet"),
            ("form.title", "{}", "unmet"),
            ("form.note", "{}", "met"),
            ("form.team", "{team: [{name: 甲}, {name: 乙}]}", "met"),
            ("form.team", "{team: [{name: 甲}]}", "unmet"),
            ("form.team", "{}", "unmet"),
            ("form.unit", "{unit: {head: {name: 甲, phone: 1}, about: 文, rows: [{a: 1}, {a: 2}]}}", "met"),
            ("form.unit", "{unit: {head: {name: 甲}, about: 文, rows: [{a: 1}, {a: 2}]}}", "unmet"),
            ("form.unit", "{unit: {head: {name: 甲, phone: 1}, rows: [{a: 1}, {a: 2}]}}", "unmet"),
            ("form.unit", "{unit: {head: {name: 甲, phone: 1}, about: 文, rows: [{a: 1}]}}", "unmet"),
            ("form.pledges", "{pledges: [truth, secrecy]}", "met"),
            ("form.pledges", "{pledges: [truth]}", "unmet"),
            ("form.pledges", "{}", "unmet"),
        ],
    )
    def test_sections(self, clause, form, status):
        assert self.status(clause, form) == status

    @pytest.mark.parametrize(
        ("money", "first", "second"),
        [
            ("{total: 30, applied: 20, other: 10, lines: [{amount: 10.10}, {amount: 19.90}]}", "met", "met"),
            ("{total: '0.3', applied: '0.1', other: '0.2', lines: [{amount: 0.3}]}", "met", "met"),
            ("{total: 30, applied: 20, other: 9.99, lines: [{amount: 30.01}]}", "unmet", "unmet"),
            ("{total: 30, applied: 20, lines: []}", "open", "open"),
            ("{total: 30, applied: 二十, other: 10, lines: [{amount: 十}]}", "open", "open"),
        ],
    )
    def test_sums_are_exact(self, money, first, second):
        form = f"{{money: {money}}}"
        assert (self.status("form.money.sum-1", form), self.status("form.money.sum-2", form)) == (first, second)

    @pytest.mark.parametrize(
        ("steps", "status"),
        [
            ("[{span: 2024-06}, {span: [2024-01, 2024-12]}]", "met"),
            ("[{span: 2024-06}, {span: 2025-01}]", "unmet"),
            ("[{span: 2024-06}, {span: soon}]", "open"),
            ("[]", "open"),
        ],
    )
    def test_stretches_lie_in_the_window(self, steps, status):
        assert self.status("form.steps.within", f"{{steps: {steps}}}") == status

    @pytest.mark.parametrize(
        ("written", "status"),
        [
            # A month is in when one of its days is; a day has to be.
            ("2024-06", "met"),
            ("2024-05", "unmet"),
            ("2024-06-15", "met"),
            ("2024-06-14", "unmet"),
            ("2024-12", "met"),
            ("2025-01", "unmet"),
            ("2024-13", "open"),
        ],
    )
    def test_months_and_days_at_the_edge_of_the_window(self, written, status):
        parts = """
            windows: {w: {from: 2024-06-15, to: 2024-12-31}}
            form: {sections: [{id: s, type: table, within: w, columns: [{id: m, type: months}]}]}
            """
        assert node(parts, f"form: {{s: [{{m: {written}}}]}}", "form.s.within").status == status

    def test_what_the_dossier_holds_is_not_typed_again(self):
        found = judged(self.PARTS, "form: {}\nachievements: [{kind: talk}]")
        assert (found.node("form.done").status, found.node("form.coming").status) == ("met", "open")

    def test_sections_for_other_types_are_absent(self):
        with pytest.raises(KeyError):
            judged(self.PARTS).node("form.hub")
        assert judged(self.PARTS, "organisation: {name: P, type: park}").node("form.hub").status == "open"

    def test_the_form_changes_nothing_above_it(self):
        assert judged(self.PARTS, "form: {}").status == "met"

    def test_a_required_column_left_empty_is_missing(self):
        assert self.status("form.team", "{team: [{name: 甲}, {name: ''}]}") == "unmet"


class TestChoices:
    PARTS = """
        form:
          sections:
            - id: unit
              type: fields
              fields:
                - {id: kind, label: {zh: 类别, en: Kind}, type: choice, of: [{zh: 楼宇, en: building}, {zh: 其他, en: other}]}
                - {id: size, type: choice, of: [large, small], required: false}
                - {id: rows, type: table, required: false, columns: [{id: role, type: choice, of: [host, guest]}]}
            - {id: team, type: table, columns: [{id: role, type: choice, of: [head, member]}, {id: rank, type: choice, of: [one, two], required: false}]}
            - {id: hub, type: table, for: [park], columns: [{id: role, type: choice, of: [head]}]}
        """

    @pytest.mark.parametrize(
        ("form", "status", "said"),
        [
            ("{unit: {kind: 楼宇}, team: [{role: head}]}", "met", []),
            ("{unit: {kind: building}, team: [{role: head, rank: one}]}", "met", []),
            ("{unit: {kind: [楼宇, other], size: ''}, team: [{role: head}]}", "met", []),
            ("{unit: {kind: 大厦}, team: [{role: head}]}", "unmet", [("form.unit", "Kind", "大厦", "building, other")]),
            (
                "{unit: {kind: [楼宇, 大厦]}, team: [{role: head}]}",
                "unmet",
                [("form.unit", "Kind", "大厦", "building, other")],
            ),
            # What may stay empty is held to its choices once it is filled in.
            (
                "{unit: {kind: 其他, size: middle}, team: [{role: head}]}",
                "unmet",
                [("form.unit", "size", "middle", "large, small")],
            ),
            (
                "{unit: {kind: 其他}, team: [{role: head, rank: nine}]}",
                "unmet",
                [("form.team", "rank", "nine", "one, two")],
            ),
            (
                "{unit: {kind: 其他, rows: [{role: x}]}, team: [{role: head}]}",
                "unmet",
                [("form.unit", "role", "x", "host, guest")],
            ),
            # The same mistake in two rows is told once, two mistakes are told both.
            (
                "{unit: {kind: 其他}, team: [{role: a}, {role: a}, {role: b}]}",
                "unmet",
                [("form.team", "role", "a", "head, member"), ("form.team", "role", "b", "head, member")],
            ),
            ("{unit: {kind: 7}, team: [{role: head}]}", "unmet", [("form.unit", "Kind", "7", "building, other")]),
            ("{unit: {kind: 其他}, team: [{role: head}], hub: [{role: x}]}", "met", []),
        ],
    )
    def test_an_answer_is_one_of_the_choices(self, form, status, said):
        found = judged(self.PARTS, f"form: {form}")
        assert found.node("form").status == status
        assert [(f.code, f.clause, f.text.en, f.hint.en) for f in found.findings] == [
            (
                "not-among",
                clause,
                f"the form answers “{asked}” with “{answer}”, which is not a choice",
                f"choose among: {among}",
            )
            for clause, asked, answer, among in said
        ]

    def test_in_chinese(self):
        (found,) = judged(self.PARTS, "form: {unit: {kind: 大厦}}").findings
        assert (found.text.zh, found.hint.zh) == ("申报书中“类别”填写为“大厦”，不在可选值之列", "请选填：楼宇、其他")


class TestPaper:
    PARTS = """
        attachments: [{id: licence}]
        paper: {copies: 2, parts: [form, licence], seals: [{place: cover}, {place: edge}], signatures: [head]}
        """

    @pytest.mark.parametrize(
        ("paper", "statuses"),
        [
            ("", ["open", "open", "open", "open"]),
            (
                "paper: {copies: 2, parts: [form, licence], seals: [cover, edge], signatures: [head]}",
                ["met", "met", "met", "met"],
            ),
            (
                "paper: {copies: 1, parts: [form], seals: [cover, back], signatures: []}",
                ["unmet", "unmet", "unmet", "unmet"],
            ),
            ("paper: {copies: 3}", ["met", "open", "open", "open"]),
        ],
    )
    def test_copies_parts_seals_signatures(self, paper, statuses):
        found = node(self.PARTS, f"application: {{{paper}}}", "paper")
        assert [(n.id, n.status) for n in found.children] == list(
            zip(["paper.copies", "paper.parts", "paper.seals", "paper.signatures"], statuses, strict=True)
        )

    OPTIONAL = """
        attachments:
          - {id: licence, if_any: true}
          - {id: permit, for: [park]}
          - {id: prizes, each_of: post, if_any: true}
        paper: {parts: [form, licence, permit, prizes]}
        """

    @pytest.mark.parametrize(
        ("type_", "facts", "required"),
        [
            ("society", "", 1),
            ("society", "documents: []", 1),
            ("society", "documents: [{id: licence}]", 2),
            ("park", "", 2),
            ("society", "achievements: [{kind: post}]", 2),
            ("park", "documents: [{id: licence}]\nachievements: [{kind: post}]", 4),
        ],
    )
    def test_a_part_that_need_not_be_there_is_not_asked_for(self, type_, facts, required):
        head = f"organisation: {{name: P, type: {type_}}}\n{facts}\n"
        found = node(self.OPTIONAL, head + "application: {paper: {parts: [form]}}", "paper.parts")
        assert (found.required, found.shortfall) == (required, None if required == 1 else required - 1)
        assert found.status == ("met" if required == 1 else "unmet")

    def test_the_rule_says_what_is_optional(self):
        found = programme(self.OPTIONAL)
        words = rule(judged(self.OPTIONAL).node("paper.parts").clause, found)
        assert words.en == "with Form, licence (if there is any), permit and prizes (if there is any)"
