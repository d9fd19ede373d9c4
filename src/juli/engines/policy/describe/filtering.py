"""A filter as a readable condition, from the labels of its fields and their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from juli.engines.policy.describe.figures import number_words
from juli.engines.policy.describe.joining import bracketed, choices, conditions, either, every, inside, quoted
from juli.engines.policy.describe.spans import day_words
from juli.engines.policy.filters.syntax import (
    And,
    Compare,
    Comparison,
    Expression,
    In,
    Name,
    Not,
    Or,
    Scalar,
    Value,
    Values,
)
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Filter, NamedList
from juli.engines.policy.vocabulary import Field

_FLIPPED: Mapping[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED: Mapping[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_NUMBERS: Mapping[Comparison, Label] = {
    "==": Label("为 {}", "{}"),
    "!=": Label("不为 {}", "not {}"),
    "<": Label("少于 {}", "less than {}"),
    "<=": Label("不超过 {}", "at most {}"),
    ">": Label("超过 {}", "more than {}"),
    ">=": Label("不少于 {}", "at least {}"),
}
_DAYS: Mapping[Comparison, Label] = {
    "==": Label("为{}", "{}"),
    "!=": Label("不为{}", "not {}"),
    "<": Label("早于{}", "before {}"),
    "<=": Label("不晚于{}", "not after {}"),
    ">": Label("晚于{}", "after {}"),
    ">=": Label("不早于{}", "not before {}"),
}
_FIELDS: Mapping[Comparison, Label] = {
    "==": Label("与{}相同", "the same as {}"),
    "!=": Label("与{}不同", "other than {}"),
    "<": Label("低于{}", "less than {}"),
    "<=": Label("不高于{}", "at most {}"),
    ">": Label("高于{}", "more than {}"),
    ">=": Label("不低于{}", "at least {}"),
}


def filter_words(
    filter_: Filter | Expression,
    fields: Mapping[str, Field],
    lists: Mapping[str, NamedList] | None = None,
    owner: Label | None = None,
    family: str = "",
) -> Label:
    """``filter_`` over ``fields`` in words.

    ``owner`` is the label of the kind: 标准级别 of 标准 reads 级别. ``family`` is the programme that the filter is part
    of, which is not told by its id.

    >>> from juli.engines.policy.filters.syntax import parse
    >>> size = Field("attendance", "integer", Label("参与人数", "Attendance"), {}, Label("人", "people"), None, False)
    >>> filter_words(parse("attendance >= 60"), {"attendance": size})
    Label(zh='参与人数不少于 60 人', en='attendance: at least 60 people')
    """
    expression = filter_.expression if isinstance(filter_, Filter) else filter_
    return _Words(fields, lists or {}, owner, family).say(expression)


class _Words:
    def __init__(
        self, fields: Mapping[str, Field], lists: Mapping[str, NamedList], owner: Label | None, family: str
    ) -> None:
        self.fields, self.lists, self.owner, self.family = fields, lists, owner, family

    def say(self, node: Expression) -> Label:
        match node:
            case And(parts):
                return conditions([self.part(p, Or) for p in _merged(parts)])
            case Or(parts):
                return self.choices(_merged(parts, all_=False))
            case Not(part):
                return self.opposite(part)
            case Compare(op, left, right):
                return self.compare(op, left, right)
            case In(left, right):
                return self.member(left, right, inside_=True)
            case Name(name):
                return self.flag(self.fields[name], yes=True)
            case Value(value):
                return Label("恒为真", "always") if value else Label("恒为假", "never")
            case Values():
                raise TypeError("a list alone says nothing")

    def part(self, node: Expression | _Members, bracket: type) -> Label:
        if isinstance(node, _Members):
            return self.members(node)
        said = self.say(node)
        if isinstance(node, Or) and len(_merged(node.parts, all_=False)) == 1:
            return said  # One condition after all: regions including Tianjin or Hebei.
        return bracketed(said) if isinstance(node, bracket) else said

    def choices(self, parts: Sequence[Expression | _Members]) -> Label:
        if len(parts) == 1:
            return self.part(parts[0], Or)
        return choices([self.part(p, And) for p in parts])

    def opposite(self, node: Expression) -> Label:
        match node:
            case Name(name):
                return self.flag(self.fields[name], yes=False)
            case Not(part):
                return self.say(part)
            case Compare(op, left, right):
                return self.compare(_FLIPPED[op], left, right)
            case In(left, right):
                return self.member(left, right, inside_=False)
            case _:
                said = bracketed(self.say(node))
                return Label(f"不满足{said.zh}", f"not {said.en}")

    # -- fields --------------------------------------------------------------------------------------------------------

    def name(self, field: Field) -> Label:
        label = inside(field.label)
        if self.owner is None or not label.zh.startswith(self.owner.zh) or label.zh == self.owner.zh:
            return label
        return Label(label.zh.removeprefix(self.owner.zh), label.en)

    def flag(self, field: Field, *, yes: bool) -> Label:
        name = self.name(field)
        zh = name.zh.removeprefix("是否")
        if yes:
            return Label(zh, name.en)
        has = name.en.startswith("has ")
        return Label(_negated(zh), f"without {name.en.removeprefix('has ')}" if has else f"not {name.en}")

    def is_family(self, field: Field, value: Scalar) -> bool:
        """Whether the value is the id of the programme itself."""
        return field.name == "programme" and bool(self.family) and value == self.family

    def value(self, field: Field, value: Scalar) -> Label:
        if self.is_family(field, value):
            return Label("本支持项目", "the same programme")
        if isinstance(value, str):
            return field.choices[value] if value in field.choices else quoted(Label.both(value))
        if isinstance(value, dt.date):
            return day_words(value)
        if isinstance(value, bool):
            return Label("是", "yes") if value else Label("否", "no")
        if field.type == "year":
            return Label(f"{value} 年", str(value))
        # "years running: at least 2 years" would say its unit twice.
        unit = field.unit
        if unit is not None and unit.en and unit.en in field.label.en.lower():
            unit = Label(unit.zh, "")
        return number_words(value, unit)

    # -- comparisons ---------------------------------------------------------------------------------------------------

    def compare(self, op: Comparison, left: Expression, right: Expression) -> Label:
        if not isinstance(left, Name):
            op, left, right = _MIRRORED[op], right, left
        field = self.fields[_name(left)]
        name = self.name(field)
        if isinstance(right, Name):
            other = self.name(self.fields[right.name])
            how = _DAYS[op] if field.type == "date" and op not in ("==", "!=") else _FIELDS[op]
            return Label(name.zh + how.zh.format(other.zh), f"{name.en}: {how.en.format(other.en)}")
        value = _literal(right)
        if isinstance(value, bool):
            return self.flag(field, yes=value == (op == "=="))
        if value == "":
            given = op == "!="
            return Label(("写明" if given else "未写明") + name.zh, f"{name.en}: " + ("given" if given else "none"))
        if self.is_family(field, value):
            if op == "==":
                return Label("属同一支持项目", "it is the same programme")
            return Label("不属同一支持项目", "it is another programme")
        said = self.value(field, value)
        if isinstance(value, str):
            return Label(
                ("{}为{}" if op == "==" else "{}不为{}").format(name.zh, said.zh),
                ("{}: {}" if op == "==" else "{}: not {}").format(name.en, said.en),
            )
        how = _DAYS[op] if isinstance(value, dt.date) else _NUMBERS[op]
        return Label(name.zh + how.zh.format(said.zh), f"{name.en}: {how.en.format(said.en)}")

    def member(self, left: Expression, right: Expression, *, inside_: bool) -> Label:
        if isinstance(right, Values):
            field = self.fields[_name(left)]
            name, said = self.name(field), either([self.value(field, v) for v in right.values])
            return Label(
                f"{name.zh}{'' if inside_ else '不'}为{said.zh}", f"{name.en}: {'' if inside_ else 'not '}{said.en}"
            )
        many = _name(right)
        if isinstance(left, Value):
            return self.members(_Members(many, (left.value,), all_=True, inside_=inside_))
        name = self.name(self.fields[_name(left)])
        if many in self.lists:
            found = self.lists[many].label
            return Label(
                f"{name.zh}{'在' if inside_ else '不在'}{quoted(found).zh}名单内",
                f"{name.en}: {'' if inside_ else 'not '}one of the {found.en}",
            )
        other = self.name(self.fields[many])
        return Label(
            f"{name.zh}{'在' if inside_ else '不在'}{other.zh}之中",
            f"{name.en}: {'' if inside_ else 'not '}among {other.en}",
        )

    def members(self, found: _Members) -> Label:
        field = self.fields[found.field]
        name = self.name(field)
        words = [self.value(field, v) for v in found.values]
        said = every(words) if found.all_ else either(words)
        return Label(
            f"{name.zh}{'含' if found.inside_ else '不含'}{said.zh}",
            f"{name.en}: {'including' if found.inside_ else 'without'} {said.en}",
        )


class _Members:
    """Several values asked of one many-valued field, said together."""

    __slots__ = ("all_", "field", "inside_", "values")

    def __init__(self, field: str, values: tuple[Scalar, ...], *, all_: bool, inside_: bool = True) -> None:
        self.field, self.values, self.all_, self.inside_ = field, values, all_, inside_


def _name(node: Expression) -> str:
    if not isinstance(node, Name):
        raise TypeError(f"{node} is not a field; the loader admits no such filter")
    return node.name


def _literal(node: Expression) -> Scalar:
    if not isinstance(node, Value):
        raise TypeError(f"{node} is not a value; the loader admits no such filter")
    return node.value


def _merged(parts: Sequence[Expression], *, all_: bool = True) -> list[Expression | _Members]:
    """``"a" in x && "b" in x`` as one thing to say."""
    out: list[Expression | _Members] = []
    for node in parts:
        if isinstance(node, In) and isinstance(node.left, Value) and isinstance(node.right, Name):
            last = out[-1] if out else None
            if isinstance(last, _Members) and last.field == node.right.name:
                out[-1] = _Members(last.field, (*last.values, node.left.value), all_=all_)
            else:
                out.append(_Members(node.right.name, (node.left.value,), all_=all_))
        else:
            out.append(node)
    return out


#: How a yes/no label is turned into its opposite in Chinese, by how it begins.
_OPPOSITES = (
    (("有",), "没"),
    (("在", "由", "因", "属"), "不"),
    (("建立", "纳入", "跟进", "获"), "未"),
    (("非",), "不是"),
)


def _negated(zh: str) -> str:
    for starts, prefix in _OPPOSITES:
        if zh.startswith(starts):
            return prefix + zh
    return f"并非{zh}"
