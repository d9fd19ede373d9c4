"""An official notice on the page of GB/T 9704: title, addressees, numbered headings, attachments, signature, foot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from juli.engines.paper.blocks import Addressee, Attachment, Attachments, Block, Heading, Imprint, Prose, SignOff, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day
from juli.engines.paper.problems import Language
from juli.engines.paper.words import printed


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading (level 1 一、, 2 （一）, 3 1.; without one, text goes on) and the paragraphs under it."""

    text: str = ""
    heading: str = ""
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says. ``dated`` carries its zone; its day is printed under the signature."""

    title: str
    passages: tuple[Passage | Block, ...]
    signed_by: str
    dated: dt.datetime
    number: str = ""
    addressed_to: str = ""
    attachments: tuple[str, ...] = ()
    copied_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    seal: bool = True


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
    if content.attachments:
        blocks.append(Attachments(tuple(Attachment(label) for label in content.attachments)))
    blocks.append(SignOff(content.signed_by, day(content.dated.date(), language), seal=content.seal))
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
