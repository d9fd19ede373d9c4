"""The grammar of filters, and what is said where it is broken."""

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.filters.syntax import (
    And,
    Compare,
    FilterError,
    In,
    Name,
    Not,
    Or,
    Value,
    Values,
    parse,
)


def plain(node):
    """A tree without offsets, as nested tuples."""
    match node:
        case And(parts):
            return ("and", *map(plain, parts))
        case Or(parts):
            return ("or", *map(plain, parts))
        case Not(part):
            return ("not", plain(part))
        case Compare(op, left, right):
            return (op, plain(left), plain(right))
        case In(left, right):
            return ("in", plain(left), plain(right))
        case Name(name):
            return name
        case Value(value):
            return [value]
        case Values(values):
            return list(values)


def refusal(text):
    with pytest.raises(FilterError) as error:
        parse(text)
    return error.value.text.en, error.value.offset, error.value.remedy.en


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", "a"),
        ("!a", ("not", "a")),
        ("!!a", ("not", ("not", "a"))),
        ("a == 1", ("==", "a", [1])),
        ("a != 1.50", ("!=", "a", [Decimal("1.50")])),
        ("a<1&&b>=2", ("and", ("<", "a", [1]), (">=", "b", [2]))),
        ('a == "北京"', ("==", "a", ["北京"])),
        ("a == '北京'", ("==", "a", ["北京"])),
        ('a == ""', ("==", "a", [""])),
        ("a == true", ("==", "a", [True])),
        ("a >= 2024-02-29", (">=", "a", [dt.date(2024, 2, 29)])),
        ("1 <= a", ("<=", [1], "a")),
        ("a > b", (">", "a", "b")),
        ('a in ["x", "y"]', ("in", "a", ["x", "y"])),
        ('a in ["x",]', ("in", "a", ["x"])),
        ("a in [1, 2.5]", ("in", "a", [1, Decimal("2.5")])),
        ('"x" in a', ("in", ["x"], "a")),
        ("a in named-list", ("in", "a", "named-list")),
        ("a && b || c", ("or", ("and", "a", "b"), "c")),
        ("a || b && c", ("or", "a", ("and", "b", "c"))),
        ("(a || b) && c", ("and", ("or", "a", "b"), "c")),
        ("a && b && c", ("and", "a", "b", "c")),
        ("!(a && b)", ("not", ("and", "a", "b"))),
        ("!a == 1", ("not", ("==", "a", [1]))),
        ('!"x" in a', ("not", ("in", ["x"], "a"))),
        ("  a\n  && b ", ("and", "a", "b")),
        ("true", [True]),
    ],
)
def test_trees(text, tree):
    assert plain(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "said", "offset", "remedy"),
    [
        ("", "an empty filter", 0, "leave the key out"),
        ("  ", "an empty filter", 0, "leave the key out"),
        ("a ==", "the filter ends too early", 4, "finish the comparison or close the bracket"),
        ("a &&", "the filter ends too early", 4, "finish the comparison or close the bracket"),
        ("(a", 'expected ")"', 2, ""),
        ("(a b", 'expected ")" before "b"', 3, ""),
        ("a in [1", 'expected ","', 7, ""),
        ("a in [1 2]", 'expected "," before "2"', 8, ""),
        ("a in []", "an empty list", 5, "name at least one value"),
        ("a in [b]", 'expected a value, found "b"', 6, "put texts in quotes"),
        ("in b", 'nothing stands before "in"', 0, ""),
        ("a and b", 'unexpected "and"', 2, "use && and ||"),
        ("a or b", 'unexpected "or"', 2, "use && and ||"),
        ("a b", 'unexpected "b"', 2, ""),
        ("a = 1", 'unexpected "="', 2, "texts stand in quotes, fields and numbers plain"),
        ("a & b", 'unexpected "&"', 2, "texts stand in quotes, fields and numbers plain"),
        ("a == 北京", 'unexpected "北"', 5, "texts stand in quotes, fields and numbers plain"),
        ("a == -1", 'unexpected "-"', 5, "texts stand in quotes, fields and numbers plain"),
        ('a == "x', 'unexpected """', 5, "texts stand in quotes, fields and numbers plain"),
        ("a == 2023-02-29", "no such day: 2023-02-29", 5, "write YYYY-MM-DD"),
        ("a == )", 'expected a value, found ")"', 5, "put texts in quotes"),
        ("a == 60人", 'unexpected "人"', 7, "texts stand in quotes, fields and numbers plain"),
        ("a < b < c", 'unexpected "<"', 6, ""),
        ("!" * 50 + "a", "too many brackets or negations inside one another", 50, "write it plainer"),
        ("(" * 9000 + "a", "too many brackets or negations inside one another", 50, "write it plainer"),
        ("a == " + "9" * 41, "a number of 41 digits", 5, "check it"),
    ],
)
def test_refusals(text, said, offset, remedy):
    assert refusal(text) == (said, offset, remedy)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(FilterError):
        parse(text)
        return
    offset = refusal(text)[1]
    assert 0 <= offset <= len(text)


leaves = st.one_of(
    st.sampled_from(["a", "b", "c"]),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
        st.integers(0, 99),
    ),
    st.builds("{} in [{}, {}]".format, st.sampled_from(["a", "b"]), st.integers(0, 9), st.integers(0, 9)),
)
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=8,
)


@given(formulas)
def test_spaces_and_outer_brackets_change_nothing(text):
    assert plain(parse(f"(\n {text.replace(' ', '  ')} )")) == plain(parse(text))


def test_offsets_point_at_what_they_are_of():
    tree = parse('open && level == "national"')
    assert isinstance(tree, And)
    compare = tree.parts[1]
    assert (compare.left.offset, compare.offset, compare.right.offset) == (8, 14, 17)
