"""Files as they are written: the place of every value, exact scalars, nothing coerced."""

from decimal import Decimal
from textwrap import dedent

import pytest

from juli.engines.policy.problems import Place, ProgrammeUnusable
from juli.engines.policy.source import read


def data(text):
    return read(dedent(text), "f.yaml").data


def problems(text):
    with pytest.raises(ProgrammeUnusable) as error:
        read(dedent(text), "f.yaml")
    return [str(p) for p in error.value.problems]


class TestScalars:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("1", 1),
            ("-1", -1),
            ("+1", 1),
            ("007", 7),
            ("0.1", Decimal("0.1")),
            ("0.10", Decimal("0.10")),
            ("true", True),
            ("True", True),
            ("false", False),
            ("", None),
            ("null", None),
            ("~", None),
            ("on", "on"),
            ("off", "off"),
            ("yes", "yes"),
            ("no", "no"),
            ("16:00", "16:00"),
            ("2024-03-13", "2024-03-13"),
            ("2024-03-13T16:00", "2024-03-13T16:00"),
            ("1e3", "1e3"),
            ("0x10", "0x10"),
            ("1_000", "1_000"),
            ("1,000", "1,000"),
            (".5", ".5"),
            (".inf", ".inf"),
            ("中文", "中文"),
            ('"1"', "1"),
            ("'true'", "true"),
            ('""', ""),
        ],
    )
    def test_a_scalar_is_what_it_looks_like(self, written, value):
        found = data(f"key: {written}")["key"]
        assert found == value
        assert type(found) is type(value)

    def test_decimals_keep_their_digits(self):
        assert str(data("a: 0.10")["a"]) == "0.10"

    def test_keys_are_always_text(self):
        assert data("{on: 1, 2022: 2, true: 3}") == {"on": 1, "2022": 2, "true": 3}

    def test_folded_text_is_one_line(self):
        text = """
            where: >-
              a == 1
              && b == 2
            """
        assert data(text) == {"where": "a == 1 && b == 2"}

    def test_literal_text_keeps_its_lines_and_is_never_a_number(self):
        assert data("a: |\n  1\n  2\n") == {"a": "1\n2\n"}
        assert data("a: >-\n  1\n") == {"a": "1"}


class TestPlaces:
    TEXT = "a:\n  - b: 1\n    c: [x, y]\n"

    @pytest.mark.parametrize(
        ("path", "line", "column"),
        [
            ((), 1, 1),
            (("a",), 2, 3),
            (("a", 0), 2, 5),
            (("a", 0, "b"), 2, 8),
            (("a", 0, "b", "\0key"), 2, 5),
            (("a", 0, "c", 1), 3, 12),
        ],
    )
    def test_lines_and_columns_count_from_one(self, path, line, column):
        assert read(self.TEXT, "f.yaml").place(path) == Place("f.yaml", line, column)

    def test_the_place_of_what_is_absent_is_its_nearest_ancestor(self):
        source = read(self.TEXT, "f.yaml")
        assert source.place(("a", 0, "d", "e")) == source.place(("a", 0))
        assert source.place(("z",)) == source.place(())

    def test_columns_count_characters_not_bytes(self):
        assert read("键: 值\n", "f.yaml").place(("键",)) == Place("f.yaml", 1, 4)


class TestRefusals:
    def test_a_key_twice_names_the_second(self):
        assert problems("a: 1\nb: 2\na: 3\n") == ['f.yaml:3:1  the key "a" stands twice; keep one of them']

    def test_every_repeated_key_is_told_at_once(self):
        assert problems("a: {x: 1, x: 2}\nb: {y: 1, y: 2}\n") == [
            'f.yaml:1:11  the key "x" stands twice; keep one of them',
            'f.yaml:2:11  the key "y" stands twice; keep one of them',
        ]

    def test_a_filter_that_starts_with_a_mark_is_told_to_quote(self):
        (said,) = problems("where: !foreign\n")
        assert said.startswith('f.yaml:1:8  "!foreign" is read as a YAML tag; quote texts that ')

    def test_a_text_that_starts_with_a_quote_mark_is_told_to_quote(self):
        (said,) = problems('where: "beijing" in regions\n')
        assert said.startswith("f.yaml:1:18  not readable as YAML: ")
        assert "; quote texts that" in said

    def test_a_key_that_is_not_a_word(self):
        (said,) = problems("[a, b]: 1\n")
        assert said.startswith("f.yaml:1:1  a key must be a plain word; ")

    @pytest.mark.parametrize("text", ["", "# nothing\n"])
    def test_an_empty_file(self, text):
        assert problems(text) == ["f.yaml  the file is empty; see docs/writing-a-programme.md"]

    def test_a_bracket_left_open(self):
        (said,) = problems("a: [1, 2\nb: 3\n")
        assert said.startswith("f.yaml:2:")
        assert "not readable as YAML" in said

    def test_two_documents(self):
        (said,) = problems("a: 1\n---\nb: 2\n")
        assert said == (
            "f.yaml:2:1  not readable as YAML: but found another document; one file holds one document; drop the ---"
        )

    @pytest.mark.parametrize("levels", [100, 100_000])
    def test_brackets_without_end(self, levels):
        (said,) = problems("a: " + "[" * levels + "]" * levels)
        assert said.endswith("  more than 60 levels deep; write it with fewer brackets or indents")

    def test_sixty_levels(self):
        assert str(read("[" * 60 + "1" + "]" * 60, "f.yaml").data) == "[" * 60 + "1" + "]" * 60

    @pytest.mark.parametrize("digits", ["9" * 5000, "9" * 39 + ".5"])
    def test_a_number_without_end(self, digits):
        assert problems(f"a: {digits}\n") == [f"f.yaml:1:4  a number of {len(digits)} digits; check it"]

    def test_characters_that_no_text_holds(self):
        (said,) = problems("a: \x00\n")
        assert "not readable as YAML" in said
        assert said.endswith("; save the file as plain text")
        assert "\n" not in said

    def test_an_alias_inside_its_own_anchor(self):
        (said,) = problems("a: &x [1, *x]\n")
        assert said.startswith("f.yaml:1:")


def test_aliases_that_multiply_are_refused_before_they_fill_the_memory():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 5)]
    (said,) = problems("\n".join(lines))
    assert "too large to be read" in said


def test_an_alias_repeats_a_value():
    assert data("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


def test_the_source_keeps_its_text():
    assert read("a: 1\n", "f.yaml").text == "a: 1\n"
