"""The sheets of an expert panel: attendance 签到表, fees 评审费发放表, scorecards 评分表."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from juli.engines.paper.blocks import Block, Cell, Field, FieldGrid, Opinion, Prose, Sign, Table, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.money import capitals, figures
from juli.engines.paper.papers.listing import Column, table
from juli.engines.paper.papers.speaking import speaker
from juli.engines.paper.problems import BadDocument, Language, Problem, Said

_WORDS: Final = {
    "attendance": Said("专家评审会签到表", "Attendance of the panel"),
    "fees": Said("评审费发放表", "Fees of the experts"),
    "scorecard": Said("专家评分表", "Scorecard"),
    "call": Said("申报批次", "Call"),
    "meeting": Said("会议", "Meeting"),
    "held": Said("时间", "Held"),
    "place": Said("地点", "Place"),
    "ordinal": Said("序号", "No."),
    "name": Said("姓名", "Name"),
    "employer": Said("工作单位", "Employer"),
    "post": Said("职务/职称", "Title"),
    "signature": Said("签名", "Signature"),
    "identity": Said("证件号码", "ID number"),
    "account": Said("开户银行及账号", "Bank and account"),
    "fee": Said("税前金额\n（元）", "Yuan before tax"),
    "total": Said("合计", "Total"),
    "payer": Said("发放单位（盖章）", "Paid by (seal)"),
    "handled": Said("经办人（签名）：", "Handled by:"),
    "approved": Said("审批人（签名）：", "Approved by:"),
    "number": Said("申报编号", "Number"),
    "project": Said("项目名称", "Project"),
    "applicant": Said("申报单位", "Applicant"),
    "expert": Said("评审专家", "Expert"),
    "group": Said("评审组", "Group"),
    "item": Said("评分项", "Item"),
    "limit": Said("分值", "Limits"),
    "mark": Said("得分", "Mark"),
    "comment": Said("评语", "Comment"),
    "opinion": Said("综合意见", "Opinion"),
    "abstained": Said("未评分：{reason}", "Abstained: {reason}"),
    "signed": Said("专家（签名）", "Expert (signature)"),
    "date": Said("年　　月　　日", "Date:"),
}
#: Room to sign by hand.
_TALL: Final = 11.0
_TO_SIGN: Final = 5.0


@dataclass(frozen=True, slots=True)
class Attendee:
    """One expert as invited."""

    name: str
    employer: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """Who is asked to sign. ``blank`` rows are left for those who come unlisted; ``held`` is the time in words."""

    call: str
    meeting: str
    held: str
    place: str
    attendees: tuple[Attendee, ...]
    dated: dt.datetime
    issuer: str = ""
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Fee:
    """One expert's fee in yuan before tax; numbers of identity and account are masked already (110***********1234)."""

    name: str
    identity: str
    account: str
    amount: Decimal
    bank: str = ""


@dataclass(frozen=True, slots=True)
class FeeList:
    """The fees of one meeting. Raises BadDocument naming the expert whose ID or account number isn't masked."""

    call: str
    meeting: str
    fees: tuple[Fee, ...]
    issuer: str
    dated: dt.datetime
    held: str = ""

    def __post_init__(self) -> None:
        """Refuse whole numbers: this sheet goes from hand to hand."""
        problems = [
            Problem(
                f"{number} {fee.name}",
                Said("证件号码或账号没有遮盖", "the number of ID or account isn't masked"),
                Said("请只保留首尾数字", "keep its first and last digits alone"),
            )
            for number, fee in enumerate(self.fees, 1)
            if any(value and "*" not in value for value in (fee.identity, fee.account))
        ]
        if problems:
            raise BadDocument(problems)


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One item of the rubric: its ``limit`` in words (0—20), the mark (None: not given), the expert's comment."""

    label: str
    limit: str
    mark: Decimal | None
    comment: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One expert's scores of one application. ``expert`` is a number or a name, as whoever prints it may see.

    ``abstained`` holds the reason of an expert who gave none; ``total`` is then None.
    """

    call: str
    number: str
    project: str
    applicant: str
    expert: str
    items: tuple[ScoredItem, ...]
    total: Decimal | None
    dated: dt.datetime
    limit: str = ""
    opinion: str = ""
    abstained: str = ""
    panel: str = ""


def attendance_sheet(
    content: AttendanceSheet, furniture: Furniture | None = None, *, language: Language = "zh"
) -> Document:
    """The sheet to sign on arrival."""
    say = speaker(_WORDS, language)
    columns = (
        Column(say("ordinal"), "center"),
        Column(say("name"), "center", 4),
        Column(say("employer"), least=8),
        Column(say("post"), least=5),
        Column(say("signature"), least=_TO_SIGN + 1.5),
    )
    people = (*content.attendees, *(Attendee("", ""),) * content.blank)
    rows = [(str(n), person.name, person.employer, person.post, "") for n, person in enumerate(people, 1)]
    blocks = (
        Title(say("attendance"), content.issuer),
        _meeting(content.call, content.meeting, content.held, content.place, say),
        table(columns, rows, tall=_TALL),
    )
    return _sheet(say("attendance"), blocks, content.dated, furniture, language, content.issuer)


def fee_list(content: FeeList, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The list of fees to sign for, its total in figures and capitals."""
    say = speaker(_WORDS, language)
    columns = (
        Column(say("ordinal"), "center"),
        Column(say("name"), "center", 3),
        Column(say("identity"), "center"),
        Column(say("account"), "center", whole=True),
        Column(say("fee"), "right"),
        Column(say("signature"), least=_TO_SIGN),
    )
    rows = [
        (str(n), fee.name, fee.identity, "\n".join(filter(None, (fee.bank, fee.account))), figures(fee.amount), "")
        for n, fee in enumerate(content.fees, 1)
    ]
    total = sum((fee.amount for fee in content.fees), Decimal(0))
    last = (
        Cell(say("total"), across=2, kind="total"),
        Cell(capitals(total), across=2, align="center"),
        Cell(figures(total), kind="total", align="right"),
        Cell(),
    )
    blocks = (
        Title(say("fees"), content.issuer),
        _meeting(content.call, content.meeting, content.held, "", say),
        table(columns, rows, last, tall=_TALL),
        # In one line, so that few sheets end with signatures alone.
        Prose("　　　　　".join(say(name) for name in ("handled", "approved", "payer")), indent=False),
    )
    return _sheet(say("fees"), blocks, content.dated, furniture, language, content.issuer)


def scorecard(content: Scorecard, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The scorecard, with a place for the expert's signature."""
    say = speaker(_WORDS, language)
    fields = (
        Field(say("call"), content.call, wide=True),
        Field(say("number"), content.number),
        Field(say("expert"), content.expert),
        *([Field(say("group"), content.panel, wide=True)] if content.panel else []),
        Field(say("project"), content.project, wide=True),
        Field(say("applicant"), content.applicant, wide=True),
    )
    opinion = say("abstained", reason=content.abstained) if content.abstained else content.opinion
    signs = (Sign(say("signed"), "signature"), Sign(say("date"), "date"))
    blocks = (
        Title(say("scorecard")),
        FieldGrid(fields),
        _scores(content, say),
        Opinion(opinion, signs, least=2, label=say("opinion")),
    )
    return _sheet(say("scorecard"), blocks, content.dated, furniture, language, "")


def _sheet(
    title: str,
    blocks: tuple[Block, ...],
    dated: dt.datetime,
    furniture: Furniture | None,
    language: Language,
    author: str,
) -> Document:
    return Document(title, blocks, dated, "form", language, None, furniture or Furniture(), author)


def _meeting(call: str, meeting: str, held: str, place: str, say: Callable[..., str]) -> FieldGrid:
    given = [(n, text) for n, text in (("held", held), ("place", place)) if text]
    return FieldGrid(
        (
            Field(say("call"), call, wide=True),
            Field(say("meeting"), meeting, wide=True),
            *(Field(say(name), text, wide=True) for name, text in given),
        )
    )


def _scores(content: Scorecard, say: Callable[..., str]) -> Table:
    columns = (
        Column(say("item")),
        Column(say("limit"), "center", 4),
        Column(say("mark"), "center", 4),
        Column(say("comment"), least=8),
    )

    def rows() -> Iterator[tuple[str, ...] | tuple[Cell, ...]]:
        group = ""
        for item in content.items:
            if item.group and item.group != group:
                yield (Cell(item.group, across=len(columns), kind="group"),)
            group = item.group
            yield item.label, item.limit, said_mark(item.mark), item.comment

    total = (
        Cell(say("total"), kind="total"),
        Cell(content.limit, align="center"),
        Cell(said_mark(content.total), kind="total"),
        Cell(),
    )
    return table(columns, rows(), total)


def said_mark(value: Decimal | None) -> str:
    """A mark as given, — where there is none."""
    return "—" if value is None else f"{value:f}"
