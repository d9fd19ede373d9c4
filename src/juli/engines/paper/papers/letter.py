"""The recommendation letter: a recommender's ranked list of what it passes on, to be stamped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Addressee, Block, Cell, Prose, SignOff, Table, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.papers.speaking import speaker
from juli.engines.paper.problems import BadDocument, Language, Problem, Said

_WORDS: Final = {
    "title": Said("推荐函", "Letter of recommendation"),
    "body": Said(
        "经审核，我单位推荐下列 {count} 个申报单位申报“{call}”，按推荐顺序列出：",
        "Having examined the applications, we recommend the following {count} for “{call}”, in order of preference:",
    ),
    "body unranked": Said(
        "经审核，我单位推荐下列 {count} 个申报单位申报“{call}”，排名不分先后：",
        "Having examined the applications, we recommend the following {count} for “{call}”, in no order:",
    ),
    "rank": Said("推荐\n顺序", "Rank"),
    "ordinal": Said("序号", "No."),
    "number": Said("申报编号", "Number"),
    "applicant": Said("申报单位", "Applicant"),
    "project": Said("项目名称", "Project"),
    "opinion": Said("推荐意见", "Opinion"),
    "closing": Said("特此推荐。", "We recommend them accordingly."),
    "contact": Said("（联系人：{contact}；联系电话：{phone}）", "(Contact: {contact}; telephone: {phone})"),
}


@dataclass(frozen=True, slots=True)
class Recommended:
    """One application that is passed on."""

    number: str
    applicant: str
    project: str
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationLetter:
    """Who recommends what to whom. ``ranked`` says whether the order of the items means anything."""

    call: str
    addressed_to: str
    recommender: str
    items: tuple[Recommended, ...]
    dated: dt.datetime
    ranked: bool = True
    text: str = ""
    contact: str = ""
    phone: str = ""


def recommendation_letter(
    content: RecommendationLetter, furniture: Furniture, *, language: Language = "zh"
) -> Document:
    """The letter, on the page of an official letter. Raises BadDocument when nothing is recommended."""
    if not content.items:
        raise BadDocument(
            [
                Problem(
                    _WORDS["title"].say(language),
                    Said("没有推荐任何申报", "nothing is recommended"),
                    Said("请先选定推荐的申报", "choose the applications first"),
                )
            ]
        )

    say = speaker(_WORDS, language)
    colon = "：" if language == "zh" else ":"
    body = say("body" if content.ranked else "body unranked", count=len(content.items), call=content.call)
    blocks: list[Block] = [
        Title(say("title")),
        Addressee(content.addressed_to + colon),
        Prose(body + (f"\n{content.text}" if content.text else "")),
        _table(
            content,
            [say(n) for n in ("rank" if content.ranked else "ordinal", "number", "applicant", "project", "opinion")],
        ),
        Prose(say("closing")),
    ]
    if content.contact:
        blocks.append(Prose(say("contact", contact=content.contact, phone=content.phone)))
    blocks.append(SignOff(content.recommender, day(content.dated.date(), language)))
    title = say("title")
    return Document(title, tuple(blocks), content.dated, "notice", language, None, furniture, content.recommender)


def _table(content: RecommendationLetter, heads: list[str]) -> Table:
    opinions = any(item.opinion for item in content.items)
    columns = len(heads) - (not opinions)
    rows = tuple(
        (
            Cell(str(rank), align="center"),
            Cell(item.number, align="center"),
            Cell(item.applicant),
            Cell(item.project),
            *([Cell(item.opinion)] if opinions else []),
        )
        for rank, item in enumerate(content.items, 1)
    )
    # In characters of the table's size, of which some 36 stand side by side.
    number = 1.5 + 0.6 * max(len(item.number) for item in content.items)
    rest = max(12.0, 32.4 - number)
    widths = (3.6, number, *(rest * share for share in (0.3, 0.4, 0.3)[: columns - 2]))
    return Table(widths, (tuple(Cell(head, kind="head") for head in heads[:columns]), *rows), head=1)
