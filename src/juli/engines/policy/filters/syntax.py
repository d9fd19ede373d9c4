"""The grammar of filters: text to an expression tree.

or      = and { "||" and }
and     = not { "&&" not }
not     = "!" not | compare
compare = operand [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") operand ]
operand = field | text | number | date | "true" | "false" | "[" literal {"," literal} "]" | "(" or ")"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal as Only

from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, told
from juli.engines.policy.problems import BadValue

Comparison = Only["==", "!=", "<", "<=", ">", ">="]
Scalar = str | int | Decimal | bool | date


class FilterError(BadValue):
    """A filter can't be read. ``offset`` is where in its text (from 0), ``remedy`` what to do."""

    def __init__(self, text: Label, offset: int, remedy: Label = NOTHING) -> None:
        super().__init__(text, remedy)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the row, or a named list on the right of ``in``."""

    name: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A literal."""

    value: Scalar
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Values:
    """A literal list."""

    values: tuple[Scalar, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``."""

    op: Comparison
    left: Expression
    right: Expression
    offset: int = 0


@dataclass(frozen=True, slots=True)
class In:
    """``left in right``: a literal list, a many-valued field or a named list on the right."""

    left: Expression
    right: Expression
    offset: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Expression


Expression = Name | Value | Values | Compare | In | And | Or | Not

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>\d{4}-\d{2}-\d{2})
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<text>"[^"\n]*"|'[^'\n]*')
      | (?P<op>&&|\|\||==|!=|<=|>=|<|>|!|\(|\)|\[|\]|,)
      | (?P<name>[A-Za-z_][A-Za-z0-9_.-]*)
    """,
    re.VERBOSE | re.ASCII,
)
#: Brackets and negations inside one another, and digits of a number: more than any notice needs.
_DEEPEST = 50
_DIGITS = 40
_ORDER: tuple[Comparison, ...] = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


def _tokens(text: str) -> list[_Token]:
    out: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FilterError(
                told('unexpected "{}"', text[at]), at, told("texts stand in quotes, fields and numbers plain")
            )
        kind = str(match.lastgroup)
        if kind != "space":
            out.append(_Token(kind, match.group(), at))
        at = match.end()
    return out


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.end = len(text)
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def is_op(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] == _Token("op", text, self.tokens[self.at].offset)

    def offset(self) -> int:
        return self.tokens[self.at].offset if self.at < len(self.tokens) else self.end

    def take(self) -> _Token:
        if self.at >= len(self.tokens):
            raise FilterError(
                told("the filter ends too early"), self.end, told("finish the comparison or close the bracket")
            )
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        if not self.is_op(text):
            found = self.peek()
            wanted = told('expected "{}" before "{}"', text, found) if found else told('expected "{}"', text)
            raise FilterError(wanted, self.offset())
        self.at += 1

    def disjunction(self) -> Expression:
        parts = [self.conjunction()]
        while self.is_op("||"):
            self.at += 1
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Expression:
        parts = [self.negation()]
        while self.is_op("&&"):
            self.at += 1
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FilterError(
                told("too many brackets or negations inside one another"), self.offset(), told("write it plainer")
            )
        if self.is_op("!"):
            self.at += 1
            found: Expression = Not(self.negation())
        else:
            found = self.comparison()
        self.depth -= 1
        return found

    def comparison(self) -> Expression:
        left = self.operand()
        offset = self.offset()
        for op in _ORDER:
            if self.is_op(op):
                self.at += 1
                return Compare(op, left, self.operand(), offset)
        if self.peek() == "in" and self.tokens[self.at].kind == "name":
            self.at += 1
            return In(left, self.operand(), offset)
        return left

    def operand(self) -> Expression:
        token = self.take()
        if token.kind == "op" and token.text == "(":
            inner = self.disjunction()
            self.expect(")")
            return inner
        if token.kind == "op" and token.text == "[":
            return self.literals(token.offset)
        if token.kind == "name" and token.text not in ("true", "false"):
            if token.text == "in":
                raise FilterError(told('nothing stands before "in"'), token.offset)
            return Name(token.text, token.offset)
        return Value(self.literal(token), token.offset)

    def literals(self, offset: int) -> Values:
        values: list[Scalar] = []
        while not self.is_op("]"):
            values.append(self.literal(self.take()))
            if not self.is_op("]"):
                self.expect(",")
        self.at += 1
        if not values:
            raise FilterError(told("an empty list"), offset, told("name at least one value"))
        return Values(tuple(values), offset)

    def literal(self, token: _Token) -> Scalar:
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "number" and len(token.text) > _DIGITS:
            raise FilterError(told("a number of {} digits", len(token.text)), token.offset, told("check it"))
        if token.kind == "number":
            return Decimal(token.text) if "." in token.text else int(token.text)
        if token.kind == "date":
            try:
                return date.fromisoformat(token.text)
            except ValueError as error:
                raise FilterError(
                    told("no such day: {}", token.text), token.offset, told("write YYYY-MM-DD")
                ) from error
        if token.text in ("true", "false"):
            return token.text == "true"
        raise FilterError(told('expected a value, found "{}"', token.text), token.offset, told("put texts in quotes"))


def parse(text: str) -> Expression:
    """Parse ``text``. Raises FilterError with the offset and a remedy.

    >>> parse('level == "national"')
    Compare(op='==', left=Name(name='level', offset=0), right=Value(value='national', offset=9), offset=6)
    """
    parser = _Parser(text)
    if not parser.tokens:
        raise FilterError(told("an empty filter"), 0, told("leave the key out"))
    expression = parser.disjunction()
    if parser.at < len(parser.tokens):
        found = parser.peek()
        remedy = told("use && and ||") if found in ("and", "or") else NOTHING
        raise FilterError(told('unexpected "{}"', found), parser.offset(), remedy)
    return expression
