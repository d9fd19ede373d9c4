"""What sets one edition apart from another: which clauses ask more, which less, which are new or gone."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.difference import difference
from tests.engines.policy.sample import programme

ROOT = Path(__file__).parents[3] / "programmes"


@cache
def editions():
    catalogue = open_catalogue(ROOT)
    return difference(catalogue.load("zgc-2022"), catalogue.load("zgc-2025"))


def changes():
    return {(c.old.id if c.old else None, c.new.id if c.new else None): c for c in editions().clauses}


class TestTheEditionsOfOneProgramme:
    @pytest.mark.parametrize(
        "gone",
        ["standards.zgc", "innovation.pool", "innovation.pool-growth", "parks.settlement", "parks.events", "research.intelligence",
         "inspections", "inspections-hub", "integrity-report", "members"],
    )  # fmt: skip
    def test_what_was_dropped(self, gone):
        assert changes()[gone, None].change == "dropped"

    @pytest.mark.parametrize(
        "new", ["tech-services", "investment", "park-services", "forum", "other-work", "tech-services.survey", "growth"]
    )
    def test_what_is_new(self, new):
        assert changes()[None, new].change == "added"

    @pytest.mark.parametrize(
        ("old", "new", "aspect", "direction"),
        [
            # Standards of Zhongguancun level no longer count.
            ("standards.published", "standards.published", "filter", "tightened"),
            # Two ways to reach a capability are gone.
            ("innovation", "innovation", "alternatives", "tightened"),
            ("standards", "standards", "alternatives", "tightened"),
            # Three of seven became two, and nobody may wave a second one through any more.
            ("qualification", "qualification", "bound", "loosened"),
            ("qualification", "qualification", "discretion", "tightened"),
            # Half the events and half the people; a series or events, where it was both.
            ("brands", "brands", "alternatives", "loosened"),
            ("brands.events", "brands.both.events", "bound", "loosened"),
            ("brands.coverage", "brands.both.coverage", "bound", "loosened"),
            # More than commissioned planning of parks and industries.
            ("parks.research", "parks.research", "filter", "loosened"),
        ],
    )
    def test_what_asks_more_and_what_less(self, old, new, aspect, direction):
        found = {a.name: a.direction for a in changes()[old, new].aspects}
        assert found[aspect] == direction

    def test_what_stayed(self):
        assert changes()["international.titles", "international.titles"].change == "same"

    def test_claims_and_the_way_of_choosing(self):
        terms = {t.name.en: (t.old.en, t.new.en) for t in editions().terms}
        assert terms["Claims"] == ("no limit on claiming", "one work counts in one category")
        assert terms["Choice"] == ("chosen by review", "ranked by points")

    def test_every_clause_stands_once(self):
        old, new = editions().old, editions().new
        seen_old = [c.old.id for c in editions().clauses if c.old]
        seen_new = [c.new.id for c in editions().clauses if c.new]
        assert len(seen_old) == len(set(seen_old))
        assert len(seen_new) == len(set(seen_new))
        assert set(seen_old) <= set(old.clauses)
        assert set(seen_new) <= set(new.clauses)

    def test_an_edition_does_not_differ_from_itself(self):
        same = difference(editions().new, editions().new)
        assert {c.change for c in same.clauses} == {"same"}
        assert same.terms == ()

    def test_the_other_way_round_is_the_opposite(self):
        back = {(c.old.id, c.new.id): c for c in difference(editions().new, editions().old).clauses if c.old and c.new}
        assert {a.name: a.direction for a in back["innovation", "innovation"].aspects}["alternatives"] == "loosened"
        found = {a.name: a.direction for a in back["standards.published", "standards.published"].aspects}
        assert found["filter"] == "loosened"

    def test_counts(self):
        assert editions().count("added") == sum(c.old is None for c in editions().clauses)
        assert editions().count("dropped") == sum(c.new is None for c in editions().clauses)


def pair(old, new, *, head=""):
    """The change of the category ``c`` from one wording to another."""

    def edition(clause):
        return programme(f"{head}\ncategories: [{{id: c, {clause}}}]" if head else f"categories: [{{id: c, {clause}}}]")

    (found,) = [c for c in difference(edition(old), edition(new)).clauses if c.depth == 0]
    return found.change, [(a.name, a.direction) for a in found.aspects]


OPPOSITE = {"tightened": "loosened", "loosened": "tightened"}

ONE_WAY = [
    # bounds
    ("count: talk, at_least: 2", "count: talk, at_least: 3", "bound"),
    ("count: talk, at_most: 3", "count: talk, at_most: 2", "bound"),
    ("count: talk, at_least: 1, up_to: 3", "count: talk, at_least: 1, up_to: 2", "bound"),
    ("count: talk", "count: talk, at_least: 1", "bound"),
    # filters
    ("count: talk, at_least: 1", "count: talk, at_least: 1, where: free", "filter"),
    ("count: talk, at_least: 1, where: seats >= 5", "count: talk, at_least: 1, where: seats >= 9", "filter"),
    (
        'count: talk, at_least: 1, where: \'scale in ["small", "large"]\'',
        "count: talk, at_least: 1, where: scale == \"small\"",
        "filter",
    ),
    # windows
    ("count: talk, at_least: 1", "count: talk, at_least: 1, within: last_year", "window"),
    # a person's word
    ("count: talk, at_least: 1", "count: talk, at_least: 1, judge: {question: Good?, by: office}", "judge"),
    # spacing
    (
        "count: talk, at_least: 1, apart: {from: filed_on, to: date, at_least: 5 days}",
        "count: talk, at_least: 1, apart: {from: filed_on, to: date, at_least: 10 days}",
        "apart",
    ),
    (
        "count: talk, at_least: 1",
        "count: talk, at_least: 1, apart: {from: filed_on, to: date, at_least: 5 days}",
        "apart",
    ),
    # values that reach a sum
    (
        "distinct: talk.host, at_least: 1, each: {sum: fee, at_least: 5}",
        "distinct: talk.host, at_least: 1, each: {sum: fee, at_least: 6}",
        "each",
    ),
    ("distinct: talk.host, at_least: 1", "distinct: talk.host, at_least: 1, each: {sum: fee, at_least: 5}", "each"),
    # what proves it
    ("count: talk, at_least: 1, evidence: [brief]", "count: talk, at_least: 1, evidence: [brief, photos]", "evidence"),
    # trees
    (
        "any_of: [{id: x, count: talk, at_least: 1}, {id: y, count: post, at_least: 1}]",
        "all_of: [{id: x, count: talk, at_least: 1}, {id: y, count: post, at_least: 1}]",
        "test",
    ),
    (
        "any_of: [{id: x, count: talk, at_least: 1}, {id: y, count: post, at_least: 1}]",
        "any_of: [{id: x, count: talk, at_least: 1}]",
        "alternatives",
    ),
    (
        "all_of: [{id: x, count: talk, at_least: 1}]",
        "all_of: [{id: x, count: talk, at_least: 1}, {id: y, count: post, at_least: 1}]",
        "alternatives",
    ),
    (
        ("at_least: 2, of: [{id: x, count: talk, at_least: 1}, {id: y, count: post, at_least: 1}], "
        "or_judged: {at_least: 1, question: Good?, by: lead}"),
        "at_least: 2, of: [{id: x, count: talk, at_least: 1}, {id: y, count: post, at_least: 1}]",
        "discretion",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("easier", "harder", "aspect"), ONE_WAY)
def test_one_way_asks_more_and_the_other_less(easier, harder, aspect):
    assert pair(easier, harder) == ("tightened", [(aspect, "tightened")])
    assert pair(harder, easier) == ("loosened", [(aspect, "loosened")])


@pytest.mark.parametrize(
    ("old", "new", "change", "aspects"),
    [
        ("count: talk, at_least: 1", "count: talk, at_least: 1", "same", []),
        # The same filter in other words is the same filter.
        ("count: talk, where: seats >= 5, at_least: 1", "count: talk, where: '!(5 > seats)', at_least: 1", "same", []),
        ("label: A, count: talk, at_least: 1", "label: B, count: talk, at_least: 1", "reworded", [("wording", "none")]),
        ("unit: x, count: talk, at_least: 1", "unit: x, count: post, at_least: 1", "changed", [("what", "changed")]),
        ("unit: x, count: talk, at_least: 1", "unit: x, distinct: talk.host, at_least: 1", "changed", [("what", "changed")]),
        ("count: talk, at_least: 1", "count: talk, at_least: unstated", "changed", [("bound", "changed")]),
        ("count: talk, at_least: 1", "count: talk, at_least: 2, at_most: 3", "tightened", [("bound", "tightened")]),
        ("count: talk, at_least: 2, at_most: 5", "count: talk, at_least: 1, at_most: 4", "changed", [("bound", "changed")]),
        ("count: talk, where: seats >= 5, at_least: 1", "count: talk, where: free, at_least: 1", "changed", [("filter", "changed")]),
        (
            "count: talk, at_least: 2, evidence: [brief]",
            "count: talk, at_least: 1, evidence: [brief, photos]",
            "changed",
            [("bound", "loosened"), ("evidence", "tightened")],
        ),
        (
            "count: talk, at_least: 1, for: [society]",
            "count: talk, at_least: 1, for: [society, park]",
            "changed",
            [("applicants", "changed")],
        ),
        ("count: talk, at_least: 1", "count: talk, at_least: 1, rows: both", "loosened", [("rows", "loosened")]),
        ("holds: legal_person", "judge: {question: Legal?, by: office}", "changed", [("test", "changed")]),
    ],
)  # fmt: skip
def test_other_changes(old, new, change, aspects):
    assert pair(old, new) == (change, aspects)


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("{w: {years: [-2, -1]}}", "{w: {years: -1}}", "tightened"),
        ("{w: {years: -1}}", "{w: {years: [-3, -1]}}", "loosened"),
        ("{w: {years: -1}}", "{w: {years: 0}}", "changed"),
    ],
)
def test_a_window_that_keeps_its_name_and_changes_its_days(old, new, direction):
    clause = "\ncategories: [{id: c, count: talk, within: w, at_least: 1}]"
    before, after = programme(f"windows: {old}{clause}"), programme(f"windows: {new}{clause}")
    (found,) = difference(before, after).clauses
    assert [(a.name, a.direction) for a in found.aspects] == [("window", direction)]
    assert found.aspects[0].old.zh != found.aspects[0].new.zh
    assert found.aspects[0].old.en != found.aspects[0].new.en


def test_a_window_of_the_same_days_in_another_year_says_of_what_year():
    body = "windows: {w: {from: 2024-01, to: 2024-12}}\ncategories: [{id: c, count: talk, within: w, at_least: 1}]"
    before = programme(body)
    after = replace(before, year=before.year + 1)
    (found,) = difference(before, after).clauses
    assert [(a.old.en, a.new.en) for a in found.aspects] == [
        (
            f"w (2024-01 to 2024-12, the call's year being {before.year})",
            f"w (2024-01 to 2024-12, the call's year being {after.year})",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("holds: staff >= 2", "holds: staff >= 3", "tightened"),
        ("holds: legal_person || staff >= 2", "holds: legal_person", "tightened"),
        ("holds: staff >= 3", "holds: staff >= 2", "loosened"),
        (
            "apart: {from: founded, to: application, at_least: 1 year}",
            "apart: {from: founded, to: application, at_least: 2 years}",
            "tightened",
        ),
        (
            "apart: {from: founded, to: application, at_least: 2 years}",
            "apart: {from: founded, to: application, at_least: 1 year}",
            "loosened",
        ),
        ("judge: {question: Good?, by: office}", "judge: {question: Very good?, by: office}", "changed"),
    ],
)
def test_conditions_that_read_no_rows_differ_too(old, new, direction):
    assert pair(old, new)[0] == direction


def test_a_clause_under_another_id_is_found_by_what_it_reads():
    old = programme("categories: [{id: a, any_of: [{id: a.old, count: talk, at_least: 1}]}]")
    new = programme("categories: [{id: a, any_of: [{id: a.new, count: talk, at_least: 2}]}]")
    (below,) = [c for c in difference(old, new).clauses if c.depth == 1]
    assert (below.old.id, below.new.id, below.change) == ("a.old", "a.new", "tightened")


def test_the_default_reading_stands_for_the_clause():
    old = programme("categories: [{id: c, count: talk, at_least: 2}]")
    new = programme(
        "categories: [{id: c, one_reading_of: [{id: c.1, count: talk, at_least: 3}, {id: c.2, count: post, at_least: 1}]}]"
    )
    (found,) = difference(old, new).clauses
    assert (found.change, [(a.name, a.direction) for a in found.aspects]) == ("tightened", [("bound", "tightened")])


def test_sections_of_the_file():
    text = """
        applicants: {types: [society], conditions: [{id: a1, holds: legal_person}]}
        exclusions: [{id: a2, count: sanction, at_most: 0}]
        commitments: [{id: a3, count: talk, at_least: 1}]
        targets: [{id: a4, count: talk, at_least: 1}]
        attachments: [{id: a5}]
        tracks: [{id: t, label: T, conditions: [{id: a6, holds: legal_person}], targets: [{id: a7, count: talk}]}]
        """
    found = difference(programme("applicants: {types: [society]}"), programme(text))
    assert {c.new.id: c.change for c in found.clauses} == dict.fromkeys([f"a{i}" for i in range(1, 8)], "added")


@pytest.mark.parametrize(
    ("old", "new", "change", "aspect"),
    [
        ("count: project, whose: leader, at_most: 1", "count: project, whose: team, at_most: 1", "tightened", "whose"),
        (
            "count: project, whose: organisation, at_most: 1",
            "count: project, whose: leader, at_most: 1",
            "loosened",
            "whose",
        ),
        (
            "count: talk, about: {seats: 10}, at_least: 1",
            "count: talk, about: {seats: 20}, at_least: 1",
            "changed",
            "about",
        ),
        ("count: talk", "count: talk, more_than_baseline: talks", "tightened", "baseline"),
    ],
)
def test_the_other_things_a_clause_may_ask(old, new, change, aspect):
    found = pair(old, new, head="settings: {tolerance: 0.1}")
    assert found[0] == change
    assert aspect in [name for name, _ in found[1]]


def test_dates_are_told_in_words():
    catalogue = open_catalogue(ROOT)
    told = difference(catalogue.load("cast-2023"), catalogue.load("bast-2024")).terms
    assert [(t.name.en, t.old.en, t.new.en) for t in told if t.name.en in {"Opens", "Closes", "Paper", "Repair after closing"}] == [
        ("Opens", "2023-04-28", "publication"),
        ("Closes", "through 2023-05-19", "before 2024-03-13 16:00"),
        ("Paper", "not stated", "through 2024-03-13, by the posting date"),
        ("Repair after closing", "no repair after closing", "not stated"),
    ]  # fmt: skip
    assert [t.new.zh for t in told if t.name.zh == "网上截止"] == ["2024年3月13日16:00前"]
