"""The last tie-break against trying every place of every row in turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juli.engines.policy.context import Context
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.optimise import assignment, rowwise
from juli.engines.policy.optimise.allocation import Allocation, Values
from juli.engines.policy.optimise.groups import claimable
from juli.engines.policy.optimise.rowwise import smallest
from tests.engines.policy.optimise.small import CALENDAR, DAY, deals, dossier, events, exclusive_programmes, programme


def one_at_a_time(allocation: Allocation, values: Values) -> list[int]:
    """The places, row by row, where every row in turn has the first it can have."""
    allocation.bind()
    model, groups = allocation.model, allocation.claimable.groups
    group_of = {row: n for n, group in enumerate(groups) if len(group.options) > 1 for row in group.rows}
    lower = list(model.lower)
    for row in (row for row in allocation.claimable.order if row in group_of):
        for column in allocation.columns_of(group_of[row]):
            model.lower[column] += 1.0
            if model.lower[column] <= model.upper[column] and allocation.solve([]) is not None:
                break
            model.lower[column] -= 1.0
    found = allocation.solve([])
    assert found is not None
    model.lower[: len(lower)] = lower
    return placed(allocation, found.values)


def placed(allocation: Allocation, values: Values) -> list[int]:
    """Row by row in the dossier's order: which of its places it has, numbered (beyond the last: none)."""
    place: dict[str, int] = {}
    for n, group in enumerate(allocation.claimable.groups):
        if len(group.options) > 1:
            taken = [i for i, c in enumerate(allocation.columns_of(n)) for _ in range(int(values[c]))]
            place.update(zip(group.rows, [*taken, *[len(group.options)] * (len(group.rows) - len(taken))], strict=True))
    return [place[row] for row in allocation.claimable.order if row in place]


@contextmanager
def compared(
    together: int = 1_000_000, *, aimed: bool = True, nodes: int | None = None
) -> Iterator[list[tuple[list[int], list[int], list[int]]]]:
    """What every tie-break began with, came to and should have come to; ``together`` limits what one programme asks,
    ``nodes`` the search; unless ``aimed`` a step leads to any assignment that has it."""
    seen: list[tuple[list[int], list[int], list[int]]] = []

    def both(allocation: Allocation, values: Values) -> tuple[int | float, ...]:
        wanted = one_at_a_time(allocation, values)
        limit, allocation.model.nodes = allocation.model.nodes, allocation.model.nodes if nodes is None else nodes
        found = smallest(allocation, values)
        allocation.model.nodes = limit
        assert allocation.keeps(found)
        seen.append((placed(allocation, values), placed(allocation, found), wanted))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "smallest", both)
        patch.setattr(rowwise, "RANGE", together)
        if not aimed:
            patch.setattr(rowwise, "early", lambda groups: [])
        yield seen


@st.composite
def worlds(draw: st.DrawFn) -> Context:
    """A programme and up to 16 rows."""
    parts: dict[str, Any] = draw(exclusive_programmes(judged=True))
    one = st.one_of(events(unknown=False), deals(unknown=False))
    rows = [{"id": f"a{n}", **row} for n, row in enumerate(draw(st.lists(one, min_size=6, max_size=16)))]
    planned = draw(st.integers(0, 3))
    work = {"achievements": rows[planned:], "plan": rows[:planned]}
    return Judge(programme(**parts), CALENDAR).context(dossier(**work), DAY)


@settings(max_examples=200)
@given(worlds(), st.booleans(), st.sampled_from([1, 100, 1_000_000]), st.booleans())
def test_every_row_has_the_first_place_it_can_have(context: Context, high: bool, together: int, aimed: bool) -> None:
    with compared(together, aimed=aimed) as seen:
        assignment.solve(context, claimable(context, {}), high=high)
    for _, found, wanted in seen:
        assert found == wanted


@settings(max_examples=40)
@given(worlds())
def test_a_search_cut_short_keeps_what_is_in_hand_or_better(context: Context) -> None:
    with compared(nodes=0) as seen:
        assignment.solve(context, claimable(context, {}), high=False)
    for began, found, wanted in seen:
        assert wanted <= found <= began
