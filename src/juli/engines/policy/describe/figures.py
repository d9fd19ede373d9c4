"""Numbers, money, ranges, durations and amounts as text. Exact: what a larger unit can't say stays in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from juli.engines.policy.describe.joining import NOTHING, inside, quoted
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount, Duration, Number
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Span

YUAN = Label("元", "yuan")
#: What files call the sums that an amount may be a share of; other words are quoted.
_SUMS = {
    "audited_cost": Label("审核认定的支出", "audited cost"),
    "audited": Label("审核认定的支出", "audited cost"),
    "applied_amount": Label("申请金额", "the amount applied for"),
    "fees": Label("收费", "fees"),
}
_WAN, _YI = 10_000, 100_000_000
#: An amount is told in 万元 or 亿元 when hundredths of them say it exactly.
_PARTS = 100
_DURATIONS = {
    "working days": (Label("个工作日", "working days"), "working day"),
    "days": (Label("天", "days"), "day"),
    "months": (Label("个月", "months"), "month"),
    "years": (Label("年", "years"), "year"),
}


def digits(number: Number) -> str:
    """Exact digits with thousands separators, no trailing zeros after the point.

    >>> digits(Decimal("1234.50"))
    '1,234.5'
    """
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_words(number: Number, unit: Label | None = None) -> Label:
    """A number with its unit; large amounts in yuan read in 万元 or 亿元 in Chinese.

    >>> number_words(30000000, YUAN)
    Label(zh='3,000 万元', en='30,000,000 yuan')
    """
    if unit is None or not (unit.zh or unit.en):
        return Label.both(digits(number))
    if unit.zh == YUAN.zh:
        return money_words(number)
    en = f"{digits(number)} {singular(unit.en) if number == 1 else unit.en}" if unit.en else digits(number)
    return Label(f"{digits(number)} {unit.zh}" if unit.zh else digits(number), en)


def money_words(yuan: Number) -> Label:
    """An amount in yuan.

    >>> money_words(Decimal("567.89")).zh, money_words(3000000000).zh
    ('567.89 元', '30 亿元')
    """
    zh = f"{digits(yuan)} 元"
    for size, name in ((_YI, "亿元"), (_WAN, "万元")):
        if yuan >= size and yuan % (size // _PARTS) == 0:
            zh = f"{digits(Decimal(yuan) / size)} {name}"
            break
    return Label(zh, f"{digits(yuan)} yuan")


def span_words(span: Span, unit: Label | None = None) -> Label:
    """``3 项``, ``0–1 场``, ``3 项以上``; not known at all where nothing bounds it.

    >>> span_words(Span(0, 1), Label("场", "events"))
    Label(zh='0–1 场', en='0–1 events')
    """
    low = number_words(span.low, unit)
    if span.high == span.low:
        return low
    if span.high is None:
        if not span.low:
            return Label("未知", "unknown")
        return Label(f"{low.zh}或更多", f"{low.en} or more")
    high = number_words(span.high, unit)
    if unit is not None and unit.zh == YUAN.zh:
        return Label(f"{low.zh} 至 {high.zh}", f"{digits(span.low)}–{high.en}")
    # A range is plural also where it ends with one.
    en = f"{digits(span.high)} {unit.en}" if unit is not None and unit.en else digits(span.high)
    return Label(f"{digits(span.low)}–{high.zh}", f"{digits(span.low)}–{en}")


def duration_words(duration: Duration) -> Label:
    """``10 个工作日`` / ``10 working days``."""
    return number_words(duration.length, duration_unit(duration))


def duration_unit(duration: Duration) -> Label:
    """The unit a length of time is told in."""
    return _DURATIONS[duration.unit][0]


def amount_words(amount: Amount, unit: Label | None = YUAN, fields: Mapping[str, Label] | None = None) -> Label:
    """A quota or an amount as the notice gives it; ``unit`` None for a number of organisations.

    ``fields`` holds what the fields are called that one may be counted by (``counted_by``).
    """

    def said(number: Number) -> Label:
        return number_words(number, unit)

    if amount.unlimited:
        return Label("不限", "unlimited")
    if amount.exact is not None:
        return said(amount.exact)
    if amount.about is not None:
        return _about(amount, said(amount.about))
    if amount.share is not None:
        return _share(amount, unit)
    if amount.bands:
        return _bands(amount, unit)
    if amount.per is not None:
        each = NOTHING if amount.each is None else said(amount.each)
        by = (fields or {}).get(amount.per) or quoted(Label.both(amount.per))
        return Label(f"每个{by.zh}各 {each.zh}", f"{each.en} for each {by.en}")
    low, high = amount.at_least, amount.at_most
    if low is not None and high is not None:
        return Label(f"{said(low).zh} 至 {said(high).zh}", f"{said(low).en} to {said(high).en}")
    if high is not None:
        return Label(f"不超过 {said(high).zh}", f"at most {said(high).en}")
    if low is not None:
        return Label(f"不少于 {said(low).zh}", f"at least {said(low).en}")
    return Label("待主管处室填写", "not stated yet")


def counted_by(programme: Programme) -> Mapping[str, Label]:
    """What the fields are called that an amount may be counted by: the applicant's own, and those that tracks offer."""
    names = {name: inside(field.label) for name, field in programme.vocabulary.organisation.items()}
    for track in programme.tracks:
        names |= {name: inside(track.choice) for name, _, _ in track.choose if track.choice is not None}
    return names


def _bands(amount: Amount, unit: Label | None) -> Label:
    said = []
    for band in amount.bands:
        n = number_words(band.amount, unit)
        if band.rank is not None:
            said.append(Label(f"前 {band.rank} 名 {n.zh}", f"{n.en} down to place {band.rank}"))
        else:
            score = digits(band.score or 0)
            said.append(Label(f"{score} 分及以上 {n.zh}", f"{n.en} from {score} points"))
    return Label("，".join(one.zh for one in said), ", ".join(one.en for one in said))


def _about(amount: Amount, around: Label) -> Label:
    if amount.tolerance is None:
        return Label(f"约 {around.zh}", f"about {around.en}")
    percent = f"{digits(amount.tolerance * 100)}%"
    return Label(f"约 {around.zh}（偏差 {percent} 以内）", f"about {around.en} (within {percent})")


def _share(amount: Amount, unit: Label | None) -> Label:
    percent = f"{digits((amount.share or 0) * 100)}%"
    of, out = _sum(amount.of or ""), _sum(amount.less or "")
    less = Label(f"扣除{out.zh}后", f" less {out.en}") if amount.less else NOTHING
    zh, en = f"{of.zh}{less.zh}的 {percent}", f"{percent} of {of.en}{less.en}"
    if amount.at_most is not None:
        cap = number_words(amount.at_most, unit)
        zh, en = f"{zh}，不超过 {cap.zh}", f"{en}, at most {cap.en}"
    return Label(zh, en)


def _sum(name: str) -> Label:
    return _SUMS.get(name, Label.both(f"“{name}”"))


def plural(name: str) -> str:
    """The plural of what an applicant type is called: its noun stands last, or before “of”.

    >>> plural("national society"), plural("association of a park")
    ('national societies', 'associations of a park')
    """
    noun, of, rest = name.partition(" of ")
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        noun = noun[:-1] + "ies"
    else:
        noun += "es" if noun.endswith(("s", "x", "ch", "sh")) else "s"
    return noun + of + rest


def singular(plural: str) -> str:
    """The singular of a unit; units are plain nouns."""
    irregular = {"people": "person", "children": "child"}
    if plural in irregular:
        return irregular[plural]
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    if plural.endswith(("sses", "shes", "ches", "xes")):
        return plural[:-2]
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural
