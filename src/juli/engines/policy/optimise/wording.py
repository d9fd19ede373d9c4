"""Advice in words, in both languages, from the labels of kinds and fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from juli.engines.policy.describe import digits, duration_words, filter_words, money_words, number_words
from juli.engines.policy.describe.joining import conditions, every, inside, quoted
from juli.engines.policy.describe.spans import ANCHOR_WORDS, day_words
from juli.engines.policy.filters.syntax import Compare, Comparison, Expression, In, Name, Or, Value, Values
from juli.engines.policy.labels import Label
from juli.engines.policy.optimise.demands import Why
from juli.engines.policy.optimise.steps import Requirement, Span, Wish
from juli.engines.policy.rules import Clause, NamedList
from juli.engines.policy.vocabulary import Field, Kind

WHY: Mapping[Why, Label] = {
    "type": Label("申报主体类型不符，无法通过补充工作解决", "the applicant is of a type that may not apply"),
    "record": Label("单位自身情况不符合", "the organisation's own record does not meet it"),
    "exceeded": Label(
        "已超过允许的数量，已发生的事项不能撤销", "there is more than is allowed, and it can't be undone"
    ),
    "too-soon": Label("时间间隔不足", "the time between the two dates is too short"),
    "refused": Label("已认定为否", "it was judged, and the answer is no"),
    "unstated": Label("通知未载明数量，待主管部门填写", "the office has not stated the number yet"),
    "date-unknown": Label("所依据的日期尚未确定", "a date it depends on is not known yet"),
    "window-unknown": Label("所依据的时段尚未确定", "the window it reads is not known yet"),
    "standing": Label("取决于单位信用与资格记录，不能通过补充工作解决", "it depends on the organisation's standing"),
    "tracks": Label("子项目或联合申报的组合不符", "the combination of tracks or joint applicants does not fit"),
    "impossible": Label("没有事项能够满足", "no achievement could meet it"),
}
_FIELDS: Mapping[str, Comparison] = {
    "less_than": "<",
    "at_most_field": "<=",
    "same_as": "==",
    "other_than": "!=",
}


def requirement(
    wish: Wish, fields: Mapping[str, Field], lists: Mapping[str, NamedList], owner: Label | None
) -> Requirement:
    """A wish with its words."""
    return Requirement(wish.field, wish.op, wish.values, _words(wish, fields, lists, owner))


def _words(wish: Wish, fields: Mapping[str, Field], lists: Mapping[str, NamedList], owner: Label | None) -> Label:
    found = fields[wish.field]
    if wish.op == "apart":
        other, length = wish.values
        after = inside(fields[other].label) if other in fields else ANCHOR_WORDS[other]
        apart = duration_words(length)
        return Label(
            f"{found.label.zh}至少早于{after.zh}{apart.zh}",
            f"{inside(found.label).en} at least {apart.en} before {after.en}",
        )
    if wish.op == "new_names":
        many = wish.values[0]
        said = digits(many)
        return Label(f"{found.label.zh} {said} 个，均未计入过", f"{inside(found.label).en}: {said} not counted before")
    if wish.op == "total":
        total = money_words(wish.values[0]) if found.type == "money" else number_words(wish.values[0], found.unit)
        return Label(f"{found.label.zh}合计不少于 {total.zh}", f"{inside(found.label).en} at least {total.en} in all")
    if wish.op == "empty":
        return Label(f"不填{found.label.zh}", f"{inside(found.label).en} left empty")
    if wish.op == "given" and found.type == "date":
        return Label(f"写明{found.label.zh}", f"{inside(found.label).en} given")
    if found.type == "money" and wish.op in ("at_least", "at_most", "is"):
        return _money(wish, found)
    return filter_words(_expression(wish), fields, lists, owner)


def _money(wish: Wish, found: Field) -> Label:
    amount = money_words(wish.values[0])
    zh = {"at_least": "不少于 ", "at_most": "不超过 ", "is": "为 "}[wish.op]
    en = {"at_least": "at least ", "at_most": "at most ", "is": ""}[wish.op]
    return Label(f"{found.label.zh}{zh}{amount.zh}", f"{inside(found.label).en} {en}{amount.en}")


def _expression(wish: Wish) -> Expression:
    """The wish as a filter, which has words already."""
    name, values = Name(wish.field), wish.values
    match wish.op:
        case "at_least":
            return Compare(">=", name, Value(values[0]))
        case "at_most":
            return Compare("<=", name, Value(values[0]))
        case "is":
            return Compare("==", name, Value(values[0]))
        case "is_not":
            return Compare("!=", name, Value(values[0])) if len(values) == 1 else _not_in(name, values)
        case "any_of":
            return In(name, Values(values))
        case "given":
            return Compare("!=", name, Value(""))
        case "holds" | "lacks":
            return _holding(wish)
        case "in_list" | "not_in_list":
            return In(name, Name(values[0]))
        case _:
            return Compare(_FIELDS[wish.op], name, Name(values[0]))


def _not_in(name: Name, values: tuple[Any, ...]) -> Expression:
    return Compare("!=", name, Value("、".join(str(v) for v in values)))


def _holding(wish: Wish) -> Expression:
    each: list[Expression] = [In(Value(v), Name(wish.field)) for v in wish.values]
    return each[0] if len(each) == 1 else Or(tuple(each))


# -- steps -------------------------------------------------------------------------------------------------------------


def add(kind: Kind, times: int, act: str, wanted: Sequence[Requirement], span: Span | None, *, closed: bool) -> Label:
    """So many further achievements, done or planned, and what each must satisfy."""
    verb = {
        "add": Label("补充已完成的" if closed else "增加", "record, if it was done," if closed else "add"),
        "plan": Label("计划", "plan"),
        "record": Label("如实填报", "enter"),
    }[act]
    many = number_words(times, kind.unit)
    name = Label(kind.label.zh, kind.label.en if times == 1 else kind.plural.en)
    head = Label(f"{verb.zh} {many.zh}{name.zh}", f"{verb.en} {digits(times)} {name.en}")
    said = [r.text for r in wanted]
    if span is not None and (span.first or span.last):
        said.append(_when(span))
    if not said:
        return head
    details = conditions(said)
    return Label(f"{head.zh}：{details.zh}", f"{head.en}: {details.en}")


def _when(span: Span) -> Label:
    first, last = (None if day is None else day_words(day) for day in (span.first, span.last))
    if first is not None and last is not None:
        return Label(f"日期在{first.zh}至{last.zh}之间", f"dated {first.en} to {last.en}")
    if first is not None:
        return Label(f"日期不早于{first.zh}", f"dated {first.en} or later")
    return Label(f"日期不晚于{last.zh if last else ''}", f"dated {last.en if last else ''} or earlier")


def fill(title: Label, names: Sequence[Label], wanted: Sequence[Requirement], span: Span | None) -> Label:
    """What is missing in a row (``title``), and what it would have to say."""
    fields = every([Label(n.zh, inside(n).en) for n in names])
    head = Label(f"补填“{title.zh}”的{fields.zh}", f"fill in {fields.en} of “{title.en}”")
    return _enough(head, wanted, span)


def fill_record(names: Sequence[Label], wanted: Sequence[Requirement], span: Span | None) -> Label:
    """What is missing in the applicant's own record."""
    fields = every([Label(n.zh, inside(n).en) for n in names])
    head = Label(f"补填单位信息中的{fields.zh}", f"fill in {fields.en} of the organisation")
    return _enough(head, wanted, span)


def _enough(head: Label, wanted: Sequence[Requirement], span: Span | None) -> Label:
    """What would be enough, in brackets."""
    said = [r.text for r in wanted]
    if span is not None and (span.first or span.last):
        said.append(_when(span))
    if not said:
        return head
    enough = conditions(said)
    return Label(f"{head.zh}（{enough.zh}即可）", f"{head.en} (enough if {enough.en})")


def standing(kind: Kind) -> Label:
    """A kind of standing that nobody has said anything about."""
    return Label(
        f"如实填报{kind.label.zh}（没有的填无）", f"state the record of {kind.plural.en} (none, where there are none)"
    )


def judge(question: Label, title: Label | None, *, answer: bool) -> Label:
    """A question that has to be answered, and how."""
    about = Label("", "") if title is None else Label(f"（“{title.zh}”）", f" (“{title.en}”)")
    yes = Label("是", "yes") if answer else Label("否", "no")
    return Label(
        f"由认定人答复“{question.zh}”{about.zh}：{yes.zh}", f"an answer to {quoted(question).en}{about.en}: {yes.en}"
    )


def choose(clause: Clause) -> Label:
    """A choice that the application leaves open."""
    return Label(f"在申报书中选定“{clause.label.zh}”的方向", f"make the choice that “{clause.label.en}” asks for")
