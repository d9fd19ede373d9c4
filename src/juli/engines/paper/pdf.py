"""A document as PDF, by Typst: A4, fixed fonts, fixed date, the same bytes for the same document.

Texts reach the typesetter as JSON and are shown as they are; the templates beside this file hold the only markup.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from juli.engines.paper.characters import breakable, check_printable, width
from juli.engines.paper.coverage import check_glyphs
from juli.engines.paper.document import Cover, Document
from juli.engines.paper.lowering import Layout
from juli.engines.paper.problems import NotTypeset, Problem, Said
from juli.engines.paper.qr import qr
from juli.engines.paper.running import checked, page_words, running
from juli.engines.paper.sheet import Frame, Grid, Part, Picture, Places, Rules, Text
from juli.engines.paper.styles import page_style
from juli.engines.paper.texts import texts
from juli.engines.paper.typefaces import Typefaces, typefaces
from juli.engines.paper.words import printed

if TYPE_CHECKING:
    import typst

_TEMPLATES: Final = Path(__file__).with_name("templates")
#: For archives (ISO 19005-2): everything embedded, nothing that changes with the reader.
_STANDARD: Final = "a-2b"
#: Characters side by side on a line of the cover, and how many of them a label may take.
_COVER_ROOM, _COVER_LABEL = 22.0, 8.0
#: A compiler serves one document at a time.
_ONE_AT_A_TIME = threading.Lock()


def pdf(document: Document, faces: Typefaces | None = None) -> bytes:
    """The document as PDF/A-2b. ``faces`` are the recorded fonts of this machine unless given.

    Raises UnprintableText for control and invisible characters, MissingFont and MissingGlyph when something couldn't be
    shown, BadDocument for tables that don't fit together, NotTypeset when the typesetter refuses or warns.
    """
    faces = faces or typefaces()
    said = tuple(texts(document))
    check_printable(said)
    parts = tuple(Layout(document).parts())
    families = _families(document, parts, faces)
    check_glyphs(said, faces)
    return _typeset(_data(document, parts, families), document, faces)


def _families(document: Document, parts: tuple[Part, ...], faces: Typefaces) -> dict[str, tuple[str, ...]]:
    """The families of every role the document uses; a title is set in bold Song, for want of a free Xiaobiaosong."""
    used = {"song", "hei", *_roles(parts)} | ({"kai"} if document.cover else set())
    return {role: faces.families("song" if role == "title" else role) for role in sorted(used | {"title"})}


def _roles(parts: tuple[Any, ...]) -> set[str]:
    roles: set[str] = set()
    for part in parts:
        if isinstance(part, Text | Rules | Places):
            roles.add(part.style.face)
        elif isinstance(part, Grid):
            roles |= {spot.style.face for spot in part.spots}
        elif isinstance(part, Frame):
            roles |= _roles(part.parts)
        elif isinstance(part, Picture):
            roles.add(part.caption.style.face)
    return roles


def _data(document: Document, parts: tuple[Part, ...], families: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    furniture, language = document.furniture, document.language
    return {
        "title": document.title,
        "author": document.author,
        "language": language,
        "style": document.style,
        "page": asdict(page_style(document.style)),
        "faces": families,
        "draft": printed("draft", language) if furniture.draft else "",
        "running": running(furniture, language),
        "check": checked(furniture, language),
        "pages": page_words(language),
        "scan": qr(furniture.scan).decode() if furniture.scan else "",
        "cover": _cover(document.cover) if document.cover else None,
        "parts": [_part(part) for part in parts],
    }


def _cover(cover: Cover) -> dict[str, Any]:
    longest = max((width(f.label) for f in cover.fields), default=0.0)
    room = _COVER_ROOM - min(longest, _COVER_LABEL)
    fields = [{"label": f.label, "text": breakable(f.text, room)} for f in cover.fields]
    return {**asdict(cover), "fields": fields}


def _part(part: Part) -> dict[str, Any]:
    data = {"part": type(part).__name__, **asdict(part)}
    if isinstance(part, Frame):
        data["parts"] = [_part(inner) for inner in part.parts]
    if isinstance(part, Grid):
        data["spots"] = [
            {**asdict(spot), "whole": part.whole[spot.row], "leads": spot.row in part.leads} for spot in part.spots
        ]
    if isinstance(part, Picture):
        data["scan"] = qr(part.scan).decode()
    return data


@cache
def _compiler(faces: Typefaces) -> typst.Compiler:
    import typst

    return typst.Compiler(_TEMPLATES / "paper.typ", root=_TEMPLATES, font_paths=faces.for_typst())


def _typeset(data: dict[str, Any], document: Document, faces: Typefaces) -> bytes:
    import typst

    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    try:
        with _ONE_AT_A_TIME:
            made, warnings = _compiler(faces).compile_with_warnings(
                sys_inputs=inputs, format="pdf", timestamp=_fixed(document.dated), pdf_standards=[_STANDARD]
            )
    except typst.TypstError as error:
        raise NotTypeset([_refusal(document, error.message)]) from error
    if warnings:
        raise NotTypeset(_refusal(document, warning.message) for warning in warnings)
    if not isinstance(made, bytes):
        raise NotTypeset([_refusal(document, "no single file came out")])
    return made


def _fixed(moment: dt.datetime) -> dt.datetime:
    """The same moment to the second, with its offset alone, which is what a file can hold."""
    return moment.replace(microsecond=0, tzinfo=dt.timezone(moment.utcoffset() or dt.timedelta()))


def _refusal(document: Document, message: str) -> Problem:
    return Problem(
        document.title,
        Said(f"排版失败：{message}", f"it could not be typeset: {message}"),
        Said("请把此消息和该文档告知系统管理员", "tell the administrator this message and which document it was"),
    )
