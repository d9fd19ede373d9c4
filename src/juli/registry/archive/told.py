"""What checking an archive found, line by line, in both languages."""

from __future__ import annotations

from typing import Final, NamedTuple

from juli.engines.policy.labels import Label

#: What was looked at → its name.
KINDS: Final = {
    "members": Label("成员", "members"),
    "chain": Label("日志", "journal"),
    "roots": Label("总根", "roots"),
    "digest": Label("摘要", "digest"),
    "verdict": Label("初判", "verdict"),
    "points": Label("分值", "points"),
    "copy": Label("副本", "copy"),
    "draw": Label("抽取", "draw"),
    "replacement": Label("递补", "replacement"),
    "assignment": Label("指派", "assignment"),
    "scores": Label("评分", "scores"),
    "ranking": Label("排序", "ranking"),
    "amounts": Label("金额", "amounts"),
}


class Line(NamedTuple):
    """One thing that was looked at: what, which one, whether it is right, and where it differs first."""

    kind: str
    name: str
    ok: bool
    words: Label = Label("", "")

    @property
    def what(self) -> Label:
        """The kind in words."""
        return KINDS.get(self.kind, Label.both(self.kind))


def right(kind: str, name: str, zh: str = "", en: str = "") -> Line:
    """It is as it was."""
    return Line(kind, name, True, Label(zh, en))


def wrong(kind: str, name: str, zh: str, en: str) -> Line:
    """It is not."""
    return Line(kind, name, False, Label(zh, en))
