"""Filters in three values, by Kleene's strong logic."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.dossier import Bare
from juli.engines.policy.filters.evaluate import UNKNOWN, compile_filter
from juli.engines.policy.filters.syntax import And, Compare, Name, Not, Or, Value
from tests.engines.policy.sample import VOCABULARY, expression

FIELDS = VOCABULARY.kinds["talk"].fields
LISTS = {"partners": (frozenset({"甲"}), frozenset({"甲", "乙"}))}


def passes(text, **record):
    return compile_filter(expression(text), FIELDS)(record, LISTS)


DAY = dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "record", "answer"),
    [
        # A number, money, yes/no, a date or a year left empty is unknown.
        ("seats >= 60", {"seats": 60}, True),
        ("seats >= 60", {"seats": 59}, False),
        ("seats >= 60", {}, None),
        ("60 <= seats", {"seats": 60}, True),
        ("60 > seats", {"seats": 60}, False),
        ("fee == 0.10", {"fee": Decimal("0.1")}, True),
        ("free", {"free": True}, True),
        ("!free", {"free": True}, False),
        ("free", {}, None),
        ("!free", {}, None),
        ("date >= 2024-02-29", {"date": DAY}, True),
        ("date > 2024-02-29", {"date": DAY}, False),
        ("date > 2024-02-29", {}, None),
        ("year in [2023, 2024]", {"year": 2024}, True),
        ("year in [2023, 2024]", {}, None),
        # A date whose absence is an answer is unequal to all, and neither before nor after any.
        ("filed_on <= 2024-02-29", {}, False),
        ("filed_on > 2024-02-29", {}, False),
        ("filed_on == 2024-02-29", {}, False),
        ("filed_on != 2024-02-29", {}, True),
        ("filed_on < 2024-03-01", {"filed_on": DAY}, True),
        ("filed_on < 2024-03-01", {"filed_on": UNKNOWN}, None),
        # A text, a choice or a reference left empty means none.
        ('scale == "small"', {}, False),
        ('scale != "small"', {}, True),
        ('scale == "small"', {"scale": UNKNOWN}, None),
        ('scale in ["small", "large"]', {}, False),
        ('place != ""', {}, False),
        ('place == ""', {}, True),
        ('place != ""', {"place": "京"}, True),
        ('host in ["甲"]', {"host": "甲"}, True),
        # A field that holds many stands for its size; a bare number is the size.
        ("guests >= 2", {"guests": ("甲", "乙")}, True),
        ("guests >= 2", {"guests": Bare(2)}, True),
        ("guests >= 1", {}, False),
        ("guests == 0", {}, True),
        ("guests >= 1", {"guests": UNKNOWN}, None),
        ('"甲" in guests', {"guests": ("甲", "乙")}, True),
        ('"丙" in guests', {"guests": ("甲", "乙")}, False),
        ('"甲" in guests', {}, False),
        ('"甲" in guests', {"guests": Bare(5)}, None),
        ('"甲" in guests', {"guests": UNKNOWN}, None),
        ("host in guests", {"host": "甲", "guests": ("甲",)}, True),
        ("host in guests", {"host": "丙", "guests": ("甲",)}, False),
        ('"P" in published', {"published": (("P", "http://p", None),)}, True),
        ('"Q" in published', {"published": (("P", "http://p", None),)}, False),
        # Named lists: surely in it, possibly, not.
        ("host in partners", {"host": "甲"}, True),
        ("host in partners", {"host": "乙"}, None),
        ("host in partners", {"host": "丙"}, False),
        ("host in partners", {}, False),
        # Two fields of a row.
        ("fee > seats", {"fee": Decimal(5), "seats": 4}, True),
        ("fee > seats", {"fee": Decimal(5)}, None),
        ("booked_on < date", {"booked_on": DAY, "date": DAY}, False),
        ("place == host", {}, True),
        ("guests > seats", {"guests": ("甲", "乙"), "seats": 1}, True),
        ("true", {}, True),
        ("false", {}, False),
    ],
)
def test_answers(text, record, answer):
    assert passes(text, **record) is answer


KLEENE = {True: True, False: False, None: None}


def kleene_and(a, b):
    return False if a is False or b is False else (None if a is None or b is None else True)


def kleene_or(a, b):
    return True if a is True or b is True else (None if a is None or b is None else False)


def kleene_not(a):
    return None if a is None else not a


@pytest.mark.parametrize(("a", "b"), list(itertools.product([True, False, None], repeat=2)))
def test_the_tables_of_and_or_not(a, b):
    record = {
        name: value for name, value in (("free", a), ("seats", None if b is None else int(b))) if value is not None
    }
    assert passes("free && seats == 1", **record) is kleene_and(a, b)
    assert passes("free || seats == 1", **record) is kleene_or(a, b)
    assert passes("!free", **record) is kleene_not(a)


names = ("free", "seats", "fee", "place")
atoms = st.sampled_from(
    [Name("free"), *(expression(t) for t in ("seats >= 5", "fee < 3", 'place == "京"', "seats != 2", "fee in [1, 4]"))]
)
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda a, b: And((a, b)), inner, inner),
        st.builds(lambda a, b: Or((a, b)), inner, inner),
    ),
    max_leaves=10,
)
full = st.fixed_dictionaries(
    {
        "free": st.booleans(),
        "seats": st.sampled_from([0, 2, 5, 6]),
        "fee": st.sampled_from([Decimal(n) for n in (1, 2, 3, 4)]),
        "place": st.sampled_from(["京", "津"]),
    }
)


def truth(formula, record):
    return compile_filter(formula, FIELDS)(record, LISTS)


@given(formulas, formulas, formulas, full, st.sets(st.sampled_from(names)))
def test_the_laws(a, b, c, record, unknown):
    known = {**record, **dict.fromkeys(unknown, UNKNOWN)}

    def same(left, right):
        return truth(left, known) is truth(right, known)

    assert same(Not(Not(a)), a)
    assert same(Not(And((a, b))), Or((Not(a), Not(b))))
    assert same(Not(Or((a, b))), And((Not(a), Not(b))))
    assert same(And((a, b)), And((b, a)))
    assert same(Or((a, Or((b, c)))), Or((a, b, c)))
    assert same(And((a, And((b, c)))), And((a, b, c)))
    assert same(And((a, Or((b, c)))), Or((And((a, b)), And((a, c)))))
    assert same(Or((a, And((a, b)))), a)


@given(formulas, full, st.sets(st.sampled_from(names)))
def test_an_answer_stays_once_it_is_given(formula, record, unknown):
    """Learning what was unknown may turn "unknown" into an answer, and never one answer into the other."""
    early = truth(formula, {**record, **dict.fromkeys(unknown, UNKNOWN)})
    if early is not None:
        assert truth(formula, record) is early


@given(formulas, full)
def test_nothing_is_unknown_where_everything_is_known(formula, record):
    assert truth(formula, record) is not None


def test_no_filter_lets_everything_pass():
    assert compile_filter(None, FIELDS)({}, {}) is True


def test_a_yes_no_field_alone_is_a_comparison():
    bare, written = (
        compile_filter(Name("free"), FIELDS),
        compile_filter(Compare("==", Name("free"), Value(True)), FIELDS),
    )
    assert [bare(r, {}) for r in ({"free": True}, {"free": False}, {})] == [
        written(r, {}) for r in ({"free": True}, {"free": False}, {})
    ]
