"""Many experts' marks become one score, with its working (评分汇总).

Everything is exact (fractions); only what is printed is rounded, half up. A card counts when it was handed in and isn't
an abstention; an abstention is a state and never a mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from juli.engines.panel.problems import BadInput, Said, unique

Method = Literal["mean", "median", "trimmed_mean", "weighted_mean"]
CardState = Literal["scored", "abstained", "open"]
Fallback = Literal["mean", "none"]


#: Sums and products of marks and weights, many times faster than fractions and as exact: one that is not is an error.
_EXACT: Final = Context(prec=1000, traps=[Inexact])
#: Digits of a mark, a limit, a weight; nothing longer is meant.
_DIGITS: Final = 28


class Item(NamedTuple):
    """One line of the scorecard: marks from ``least`` to ``most`` in steps of ``step`` (1: integers, 0.5: half points),
    counted ``weight`` times."""

    id: str
    most: Decimal
    least: Decimal = Decimal(0)
    step: Decimal = Decimal(1)
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class AggregationRules:
    """How cards become a score.

    A card's total is Σ weight × mark. ``trimmed_mean`` leaves out the ``drop_high`` highest and ``drop_low`` lowest
    totals where at least ``trim_from`` are there; with fewer, ``below`` says whether the plain mean stands or there is
    no score. ``weighted_mean`` weighs the experts by ``expert_weights`` (1 where none is given). Fewer than ``least``
    totals make no score. ``spread`` is the range beyond which a second look is due, ``deviation`` the standard
    deviation (of a sample) beyond which it is.
    """

    items: tuple[Item, ...]
    method: Method
    least: int = 1
    decimals: int = 2
    drop_high: int = 1
    drop_low: int = 1
    trim_from: int = 3
    below: Fallback = "mean"
    spread: Decimal | None = None
    deviation: Decimal | None = None
    expert_weights: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """One expert's marks for one application: item id → mark. ``open`` cards aren't handed in and don't count."""

    expert: str
    application: str
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    state: CardState = "scored"


class Counted(NamedTuple):
    """A card's total and what became of it."""

    expert: str
    total: Fraction
    weight: Decimal
    used: Literal["counted", "highest", "lowest"]


@dataclass(frozen=True, slots=True)
class Score:
    """An application's score with its working.

    ``value`` is ``exact`` rounded; both are None where ``why`` says what is lacking (``least``: too few totals,
    ``trim``: too few to leave any out). ``counted`` lists every total, from the highest down. ``range`` and
    ``deviation`` are over all totals, rounded to the rules' decimals; ``second_look`` names what lies beyond its bound.
    """

    application: str
    value: Decimal | None
    exact: Fraction | None
    why: Literal["", "least", "trim"]
    method: Method
    counted: tuple[Counted, ...]
    abstained: tuple[str, ...]
    open: tuple[str, ...]
    range: Decimal | None
    deviation: Decimal | None
    second_look: tuple[Literal["spread", "deviation"], ...]


def aggregate(rules: AggregationRules, cards: Iterable[Card], applications: Sequence[str] = ()) -> tuple[Score, ...]:
    """A score for each application that has a card or is named in ``applications``, in order of ids.

    Raises BadInput for rules that can't be meant, an expert's second card for one application, a mark that is missing,
    unknown, or off the item's scale.
    """
    check_rules(rules)
    of: defaultdict[str, list[Card]] = defaultdict(list, {a: [] for a in applications})
    for card in cards:
        of[card.application].append(card)
    return tuple(_score(rules, application, of[application]) for application in sorted(of))


def check_rules(rules: AggregationRules) -> None:
    """Raises BadInput where the rules can't be meant."""
    unique(Said("评分项", "line of the scorecard"), (i.id for i in rules.items))
    if not rules.items:
        raise BadInput("评分表没有评分项", "the scorecard has no lines; add one")
    for item in rules.items:
        if not all(map(_short, (item.most, item.least, item.step, item.weight))):
            raise BadInput(
                f"评分项“{item.id}”的上下限、步长和权重须为不超过{_DIGITS}位的数字",
                f'limits, step and weight of the line "{item.id}" are numbers of at most {_DIGITS} digits',
            )
        if item.step <= 0 or item.weight <= 0 or item.most <= item.least:
            raise BadInput(
                f"评分项“{item.id}”的上下限、步长或权重有误",
                f'limits, step or weight of the line "{item.id}" can\'t be meant',
            )
        if _off(item.most, item):
            raise BadInput(
                f"评分项“{item.id}”的上限不是步长的整数倍", f'no step of the line "{item.id}" reaches its highest mark'
            )
    if rules.least < 1 or rules.decimals < 0 or min(rules.drop_high, rules.drop_low) < 0:
        raise BadInput("最少份数须为正数，小数位数和剔除个数不能为负", "at least one score, and nothing negative")
    if rules.method == "trimmed_mean" and rules.trim_from <= rules.drop_high + rules.drop_low:
        raise BadInput(
            f"剔除{rules.drop_high + rules.drop_low}份须至少有{rules.drop_high + rules.drop_low + 1}份评分",
            f"leaving out {rules.drop_high + rules.drop_low} leaves nothing of {rules.trim_from}; raise `trim_from`",
        )
    if any(not _short(w) or w <= 0 for w in rules.expert_weights.values()):
        raise BadInput("专家权重须大于零", "an expert's weight is above 0")


def check_mark(item: Item, mark: Decimal) -> None:
    """Raises BadInput where ``mark`` is off the item's scale; for a form that checks as it is typed."""
    if not _short(mark) or not item.least <= mark <= item.most or _off(mark, item):
        raise BadInput(
            f"“{item.id}”的分值须在{item.least}至{item.most}之间，步长{item.step}",
            f'a mark of "{item.id}" lies between {item.least} and {item.most} in steps of {item.step}',
        )


def _off(number: Decimal, item: Item) -> bool:
    """Whether no step from the least mark reaches it."""
    return bool(_EXACT.remainder(_EXACT.subtract(number, item.least), item.step))


def _short(number: Decimal) -> bool:
    """Whether a number is one, and of a length whose products and sums stay exact."""
    return number.is_finite() and len(number.as_tuple().digits) <= _DIGITS and abs(number.adjusted()) <= _DIGITS


def card_total(rules: AggregationRules, card: Card) -> Fraction:
    """Σ weight × mark of a card. Raises BadInput where a mark is missing, unknown or off its scale."""
    unknown = set(card.marks) - {i.id for i in rules.items}
    if unknown:
        raise BadInput(f"评分表没有“{min(unknown)}”一项", f'the scorecard has no line "{min(unknown)}"')
    total = Decimal(0)
    for item in rules.items:
        if item.id not in card.marks:
            raise BadInput(
                f"专家“{card.expert}”对“{card.application}”未评“{item.id}”",
                f'the expert "{card.expert}" gave "{card.application}" no mark for "{item.id}"',
            )
        check_mark(item, card.marks[item.id])
        total = _EXACT.fma(item.weight, card.marks[item.id], total)
    return Fraction(total)


def _score(rules: AggregationRules, application: str, cards: list[Card]) -> Score:
    unique(Said(f"“{application}”的评分专家", f'expert on "{application}"'), (c.expert for c in cards))
    totals = sorted(
        ((card_total(rules, c), c.expert) for c in cards if c.state == "scored"), key=lambda t: (-t[0], t[1])
    )
    exact, why, used = _combined(rules, totals)
    weights = rules.expert_weights if rules.method == "weighted_mean" else {}
    numbers = [total for total, _ in totals]
    span = numbers[0] - numbers[-1] if len(numbers) > 1 else None
    variance = _variance(numbers)
    looks: list[Literal["spread", "deviation"]] = []
    if rules.spread is not None and span is not None and span > Fraction(rules.spread):
        looks.append("spread")
    if rules.deviation is not None and variance is not None and variance > Fraction(rules.deviation) ** 2:
        looks.append("deviation")
    return Score(
        application,
        None if exact is None else rounded(exact, rules.decimals),
        exact,
        why,
        rules.method,
        tuple(
            Counted(expert, total, weights.get(expert, Decimal(1)), how)
            for (total, expert), how in zip(totals, used, strict=True)
        ),
        tuple(sorted(c.expert for c in cards if c.state == "abstained")),
        tuple(sorted(c.expert for c in cards if c.state == "open")),
        None if span is None else rounded(span, rules.decimals),
        None if variance is None else root(variance, rules.decimals),
        tuple(looks),
    )


Used = Literal["counted", "highest", "lowest"]


def _combined(
    rules: AggregationRules, totals: list[tuple[Fraction, str]]
) -> tuple[Fraction | None, Literal["", "least", "trim"], list[Used]]:
    count = len(totals)
    used: list[Used] = ["counted"] * count
    if count < rules.least or not count:
        return None, "least", used
    numbers = [total for total, _ in totals]
    match rules.method:
        case "median":
            return (numbers[(count - 1) // 2] + numbers[count // 2]) / 2, "", used
        case "weighted_mean":
            weights = [Fraction(rules.expert_weights.get(expert, Decimal(1))) for _, expert in totals]
            return sum((w * n for w, n in zip(weights, numbers, strict=True)), Fraction(0)) / sum(weights), "", used
        case "trimmed_mean" if count >= rules.trim_from:
            for i in range(rules.drop_high):
                used[i] = "highest"
            for i in range(count - rules.drop_low, count):
                used[i] = "lowest"
        case "trimmed_mean" if rules.below == "none":
            return None, "trim", used
    kept = [n for n, how in zip(numbers, used, strict=True) if how == "counted"]
    return sum(kept, Fraction(0)) / len(kept), "", used


def _variance(numbers: list[Fraction]) -> Fraction | None:
    if len(numbers) < 2:
        return None
    mean = sum(numbers, Fraction(0)) / len(numbers)
    return sum(((n - mean) ** 2 for n in numbers), Fraction(0)) / (len(numbers) - 1)


def rounded(number: Fraction, decimals: int) -> Decimal:
    """``number`` with so many decimals, half up (away from zero).

    >>> rounded(Fraction(25, 1000), 2), rounded(Fraction(-25, 1000), 2), rounded(Fraction(1, 3), 0)
    (Decimal('0.03'), Decimal('-0.03'), Decimal('0'))
    """
    scale: int = 10**decimals
    whole = (2 * abs(number.numerator) * scale + number.denominator) // (2 * number.denominator)
    with localcontext(prec=len(str(whole)) + decimals + 2):
        return Decimal(whole if number >= 0 else -whole).scaleb(-decimals)


def root(number: Fraction, decimals: int) -> Decimal:
    """The square root with so many decimals, half up."""
    with localcontext(prec=50):
        value = (Decimal(number.numerator) / Decimal(number.denominator)).sqrt()
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def working(rules: AggregationRules, score: Score) -> Said:
    """How the score came about, in one line to be printed under it."""
    zh = {"mean": "算术平均", "median": "中位数", "trimmed_mean": "去高去低平均", "weighted_mean": "加权平均"}[
        score.method
    ]
    en = {"mean": "mean", "median": "median", "trimmed_mean": "trimmed mean", "weighted_mean": "weighted mean"}[
        score.method
    ]
    marks = []
    for c in score.counted:
        text = str(rounded(c.total, rules.decimals))
        if score.method == "weighted_mean":
            text += f"×{c.weight.normalize():f}"
        marks.append(text if c.used == "counted" else f"({text})")
    listed = " ".join(marks) or "–"
    if score.value is None:
        need = rules.least if score.why == "least" else rules.trim_from
        return Said(f"{zh}：{listed}；不足{need}份，未得分", f"{en}: {listed}; fewer than {need}, no score")
    return Said(f"{zh}：{listed} → {score.value}", f"{en}: {listed} → {score.value}")


@dataclass(frozen=True, slots=True)
class RoundRules:
    """How rounds (online, meeting) become one: Σ weight × score of the round / Σ weights. ``of`` says whether the
    rounds' scores are taken as printed or exact."""

    weights: tuple[tuple[str, Decimal], ...]
    decimals: int = 2
    of: Literal["printed", "exact"] = "printed"


class Combined(NamedTuple):
    """The score over all rounds; None, with the rounds that lack one in ``missing``."""

    application: str
    value: Decimal | None
    exact: Fraction | None
    rounds: tuple[tuple[str, Decimal | None], ...]
    missing: tuple[str, ...]


def combine(rules: RoundRules, rounds: Mapping[str, Iterable[Score]]) -> tuple[Combined, ...]:
    """One score out of those of several rounds, for each application that has one in any, in order of ids.

    Raises BadInput where the rounds aren't those of the rules or a weight isn't above 0.
    """
    unique(Said("轮次", "round"), (name for name, _ in rules.weights))
    if {name for name, _ in rules.weights} != set(rounds) or any(not _short(w) or w <= 0 for _, w in rules.weights):
        raise BadInput("各轮评审须各有一个大于零的权重", "every round needs a weight above 0, and no other has one")
    found = {name: {s.application: s for s in scores} for name, scores in rounds.items()}
    weight = sum((Fraction(w) for _, w in rules.weights), Fraction(0))
    out = []
    for application in sorted({a for scores in found.values() for a in scores}):
        total, missing = Fraction(0), []
        shown: list[tuple[str, Decimal | None]] = []
        for name, share in rules.weights:
            score = found[name].get(application)
            shown.append((name, None if score is None else score.value))
            if score is None or score.value is None or score.exact is None:
                missing.append(name)
                continue
            total += Fraction(share) * (Fraction(score.value) if rules.of == "printed" else score.exact)
        exact = None if missing else total / weight
        value = None if exact is None else rounded(exact, rules.decimals)
        out.append(Combined(application, value, exact, tuple(shown), tuple(missing)))
    return tuple(out)


class Leaning(NamedTuple):
    """How an expert's totals lie to those of the others on the same applications: the mean difference, above 0 for a
    lenient expert; None where nobody else scored. For information: no score is changed by it."""

    expert: str
    difference: Decimal | None
    applications: int


def leanings(rules: AggregationRules, cards: Iterable[Card]) -> tuple[Leaning, ...]:
    """Lenient or strict, per expert with a card handed in, in order of ids."""
    of: defaultdict[str, dict[str, Fraction]] = defaultdict(dict)
    for card in cards:
        if card.state == "scored":
            of[card.application][card.expert] = card_total(rules, card)
    differences: defaultdict[str, list[Fraction]] = defaultdict(list)
    for totals in of.values():
        whole, others = sum(totals.values(), Fraction(0)), len(totals) - 1
        for expert, total in totals.items():
            differences[expert] += [total - (whole - total) / others] if others else []
    return tuple(
        Leaning(e, rounded(sum(d, Fraction(0)) / len(d), rules.decimals) if d else None, len(d))
        for e, d in sorted(differences.items())
    )
