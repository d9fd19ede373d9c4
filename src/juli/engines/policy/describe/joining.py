"""Putting words together as each language does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from juli.engines.policy.labels import Label

NOTHING = Label("", "")


def either(words: Sequence[Label]) -> Label:
    """Alternatives: A、B或C / A, B or C."""
    return Label(_listed([w.zh for w in words], "、", "或"), _listed([w.en for w in words], ", ", " or "))


def every(words: Sequence[Label]) -> Label:
    """A list of things that all belong: A、B和C / A, B and C."""
    return Label(_listed([w.zh for w in words], "、", "和"), _listed([w.en for w in words], ", ", " and "))


def _listed(words: list[str], comma: str, last: str) -> str:
    return words[0] if len(words) == 1 else comma.join(words[:-1]) + last + words[-1]


def conditions(words: Sequence[Label]) -> Label:
    """Conditions that all hold: A，B，且C / A, B, C."""
    if len(words) == 1:
        return words[0]
    zh = "，".join(w.zh for w in words[:-1]) + "，且" + words[-1].zh
    return Label(zh, ", ".join(w.en for w in words))


def choices(words: Sequence[Label]) -> Label:
    """Conditions of which one holds: A，或B / A, or B."""
    return Label("，或".join(w.zh for w in words), ", or ".join(w.en for w in words))


def bracketed(word: Label) -> Label:
    """In round brackets; nothing stays nothing."""
    return Label(f"（{word.zh}）", f"({word.en})") if word.zh else NOTHING


def quoted(word: Label) -> Label:
    """In quotation marks."""
    return Label(f"“{word.zh}”", f"“{word.en}”")


def clauses(parts: Iterable[Label]) -> Label:
    """Parts of a sentence, those that say nothing left out."""
    said = [p for p in parts if p.zh or p.en]
    return Label("，".join(p.zh for p in said if p.zh), ", ".join(p.en for p in said if p.en))


def lower(text: str) -> str:
    """The first letter small, as inside a sentence; abbreviations (R&D, ISSN) keep theirs.

    >>> lower("Foreign speakers"), lower("ISSN")
    ('foreign speakers', 'ISSN')
    """
    return text[0].lower() + text[1:] if text[1:2].islower() or text[1:2] in (" ", "-", "") else text


def inside(label: Label) -> Label:
    """A field's label as it stands inside a sentence."""
    return Label(label.zh, lower(label.en) if label.en else "")
