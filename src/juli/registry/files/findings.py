"""What can be said about a file that somebody hands in: a code, its data, its words in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from juli.engines.policy.labels import Label

WORDS = {
    "empty": Label("文件是空的（0 字节），请检查后重新选择", "The file is empty (0 bytes). Check it."),
    "too-large": Label(
        "文件 {size} MB，超过上限 {limit} MB；请压缩图片或拆分后再上传",
        "The file has {size} MB; at most {limit} MB are taken. Compress its pictures or split it.",
    ),
    "not-taken": Label(
        "不接收{kind_zh}；请换成 {accepted} 格式",
        "This is a {kind_en}, which is not taken here. Use one of: {accepted}.",
    ),
    "disguised": Label(
        "文件名是 .{extension}，内容却是{kind_zh}；请用原来的软件重新导出，或改正扩展名",
        "The name ends in .{extension}, but the content is a {kind_en}. Export it anew, or correct its name.",
    ),
    "no-extension": Label(
        "文件名没有可识别的扩展名；内容是{kind_zh}，请在文件名末尾加上 .{proper}",
        "The name has no known ending; the content is a {kind_en}. Add .{proper} to the name.",
    ),
    "macros": Label("文件含有宏；请另存为不含宏的格式", "The file holds macros. Save it in a format without macros."),
    "password": Label("文件有密码保护，无法打开；请去掉密码", "The file needs a password. Remove the password."),
    "bomb": Label(
        "压缩内容解开后大得异常，已拒收", "What is packed in the file grows beyond all measure when it is unpacked."
    ),
    "path-inside": Label(
        "压缩包内的“{entry}”指向包外的位置，已拒收", "The entry “{entry}” in the archive points outside of it."
    ),
    "archive-inside": Label(
        "压缩包内还有压缩包“{entry}”；请解开后再打包", "The archive holds another one, “{entry}”. Unpack that."
    ),
    "program-inside": Label("压缩包内有程序“{entry}”；请去掉", "The archive holds a program, “{entry}”. Remove it."),
    "damaged": Label("文件已损坏，打不开；请重新导出", "The file is damaged and cannot be opened. Export it anew."),
    "too-costly": Label(
        "检查这个文件耗费过多，已放弃；请重新导出或转成 PDF",
        "Examining the file took too much. Export it anew, or make a PDF of it.",
    ),
    "picture-too-large": Label(
        "图片 {width}×{height} 像素，过大；请缩小",
        "The picture has {width} × {height} pixels. Make it smaller.",
    ),
    "no-text": Label(
        "文件里没有文字（多为扫描件）；请改用 Word 原件，或带文字的 PDF",
        "The file holds no text; it may be a scan. Use the Word file, or a PDF with its text.",
    ),
    "too-much-text": Label(
        "文件文字超过 {most} 万字，不像一份通知；请只留通知及其附件的正文",
        "The file holds more than {most}0,000 characters, more than a notice has. Keep the notice alone.",
    ),
    "infected": Label("查出病毒（{virus}），已拒收", "A virus was found ({virus})."),
    "nameless": Label("文件没有名字；请重新命名", "The file has no name. Give it one."),
    "script": Label("PDF 内含脚本，打开时请留意", "The PDF holds a script. Open it with care."),
    "unscanned": Label("未查毒", "Not scanned for viruses"),
    "name-path": Label("文件名中的路径已去掉", "The path was removed from the file's name."),
    "name-controls": Label("文件名中不可见的字符已去掉", "Invisible characters were removed from the file's name."),
    "name-shortened": Label("文件名过长，已截短", "The file's name was too long and was shortened."),
}
#: What is worth saying and no reason to refuse.
NOTES = frozenset({"script", "unscanned", "name-path", "name-controls", "name-shortened"})


class Finding(NamedTuple):
    """One thing about a file; see :data:`WORDS` for the codes."""

    code: str
    data: tuple[tuple[str, Any], ...] = ()

    @property
    def refuses(self) -> bool:
        """The file is not taken because of it."""
        return self.code not in NOTES

    def say(self, lang: str) -> str:
        """The words in ``zh`` or ``en``, with the remedy."""
        return WORDS[self.code].say(lang).format(**dict(self.data))


class Refused(Exception):
    """A file is not taken; ``findings`` holds all the reasons, and what else was noticed."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(finding.say("en") for finding in self.findings if finding.refuses))


def finding(code: str, **data: Any) -> Finding:
    """A finding with the data that its words use."""
    return Finding(code, tuple(sorted(data.items())))


def as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON values, with their words, for a row or an answer."""
    return [
        {"code": f.code, "data": dict(f.data), "refuses": f.refuses, "zh": f.say("zh"), "en": f.say("en")}
        for f in findings
    ]


def from_data(rows: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    """Findings as they were kept in a row."""
    return tuple(finding(row["code"], **row["data"]) for row in rows)
