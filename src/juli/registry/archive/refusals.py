"""Why a file is not read as an archive, in both languages; nothing of it was unpacked."""

from __future__ import annotations

from typing import Final

from juli.engines.policy.labels import Label

_WORDS: Final = {
    "no-file": ("没有这个文件", "there is no such file"),
    "no-zip": (
        "不是 juli export 写出的档案包（不是 ZIP 文件）",
        "this is no archive that juli export wrote: it is not a ZIP",
    ),
    "cut": (
        "ZIP 文件不完整：可能没有下载或复制完；请重新取得",
        "the ZIP is cut off: it was not downloaded or copied whole; fetch it again",
    ),
    "broken": ("ZIP 文件已损坏：{why}", "the ZIP is damaged: {why}"),
    "foreign": (
        "是 ZIP，但不是 juli export 写出的档案包（没有可用的 manifest.json）",
        "this ZIP is no archive that juli export wrote: it has no manifest.json of ours",
    ),
    "manifest": ("manifest.json 无法读取：{why}", "manifest.json can't be read: {why}"),
    "newer": (
        "档案格式版本 {version} 比本程序所知的 {known} 新；请用新版 Juli 核验",
        "the archive has format version {version}, newer than {known}, which this Juli knows; use a newer one",
    ),
    "path": ("成员名“{name}”指向包外，拒绝读取", 'the member "{name}" points outside of the archive; nothing was read'),
    "twice": ("成员“{name}”出现两次", 'the member "{name}" is there twice'),
    "packed": (
        "成员“{name}”是压缩的；本程序的档案包从不压缩，拒绝展开（可能是压缩炸弹，或被重新打包）",
        'the member "{name}" is compressed, and ours never are; it was not unpacked (a zip bomb, or packed anew)',
    ),
    "overfull": (
        "成员总长超过文件本身，拒绝读取（压缩炸弹）",
        "the members are longer than the file itself; nothing was read (a zip bomb)",
    ),
    "long": (
        "成员“{name}”有 {size} 字节，超过可核验的长度",
        'the member "{name}" has {size} bytes, too long to be read',
    ),
}


class Refused(ValueError):
    """The file is not read; ``said`` tells why."""

    def __init__(self, code: str, said: Label) -> None:
        super().__init__(said.en)
        self.code = code
        self.said = said


def refused(code: str, **given: object) -> Refused:
    """A refusal by its code."""
    zh, en = _WORDS[code]
    return Refused(code, Label(zh.format(**given), en.format(**given)))
