"""Whether the fonts have every character of a document: a character they lack is an error, never a blank."""

from __future__ import annotations

from collections.abc import Iterable

from juli.engines.paper.characters import PRESENTATION, named
from juli.engines.paper.problems import MissingGlyph, Problem, Said
from juli.engines.paper.typefaces import REMEDY, Typefaces

#: Line breaks and tabs become space; the others are drawn by no font.
_NOT_DRAWN = frozenset("\n\r\t") | PRESENTATION


def check_glyphs(texts: Iterable[tuple[str, str]], faces: Typefaces) -> None:
    """Raises MissingGlyph naming each place and character that the faces every role falls back on don't have."""
    have = faces.characters("song")
    problems = []
    for place, text in texts:
        lacking = {c: None for c in text if ord(c) not in have and c not in _NOT_DRAWN}
        if lacking:
            problems.append(_problem(place, lacking, faces))
    if problems:
        raise MissingGlyph(problems)


def _problem(place: str, lacking: Iterable[str], faces: Typefaces) -> Problem:
    said = named(lacking)
    packages = ", ".join(dict.fromkeys(font.package for font in faces.absent))
    other = Said("请改用其他写法", "write it with other characters")
    if packages:
        other = Said(
            f"{REMEDY.zh.format(package=packages)}，或改用其他写法",
            f"{REMEDY.en.format(package=packages)}, or write it with other characters",
        )
    return Problem(place, Said(f"字体中没有字符 {said}", f"no font has the characters {said}"), other)
