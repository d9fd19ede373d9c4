"""The report of an expenditure audit 经费审核报告: lines decided, caps one after another, one total."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from juli.engines.paper.blocks import Block, Cell, Field, FieldGrid, Heading, Opinion, Sign, Table, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.money import capitals, fen_of, figures
from juli.engines.paper.papers.listing import Column, table
from juli.engines.paper.papers.speaking import speaker
from juli.engines.paper.problems import BadDocument, Language, Problem, Said

LineDecision = Literal["in_scope", "out_of_scope", "national_money", "city_money", "commercial"]

_WORDS: Final = {
    "title": Said("经费审核报告", "Report of the expenditure audit"),
    "call": Said("申报批次", "Call"),
    "number": Said("申报编号", "Number"),
    "project": Said("项目名称", "Project"),
    "applicant": Said("申报单位", "Applicant"),
    "auditor": Said("审核机构", "Auditor"),
    "period": Said("审核期间", "Period"),
    "lines": Said("一、支出明细审核", "1. Lines"),
    "unit": Said("单位：元", "in yuan"),
    "result": Said("二、审核结果", "2. Result"),
    "conclusion": Said("三、审核结论", "3. Conclusion"),
    "ordinal": Said("序号", "No."),
    "item": Said("支出事项", "Item"),
    "vouchers": Said("凭证号", "Vouchers"),
    "declared": Said("申报金额", "Declared"),
    "decision": Said("认定", "Decision"),
    "accepted": Said("核定金额", "Accepted"),
    "reason": Said("理由", "Reason"),
    "in_scope": Said("列支", "in scope"),
    "out_of_scope": Said("范围外", "out of scope"),
    "national_money": Said("国家财政", "national money"),
    "city_money": Said("市级财政", "city money"),
    "commercial": Said("商业收费", "commercial charge"),
    "total": Said("合计", "Total"),
    "step": Said("核定步骤", "Step"),
    "basis": Said("依据", "Basis"),
    "amount": Said("金额（元）", "Yuan"),
    "sum": Said("核定支出合计", "Accepted spending"),
    "final": Said("最终核定金额", "Accepted in the end"),
    "person": Said("审核人（签名）", "Audited by (signature)"),
    "head": Said("审核机构负责人（签名）", "Head of the auditor (signature)"),
    "seal": Said("审核机构（盖章）", "Seal of the auditor"),
}


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of last year's spending as decided (S0-101, S0-102); amounts in yuan."""

    item: str
    vouchers: str
    declared: Decimal
    decision: LineDecision
    accepted: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A share or a cap: what it says (``label``), its clause (``basis``), and the ``amount`` that remains after it."""

    label: str
    amount: Decimal
    basis: str = ""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit signed off. ``accepted`` is what counts in the end; ``dated`` carries its zone.

    Raises BadDocument naming the place when amounts disagree: more accepted than declared, something accepted outside
    the scope, a limit that raises the amount, an end that isn't what remains of the lines after the last limit.
    """

    call: str
    number: str
    project: str
    applicant: str
    auditor: str
    lines: tuple[AuditLine, ...]
    accepted: Decimal
    conclusion: str
    dated: dt.datetime
    limits: tuple[Limit, ...] = ()
    signed_by: str = ""
    period: str = ""

    @property
    def total(self) -> Decimal:
        """What the lines come to."""
        return sum((line.accepted for line in self.lines), Decimal(0))

    def __post_init__(self) -> None:
        """Refuse amounts that disagree."""
        if problems := list(self._problems()):
            raise BadDocument(problems)

    def _problems(self) -> Iterator[Problem]:
        remedy = Said("请核对后重新出具报告", "check the amounts and issue the report again")
        for number, line in enumerate(self.lines, 1):
            fen_of(line.declared)
            place = f"{number} {line.item}"
            if fen_of(line.accepted) > fen_of(line.declared):
                yield Problem(place, Said("核定金额超过申报金额", "more is accepted than was declared"), remedy)
            if line.decision != "in_scope" and line.accepted:
                yield Problem(place, Said("不列支的事项核定了金额", "it is out of scope but accepted"), remedy)
        for before, limit in pairwise((self.total, *(limit.amount for limit in self.limits))):
            if fen_of(limit) > fen_of(before):
                yield Problem(str(limit), Said("限额之后的金额变大", "a limit can't raise the amount"), remedy)
        end = self.limits[-1].amount if self.limits else self.total
        if end != self.accepted:
            said = Said(
                f"最终核定金额 {self.accepted} 与计算结果 {end} 不一致",
                f"the end {self.accepted} isn't what remains: {end}",
            )
            yield Problem(self.number, said, remedy)


def audit_report(content: AuditReport, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The report; number, check code and the code to scan come with the furniture."""
    say = speaker(_WORDS, language)
    signs = (
        Sign(say("person"), "signature", content.signed_by),
        Sign(say("seal"), "seal"),
        Sign(say("head"), "signature"),
        Sign("", "date", day(content.dated.date(), language)),
    )
    blocks: list[Block] = [
        Title(say("title"), content.auditor),
        FieldGrid(
            (
                Field(say("call"), content.call, wide=True),
                Field(say("number"), content.number, wide=not content.period),
                *([Field(say("period"), content.period)] if content.period else []),
                Field(say("project"), content.project, wide=True),
                Field(say("applicant"), content.applicant, wide=True),
                Field(say("auditor"), content.auditor, wide=True),
            )
        ),
        Heading(say("lines"), hint=say("unit")),
        _lines(content, say),
        Heading(say("result")),
        _result(content, say),
        Heading(say("conclusion")),
        Opinion(content.conclusion, signs, least=2),
    ]
    return Document(
        say("title"), tuple(blocks), content.dated, "form", language, None, furniture or Furniture(), content.auditor
    )


def _money(value: Decimal, *, total: bool = False) -> Cell:
    return Cell(figures(value), kind="total" if total else "value", align="right")


def _lines(content: AuditReport, say: Callable[..., str]) -> Table:
    columns = (
        Column(say("ordinal"), "center"),
        Column(say("item")),
        Column(say("vouchers"), least=5.5),
        Column(say("declared"), "right"),
        Column(say("decision"), "center", 4),
        Column(say("accepted"), "right"),
        Column(say("reason"), least=6.5),
    )
    rows = [
        (
            Cell(str(number), align="center"),
            Cell(line.item),
            Cell(line.vouchers),
            _money(line.declared),
            Cell(say(line.decision), align="center"),
            _money(line.accepted),
            Cell(line.reason),
        )
        for number, line in enumerate(content.lines, 1)
    ]
    declared = sum((line.declared for line in content.lines), Decimal(0))
    sums = (
        Cell(say("total"), across=3, kind="total"),
        _money(declared, total=True),
        Cell(),
        _money(content.total, total=True),
        Cell(),
    )
    return table(columns, rows, sums)


def _result(content: AuditReport, say: Callable[..., str]) -> Table:
    """The sum, each share and cap with what remains after it, and the end in capitals too."""
    columns = (Column(say("step")), Column(say("basis")), Column(say("amount"), "right"))
    rows = [
        (say("sum"), "", figures(content.total)),
        *((limit.label, limit.basis, figures(limit.amount)) for limit in content.limits),
    ]
    end = (
        Cell(say("final"), kind="total"),
        Cell(capitals(content.accepted)),
        _money(content.accepted, total=True),
    )
    return table(columns, rows, end)
