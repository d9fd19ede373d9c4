"""Values that no published list shows: numbers of identity, of accounts, of telephones, and e-mail addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from stdnum.cn import uscc

from juli.engines.policy.labels import Label

_GAP: Final = r"[ \-.]?"
_PATTERNS: Final = (
    (
        "identity",
        re.compile(
            rf"(?<!\d)\d{{6}}{_GAP}(?:19|20)\d{{2}}{_GAP}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]){_GAP}\d{{3}}[\dX](?!\d)",
            re.IGNORECASE,
        ),
    ),
    # Identity numbers of the first generation.
    ("identity", re.compile(r"(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)")),
    ("account", re.compile(r"(?<!\d)(?:\d{4}[ \-]){3,4}\d{1,4}(?!\d)")),
    ("phone", re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d(?:{_GAP}\d{{4}}){{2}}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)\(?0\d{2,3}[)\- ]{0,2}\d{7,8}(?!\d)")),
    ("phone", re.compile(rf"(?<!\d)[48]00(?:{_GAP}\d{{3,4}}){{2}}(?!\d)")),
    (
        "phone",
        re.compile(r"(?:电话|手机|座机|联系|致电|tel|phone|mobile)\D{0,6}\d{3,4}[ \-]?\d{4}(?!\d)", re.IGNORECASE),
    ),
    ("account", re.compile(r"(?<![\dA-Z])\d{12,}(?![\dA-Z])", re.IGNORECASE)),
    ("email", re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")),
)
WORDS: Final = {
    "identity": Label("身份证号", "an ID number"),
    "account": Label("银行账号", "the number of an account"),
    "phone": Label("电话号码", "a telephone number"),
    "email": Label("电子邮箱", "an e-mail address"),
}


class Leak(NamedTuple):
    """What a text seems to give away, and the words that do."""

    kind: str
    found: str

    @property
    def label(self) -> Label:
        """What it seems to be."""
        return WORDS[self.kind]


def leaks(text: str) -> list[Leak]:
    """What a text seems to give away, each stretch once; empty where nothing.

    Wide digits and invisible signs between them do not hide a number. A credit code is public, and no leak.

    >>> [(one.kind, one.found) for one in leaks("联系人 13800138000")]
    [('phone', '13800138000')]
    >>> leaks("2024-2025年度“产业链”服务（ZGC-2025-0001）")
    []
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").replace("—", "-").replace("–", "-")
    found: list[Leak] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if kind == "account" and uscc.is_valid(match[0]):
                continue
            taken.append(match.span())
            found.append(Leak(kind, match[0]))
    return found
