"""From the text to the form and back: nothing is lost, and an edit changes its own place alone (all five files)."""

import random
from collections import Counter
from decimal import Decimal
from itertools import cycle, islice, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juli.stages.calls.editing import outline, posted, splices
from juli.stages.calls.editing.spans import comments, layout, pieces
from juli.stages.calls.editing.splices import look, said
from tests.searching import examples
from tests.stages.calls.editing.files import FIVE, form, shapes, text

VALUES = [
    "新的值",
    "a, b: c # d",
    "it's",
    'say "x"',
    "true",
    "17",
    17,
    Decimal("1.50"),
    False,
    None,
    "[",
    " lead",
    "长" * 130,
    "w " * 90 + "z",
]
#: Edits tried in each file. Each reads the file anew, a tenth of a second; JULI_HYPOTHESIS=search tries more of them.
MANY = examples(9, searching=60)


def spread(rng, options, many):
    """So many of the options, from all parts of the file: one from each stretch of the same length."""
    many = min(many, len(options))
    edges = [i * len(options) // many for i in range(many + 1)]
    return [options[rng.randrange(start, end)] for start, end in pairwise(edges)]


def values(name):
    """All values in turn, in each file from where the one before left off."""
    return islice(cycle(VALUES), FIVE.index(name) * MANY, None)


def changed_span(old, new):
    """The characters of ``old`` that ``new`` has otherwise."""
    a = 0
    while a < min(len(old), len(new)) and old[a] == new[a]:
        a += 1
    b = 0
    while b < min(len(old), len(new)) - a and old[-1 - b] == new[-1 - b]:
        b += 1
    return a, len(old) - b


@pytest.mark.parametrize("name", FIVE)
def test_every_value_stands_in_some_form_and_an_untouched_form_changes_no_byte(name):
    old = text(name)
    covered = set()
    for node in outline.tree(old, shapes()).walk():
        sheet = outline.sheet(old, node.path, shapes())
        assert sheet.node.path == node.path
        assert posted.edited(old, node.path, form(sheet), shapes()) == (old, ())
        covered |= {(*node.path, field.key) for field in sheet.fields}
    leaves = [path for path, piece in pieces(layout(old).root) if not piece.collection]
    assert [path for path in leaves if not any(path[:i] in covered for i in range(len(path) + 1))] == []
    assert len(leaves) > 500


@pytest.mark.parametrize("name", FIVE)
def test_setting_a_value_changes_its_own_place_alone(name):
    rng, old = random.Random(name), text(name)
    scalars = [x for x in pieces(layout(old).root) if not x[1].collection]
    for (path, piece), value in zip(spread(rng, scalars, MANY), values(name), strict=False):
        new = splices.assign(old, path, value)
        assert comments(new) == comments(old)
        assert look(said(new), path) == value
        start, end = changed_span(old, new)
        # A value that was empty gets a blank before it.
        assert piece.start - 1 <= start
        assert end <= piece.end + 1


@pytest.mark.parametrize("name", FIVE)
def test_no_edit_of_the_tree_loses_a_comment_or_a_key(name):
    rng, old = random.Random(f"{name} tree"), text(name)
    nodes = list(outline.tree(old, shapes()).walk())
    members = [node.member for node in nodes if node.member is not None]
    kept = Counter(comments(old))
    for path in spread(rng, members, MANY // 3):
        new, place = posted.moved(old, path, rng.choice([-1, 1]))
        assert Counter(comments(new)) == kept
        assert look(said(new), place) == look(said(old), path)
        new, place = posted.duplicated(old, path)
        assert Counter(comments(new)) >= kept
        assert len(look(said(new), path[:-1])) == len(look(said(old), path[:-1])) + 1
        node = rng.choice(nodes)
        sheet = outline.sheet(old, node.path, shapes())
        name_ = "something" if sheet.takes == "name" else rng.choice([key for key, _ in sheet.parts] or [""])
        if sheet.takes or name_:
            new, place = posted.added(old, node.path, name_, shapes())
            assert Counter(comments(new)) == kept
            assert posted.removed(new, place)[0] != new


@pytest.mark.parametrize("name", FIVE)
def test_removing_takes_the_part_with_its_own_comments_and_nothing_else(name):
    rng, old = random.Random(f"{name} gone"), text(name)
    every = [path for path, _ in pieces(layout(old).root) if path]
    for path in spread(rng, every, MANY // 2):
        new, _ = posted.removed(old, path)
        start, end = changed_span(old, new)
        around = old[old.rfind("\n\n", 0, start) + 1 : old.find("\n", end)]
        gone = Counter(comments(old)) - Counter(comments(new))
        assert all(comment in around for comment in gone)


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(value=st.text(LETTERS, min_size=1, max_size=40), inside=st.booleans())
def test_any_text_is_read_back_as_it_was_written(value, inside):
    old = "a: {b: one, c: 2}  # kept\nd: two  # kept too\n"
    path = ("a", "b") if inside else ("d",)
    new = splices.assign(old, path, value)
    assert look(said(new), path) == value
    assert comments(new) == comments(old)
