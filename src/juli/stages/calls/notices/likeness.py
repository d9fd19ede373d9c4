"""How much a passage says what a clause says: shared runs of two and three characters, and shared numbers.

Runs that few passages have weigh more. Numbers are read with their scale (``1000万`` is ten million, ``六十`` is sixty)
and weigh most: a threshold is what tells two similar passages apart.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from juli.stages.calls.notices.markers import number_of

_SCALES = {"万": 10_000, "亿": 100_000_000, "千": 1_000, "百": 100}
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*([万亿千百]?)")
_UNITS = "家|个|项|场|次|人|篇|份|名|年|月|天|日|类|种|元|件|期|位|条"
_COUNTED = re.compile(rf"([一二两三四五六七八九十百]{{1,5}})\s*(?=[万亿]?(?:{_UNITS}))")
#: Words of every rule, which tell none from another.
_EVERYWHERE = re.compile(
    r"不少于|不多于|不超过|以上|以下|符合任一项|全部符合|合计|上一年度|已完成和计划的|计划的|并非|中不重复的|达到|才计|由.{2,6}认定"
)
_PLAIN = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
#: The weight of a number beside a run of characters.
_OF_NUMBER = 3.0
#: The weight of a run that the notice has nowhere: the words of the vocabulary are not always those of the notice.
_ABSENT = 0.35
#: Paragraphs longer than this begin to have something of everything.
_LONG = 120


class Words(NamedTuple):
    """What is looked for: runs of characters with their weights, and numbers."""

    runs: Mapping[str, float]
    numbers: frozenset[Decimal]


def words(*texts: tuple[str, float]) -> Words:
    """The runs and numbers of several texts, each with its weight."""
    runs: dict[str, float] = {}
    numbers: set[Decimal] = set()
    for text, weight in texts:
        numbers |= numbers_of(text)
        for run in runs_of(_EVERYWHERE.sub(" ", text)):
            runs[run] = max(runs.get(run, 0.0), weight)
    # One of something is asked everywhere.
    return Words(runs, frozenset(n for n in numbers if n > 1))


def plain(text: str) -> str:
    """A text without what spelling varies: width, case, space, punctuation; gaps stay gaps."""
    return _PLAIN.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def runs_of(text: str) -> set[str]:
    """The runs of two and three characters within the unbroken stretches of a text, digits apart."""
    found = set()
    for stretch in re.sub(r"\d+", " ", plain(text)).split():
        for size in (2, 3):
            found |= {stretch[i : i + size] for i in range(len(stretch) - size + 1)}
    return found


def numbers_of(text: str) -> frozenset[Decimal]:
    """The numbers of a text with their scale.

    >>> sorted(map(int, numbers_of("不少于50家，投资额1,000万元，参加人数不少于六十人")))
    [50, 60, 10000000]
    """
    text = unicodedata.normalize("NFKC", text).replace(",", "")
    text = _COUNTED.sub(lambda m: f" {number_of(m[1].replace('两', '二'))} ", text)
    return frozenset(Decimal(m[1]) * _SCALES.get(m[2], 1) for m in _NUMBER.finditer(text))


class Index:
    """The passages of a notice, ready to be compared: by the number of their line."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self._runs: dict[int, set[str]] = {}
        self._numbers: dict[int, frozenset[Decimal]] = {}
        self._lengths: dict[int, int] = {}
        for number, text in texts:
            self._runs[number] = runs_of(text)
            self._numbers[number] = numbers_of(text)
            self._lengths[number] = len(text)
        self._having = Counter(run for runs in self._runs.values() for run in runs)
        self._having_number = Counter(n for numbers in self._numbers.values() for n in numbers)

    def scores(self, looked_for: Words) -> dict[int, float]:
        """Of every passage, from 0 to about 1, how much of what is looked for it says."""
        whole = sum(w * (self._rarity(run) or _ABSENT) for run, w in looked_for.runs.items())
        whole += sum(_OF_NUMBER * (self._rarity_of(n) or _ABSENT) for n in looked_for.numbers)
        if not whole:
            return dict.fromkeys(self._runs, 0.0)
        return {number: self._said(number, looked_for) / whole for number in self._runs}

    def _said(self, number: int, looked_for: Words) -> float:
        runs = self._runs[number]
        said = sum(w * self._rarity(run) for run, w in looked_for.runs.items() if run in runs)
        said += sum(_OF_NUMBER * self._rarity_of(n) for n in looked_for.numbers if n in self._numbers[number])
        over = max(0.0, math.log(max(self._lengths[number], 1) / _LONG))
        return said / (1 + 0.12 * over)

    def shared_numbers(self, number: int, looked_for: Words) -> list[Decimal]:
        """The numbers that a passage has of those looked for."""
        return sorted(looked_for.numbers & self._numbers[number])

    def _rarity(self, run: str) -> float:
        having = self._having.get(run, 0)
        return math.log(1 + len(self._runs) / having) if having else 0.0

    def _rarity_of(self, n: Decimal) -> float:
        having = self._having_number.get(n, 0)
        return math.log(1 + len(self._runs) / having) if having else 0.0


def shares(label: str, title: str) -> tuple[float, float]:
    """Of two names, how much of the title the label has, and how much of the label the title has, from 0 to 1."""
    first, second = runs_of(label), runs_of(title)
    if not first or not second:
        same = float(bool(plain(label)) and plain(label) == plain(title))
        return same, same
    shared = len(first & second)
    return shared / len(second), shared / len(first)
