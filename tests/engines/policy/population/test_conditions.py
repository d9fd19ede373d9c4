"""Filters as SQL conditions: worked out by hand for a row with everything, one with nothing, one with bare numbers."""

from __future__ import annotations

import duckdb
import pytest

from juli.engines.policy.filters.syntax import parse
from juli.engines.policy.labels import Label
from juli.engines.policy.population.conditions import Scope, condition
from juli.engines.policy.vocabulary import Field


def field(name: str, kind: str, *, absent: bool = False) -> Field:
    return Field(name, kind, Label.both(name), {}, None, None, absent)


FIELDS = {
    f.name: f
    for f in (
        field("title", "text"), field("maker", "reference"), field("seats", "integer"), field("stalls", "integer"),
        field("cost", "money"), field("free", "boolean"), field("day", "date"), field("filed", "date", absent=True),
        field("guests", "references"), field("tags", "choices"), field("links", "links"),
    )
}  # fmt: skip
ROWS = """
    SELECT * FROM (VALUES
      ('full', '标题', '甲', 60, 60, 100.25::DECIMAL(18, 2), true, DATE '2024-02-29', DATE '2024-02-01',
       ['甲', '乙'], NULL::BIGINT, ['a'], [{'platform': '微博', 'url': 'u', 'on': NULL::DATE}]),
      ('empty', '', '', NULL, NULL, NULL, NULL, NULL, NULL, [], NULL, [], []),
      ('bare', '标题', '乙', 59, 61, 100.24, false, DATE '2024-03-01', NULL, NULL, 2, ['a', 'b'], []),
      ('unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) t(name, title, maker, seats, stalls, cost, free, day, filed, guests, guests_n, tags, links)
"""


def answers(text: str) -> list[bool | None]:
    """What the filter says of the four rows: full, empty, bare, unknown."""
    found = condition(parse(text), Scope(FIELDS, None)).sql(dialect="duckdb")
    with duckdb.connect() as connection:
        lines = connection.execute(f"SELECT name, {found} FROM ({ROWS})").fetchall()
    by_name = dict(lines)
    return [by_name[name] for name in ("full", "empty", "bare", "unknown")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An empty text is an answer, an unknown one isn't.
        ('title == "标题"', [True, False, True, None]),
        ('title != ""', [True, False, True, None]),
        ('"标题" == title', [True, False, True, None]),
        ('title in ["标题", "别的"]', [True, False, True, None]),
        ('title in [""]', [False, True, False, None]),
        # Empty numbers, money and yes or no are unknown.
        ("seats >= 60", [True, None, False, None]),
        ("60 <= seats", [True, None, False, None]),
        ("seats in [59, 60]", [True, None, True, None]),
        ("cost >= 100.25", [True, None, False, None]),
        ("cost > 100", [True, None, True, None]),
        ("free", [True, None, False, None]),
        ("!free", [False, None, True, None]),
        ("free == false", [False, None, True, None]),
        ("free != false", [True, None, False, None]),
        ("seats == stalls", [True, None, False, None]),
        ("seats < stalls", [False, None, True, None]),
        ('maker != title', [True, False, True, None]),
        ("day == 2024-02-29", [True, None, False, None]),
        ("day in [2024-02-29, 2024-03-01]", [True, None, True, None]),
        # An empty date whose emptiness is an answer is unequal to all, and neither before nor after any.
        ("filed == 2024-02-01", [True, False, False, False]),
        ("filed != 2024-02-01", [False, True, True, True]),
        ("filed < 2024-03-01", [True, False, False, False]),
        ("filed == day", [False, None, None, None]),
        # What holds many stands for its size; a bare number hides the names.
        ("guests >= 2", [True, False, True, None]),
        ("guests == tags", [False, True, True, None]),
        ('"甲" in guests', [True, False, None, None]),
        ("maker in guests", [True, False, None, None]),
        ('"a" in tags', [True, False, True, None]),
        ('"微博" in links', [True, False, False, None]),
        ("links == 1", [True, False, False, None]),
        # Kleene: false and unknown is false, true or unknown is true.
        ('seats >= 60 && title == "标题"', [True, False, False, None]),
        ('seats >= 60 || title == "标题"', [True, None, True, None]),
        ('!(seats >= 60) || title != ""', [True, None, True, None]),
        ("true", [True, True, True, True]),
        ("false || seats > 0", [True, None, True, None]),
    ],
)  # fmt: skip
def test_three_values(text: str, expected: list[bool | None]) -> None:
    assert answers(text) == expected
