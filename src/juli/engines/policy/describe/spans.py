"""Windows, days and moments as text."""

from __future__ import annotations

import datetime as dt

from juli.engines.policy import blocks
from juli.engines.policy.describe.figures import duration_words
from juli.engines.policy.describe.joining import NOTHING
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Unstated
from juli.engines.policy.rules import Window
from juli.engines.policy.windows import FIRST, LAST, Interval

ANCHOR_WORDS = {
    "publication": Label("通知发布日", "publication"),
    "opens": Label("开始申报日", "the opening day"),
    "closes": Label("申报截止日", "the closing day"),
    "application": Label("申报日", "the day of the application"),
    "contract": Label("签约日", "the day of the contract"),
    "always": Label("不限起点", "always"),
}
JUDGED_BY = {
    "server": NOTHING,
    "posting_date": Label("以寄出日期为准", "by the posting date"),
    "receipt": Label("以收到日期为准", "by the day of receipt"),
}
#: English labels that begin like this already stand as an adverbial; others take "in".
_ADVERBIAL = ("since ", "up to ", "between ", "each ", "from ", "until ", "before ", "after ", "during ", "no ", "at ")
_BARE = ("the ", "work ")


def window_words(window: Window) -> Label:
    """When, as it stands in a sentence: ``上一年度`` / ``in the previous year``."""
    zh, en = window.label
    if en.startswith(_ADVERBIAL):
        return Label(zh, en)
    if " to " in en:
        return Label(zh, f"from {en}")
    if en.endswith(" day"):
        return Label(zh, f"on {en}")
    article = "in " if not en[:1].islower() or en.startswith(_BARE) else "in the "
    return Label(zh, article + en)


def window_rule(window: Window) -> Label:
    """How a window is laid down: whole years relative to the call's, or from one end to another."""
    if window.years is not None:
        first, last = window.years
        if first == last:
            return Label(f"申报年度{_offset(first)}", f"the year of the call{_offset(first)}")
        return Label(
            f"申报年度{_offset(first)}至{_offset(last) or '当年'}", f"years {first:+d} to {last:+d} of the call"
        )
    start = edge_words(window.start)
    if window.length is not None:
        length = duration_words(window.length)
        counted = Label("当日计入", "that day counts")
        if not window.first_day_counts:
            counted = Label("次日起算", "from the day after")
        return Label(f"自{start.zh}起 {length.zh}（{counted.zh}）", f"{length.en} from {start.en} ({counted.en})")
    end = edge_words(window.end)
    each = Label("，逐年", ", each year") if window.each_year else NOTHING
    return Label(f"{start.zh} 至 {end.zh}{each.zh}", f"{start.en} to {end.en}{each.en}")


def _offset(years: int) -> str:
    return f" {years:+d}".replace("-", "−") if years else ""


def edge_words(written: str | Unstated | None) -> Label:
    """One end of a window: a day, a month, a year, an anchor, or nothing stated."""
    if isinstance(written, Unstated) or written is None:
        return Label("待填", "not stated yet")
    if written in ANCHOR_WORDS:
        return ANCHOR_WORDS[written]
    parts = [int(p) for p in written.split("-")]
    zh = "".join(f"{n}{name}" for n, name in zip(parts, "年月日", strict=False))
    return Label(zh, written)


def days_words(interval: Interval | None) -> Label:
    """The days a window came out as."""
    if interval is None:
        return Label("尚不能确定", "not known yet")
    if interval.start == LAST or interval.end == FIRST:
        return Label("签约后才开始", "begins with the contract")
    start = Label("不限", "any time") if interval.start == FIRST else Label.both(interval.start.isoformat())
    end = Label("不限", "open") if interval.end == LAST else Label.both(interval.end.isoformat())
    return Label(f"{start.zh} 至 {end.zh}", f"{start.en} to {end.en}")


def day_words(day: dt.date) -> Label:
    """A day, with its time of day where it has one."""
    if isinstance(day, dt.datetime):
        return Label(f"{day.year}年{day.month}月{day.day}日{day:%H:%M}", f"{day:%Y-%m-%d %H:%M}")
    return Label(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def moment_words(date: blocks.DateRule) -> Label:
    """A date of the call: at, strictly before, or through the end of; and by what it is judged."""
    if date.always_open:
        return Label("随时", "at any time")
    if date.after_closing is not None:
        return (
            Label("截止后可补正", "repair after closing")
            if date.after_closing
            else Label("截止后不再补正", "no repair after closing")
        )
    found = date.at or date.before or date.through
    if found is None:
        return Label("待填", "not stated yet")
    if isinstance(found, str):
        said = edge_words(None if found == "unstated" else found)
    else:
        said = day_words(found)
    if date.before is not None:
        said = Label(f"{said.zh}前", f"before {said.en}")
    elif date.through is not None:
        end = "" if isinstance(found, dt.datetime) else "24时"
        said = Label(f"{said.zh}{end}前", f"through {said.en}")
    by = JUDGED_BY[date.judged_by]
    return Label(f"{said.zh}，{by.zh}", f"{said.en}, {by.en}") if by.zh else said
