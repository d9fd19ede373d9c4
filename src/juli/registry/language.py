"""The language of the page, by the name that labels give it."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language


def language() -> Literal["zh", "en"]:
    """``en`` on an English page, ``zh`` on every other."""
    return "en" if (get_language() or "").startswith("en") else "zh"
