"""A printed document: cover, blocks, and what stands on every page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from juli.engines.paper.blocks import Block
from juli.engines.paper.problems import BadDocument, Language, Problem, Said

Style = Literal["form", "notice"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page. Empty texts are left out; ``scan`` is the text of the QR code.

    ``draft`` prints the 草稿 watermark (practice: drafts print with it, the final print carries number, version, code).
    """

    number: str = ""
    version: int | None = None
    check: str = ""
    scan: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class CoverField:
    """One line of a cover."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a form: its title over its kind (申报书), lines to fill, and who made the form.

    ``seal`` names a seal that goes on the cover (S3-49); ``mark`` is a line at the top (an attachment's number).
    """

    title: str
    kind: str = ""
    fields: tuple[CoverField, ...] = ()
    maker: str = ""
    seal: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything printing needs; the same document always prints to the same bytes.

    ``style``: ``form`` for forms, receipts and sheets, ``notice`` for the page of GB/T 9704 (notices, letters).
    ``dated`` is the date the file itself carries, with its zone. Raises BadDocument when it has none.
    """

    title: str
    blocks: tuple[Block, ...]
    dated: dt.datetime
    style: Style = "form"
    language: Language = "zh"
    cover: Cover | None = None
    furniture: Furniture = Furniture()
    author: str = ""

    def __post_init__(self) -> None:
        """Refuse what could print differently elsewhere."""
        if self.dated.utcoffset() is None:
            raise BadDocument(
                [
                    Problem(
                        "dated",
                        Said("日期没有时区", "the date has no time zone"),
                        Said("请带时区传入", "pass an aware datetime"),
                    )
                ]
            )
