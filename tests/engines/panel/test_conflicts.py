"""Who may not review whom: every kind, dates, reach, names; identity first (issue: experts; practice: recusal)."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.panel import (
    Application,
    Avoid,
    Away,
    BadInput,
    Barred,
    ConflictRecord,
    ConflictRules,
    Expert,
    Former,
    Person,
    Reason,
    Tie,
    Unmatched,
    find_conflicts,
)

DAYS = {"first_day": dt.date(2022, 10, 10), "last_day": dt.date(2022, 10, 20)}
RULES = ConflictRules(former_years=3, office_years=2)


def expert(id_="e", **more):
    return Expert(id_, **{"name": id_, "identity": f"digest-{id_}", "settled": True, **more})


def reasons(experts, applications, records=(), rules=RULES):
    found = find_conflicts(experts, applications, records, rules, **DAYS)
    return {(c.application, c.expert): [r.kind for r in c.reasons] for c in found.pairs}


class TestKinds:
    def test_employer_with_its_source(self):
        found = find_conflicts(
            [expert(employers=(Tie("u", source="CV"),))], [Application("a", ("u",))], (), RULES, **DAYS
        )
        assert found.between("a", "e") == (Reason("employer", "u", None, None, "CV"),)
        assert found.forbidden == {("a", "e")}
        assert found.between("a", "other") == ()

    def test_participants_count_like_the_applicant(self):
        assert reasons([expert(employers=(Tie("v"),))], [Application("a", ("u", "v"))]) == {("a", "e"): ["employer"]}

    def test_every_reason_is_told(self):
        one = expert(employers=(Tie("u"),), offices=(Tie("u"),))
        application = Application("a", ("u",), (Person("digest-e", "leader"),), (Avoid(expert="e"),))
        records = [
            ConflictRecord("declared", "e", "a", source="joint paper"),
            ConflictRecord("manual", "e", "u", "unit"),
        ]
        found = find_conflicts([one], [application], records, RULES, **DAYS)
        assert [(r.kind, r.subject, r.source) for r in found.between("a", "e")] == [
            ("declared", "a", "joint paper"),
            ("employer", "u", ""),
            ("manual", "u", ""),
            ("officer_or_member", "a", "leader"),
            ("officer_or_member", "u", ""),
            ("to_avoid", "e", ""),
        ]

    @pytest.mark.parametrize(
        ("left", "years", "counts"),
        [
            (dt.date(2019, 10, 10), 3, True),
            (dt.date(2019, 10, 9), 3, False),
            (dt.date(2022, 10, 9), 0, False),
            (None, 3, True),
            (dt.date(1990, 1, 1), None, True),
            (dt.date(2020, 2, 29), 1, False),
        ],
    )
    def test_a_former_employer_counts_for_some_years(self, left, years, counts):
        rules = ConflictRules(former_years=years)
        found = reasons([expert(former=(Former("u", left),))], [Application("a", ("u",))], rules=rules)
        assert found == ({("a", "e"): ["former_employer"]} if counts else {})

    def test_an_employer_left_before_the_review_is_a_former_one(self):
        ended = expert(employers=(Tie("u", None, dt.date(2022, 10, 9)),))
        assert reasons([ended], [Application("a", ("u",))]) == {("a", "e"): ["former_employer"]}
        during = expert(employers=(Tie("u", None, dt.date(2022, 10, 10)),))
        assert reasons([during], [Application("a", ("u",))]) == {("a", "e"): ["employer"]}

    def test_an_office_given_up_counts_for_its_years(self):
        gone = [
            expert("x", offices=(Tie("u", None, dt.date(2020, 10, 10)),)),
            expert("y", offices=(Tie("u", None, dt.date(2020, 10, 9)),)),
        ]
        assert reasons(gone, [Application("a", ("u",))]) == {("a", "x"): ["officer_or_member"]}

    def test_a_record_counts_within_its_days(self):
        def record(since, until):
            return [ConflictRecord("declared", "e", "a", "application", since, until)]

        one, a = [expert()], [Application("a")]
        assert reasons(one, a, record(dt.date(2022, 10, 20), None)) == {("a", "e"): ["declared"]}
        assert reasons(one, a, record(dt.date(2022, 10, 21), None)) == {}
        assert reasons(one, a, record(None, dt.date(2022, 10, 9))) == {}

    def test_a_record_of_another_call_is_none_of_ours(self):
        assert reasons([expert()], [Application("a")], [ConflictRecord("manual", "e", "elsewhere")]) == {}

    def test_nobody_is_the_same_person_by_an_empty_digest(self):
        assert reasons([expert(identity="")], [Application("a", people=(Person(""),))]) == {}


class TestReach:
    applications = (
        Application("a", ("u",), track="t"),
        Application("b", ("v",), track="t"),
        Application("c", ("w",), track="s"),
    )

    @pytest.mark.parametrize(("reach", "kept"), [("application", "a"), ("track", "ab"), ("call", "abc")])
    def test_an_employer_who_applies_keeps_its_people_from(self, reach, kept):
        rules = ConflictRules(3, employer_reach=reach)
        found = find_conflicts([expert(employers=(Tie("u"),))], self.applications, (), rules, **DAYS)
        assert [(c.application, c.reasons[0].through) for c in found.pairs] == [
            (a, "" if a == "a" else "a") for a in kept
        ]


class TestNames:
    def test_a_name_that_several_bear_keeps_all_of_them_out(self):
        two = [expert("1", name="李 明"), expert("2", name="李明"), expert("3", name="李鸣")]
        assert reasons(two, [Application("a", avoid=(Avoid(name="李明"),))]) == {
            ("a", "1"): ["to_avoid"],
            ("a", "2"): ["to_avoid"],
        }

    def test_a_unit_tells_them_apart_where_it_is_known(self):
        three = [
            expert("1", name="李明", employers=(Tie("u"),)),
            expert("2", name="李明", former=(Former("v"),)),
            expert("3", name="李明"),
        ]
        found = reasons(three, [Application("a", avoid=(Avoid(name="李明", unit="v"),))])
        assert found == {("a", "2"): ["to_avoid"], ("a", "3"): ["to_avoid"]}

    def test_a_name_that_is_nobodys_is_told(self):
        avoid = Avoid(name="王五", source="form 7")
        found = find_conflicts([expert(name="李明")], [Application("a", avoid=(avoid,))], (), RULES, **DAYS)
        assert found.unmatched == (Unmatched("a", avoid),)
        assert found.pairs == ()


class TestBarred:
    def test_identity_first(self):
        pool = [
            expert("a", settled=False),
            expert("b", identity=""),
            expert("c", identity="x"),
            expert("d", identity="x"),
            expert("e"),
        ]
        found = find_conflicts(pool, (), (), RULES, **DAYS)
        assert found.barred == (
            Barred("a", "identity"),
            Barred("b", "identity"),
            Barred("c", "identity_twice"),
            Barred("d", "identity_twice"),
        )

    def test_away_on_any_day_of_the_review(self):
        pool = [
            expert("a", away=(Away(dt.date(2022, 10, 20), dt.date(2022, 10, 30)),)),
            expert("b", away=(Away(dt.date(2022, 10, 1), dt.date(2022, 10, 9)),)),
        ]
        assert find_conflicts(pool, (), (), RULES, **DAYS).barred == (Barred("a", "away"),)


class TestRefused:
    @pytest.mark.parametrize(
        ("experts", "applications", "records", "rules", "said"),
        [
            ([expert(), expert()], [], [], RULES, 'the expert "e" stands twice; keep one'),
            ([expert("")], [], [], RULES, "a expert without an id; give it one"),
            ([], [Application("a"), Application("a")], [], RULES, 'the application "a" stands twice; keep one'),
            ([], [], [ConflictRecord("manual", "x", "a")], RULES, 'a record names the expert "x", who isn\'t there'),
            ([], [], [], ConflictRules(-1), "years of recusal can't be negative; write 0 or more"),
        ],
    )
    def test_what_cant_be_meant(self, experts, applications, records, rules, said):
        with pytest.raises(BadInput) as caught:
            find_conflicts(experts, applications, records, rules, **DAYS)
        assert caught.value.said.en == said
        assert caught.value.said.zh

    def test_days_the_wrong_way_round(self):
        with pytest.raises(BadInput, match="ends before it begins"):
            find_conflicts([], [], [], RULES, first_day=DAYS["last_day"], last_day=DAYS["first_day"])


UNITS = st.sampled_from("uvw")
EXPERTS = st.lists(
    st.builds(
        lambda i, units, avoid: (i, units, avoid), st.sampled_from("123456"), st.lists(UNITS, max_size=2), st.booleans()
    ),
    unique_by=lambda e: e[0],
    max_size=5,
)


@given(EXPERTS, st.lists(st.lists(UNITS, max_size=2), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_input_doesnt_matter_and_nothing_is_missed(pool, units, random):
    experts = [expert(i, employers=tuple(Tie(u) for u in us)) for i, us, _ in pool]
    avoid = tuple(Avoid(expert=i) for i, _, avoided in pool if avoided)
    applications = [Application(str(n), tuple(us), avoid=avoid) for n, us in enumerate(units)]
    found = find_conflicts(experts, applications, (), RULES, **DAYS)
    naive = {
        (a.id, i) for a, (i, us, avoided) in itertools.product(applications, pool) if avoided or set(us) & set(a.units)
    }
    assert found.forbidden == naive
    shuffled = list(experts), list(applications)
    for part in shuffled:
        random.shuffle(part)
    assert find_conflicts(*shuffled, (), RULES, **DAYS) == found
