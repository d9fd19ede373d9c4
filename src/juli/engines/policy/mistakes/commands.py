"""Mistakes in what a command is given."""

from __future__ import annotations

from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    '"{}" is no kind of dossier': "“{}”不是材料的格式",
    "a dossier is a file ending in {}": "材料文件的扩展名为 {}",
    "it is a folder, not a file": "这是文件夹，不是文件",
    "name a file in it": "请写其中的文件",
    "check the path": "请核对路径",
    "this is a programme, not a dossier": "这是项目文件，不是材料",
    "give the dossier after the programme": "材料写在项目之后",
    "{} has none": "{} 没有子项目",
    'no clause "{}" with several readings': "没有“{}”这个有多种读法的条款",
    "{} has one reading of everything": "{} 的条款都只有一种读法",
    '"{}" is not read as "{}"': "“{}”没有“{}”这种读法",
    "not understood": "无法识别",
    "write CLAUSE.at_least=N, .at_most=N or .up_to=N": "写成 条款.at_least=数、.at_most=数 或 .up_to=数",
}
