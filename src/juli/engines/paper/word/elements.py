"""WordprocessingML, element by element: paragraphs and runs in a style."""

from __future__ import annotations

from typing import Final

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from juli.engines.paper.styles import Face, TextStyle

#: The names under which offices have these faces.
FACES: Final[dict[Face, str]] = {
    "song": "宋体",
    "hei": "黑体",
    "kai": "楷体_GB2312",
    "fang": "仿宋_GB2312",
    "title": "方正小标宋简体",
}
LATIN: Final = "Times New Roman"
#: A point in twentieths, the unit of most lengths.
TWENTIETHS: Final = 20
#: A line as high as what stands in it.
_SINGLE: Final = 240
#: The typesetter's places to break a line; a word processor breaks there by itself.
_BREAKS: Final = "\u200b"


def element(name: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """``<w:name>`` with attributes of the same namespace."""
    made: BaseOxmlElement = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def twentieths(points: float) -> int:
    """Points in twentieths."""
    return round(points * TWENTIETHS)


def run_properties(style: TextStyle, tracking: float = 0) -> BaseOxmlElement:
    """Face, weight and size of a run."""
    face = FACES[style.face]
    made = element("rPr", element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=face, cs=LATIN, hint="eastAsia"))
    # The title face is heavy by itself.
    if style.bold and style.face != "title":
        made.append(element("b"))
    if tracking:
        made.append(element("spacing", val=twentieths(tracking)))
    size = round(style.size * 2)
    made.extend([element("sz", val=size), element("szCs", val=size)])
    return made


def run(text: str, style: TextStyle, tracking: float = 0) -> BaseOxmlElement:
    """A run of text."""
    letters = element("t")
    letters.text = text.replace(_BREAKS, "")
    letters.set(qn("xml:space"), "preserve")
    return element("r", run_properties(style, tracking), letters)


def tab(style: TextStyle) -> BaseOxmlElement:
    """A run that goes on at the next tab stop."""
    return element("r", run_properties(style), element("tab"))


def field(instruction: str, style: TextStyle) -> BaseOxmlElement:
    """A number that the word processor counts: PAGE, NUMPAGES."""
    return element("fldSimple", run("1", style), instr=instruction)


def paragraph(
    style: TextStyle,
    *runs: BaseOxmlElement,
    keep: bool = False,
    before: float = 0,
    after: float = 0,
    exact: bool = True,
    tabs: tuple[tuple[str, float], ...] = (),
    align: str = "",
) -> BaseOxmlElement:
    """A paragraph in ``style`` with room before and after in points; ``tabs`` are (kind, position in points).

    A line is exactly as high as the style says, unless it holds a picture (``exact`` False).
    """
    made = element("pPr")
    if keep:
        made.append(element("keepNext"))
    if tabs:
        made.append(element("tabs", *(element("tab", val=kind, pos=twentieths(at)) for kind, at in tabs)))
    line = twentieths(style.pitch) if exact else _SINGLE
    rule = "exact" if exact else "auto"
    made.append(element("spacing", before=twentieths(before), after=twentieths(after), line=line, lineRule=rule))
    if style.first or style.left or style.right:
        made.append(_indents(style))
    justified = {"justify": "both"}.get(style.align, style.align)
    made.append(element("jc", val=align or justified))
    return element("p", made, *runs)


def _indents(style: TextStyle) -> BaseOxmlElement:
    """Indents in characters, and in twentieths for programs that don't count characters."""
    made = element("ind")
    named = [("left", style.left), ("right", style.right), ("firstLine", style.first), ("hanging", -style.first)]
    for name, characters in named:
        if characters > 0:
            made.set(qn(f"w:{name}Chars"), str(round(characters * 100)))
            made.set(qn(f"w:{name}"), str(twentieths(characters * style.size)))
    return made


def paragraphs(
    texts: tuple[str, ...], style: TextStyle, *, keep: bool = False, tracking: float = 0
) -> list[BaseOxmlElement]:
    """One paragraph a text, with the style's room before the first and after the last; one empty paragraph for none."""
    given = texts or ("",)
    last = len(given) - 1
    return [
        paragraph(
            style,
            *([run(text, style, tracking)] if text else []),
            keep=keep,
            before=style.before if number == 0 else 0,
            after=style.after if number == last else 0,
        )
        for number, text in enumerate(given)
    ]
