"""A thumbnail and pages to look at, as JPEG files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from juli.registry.files.examine.contents import MOST_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels on the longer side.
THUMBNAIL = 320
PAGE = 1400
_QUALITY = 82


def draw(path: Path, group: str, folder: Path, most_pages: int) -> list[dict[str, int]]:
    """Write ``0.jpg`` (the thumbnail), ``1.jpg`` … into ``folder``; their page numbers and sizes in pixels."""
    drawn = []
    pages = _pdf(path, most_pages) if group == "pdf" else _picture(path, most_pages)
    for number, page in enumerate(pages, start=1):
        if number == 1:
            small = page.copy()
            small.thumbnail((THUMBNAIL, THUMBNAIL))
            drawn.append(_written(small, folder, 0))
        drawn.append(_written(page, folder, number))
    return drawn


def _written(page: Image, folder: Path, number: int) -> dict[str, int]:
    page.save(folder / f"{number}.jpg", "JPEG", quality=_QUALITY, optimize=True)
    return {"page": number, "width": page.width, "height": page.height}


def _pdf(path: Path, most: int) -> Iterator[Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for i in range(min(len(document), most)):
            page = document[i]
            longer = max(page.get_size())
            # A page may say it is a kilometre long; what is drawn has the same size all the same.
            yield page.render(scale=PAGE / max(longer, 1)).to_pil().convert("RGB")
    finally:
        document.close()


def _picture(path: Path, most: int) -> Iterator[Image]:
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path) as picture:
        # An animation is shown by its first frame; the pages of a scan are pages.
        frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else iter([picture])
        for _, frame in zip(range(most), frames, strict=False):
            page = ImageOps.exif_transpose(frame)
            page.thumbnail((PAGE, PAGE))
            if page.mode in {"RGBA", "LA", "PA"} or "transparency" in page.info:
                page = page.convert("RGBA")
                paper = Image.new("RGBA", page.size, "white")
                page = Image.alpha_composite(paper, page)
            yield page.convert("RGB")
