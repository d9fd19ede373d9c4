"""An official notice on the page of GB/T 9704: title, addressees, numbered headings, attachments, signature, foot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from juli.engines.paper.blocks import (
    Addressee,
    Attachment,
    Attachments,
    Block,
    Heading,
    Imprint,
    PageBreak,
    Prose,
    SignOff,
    Table,
    Title,
)
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.papers.listing import Listing, table
from juli.engines.paper.papers.speaking import ordinal
from juli.engines.paper.problems import Language, Said
from juli.engines.paper.words import printed

_SECTION: Final = Said("{n}、{text}", "{n}. {text}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading (level 1 一、, 2 （一）, 3 1.; without one, text goes on) and the paragraphs under it."""

    text: str = ""
    heading: str = ""
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment that is printed with the notice: it starts a page, under its number and title."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says. ``dated`` carries its zone; its day is printed under the signature.

    ``annexes`` are printed after the signature and come first in the list of attachments; ``attachments`` are not
    printed. ``note`` stands in brackets below the date.
    """

    title: str
    passages: tuple[Passage | Block, ...]
    signed_by: str
    dated: dt.datetime
    number: str = ""
    addressed_to: str = ""
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    copied_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    seal: bool = True
    note: str = ""


def notice(content: Notice, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The notice. Blocks among the passages (a table of a publication) stand where they are put."""
    blocks: list[Block] = [Title(content.title, content.number)]
    if content.addressed_to:
        blocks.append(Addressee(content.addressed_to + printed("colon", language).rstrip()))
    for passage in content.passages:
        if not isinstance(passage, Passage):
            blocks.append(passage)
            continue
        if passage.heading:
            blocks.append(Heading(passage.heading, passage.level))
        if passage.text:
            blocks.append(Prose(passage.text))
    enclosed = (*(annex.title for annex in content.annexes), *content.attachments)
    if enclosed:
        blocks.append(Attachments(tuple(Attachment(label) for label in enclosed)))
    blocks.append(SignOff(content.signed_by, day(content.dated.date(), language), seal=content.seal))
    if content.note:
        blocks.append(Prose(printed("brackets", language, text=content.note).strip()))
    for number, annex in enumerate(content.annexes, 1):
        gap = " " if language == "en" else ""
        mark = printed("attachment", language) + (f"{gap}{number}" if len(enclosed) > 1 else "")
        blocks += [PageBreak(), Title(annex.title, mark=mark), *annex.blocks]
    if content.copied_to or content.printed_by:
        on = day(content.printed_on, language) if content.printed_on else ""
        issued = f"{on}印发" if on and language == "zh" else on
        blocks.append(Imprint(content.copied_to, content.printed_by, issued))
    return Document(
        content.title,
        tuple(blocks),
        content.dated,
        "notice",
        language,
        None,
        furniture or Furniture(),
        content.signed_by,
    )


def sections(given: Iterable[tuple[str, Sequence[Passage | Block]]], language: Language) -> Iterator[Passage | Block]:
    """Headings numbered 一、二、 over what stands under them; one with nothing under it is left out."""
    kept = [(name, inner) for name, inner in given if inner]
    for number, (name, inner) in enumerate(kept, 1):
        yield Passage(heading=_SECTION.say(language).format(n=ordinal(number, language), text=name))
        yield from inner


def listed(listings: Iterable[Listing]) -> Iterator[Passage | Block]:
    """Lists in the text, each under its title."""
    for listing in listings:
        if listing.title:
            yield Passage(heading=listing.title, level=2)
        yield _table(listing)


def annexes(listings: Iterable[Listing]) -> tuple[Annex, ...]:
    """Lists that are printed after the signature."""
    return tuple(Annex(listing.title, (_table(listing),)) for listing in listings)


def _table(listing: Listing) -> Table:
    return table(listing.columns, listing.rows, style="notice")
