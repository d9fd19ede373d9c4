"""Reads printed files back: the text of each page, the font of each character, the texts of a Word file."""

import ctypes
import io

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn


def pages(pdf):
    """The text of each page, without line breaks and spaces, which the typesetter puts where it likes."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def squeezed(text):
    # PDFium marks a hyphen at the end of a line with this.
    return "".join(text.replace("\u0002", "-").split())


def fonts(pdf):
    """Character → names of the fonts it is drawn in."""
    document = pypdfium2.PdfDocument(pdf)
    found = {}
    try:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
                pdfium.FPDFText_GetFontInfo(text, index, name, 200, ctypes.byref(flags))
                character = chr(pdfium.FPDFText_GetUnicode(text, index))
                found.setdefault(character, set()).add(name.value.decode().partition("+")[2])
    finally:
        document.close()
    return found


def word_texts(data):
    """The paragraphs of a Word file, those in tables too, in order."""
    body = docx.Document(io.BytesIO(data)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
