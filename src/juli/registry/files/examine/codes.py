"""What the codes to scan say that stand on the pages of a PDF or on a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels on the longer side: 240 to the inch of an A4 sheet, of which a code of 15 mm has more than a hundred.
_SIDE: Final = 2800
_LONGEST: Final = 500
_MOST: Final = 20


def read(path: Path, group: str, most_pages: int) -> list[str]:
    """The texts of the QR codes on the first pages, each once, in their order; none where nothing can be read."""
    import zxingcpp

    kinds = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    found: dict[str, None] = {}
    for page in _pages(path, most_pages) if group == "pdf" else _picture(path) if group == "picture" else ():
        codes = zxingcpp.read_barcodes(page, formats=kinds, try_invert=False)
        found |= {code.text[:_LONGEST]: None for code in codes if code.text}
    return list(found)[:_MOST]


def _pages(path: Path, most: int) -> Iterator[Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for i in range(min(len(document), most)):
            page = document[i]
            yield page.render(scale=_SIDE / max(*page.get_size(), 1), grayscale=True).to_pil()
    finally:
        document.close()


def _picture(path: Path) -> Iterator[Image]:
    from PIL import Image

    from juli.registry.files.examine.contents import MOST_PIXELS

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path) as picture:
        page = picture.convert("L")
        page.thumbnail((_SIDE, _SIDE))
        yield page
