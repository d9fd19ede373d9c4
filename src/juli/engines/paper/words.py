"""The words that paper itself prints, in both languages. Labels of a form come with the form."""

from __future__ import annotations

from juli.engines.paper.problems import Language, Said

_WORDS: dict[str, Said] = {
    "draft": Said("草稿", "DRAFT"),
    "number": Said("编号", "No."),
    "version": Said("第 {n} 版", "version {n}"),
    "check": Said("校验码", "Check code"),
    "page": Said("第 {page} 页　共 {pages} 页", "Page {page} of {pages}"),
    "notes": Said("填 报 说 明", "Notes on filling in"),
    "pledges": Said("承诺", "Pledges"),
    "attachments": Said("附件清单", "Attachments"),
    "attachment": Said("附件", "Attachment"),
    "ordinal": Said("序号", "No."),
    "name": Said("名称", "Name"),
    "file": Said("文件名", "File"),
    "pages": Said("页数", "Pages"),
    "remark": Said("备注", "Remark"),
    "total": Said("合计", "Total"),
    "unit": Said("单位：{unit}", "Unit: {unit}"),
    "元": Said("元", "yuan"),
    "万元": Said("万元", "10,000 yuan"),
    "yes": Said("是", "yes"),
    "no": Said("否", "no"),
    "signature": Said("负责人（签名）", "Head (signature)"),
    "seal": Said("单位公章", "Seal"),
    "date": Said("年　　月　　日", "Date:"),
    "none": Said("无", "none"),
    "work": Said("工作事项", "Work"),
    "when": Said("时间", "Date"),
    "detail": Said("主要内容", "What was done"),
    "planned": Said("计划内容", "What is planned"),
    "evidence": Said("证明材料", "Evidence"),
    "target": Said("绩效指标", "Target"),
    "value": Said("目标值", "Value"),
    "copied": Said("抄送：", "Copies: "),
    "seal here": Said("（印章）", "(seal)"),
    "from to": Said("{first}至{last}", "{first} to {last}"),
    "between labels": Said("、", ", "),
    "ends": Said("。", "."),
    "gap": Said("", " "),
    "brackets": Said("（{text}）", " ({text})"),
    "colon": Said("：", ": "),
    # What persons are asked for in forms.
    "part.name": Said("姓名", "Name"),
    "part.mobile": Said("手机", "Mobile"),
    "part.email": Said("电子邮箱", "E-mail"),
    "part.post": Said("职务/职称", "Post or title"),
    "part.fax": Said("传真", "Fax"),
    "part.phone": Said("单位电话", "Office telephone"),
    # What covers ask for.
    "cover.project_name": Said("项目名称", "Project"),
    "cover.applicant": Said("申报单位", "Applicant"),
    "cover.contact": Said("联系人", "Contact"),
    "cover.phone": Said("联系电话", "Telephone"),
    "cover.mobile": Said("手机", "Mobile"),
    "cover.email": Said("电子信箱", "E-mail"),
    "cover.address": Said("通讯地址", "Address"),
    "cover.applied_on": Said("申请日期", "Date"),
    "cover.park": Said("所在园区", "Park"),
}


def printed(name: str, language: Language, **values: object) -> str:
    """The printed word called ``name``. Raises KeyError for a name that isn't in the list.

    >>> printed("page", "en", page=2, pages=9)
    'Page 2 of 9'
    """
    text = _WORDS[name].say(language)
    return text.format(**values) if values else text


def known(name: str) -> bool:
    """Whether there is a printed word called ``name``."""
    return name in _WORDS
