"""What the reader of YAML complains of, in both languages: a library's sentences, so they are known by their form."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from juli.engines.policy.labels import Label

#: What a reader of YAML says, with ``{}`` where it puts what it found.
COMPLAINTS: Mapping[str, str] = {
    "mapping values are not allowed here": "此处不能再有冒号",
    "mapping keys are not allowed here": "此处不能有问号",
    "sequence entries are not allowed here": "此处不能有列表项",
    "could not find expected ':'": "缺少冒号",
    "expected <block end>, but found {}": "缩进与上文不齐，或多出了内容",
    "expected ',' or ']', but got {}": "方括号内缺少逗号或右括号",
    "expected ',' or '}', but got {}": "花括号内缺少逗号或右括号",
    "expected the node content, but found {}": "此处缺少内容",
    "found character {} that cannot start any token": "字符 {} 不能放在开头",
    "found unexpected end of stream": "引号没有配对",
    "found unexpected document separator": "引号之内出现了文档分隔符",
    "found unexpected ':'": "此处不能有冒号",
    "found unknown escape character {}": "不认识的转义字符 {}",
    "expected escape sequence of {}": "转义字符不完整",
    "found undefined alias {}": "引用的内容不存在：{}",
    "found duplicate anchor {}": "引用名重复：{}",
    "found undefined tag handle {}": "不认识的标签 {}",
    "found duplicate {} directive": "指令重复：{}",
    "duplicate tag handle {}": "标签重复：{}",
    "found incompatible YAML document {}": "YAML 版本不符",
    "found non-comment content after document end marker, {}": "结束标记之后还有内容",
    "but found another document": "还有另一份内容",
    "expected '<document start>', but found {}": "此处多出了内容",
    "expected alphabetic or numeric character, but found {}": "此处应为字母或数字，写的是 {}",
    "expected a digit or '.', but found {}": "此处应为数字或小数点，写的是 {}",
    "expected a digit, but found {}": "此处应为数字，写的是 {}",
    "expected ' ', but found {}": "此处应为空格，写的是 {}",
    "expected '>' but found {}": "缺少 >，写的是 {}",
    "expected '!' but found {}": "缺少 !，写的是 {}",
    "expected '!', but found {}": "缺少 !，写的是 {}",
    "expected URI, but found {}": "此处应为网址，写的是 {}",
    "expected URI escape sequence of {}": "网址的转义字符不完整",
    "expected a comment or a line break, but found {}": "此处应换行，写的是 {}",
    "expected chomping or indentation indicators, but found {}": "竖线之后只能写缩进标记，写的是 {}",
    "expected indentation indicator in the range 1-9, but found 0": "缩进标记应为 1 至 9",
    "more indented follow up line than first in a block scalar": "后面的行比首行缩进更多",
    "maximum depth of data structure exceeded {}": "层级太深",
    "unacceptable character {}": "含有不能使用的字符 {}",
    "special characters are not allowed": "含有不能使用的特殊字符",
}


def complained(sentence: str) -> Label:
    """A complaint in both languages; one that fits no form keeps its English in Chinese.

    >>> complained("expected ',' or ']', but got ':'").zh
    '方括号内缺少逗号或右括号'
    """
    for form, chinese in _forms():
        found = form.match(sentence.strip())
        if found is not None:
            return Label(chinese.format(*found.groups()), sentence)
    return Label.both(sentence)


@functools.cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile("(.+)".join(map(re.escape, en.split("{}")))), zh) for en, zh in COMPLAINTS.items())
