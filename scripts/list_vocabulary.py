#!/usr/bin/env python3
"""Prints the vocabulary into docs/writing-a-programme.md, between its two marks.

scripts/list_vocabulary.py          writes it
scripts/list_vocabulary.py --check  fails when the document is behind
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import OPEN_WHEN_EMPTY, Field, Kind, Vocabulary

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "writing-a-programme.md"
START, END = "<!-- vocabulary: start -->\n", "<!-- vocabulary: end -->\n"
_SHARED_BY_STANDING = ("title", "date", "until")


def listing(vocabulary: Vocabulary) -> str:
    """The vocabulary as Markdown."""
    return "\n".join(
        [
            *_part("Shared fields", ["- " + _field(f) for f in vocabulary.shared.values()]),
            *_part("Kinds of achievement", [_kind(k, vocabulary) for k in vocabulary.achievements]),
            *_part("Standing", [_standing(k) for k in vocabulary.standing]),
            *_part("The organisation", ["- " + _field(f) for f in vocabulary.organisation.values()]),
            *_part("Applicant types", [_names(vocabulary.applicant_types)]),
            *_part("Evidence", [_names(vocabulary.evidence)]),
            *_part("Who judges", [_names(vocabulary.judges)]),
        ]
    )


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from (f"### {title}", "", *lines, "")


def _kind(kind: Kind, vocabulary: Vocabulary) -> str:
    own = [f for f in kind.fields.values() if f.name not in vocabulary.shared]
    span = "" if kind.span == "event" else f" ({kind.span})"
    return f"- **`{kind.name}`** {kind.label.zh}{span}" + _fields(own)


def _standing(kind: Kind) -> str:
    own = [f for f in kind.fields.values() if f.name not in _SHARED_BY_STANDING]
    words = [f"key `{kind.key}`"]
    words += ["one a year"] if kind.yearly else []
    words += ["at most one"] if kind.one else []
    words += ["a state for some"] if kind.state_when is not None else []
    return f"- **`{kind.name}`** {kind.label.zh} ({', '.join(words)})" + _fields(own)


def _fields(fields: list[Field]) -> str:
    return ": " + "; ".join(_field(f) for f in fields) if fields else ""


def _field(field: Field) -> str:
    codes = f" ({_names(field.choices)})" if field.choices else ""
    absent = ", empty means none" if field.absent_is_none and field.type in OPEN_WHEN_EMPTY else ""
    office = ", filled by the office" if field.office_only else ""
    return f"`{field.name}` {field.type} {field.label.zh}{absent}{office}{codes}"


def _names(names: Mapping[str, Label]) -> str:
    return ", ".join(f"`{name}` {label.zh}" if label.zh != name else f"`{name}`" for name, label in names.items())


def printed(document: str, vocabulary: Vocabulary) -> str:
    """``document`` with the vocabulary between its marks. Raises ValueError when it has none."""
    head, _, rest = document.partition(START)
    _, end, tail = rest.partition(END)
    if not end:
        raise ValueError(f"{DOCUMENT.name} has no marks for the vocabulary")
    return f"{head}{START}\n{listing(vocabulary)}\n{END}{tail}"


def main(arguments: list[str]) -> int:
    """Write, or check."""
    before = DOCUMENT.read_text(encoding="utf-8")
    after = printed(before, open_catalogue(ROOT / "programmes").vocabulary)
    if "--check" in arguments:
        if before != after:
            print(
                f"{DOCUMENT.relative_to(ROOT)} is behind the vocabulary; run scripts/list_vocabulary.py",
                file=sys.stderr,
            )
        return int(before != after)
    DOCUMENT.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
