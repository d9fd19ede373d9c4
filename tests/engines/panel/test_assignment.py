"""Assignment against brute force: floor, then sum; never a conflict; what blocks it; repair changes least."""

from decimal import Decimal
from functools import partial
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juli.engines.panel import (
    Application,
    AssignmentProblem,
    BadInput,
    Demand,
    Expert,
    Infeasible,
    Pair,
    Reviewer,
    assign,
    fields_matched,
    repair,
)
from juli.engines.panel.assignment import Weakest

D = Decimal


def problem(scores, need=1, most=9, least=0, units="", **more):
    """Applications a, b, … by rows, experts 0, 1, … by columns; a unit's letter for each expert."""
    experts = len(scores[0]) if scores else 0

    def each(value, count):
        return value if isinstance(value, list | tuple) else [value] * count

    rows = zip("abcdefgh", each(need, len(scores)), strict=False)
    columns = zip(range(experts), each(most, experts), each(least, experts), units.ljust(experts), strict=False)
    return AssignmentProblem(
        tuple(Reviewer(str(j), m, n, u.strip()) for j, m, n, u in columns),
        tuple(Demand(a, n) for a, n in rows),
        {a: {str(j): s for j, s in enumerate(row)} for a, row in zip("abcdefgh", scores, strict=False)},
        **more,
    )


def pairs(found):
    return [(p.application, p.expert) for p in found.pairs]


def every(p):
    """All assignments there are, each as a set of pairs."""
    never = set(p.conflicts) | set(p.forbidden)
    unit = {r.id: r.institution for r in p.reviewers}

    def choices(demand):
        allowed = [r.id for r in p.reviewers if (demand.id, r.id) not in never]
        for some in combinations(allowed, demand.need):
            named = [unit[e] for e in some if unit[e]]
            if not p.one_per_institution or len(set(named)) == len(named):
                yield [(demand.id, e) for e in some]

    for chosen in product(*(list(choices(d)) for d in p.demands)):
        found = {pair for some in chosen for pair in some}
        load = {r.id: sum(e == r.id for _, e in found) for r in p.reviewers}
        if all(r.least <= load[r.id] <= r.most for r in p.reviewers) and set(p.pinned) <= found:
            yield found


def worth(p, found):
    return sum(p.scores.get(a, {}).get(e, 0) for a, e in found)


def floor_of(p, found):
    free = [p.scores.get(a, {}).get(e, 0) for a, e in found if (a, e) not in p.pinned]
    return min(free) if free else None


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    scores = draw(
        st.lists(st.lists(st.integers(-2, 5), min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
    places = st.sets(st.tuples(st.sampled_from("abcd"[:rows]), st.sampled_from("0123"[:columns])), max_size=3)
    forbidden, conflicts = draw(places), draw(places)
    most = [draw(st.integers(0, 4)) for _ in range(columns)]
    return problem(
        scores,
        need=[draw(st.integers(0, 2)) for _ in range(rows)],
        most=most,
        least=[draw(st.integers(0, min(m, 1))) for m in most],
        units=draw(st.text("uv ", min_size=columns, max_size=columns)),
        conflicts=frozenset(conflicts),
        forbidden=frozenset(forbidden),
        pinned=frozenset(draw(places.map(lambda s: set(sorted(s)[:1]))) - forbidden - conflicts),
        one_per_institution=draw(st.booleans()),
    )


def answer(call, p):
    """What ``call`` gives, None where it says that there is no assignment."""
    try:
        return call(p)
    except Infeasible:
        return None


def pinned_too_many(p):
    needs, mosts = {d.id: d.need for d in p.demands}, {r.id: r.most for r in p.reviewers}
    return any(needs[a] == 0 or mosts[e] == 0 for a, e in p.pinned)


class TestBest:
    @settings(max_examples=200)
    @given(problems())
    def test_floor_then_sum_against_brute_force(self, p):
        if pinned_too_many(p):
            with pytest.raises(BadInput):
                assign(p)
            return
        all_ = list(every(p))
        found = answer(assign, p)
        assert (found is None) == (not all_)
        if found is None:
            return
        chosen = set(pairs(found))
        assert chosen in all_
        floors = [floor_of(p, one) for one in all_]
        best = max((f for f in floors if f is not None), default=None)
        assert found.floor == best
        assert found.total == max(worth(p, one) for one, f in zip(all_, floors, strict=True) if f == best)
        assert found.total == worth(p, chosen) == sum(x.score for x in found.pairs)

    @settings(max_examples=150)
    @given(problems())
    def test_the_largest_sum_against_brute_force(self, p):
        if pinned_too_many(p):
            return
        found = answer(lambda one: assign(one, floor=False), p)
        all_ = list(every(p))
        assert (None if found is None else found.total) == max((worth(p, one) for one in all_), default=None)
        assert found is None or found.floor is None

    def test_the_plain_optimum_leaves_somebody_with_nothing_and_the_floor_doesnt(self):
        p = problem([[10, 4], [5, 0]], most=1)
        assert assign(p, floor=False).total == 10
        found = assign(p)
        assert (found.floor, found.total, pairs(found)) == (4, 9, [("a", "1"), ("b", "0")])
        assert found.weakest == Weakest("a", D(4))
        assert found.loads == (("0", 1), ("1", 1))

    def test_scores_are_exact_decimals(self):
        p = problem([[D("0.1"), D("0.25")], [D("0.2"), 0]], most=1)
        assert [x.score for x in assign(p).pairs] == [D("0.25"), D("0.2")]
        assert assign(p).total == D("0.45")

    def test_a_pair_without_a_score_is_worth_nothing(self):
        p = AssignmentProblem((Reviewer("e", 1),), (Demand("a", 1),), {})
        assert assign(p).pairs == (Pair("a", "e", D(0), False),)

    def test_nothing_to_assign(self):
        assert assign(AssignmentProblem((), (), {})).pairs == ()
        assert assign(problem([[1]], need=0)).loads == (("0", 0),)

    def test_pinned_pairs_dont_lower_the_floor(self):
        found = assign(problem([[0, 5]], need=2, pinned={("a", "0")}))
        assert found.pairs == (Pair("a", "0", D(0), True), Pair("a", "1", D(5), False))
        assert found.floor == 5


@given(problems(), st.randoms(use_true_random=False))
def test_the_same_bytes_from_any_order_of_input(p, random):
    if pinned_too_many(p):
        return
    reviewers, demands = list(p.reviewers), list(p.demands)
    random.shuffle(reviewers)
    random.shuffle(demands)
    scores = {a: dict(reversed(row.items())) for a, row in reversed(p.scores.items())}
    other = AssignmentProblem(
        tuple(reviewers), tuple(demands), scores, p.conflicts, p.forbidden, p.pinned, p.one_per_institution
    )
    for call in (assign, partial(assign, floor=False)):
        one, two = answer(call, p), answer(call, other)
        assert (one and one.to_bytes()) == (two and two.to_bytes())


def blocked(p):
    with pytest.raises(Infeasible) as caught:
        assign(p)
    return caught.value


class TestBlocked:
    def test_conflicts_and_what_is_forbidden(self):
        error = blocked(problem([[1, 1, 1], [1, 1, 1]], need=2, conflicts={("a", "0")}, forbidden={("a", "1")}))
        (one,) = error.blocked
        assert (one.application, one.need, one.wanted, one.conflicts, one.forbidden, one.full) == (
            "a",
            2,
            1,
            ("0",),
            ("1",),
            (),
        )
        assert error.said.en == (
            "can't be assigned: 1 applications still want 1 places where there are 0. "
            '"a" needs 2 (1 in conflict, 1 forbidden)'
        )
        assert error.said.zh == "无法指派：1项申报还需1人次，可用专家只有0人次。“a”需2人（回避1人，禁止1人）"

    def test_loads(self):
        p = problem([[1, 1]] * 3 + [[1, 1]], most=[1, 9], conflicts={(a, "1") for a in "abc"})
        error = blocked(p)
        assert [b.application for b in error.blocked] == ["a", "b"]
        assert (error.full, error.places) == (("0",), 1)

    def test_institutions(self):
        error = blocked(problem([[1, 1, 1]], need=2, units="uuu", one_per_institution=True))
        assert error.blocked[0].institutions == (("u", ("0", "1", "2")),)
        assert '"a" needs 2 (only one of u)' in error.said.en

    def test_a_least_that_cant_be_reached(self):
        error = blocked(problem([[1, 1]], least=[1, 0], conflicts={("a", "0")}))
        assert (error.below, error.blocked) == (("0",), ())

    @settings(max_examples=150)
    @given(problems())
    def test_the_blocked_alone_cant_be_served_and_without_any_one_they_can(self, p):
        p = AssignmentProblem(
            tuple(r._replace(least=0) for r in p.reviewers),
            p.demands,
            p.scores,
            p.conflicts,
            p.forbidden,
            (),
            p.one_per_institution,
        )
        try:
            assign(p)
        except Infeasible as infeasible:
            error = infeasible
        else:
            return
        names = {b.application for b in error.blocked}

        def possible(some):
            demands = tuple(d for d in p.demands if d.id in some)
            return any(
                True
                for _ in every(
                    AssignmentProblem(
                        p.reviewers, demands, p.scores, p.conflicts, p.forbidden, (), p.one_per_institution
                    )
                )
            )

        assert not possible(names)
        assert all(possible(names - {one}) for one in names)
        assert error.places < sum(b.wanted for b in error.blocked)
        assert error.places == sum(r.most for r in p.reviewers if r.id in error.full)


class TestRepair:
    @settings(max_examples=150)
    @given(problems(), problems())
    def test_as_few_changes_as_possible_then_the_largest_total(self, earlier, p):
        if pinned_too_many(p) or pinned_too_many(earlier):
            return
        first = answer(lambda q: assign(q, floor=False), earlier)
        old = set(pairs(first)) if first else set()
        found = answer(lambda q: repair(q, old), p)
        all_ = list(every(p))
        assert (found is None) == (not all_)
        if found is None:
            return
        kept = max(len(one & old) for one in all_)
        new = set(pairs(found.assignment))
        assert len(new & old) == kept
        assert worth(p, new) == max(worth(p, one) for one in all_ if len(one & old) == kept)
        assert (set(found.kept), set(found.added), set(found.removed)) == (new & old, new - old, old - new)

    def test_one_expert_withdraws(self):
        p = problem([[5, 4, 3], [5, 4, 3], [5, 4, 3]], most=[1, 1, 1])
        before = pairs(assign(p))
        after = repair(AssignmentProblem((*p.reviewers[1:], Reviewer("9", 1)), p.demands, p.scores), before)
        gone = next(pair for pair in before if pair[1] == "0")
        assert (after.removed, after.added) == ((gone,), ((gone[0], "9"),))

    def test_nothing_to_repair(self):
        p = problem([[1, 9], [9, 1]], most=1)
        assert repair(p, [("a", "0"), ("b", "1")]).added == ()


class TestRefused:
    @pytest.mark.parametrize(
        ("p", "said"),
        [
            (problem([[1]], most=-1), 'the loads of the expert "0" can\'t be meant'),
            (problem([[1]], most=1, least=2), 'the loads of the expert "0" can\'t be meant'),
            (problem([[1]], need=-1), '"a" needs a negative number of experts'),
            (problem([[1]], pinned={("a", "x")}), 'the pinned pair "a" and "x" isn\'t there'),
            (
                problem([[1]], pinned={("a", "0")}, conflicts={("a", "0")}),
                'the pinned pair "a" and "0" is in conflict or forbidden',
            ),
            (
                problem([[1]], pinned={("a", "0")}, forbidden={("a", "0")}),
                'the pinned pair "a" and "0" is in conflict or forbidden',
            ),
            (problem([[1]], most=0, pinned={("a", "0")}), '"0" is pinned to more than the most'),
            (problem([[1]], need=0, pinned={("a", "0")}), '"a" has too many pinned, or two of one institution'),
            (
                problem([[1, 1]], need=2, units="uu", one_per_institution=True, pinned={("a", "0"), ("a", "1")}),
                '"a" has too many pinned, or two of one institution',
            ),
            (problem([[D("NaN")]]), "a score isn't a number"),
            (problem([[D("1e-7")]]), "scores have 6 decimals at most"),
            (problem([[2**40]]), "a score is too large"),
        ],
    )
    def test_what_cant_be_meant(self, p, said):
        with pytest.raises(BadInput) as caught:
            assign(p)
        assert caught.value.said.en == said

    def test_scores_too_far_apart_to_be_added_up_safely(self):
        ids = [str(n) for n in range(40)]
        scores = {a: dict.fromkeys(ids, 2**39 if a == "0" else -(2**39)) for a in ids}
        p = AssignmentProblem(tuple(Reviewer(i, 2) for i in ids), tuple(Demand(i, 2) for i in ids), scores)
        assert assign(p).floor == -(2**39)
        with pytest.raises(BadInput, match="too far apart"):
            repair(p, [])


def test_fields_matched():
    experts = [Expert("e", fields=("x", "y")), Expert("f", fields=("y",)), Expert("g")]
    applications = [Application("a", fields=("x", "y", "z")), Application("b")]
    assert fields_matched(experts, applications) == {"a": {"e": 666, "f": 333}, "b": {}}
