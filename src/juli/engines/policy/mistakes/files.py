"""Mistakes about a file as such: that it is there, is text, and is YAML."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, str] = {
    "no such file": "没有这个文件",
    "it can't be read: {}": "无法读取（{}）",
    "check the path and its rights": "请核对路径和权限",
    "programmes live beside these two files": "项目文件与这两个文件放在同一文件夹",
    'no programme or file "{}"': "没有“{}”这个项目或文件",
    "give an id or a path to a file": "写项目编号，或文件的路径",
    "a folder without {}": "文件夹中没有 {}",
    "name a file, or a folder that holds a {}": "写一个文件，或含有 {} 的文件夹",
    "the file is empty": "文件是空的",
    "not UTF-8 text": "文件不是 UTF-8 编码",
    "save the file as UTF-8": "另存为 UTF-8 编码",
    "see docs/writing-a-programme.md": "见 docs/writing-a-programme.md",
    # YAML
    "not readable as YAML: {}": "不是可读的 YAML 或 JSON：{}",
    "more than {} levels deep": "层级超过 {} 层",
    "write it with fewer brackets or indents": "减少括号或缩进的层数",
    "too large to be read": "内容太大，无法读取",
    "split the file, or use fewer aliases": "拆分文件，或减少引用",
    "an alias inside what it stands for": "引用了自身",
    "*{} stands for something else": "“*{}”引用了别处的内容",
    "write it out": "把内容写全",
    "write it out, or quote it": "把内容写全，或加引号",
    "a key must be a plain word": "键须是普通词语",
    'the key "{}" stands twice': "“{}”出现了两次",
    "keep one of them": "只留一处",
    '"{}" is read as a YAML tag': "“{}”会被当成 YAML 标签",
    "a number of {} digits": "数字长达 {} 位",
    "check it": "请核对",
    "indent with spaces, not with tabs": "缩进用空格，不用制表符",
    "one file holds one document; drop the ---": "一个文件只放一份内容，请去掉 ---",
    "save the file as plain text": "另存为纯文本",
    "quote texts that hold braces, brackets or a colon, or that start with ! or a quote mark": (
        "含括号、冒号或以 ! 、引号开头的文字，请加引号"
    ),
    # The nearest of the known words
    'did you mean "{}"?': "是不是“{}”？",
    "use one of {}": "可用：{}",
    # Places
    "row {}": "第 {} 行",
    "row {}, column {}": "第 {} 行 {} 列",
}
