"""What verifying can find, each with its place and its words."""

from __future__ import annotations

from typing import Any, NamedTuple

from juli.engines.policy.labels import Label
from juli.registry.parties import Subject

WORDS = {
    "changed": Label("内容与其哈希不符，已被改动", "changed: its content does not give its hash"),
    "moved": Label("原为第 {was} 条，被移到此处", "moved: it was written as entry {was}"),
    "missing": Label("缺失", "missing"),
    "missing-last": Label("缺失，链头记得它", "missing: the head of the chain knows it"),
    "missing-rooted": Label("缺失，第 {root} 号总根写下时还在", "missing: it was there when root {root} was written"),
    "replaced": Label(
        "被替换：第 {next} 条记下的前一条不是它", "replaced: entry {next} names another one as the one before it"
    ),
    "rewritten": Label(
        "自第 {after} 条之后至此处被重写，与第 {root} 号总根不符",
        "rewritten, here or after entry {after}: root {root} saw another one",
    ),
    "head": Label("链头与最后一条不符", "the last one, but the head of the chain names another"),
    "headless": Label("链头缺失", "the last one, but the chain has no head"),
    "salt-lost": Label(
        "个人信息字段 {field} 的盐值缺失，且没有删除记录",
        "the salt of personal field {field} is gone without an erasure",
    ),
    "salt-changed": Label(
        "个人信息字段 {field} 的盐值被改动", "the salt of personal field {field} is not the one it was"
    ),
    "unrooted": Label("未列入任何总根，也不在等待之列", "in no root, and not waiting for one"),
    "root-unreadable": Label("总根文件第 {line} 行无法识别", "the file of roots: line {line} cannot be read"),
    "root-torn": Label(
        "总根文件第 {line} 行写到一半中断，其内容已在下一行补全",
        "the file of roots: line {line} was cut off while it was written; the line after it holds what it said",
    ),
    "root-changed": Label(
        "总根文件第 {line} 行（第 {root} 号）被改动", "the file of roots: line {line} (root {root}) was changed"
    ),
    "root-missing": Label(
        "总根文件第 {line} 行之前缺少第 {root} 号", "the file of roots: root {root} is missing before line {line}"
    ),
    "root-cut": Label(
        "总根文件缺少第 {root} 号，数据库记得它",
        "the file of roots lacks root {root}, which the database knows",
    ),
    "root-differs": Label(
        "第 {root} 号总根在文件与数据库中不同", "root {root} is not the same in the file and in the database"
    ),
}
#: What needs no action.
HARMLESS = frozenset({"root-torn"})


class Finding(NamedTuple):
    """One thing that verifying found: which entry of which subject, or which line of the file of roots."""

    code: str
    subject: Subject | None = None
    number: int = 0
    #: The last of several entries in a row; otherwise the same as ``number``.
    to: int = 0
    data: tuple[tuple[str, Any], ...] = ()

    @property
    def harmless(self) -> bool:
        """Nothing was lost and nobody did it."""
        return self.code in HARMLESS

    def say(self, lang: str = "en") -> str:
        """One line in ``zh`` or ``en``, place first."""
        words = WORDS[self.code].say(lang).format(**dict(self.data))
        if self.subject is None:
            return words
        if lang == "zh":
            place = f"第 {self.number} 条" if self.to == self.number else f"第 {self.number} 至 {self.to} 条"
            return f"{self.subject} {place}：{words}"
        place = f"entry {self.number}" if self.to == self.number else f"entries {self.number} to {self.to}"
        return f"{self.subject} {place}: {words}"


class Report(NamedTuple):
    """What was looked at, and what was found; ``sound`` where nothing needs action."""

    subjects: int
    entries: int
    roots: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Every line is where it was, and as it was."""
        return all(finding.harmless for finding in self.findings)


def finding(code: str, subject: Subject | None = None, number: int = 0, *, to: int = 0, **data: Any) -> Finding:
    """A finding; ``data`` are the names that its words use."""
    return Finding(code, subject, number, to or number, tuple(sorted(data.items())))
