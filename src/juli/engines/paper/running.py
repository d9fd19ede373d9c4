"""The line that names the application and its version on every page."""

from __future__ import annotations

from juli.engines.paper.document import Furniture
from juli.engines.paper.problems import Language
from juli.engines.paper.words import printed


def running(furniture: Furniture, language: Language) -> str:
    """Number and version, as far as they are known."""
    number = f"{printed('number', language)} {furniture.number}" if furniture.number else ""
    version = printed("version", language, n=furniture.version) if furniture.version else ""
    return "　".join(filter(None, (number, version)))


def checked(furniture: Furniture, language: Language) -> str:
    """The check code with its name."""
    return f"{printed('check', language)} {furniture.check}" if furniture.check else ""


def page_words(language: Language) -> tuple[str, str, str]:
    """What stands before the page's number, between it and the number of pages, and after both."""
    before, between, after = printed("page", language, page="\0", pages="\0").split("\0")
    return before, between, after
