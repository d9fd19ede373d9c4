"""Papers for the demonstration: a picture or a page for each kind of evidence, marked as a sample."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw

#: Kinds of evidence that are photographs or screenshots.
_PICTURES = ("photo", "screenshot", "cover")
_PAPER, _INK, _SEAL = "#faf8f3", "#1b2330", "#b3322b"


def is_picture(tag: str) -> bool:
    """Whether this kind of evidence is a picture rather than a page."""
    return any(word in tag for word in _PICTURES)


@lru_cache(maxsize=128)
def paper(tag: str) -> tuple[str, bytes]:
    """The name and the content of the sample for one kind of evidence; always the same bytes."""
    return (f"{tag}.png", _drawn(tag, "PNG")) if is_picture(tag) else (f"{tag}.pdf", _drawn(tag, "PDF"))


def _drawn(tag: str, form: str) -> bytes:
    page = Image.new("RGB", (960, 640) if form == "PNG" else (826, 1169), _PAPER)
    draw = ImageDraw.Draw(page)
    width, height = page.size
    draw.rectangle((24, 24, width - 24, height - 24), outline=_INK, width=2)
    draw.ellipse((width - 210, height - 210, width - 70, height - 70), outline=_SEAL, width=5)
    draw.text((60, 70), "SAMPLE", fill=_SEAL, font_size=44)
    draw.text((60, 150), tag.replace("_", " "), fill=_INK, font_size=34)
    for line in range(6):
        draw.line((60, 240 + 46 * line, width - (80 if line % 3 else 260), 240 + 46 * line), fill="#d3cbbb", width=6)
    out = io.BytesIO()
    page.save(out, form, **({} if form == "PNG" else {"resolution": 100.0, "creationDate": None, "modDate": None}))
    return out.getvalue()
