"""Mistakes about the shape of what is written: keys, types, forms of dates, numbers and amounts."""

from __future__ import annotations

from collections.abc import Mapping

SHAPES: Mapping[str, str] = {
    # Words inside other sentences
    "nothing": "空",
    "a mapping": "一组“名称: 值”",
    "a list": "一个列表",
    '"{}"': "“{}”",
    "{}: {}": "{}：{}",
    '"{}": {}': "{}：{}",
    # Keys and types
    "expected a mapping": "这里应是若干“名称: 值”",
    "with keys like {}": "例如 {}",
    'unknown key "{}"': "没有“{}”这一项",
    '"{}" is missing': "缺少“{}”",
    "add it": "请补上",
    "{} is not a text": "{}不是文字",
    "put it in quotes": "请加引号",
    "{} is not a whole number": "{}不是整数",
    "digits only": "只写数字",
    "{} is not true or false": "{}不是 true 或 false",
    "write true or false": "写 true 或 false",
    "{} is not a list": "{}不是列表",
    "write [a, b], or one item a line after a hyphen": "写成 [甲, 乙]，或一行一项、前加短横",
    "{} is not a mapping": "{}不是“名称: 值”",
    "write key: value": "写成 名称: 值",
    "write the clauses here, or `of: categories`, or `of: GROUP`": (
        "在这里写各条款，或写 `of: categories`、`of: 分组编号`"
    ),
    "the list is empty": "列表是空的",
    "name at least one": "至少写一项",
    "there are more than {}": "超过 {} 项",
    "drop the others": "去掉多余的",
    "{} is less than {}": "{}小于 {}",
    "write {} or more": "填 {} 或更大的数",
    "{} is not one of {}": "{}不在可选值之内：{}",
    '"{}" has another form': "“{}”的格式不对",
    "lower-case letters, digits, dots and hyphens": "只用小写字母、数字、点和短横",
    "64 hexadecimal digits, as sha256sum prints them": "64 位十六进制数字，与 sha256sum 的输出相同",
    "the form is {}": "格式为 {}",
    "{} doesn't fit here ({})": "{}不合这里的要求（{}）",
    '"{}" stands twice': "“{}”出现了两次",
    # Labels
    "a label is {zh: …, en: …}, or one text for both": "名称应写成 {zh: …, en: …}，或两种语言共用的一段文字",
    '"{}" is no language of a label': "名称只有 zh、en 两种语言，没有“{}”",
    "quote a text that holds a comma or a bracket": "含逗号或括号的文字，请加引号",
    "`{}` is {}, which is no text": "`{}` 写的是 {}，不是文字",
    # Numbers, lengths of time, days
    "{} is not a number": "{}不是数字",
    '"{}" is not a number': "“{}”不是数字",
    "digits only, without separators": "只写数字，不带分隔符",
    "{} is below zero": "{} 小于零",
    "write 0 or more": "填 0 或更大的数",
    "{} is not a length of time": "{}不是时长",
    '"{}" is not a length of time': "“{}”不是时长",
    'write "10 working days", "20 days" or "1 year"': "写成 “10 working days”、“20 days”或“1 year”",
    "{} is more than a hundred years": "{} 超过一百年",
    '"{}" is not a day': "“{}”不是日期",
    '"{}" is not a day and time': "“{}”不是日期和时间",
    "write YYYY-MM-DD": "写成“年-月-日”，月和日各两位",
    "write YYYY-MM-DDTHH:MM": "写成“年-月-日T时:分”",
    "write YYYY-MM-DDTHH:MM:SS": "写成“年-月-日T时:分:秒”",
    "no such day: {}": "没有 {} 这一天",
    "no such day, month or year: {}": "没有 {} 这一天、这个月或这一年",
    '"{}" is not a time': "“{}”不是时间",
    '"{}" names a time zone': "“{}”带有时区",
    "the time is Beijing's, drop the zone": "时间一律为北京时间，请去掉时区",
    '"{}" is not a day, a month, a year or one of {}': "“{}”不是日期、月份、年份，也不是以下之一：{}",
    # Amounts
    'unknown "{}"': "没有“{}”这一项",
    "an amount takes {}": "金额和数量可用：{}",
    "an amount is one of: a number, about, a range, a share, a number per field, bands": (
        "金额和数量应为以下之一：数字、约数（about）、范围（at_least、at_most）、比例（share、of）、"
        "按字段计的数（per、each）、分档（bands）"
    ),
    "bands are a list of grades": "分档应为列表，每档一行",
    "write [{rank: 3, amount: 300000}, …] or [{score: 90, amount: 300000}, …], the best first": (
        "请写成 [{rank: 3, amount: 300000}, …] 或 [{score: 90, amount: 300000}, …]，从高档写起"
    ),
    "a grade has an amount, and a rank or a score like the others": "每档须有 amount，并与其他档一样按名次或按分数",
    "the ranks of the grades do not rise": "各档名次没有递增",
    "the scores of the grades do not fall": "各档分数没有递减",
    # Windows, lists, dates, stages
    "a window has either `years` or `from`": "时段须写 `years` 或 `from` 之一",
    "a window of `years` has no other end": "写了 `years` 的时段，不再写 `to` 或 `length`",
    "a window that `counts_as` something has `from` and `to`": "写了 `counts_as` 的时段，须有 `from` 和 `to`",
    "a window `from` needs either `to` or `length`": "写了 `from` 的时段，须写 `to` 或 `length` 之一",
    "a list has either `values` or `distinct`": "名单须写 `values` 或 `distinct` 之一",
    "a list of `values` reads no rows": "写了 `values` 的名单不读取事项，不写 `within` 和 `where`",
    "give one of at, before, through, not {}": "at、before、through 只写一个，这里写了 {}",
    "a stage is a map of one key, like `- screening: {}`": "每个环节只写一个键，如 `- screening: {}`",
    "the keys are {}": "可用：{}",
}
