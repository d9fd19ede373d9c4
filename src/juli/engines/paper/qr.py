"""QR codes."""

from __future__ import annotations

import io
from typing import Literal

import segno

from juli.engines.paper.problems import BadDocument, Problem, Said

#: Four modules of white around a code (ISO/IEC 18004).
_QUIET = 4


def qr(text: str, kind: Literal["svg", "png"] = "svg", scale: int = 8) -> bytes:
    """``text`` as a QR code that survives a stamp on its corner (level M, 15 %); ``scale`` is PNG pixels per module.

    The PNG is stored uncompressed, so that its bytes don't depend on the compression library. Raises BadDocument when
    the text is empty or too long for a code.
    """
    try:
        if not text:
            raise ValueError
        code = segno.make_qr(text, error="m", boost_error=False)
    except ValueError as error:
        raise BadDocument(
            [
                Problem(
                    "QR",
                    Said("二维码文字为空或过长", "the text of the QR code is empty or too long"),
                    Said("请用短一些的地址", "use a shorter address"),
                )
            ]
        ) from error
    out = io.BytesIO()
    if kind == "svg":
        code.save(out, kind="svg", border=_QUIET, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    else:
        code.save(out, kind="png", border=_QUIET, scale=scale, compresslevel=0)
    return out.getvalue()
