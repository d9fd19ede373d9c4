"""Mistakes in populations (tables of many organisations), and in what-ifs."""

from __future__ import annotations

from collections.abc import Mapping

POPULATIONS: Mapping[str, str] = {
    "{} is a plan: it judges no organisation by itself": "{} 是行动方案，不判定单个单位",
    "ask for its totals": "请看它的合计",
    "simulate it": "请用它来推演",
    'no "{}.parquet" or "{}.csv" in {}': "{2} 中没有“{0}.parquet”或“{1}.csv”",
    (
        "a population is a folder with this file, one for each kind of work (activity, standard …), and where there "
        "are any, judgements and documents: docs/population.md describes their columns"
    ): (
        "群体数据是一个文件夹，含有这个文件、每类事项（activity、standard 等）各一个文件，以及可能有的 judgements 和 "
        "documents，各列见 docs/population.md"
    ),
    "{}: not readable: {}": "{}：不可读（{}）",
    '{}: unknown column "{}"': "{}：没有“{}”这一列",
    '{}: no column "{}"': "{}：缺少“{}”列",
    "it holds the organisation's number": "该列是单位的序号",
    '{}: column "{}" is {}': "{}：“{}”列的类型是 {}",
    "write it as {}": "请写成 {}",
    '{}: unknown kind "{}"': "{}：没有“{}”这类事项",
    '{}: unknown field "{}"': "{}：没有“{}”这个字段",
    "{}: a value doesn't fit its column: {}": "{}：有值不合所在的列（{}）",
    # What-ifs
    'no clause "{}" in {}': "{1} 没有“{0}”这个条款",
    '"{}" has no {}': "“{}”没有 {}",
    "it has {}": "它有 {}",
    "it has no number to change": "它没有可以改的数",
    '"{}", {}: {} is not a number from 0 up (a whole number or a Decimal)': "“{}”的 {}：{}不是零或以上的数",
}
