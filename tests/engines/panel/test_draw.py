"""A draw that nobody can steer and anybody can repeat: commitments, order, limits, replay, replacement."""

import hashlib
import hmac
import json
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.panel import (
    BadInput,
    Candidate,
    DrawPlan,
    Exclusion,
    Panel,
    Replacement,
    Secret,
    Stratum,
    Tampered,
    TooFew,
    Withdrawal,
    commit,
    draw,
    panel_after,
    replay,
    reveal,
)

SECRETS = {"office": Secret("聚力", "0" * 32), "supervisor": Secret("314159", "f" * 32)}


def plan(pool, size=3, reserves=2, **more):
    return DrawPlan(
        "call",
        "session",
        tuple(Candidate(*c) if isinstance(c, tuple) else Candidate(c) for c in pool),
        size,
        reserves,
        **more,
    )


def drawn(p, secrets=SECRETS):
    return draw(p, [commit(p, party, secrets[party]) for party in secrets], secrets)


def naive_order(seed, ids):
    return tuple(sorted(ids, key=lambda i: hmac.new(bytes.fromhex(seed), i.encode(), hashlib.sha256).digest()))


TEN = [f"e{i}" for i in range(10)]


class TestOrder:
    def test_by_hmac_under_the_seed_of_both_secrets(self):
        record = drawn(plan(TEN))
        said = [
            "juli.panel.seed",
            1,
            "call",
            "session",
            record.plan.digest,
            "office",
            "0" * 32,
            "聚力",
            "supervisor",
            "f" * 32,
            "314159",
        ]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"
        assert record.seed == hashlib.sha256(text.encode()).hexdigest()
        assert record.order == naive_order(record.seed, TEN)
        assert record.drawn == record.order[:3]
        assert record.reserves == record.order[3:5]

    def test_another_secret_of_either_party_gives_another_seed(self):
        seeds = {drawn(plan(TEN)).seed}
        for party, said in SECRETS.items():
            seeds.add(drawn(plan(TEN), {**SECRETS, party: Secret("x", said.nonce)}).seed)
            seeds.add(drawn(plan(TEN), {**SECRETS, party: Secret(said.secret, "1" * 32)}).seed)
        seeds.add(drawn(replace(plan(TEN), session="other")).seed)
        assert len(seeds) == 6

    @given(st.randoms(use_true_random=False))
    def test_the_order_of_input_doesnt_matter(self, random):
        pool = [(i, ("f", "g") if n % 2 else ("h",), f"u{n % 4}") for n, i in enumerate(TEN)]
        exclusions = [Exclusion("x", ("away",)), Exclusion("y", ("identity",))]
        strata = [Stratum("f", 1, 1), Stratum("h", 1)]
        first = drawn(plan(pool, exclusions=tuple(exclusions), strata=tuple(strata), per_institution=2))
        for part in (pool, exclusions, strata):
            random.shuffle(part)
        again = plan(
            [(i, f[::-1], u) for i, f, u in pool], exclusions=tuple(exclusions), strata=tuple(strata), per_institution=2
        )
        assert drawn(again).to_bytes() == first.to_bytes()

    def test_everybody_can_be_drawn_first(self):
        firsts = {drawn(plan("abc", 1, 0), {**SECRETS, "office": Secret(str(n), "0" * 32)}).drawn for n in range(40)}
        assert firsts == {("a",), ("b",), ("c",)}


class TestCommitments:
    def test_the_commitment_binds_plan_party_and_secret(self):
        p = plan(TEN)
        said = {
            commit(p, "office", SECRETS["office"]).digest,
            commit(p, "supervisor", SECRETS["office"]).digest,
            commit(p, "office", SECRETS["supervisor"]).digest,
            commit(plan(TEN[1:]), "office", SECRETS["office"]).digest,
            commit(plan(TEN, 4), "office", SECRETS["office"]).digest,
        }
        assert len(said) == 5

    @pytest.mark.parametrize("party", ["office", "supervisor"])
    def test_another_secret_is_refused(self, party):
        p = plan(TEN)
        sealed = [commit(p, one, SECRETS[one]) for one in SECRETS]
        changed = {**SECRETS, party: Secret("another", SECRETS[party].nonce)}
        with pytest.raises(Tampered, match=f"the {party}'s secret isn't the one committed to"):
            draw(p, sealed, changed)

    def test_a_pool_changed_after_the_commitment_is_refused(self):
        sealed = commit(plan(TEN), "office", SECRETS["office"])
        with pytest.raises(Tampered, match="the plan has changed"):
            reveal(plan([*TEN, "late"]), sealed, SECRETS["office"])

    @pytest.mark.parametrize("secret", [Secret("", "0" * 32), Secret("s", "0" * 31), Secret("s", "G" * 32)])
    def test_a_secret_that_could_be_guessed_is_refused(self, secret):
        with pytest.raises(BadInput):
            commit(plan(TEN), "office", secret)

    def test_both_parties_are_needed(self):
        p = plan(TEN)
        with pytest.raises(BadInput, match="both parties"):
            draw(p, [commit(p, "office", SECRETS["office"])], SECRETS)


POOL = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.sets(st.sampled_from("fg")).map(lambda s: tuple(sorted(s))),
        st.sampled_from(["", "u", "v"]),
    ),
    unique_by=lambda c: c[0],
    max_size=7,
)


def satisfies(people, strata, most):
    """By trying every way of standing for fields."""
    if most is not None and any(sum(c.institution == u for c in people) > most for u in "uv"):
        return False
    wanted = [field for field, n in strata for _ in range(n)]
    return any(
        all(f in c.fields for f, c in zip(wanted, some, strict=True)) for some in permutations(people, len(wanted))
    )


class TestLimits:
    @given(POOL, st.integers(1, 4), st.integers(0, 2), st.integers(0, 2), st.sampled_from([None, 1, 2]))
    def test_the_first_in_order_who_can_make_up_a_panel(self, pool, size, f, g, most):
        if f + g > size:
            return
        p = plan(pool, size, 0, strata=(Stratum("f", f), Stratum("g", g)), per_institution=most)
        people = [Candidate(*c) for c in pool]
        panels = [set(c) for c in combinations(people, size) if satisfies(c, (("f", f), ("g", g)), most)]
        if not panels:
            with pytest.raises(TooFew):
                drawn(p)
            return
        record = drawn(p)
        order = {i: n for n, i in enumerate(record.order)}
        best = min(sorted(order[c.id] for c in panel) for panel in panels)
        assert [order[i] for i in record.drawn] == best

    def test_reserves_have_their_fields(self):
        p = plan([("a", ("f",)), ("b", ("f",)), "c", "d", "e"], 1, 2, strata=(Stratum("f", 1, 1),))
        record = drawn(p)
        assert {*record.drawn, *record.reserves} & {"a", "b"} == {"a", "b"}

    def test_what_is_lacking_is_told(self):
        with pytest.raises(TooFew) as caught:
            drawn(plan([("a", ("f",)), "b", "c"], 2, 0, strata=(Stratum("f", 2),)))
        assert (
            caught.value.said.en
            == '2 are to be drawn and the pool of 3 can\'t fill that: the field "f" needs 2 and has 1; add experts or ask for fewer'
        )
        assert caught.value.said.zh == "需抽取2人，库中3人不足：领域“f”需2人，只有1人；请增加专家或减少人数"

    @pytest.mark.parametrize(
        "bad",
        [
            plan([], 0),
            plan("ab", 1, -1),
            plan("ab", 1, 0, per_institution=0),
            plan("ab", 1, 0, strata=(Stratum("f", 2),)),
            plan("ab", 1, 0, strata=(Stratum("f", 1, 1),)),
            plan("ab", 1, 0, strata=(Stratum("f", -1),)),
            plan("aa", 1, 0),
            plan("ab", 1, 0, exclusions=(Exclusion("a", ("away",)),)),
        ],
    )
    def test_a_plan_that_cant_be_meant(self, bad):
        with pytest.raises(BadInput):
            drawn(bad)


class TestReplay:
    record = drawn(
        plan(
            [(i, ("f",), "u") for i in TEN],
            exclusions=(Exclusion("x", ("identity", "away")),),
            strata=(Stratum("f", 1),),
        )
    )

    def test_byte_for_byte(self):
        assert replay(self.record.to_bytes()).to_bytes() == self.record.to_bytes()
        assert replay(self.record.to_bytes()) == self.record

    def test_the_format_is_kept(self):
        # A record of today must replay for ever: this digest may only change together with `version`.
        assert self.record.version == 1
        assert hashlib.sha256(self.record.to_bytes()).hexdigest() == DIGEST

    def leaves(self):
        def walk(value, path):
            items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            for key, one in items:
                yield from walk(one, (*path, key))
            if not isinstance(value, dict | list):
                yield path

        return list(walk(json.loads(self.record.to_bytes()), ()))

    def test_any_change_is_detected(self):
        for path in self.leaves():
            data = json.loads(self.record.to_bytes())
            at = data
            for key in path[:-1]:
                at = at[key]
            value = at[path[-1]]
            at[path[-1]] = value + 1 if isinstance(value, int) else "tampered" if value is None else value + "0"
            with pytest.raises(Tampered):
                replay((json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode())

    @pytest.mark.parametrize("bytes_", [b"", b"[]", b"{}", b"\xff", b'{"plan": 1}'])
    def test_what_is_no_record(self, bytes_):
        with pytest.raises(Tampered, match="can't be read"):
            replay(bytes_)

    def test_the_same_said_in_other_bytes_is_another_record(self):
        with pytest.raises(Tampered, match="other bytes"):
            replay(json.dumps(json.loads(self.record.to_bytes())).encode())


DIGEST = "ae51c6166aff7a529a76f28316cfda194332dd32a7b8f99eeb3db824635e3f2a"


class TestReplacement:
    record = drawn(plan(TEN, 3, 2))

    def test_the_next_reserve_comes(self):
        a, b, c = self.record.drawn
        r, s = self.record.reserves
        assert panel_after(self.record, [Withdrawal(b, "ill")]) == Panel((a, r, c), (s,), (Replacement(b, r, "ill"),))

    def test_a_reserve_who_withdraws_is_passed_over(self):
        a, b, c = self.record.drawn
        r, s = self.record.reserves
        after = panel_after(self.record, [Withdrawal(r, "away"), Withdrawal(a, "ill")])
        assert after == Panel((s, b, c), (), (Replacement(a, s, "ill"),))

    def test_where_no_reserve_is_left_the_place_stays_empty(self):
        a, b, c = self.record.drawn
        gone = [Withdrawal(x, "ill") for x in (*self.record.reserves, a)]
        assert panel_after(self.record, gone) == Panel((b, c), (), (Replacement(a, None, "ill"),))

    def test_fields_and_institutions_still_hold(self):
        pool = [("a", ("f",), "u"), ("b", ("f",), "v"), ("c", (), "w"), ("d", ("f",), "w"), ("e", (), "x")]
        record = drawn(plan(pool, 2, 3, strata=(Stratum("f", 1),), per_institution=1))
        people = {c[0]: c for c in pool}
        for out in record.drawn:
            after = panel_after(record, [Withdrawal(out, "ill")])
            stays = next(m for m in record.drawn if m != out)
            fitting = [
                r
                for r in record.reserves
                if people[r][2] != people[stays][2] and "f" in people[r][1] + people[stays][1]
            ]
            assert after.replacements == (Replacement(out, fitting[0] if fitting else None, "ill"),)

    def test_a_stranger_cant_withdraw(self):
        with pytest.raises(BadInput, match="neither a member nor a reserve"):
            panel_after(self.record, [Withdrawal("stranger", "ill")])

    def test_nobody_withdraws_twice(self):
        with pytest.raises(BadInput, match="neither"):
            panel_after(self.record, [Withdrawal(self.record.drawn[0], "ill")] * 2)
