"""An empty Word file to write into: the library's own, without what a form has no use for."""

from __future__ import annotations

from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from juli.engines.paper.styles import TextStyle
from juli.engines.paper.word.elements import FACES, LATIN, element, twentieths

#: Relations of the library's file that stay; the others bring a picture of an empty page, lists, table styles, sources.
_KEPT: Final = ("/officeDocument", "/core-properties", "/styles", "/settings", "/fontTable", "/theme")
_STYLES: Final = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})
#: Of that version on, a table's edge, not its text, stands at the margin.
_COMPATIBILITY: Final = 15


def blank(body: TextStyle) -> WordDocument:
    """An empty file whose default text is ``body``'s."""
    made = docx.Document()
    for package in (made.part.package, made.part):
        for key, relation in list(package.rels.items()):
            if not relation.reltype.endswith(_KEPT):
                del package.rels[key]
    content = made.element.body
    for child in list(content)[:-1]:
        content.remove(child)
    _styles(made, body)
    _settings(made.settings.element)
    return made


def _styles(made: WordDocument, body: TextStyle) -> None:
    root = made.styles.element
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _STYLES:
            root.remove(style)
    defaults = root.find(qn("w:docDefaults"))
    size = round(body.size * 2)
    run = element(
        "rPr",
        element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=FACES[body.face], cs=LATIN),
        element("sz", val=size),
        element("szCs", val=size),
        element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    # No room between Chinese and Latin that nobody typed.
    paragraph = element(
        "pPr",
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        element("spacing", before=0, after=0, line=twentieths(12), lineRule="auto"),
    )
    for child in list(defaults):
        defaults.remove(child)
    defaults.extend([element("rPrDefault", run), element("pPrDefault", paragraph)])


def _settings(root: BaseOxmlElement) -> None:
    for name in ("proofState", "savePreviewPicture", "rsids", "attachedTemplate"):
        for old in root.findall(qn(f"w:{name}")):
            root.remove(old)
    for setting in root.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), str(_COMPATIBILITY))
    for language in root.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
