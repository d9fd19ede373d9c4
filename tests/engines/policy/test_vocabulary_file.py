"""The vocabulary: kinds, standing, fields and words that files may use."""

from decimal import Decimal
from pathlib import Path
from textwrap import dedent, indent

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.vocabulary import ANY_KIND, ORGANISATION_KIND
from juli.engines.policy.vocabulary_file import load_vocabulary
from tests.engines.policy.sample import VOCABULARY, expression

ROOT = Path(__file__).parents[3] / "programmes"


def vocabulary(kinds="{}", standing="{}", **more):
    parts = {
        "version": "1",
        "shared": "{title: {type: text, label: Title}, date: {type: date, label: Date}, until: {type: date, label: Until}}",
        "kinds": kinds,
        "standing": standing,
        "organisation": "{founded: {type: date, label: Founded}}",
        "applicant_types": "{society: society}",
        "evidence": "{brief: brief}",
        "judges": "{office: the office}",
        **more,
    }
    return "".join(f"{k}:{_value(v)}\n" for k, v in parts.items() if v is not None)


def _value(text):
    text = dedent(text).strip("\n")
    return "\n" + indent(text, "  ") if "\n" in text or (": " in text[:20] and not text.startswith("{")) else f" {text}"


def problems(text):
    with pytest.raises(ProgrammeUnusable) as error:
        load_vocabulary(text, "v.yaml")
    return [str(p).partition("  ")[2] for p in error.value.problems]


KIND = "label: {zh: 讲座, en: talk}\nplural: talks\nunit: {zh: 场, en: ''}\n"


def kind(extra="", name="talk"):
    return f"{name}:\n" + indent(KIND + dedent(extra).lstrip("\n"), "  ")


class TestReading:
    def test_kinds_have_the_shared_fields_and_their_own(self):
        talk = VOCABULARY.kinds["talk"]
        assert list(talk.fields)[:6] == ["title", "date", "until", "year", "shared_id", "published"]
        assert talk.fields["scale"].choices == {"small": Label("小", "small"), "large": Label("大", "large")}
        assert (talk.label, talk.plural, talk.unit) == (Label("讲座", "talk"), Label("讲座", "talks"), Label("场", ""))
        assert (talk.span, talk.key, talk.is_standing) == ("event", None, False)

    def test_standing_kinds_share_title_date_and_until_only(self):
        assert list(VOCABULARY.kinds["grade"].fields) == ["title", "date", "until", "grade", "valid_until"]
        assert VOCABULARY.kinds["grade"].one
        assert VOCABULARY.kinds["inspection"].yearly
        assert VOCABULARY.kinds["inspection"].key == "inspections"

    def test_spans(self):
        assert [VOCABULARY.kinds[k].span for k in ("talk", "post", "site")] == ["event", "state", "period"]
        assert VOCABULARY.kinds["sanction"].span == "event"
        assert VOCABULARY.kinds["sanction"].state_when == expression('kind == "listing"')

    @pytest.mark.parametrize(
        ("field", "none"),
        [
            ("seats", False), ("fee", False), ("free", False), ("booked_on", False), ("year", False),
            ("filed_on", True), ("place", True), ("scale", True), ("host", True), ("guests", True), ("topics", True),
            ("published", True),
        ],
    )  # fmt: skip
    def test_what_an_empty_field_means(self, field, none):
        assert VOCABULARY.kinds["talk"].fields[field].absent_is_none is none

    def test_any_kind_reads_the_shared_fields_and_the_kind(self):
        work = VOCABULARY.kinds[ANY_KIND]
        assert set(work.fields) == {*VOCABULARY.shared, "kind"}
        assert set(work.fields["kind"].choices) == {"talk", "post", "site"}

    def test_organisations_are_a_kind_of_their_own(self):
        assert VOCABULARY.kinds[ORGANISATION_KIND].fields == VOCABULARY.organisation

    def test_achievements_and_standing_are_told_apart(self):
        assert [k.name for k in VOCABULARY.achievements] == ["talk", "post", "site"]
        assert [k.name for k in VOCABULARY.standing] == ["inspection", "sanction", "grade", "project"]

    def test_the_digest_follows_the_text(self):
        one, other = load_vocabulary(vocabulary(), "v.yaml"), load_vocabulary(vocabulary(version="2"), "v.yaml")
        assert one.digest != other.digest
        assert load_vocabulary(vocabulary(), "elsewhere.yaml").digest == one.digest

    def test_the_vocabulary_of_the_programmes_loads(self):
        found = open_catalogue(ROOT).vocabulary
        assert all(k.label.zh and k.label.en and k.plural.en for k in found.kinds.values())
        every = [f for k in found.kinds.values() for f in k.fields.values()]
        assert all(f.label.zh and f.label.en for f in every)
        assert all(label.zh and label.en for f in every for label in f.choices.values())


class TestRefusals:
    def test_a_choice_without_values(self):
        text = vocabulary(kinds=kind("fields:\n  level: {type: choice, label: Level}"))
        assert problems(text) == ["a choice needs its values under `of`; add or drop `of`"]

    def test_values_of_what_is_no_choice(self):
        text = vocabulary(kinds=kind("fields:\n  place: {type: text, label: Place, of: {a: a}}"))
        assert problems(text) == ["a text has no values under `of`; add or drop `of`"]

    def test_a_standing_kind_without_its_key(self):
        text = vocabulary(standing=kind(name="check"))
        assert problems(text) == ["a standing kind needs its dossier key; see docs/writing-a-programme.md"]

    def test_a_key_of_what_is_no_standing(self):
        assert problems(vocabulary(kinds=kind("key: talks"))) == [
            "only standing kinds have a key; see docs/writing-a-programme.md"
        ]

    @pytest.mark.parametrize("name", ["achievement", "organisation"])
    def test_names_that_are_taken(self, name):
        assert problems(vocabulary(kinds=kind(name=name))) == [f'the kind "{name}" stands twice; rename one']

    def test_one_name_in_both_lists(self):
        text = vocabulary(kinds=kind(), standing=kind("key: talks"))
        assert problems(text) == ['the kind "talk" stands twice; rename one']

    def test_a_filter_that_cannot_be_read(self):
        text = vocabulary(standing=kind("key: talks\nspan: {state: 'a =='}"))
        assert problems(text) == ["the filter ends too early; finish the comparison or close the bracket"]

    def test_a_filter_over_a_field_that_is_not_there(self):
        text = vocabulary(standing=kind("key: talks\nspan: {state: 'titel != \"\"'}"))
        assert problems(text) == ['unknown field "titel" of kind talk; did you mean "title"?']

    def test_an_unknown_type(self):
        assert problems(vocabulary(kinds=kind("fields:\n  a: {type: float, label: A}"))) == [
            '"type": "float" is not one of text, choice, choices, integer, money, boolean, date, year, reference, references, links'
        ]

    def test_an_unknown_key_of_a_kind(self):
        assert problems(vocabulary(kinds=kind("colour: red"))) == [
            'unknown key "colour"; use one of fields, key, label, one, plural, span, unit, yearly'
        ]

    def test_a_part_that_is_missing(self):
        assert problems(vocabulary(judges=None)) == ['"judges" is missing; add it']

    def test_everything_at_once(self):
        text = vocabulary(kinds=kind("key: x\nfields:\n  level: {type: choice, label: Level}"))
        assert len(problems(text)) == 2


def test_what_only_the_office_fills_in():
    fields = "{mark: {type: text, label: Mark, filled_by: office}, note: {type: text, label: Note}}"
    found = load_vocabulary(vocabulary(kinds=kind(f"fields: {fields}")), "v.yaml").kinds["talk"].fields
    assert [(f.name, f.office_only) for f in found.values() if f.name in {"mark", "note"}] == [
        ("mark", True),
        ("note", False),
    ]


def test_money_in_filters_of_the_vocabulary_is_exact():
    assert expression("fee > 0.10").right.value == Decimal("0.10")
