"""Publications 公示 and the letters around them, on the page of GB/T 9704 that :mod:`papers.notice` lays out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Block
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.papers.listing import Listing
from juli.engines.paper.papers.notice import Notice, Passage, annexes, listed, notice, sections
from juli.engines.paper.papers.speaking import ordinal, speaker
from juli.engines.paper.problems import Language, Said

_WORDS: Final = {
    "period": Said("公示期", "Period"),
    "list": Said("公示名单", "The list"),
    "annexed": Said("公示名单见附件。", "The list is attached."),
    "objections": Said("异议的提出与受理", "Objections"),
    "contact": Said("联系方式", "Contact"),
    "supervision": Said("监督方式", "Supervision"),
    "from to": Said("公示期为{first}至{last}{length}。", "The list is published from {first} to {last}{length}."),
    "length": Said("（{length}）", " ({length})"),
    "unit": Said("受理单位：", "Office: "),
    "person": Said("联系人：", "Contact: "),
    "phone": Said("电话：", "Telephone: "),
    "email": Said("电子邮箱：", "E-mail: "),
    "address": Said("地址：", "Address: "),
    "between": Said("；", "; "),
    "reason": Said("（{n}）{text}", "({n}) {text}"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to; what is empty is left out."""

    unit: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A list that is published for objections (S0-105). ``first`` and ``last`` are the days of the period.

    ``length`` says how long that is (5 个工作日), ``objections`` how they are made. ``annexed`` lists start a page
    after the signature; they come first among the attachments. ``dated`` carries its zone; its day is printed.
    """

    title: str
    issuer: str
    dated: dt.datetime
    paragraphs: tuple[str, ...]
    listings: tuple[Listing, ...]
    first: dt.date
    last: dt.date
    length: str = ""
    objections: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    supervision: tuple[Contact, ...] = ()
    number: str = ""
    addressed_to: str = ""
    attachments: tuple[str, ...] = ()
    annexed: bool = False
    seal: bool = True


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """A letter with an addressee: an approval 立项通知, an extension of a track, word to the unsuccessful.

    ``reasons`` are numbered below the first paragraphs, ``after`` follows lists and reasons, ``contacts`` stand in
    brackets below the date.
    """

    title: str
    addressed_to: str
    paragraphs: tuple[str, ...]
    issuer: str
    dated: dt.datetime
    reasons: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    after: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    number: str = ""
    attachments: tuple[str, ...] = ()
    copied_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    seal: bool = True


def public_notice(content: PublicNotice, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The publication."""
    say = speaker(_WORDS, language)
    span = say(
        "from to",
        first=day(content.first, language),
        last=day(content.last, language),
        length=say("length", length=content.length) if content.length else "",
    )
    parts = [
        (say("period"), [Passage(span)]),
        (say("list"), [Passage(say("annexed"))] if content.annexed else list(listed(content.listings))),
        (say("objections"), [Passage(text) for text in content.objections]),
        (say("contact"), list(_contacts(content.contacts, say))),
        (say("supervision"), list(_contacts(content.supervision, say))),
    ]
    return notice(
        Notice(
            content.title,
            (*(Passage(text) for text in content.paragraphs), *sections(parts, language)),
            content.issuer,
            content.dated,
            number=content.number,
            addressed_to=content.addressed_to,
            attachments=content.attachments,
            annexes=annexes(content.listings) if content.annexed else (),
            seal=content.seal,
        ),
        furniture,
        language=language,
    )


def official_letter(
    content: OfficialLetter, furniture: Furniture | None = None, *, language: Language = "zh"
) -> Document:
    """The letter."""
    say = speaker(_WORDS, language)
    reasons = (say("reason", n=ordinal(n, language), text=text) for n, text in enumerate(content.reasons, 1))
    passages: list[Passage | Block] = [
        *(Passage(text) for text in (*content.paragraphs, *reasons)),
        *listed(content.listings),
        *(Passage(text) for text in content.after),
    ]
    return notice(
        Notice(
            content.title,
            tuple(passages),
            content.issuer,
            content.dated,
            number=content.number,
            addressed_to=content.addressed_to,
            attachments=content.attachments,
            copied_to=content.copied_to,
            printed_by=content.printed_by,
            printed_on=content.printed_on,
            seal=content.seal,
            note=say("between").join(line for contact in content.contacts for line in _lines(contact, say)),
        ),
        furniture,
        language=language,
    )


def _contacts(contacts: tuple[Contact, ...], say: Callable[..., str]) -> Iterator[Passage]:
    return (Passage("\n".join(_lines(contact, say))) for contact in contacts)


def _lines(contact: Contact, say: Callable[..., str]) -> Iterator[str]:
    for name in ("unit", "person", "phone", "email", "address"):
        if value := getattr(contact, name):
            yield say(name) + value
