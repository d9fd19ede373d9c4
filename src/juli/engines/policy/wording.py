"""What the engine itself says, in both languages: findings and the names of things it judges without a clause."""

from __future__ import annotations

from juli.engines.policy.labels import Label
from juli.engines.policy.verdict import Finding, Level

_FINDINGS: dict[str, tuple[Level, Label, Label]] = {
    "calendar-unknown": (
        "warning",
        Label("{years}年的节假日安排未知，工作日无法计算", "the working days of {years} are not known"),
        Label("请在日历中补充该年安排", "add the year to the calendar"),
    ),
    "undated": (
        "warning",
        Label(
            "“{title}”没有日期，无法判断是否在{window}内",
            "“{title}” has no date, so it may or may not lie in {window}",
        ),
        Label("请补填日期", "fill in the date"),
    ),
    "straddles": (
        "warning",
        Label("“{title}”只有一部分在{window}内", "“{title}” lies only partly in {window}"),
        Label("请按时段拆分填报", "split it at the window's edge"),
    ),
    "unknown-value": (
        "info",
        Label("“{title}”有必填内容空缺，暂不能判定", "“{title}” leaves something empty that decides"),
        Label("请补全该事项", "complete the entry"),
    ),
    "in-gap": (
        "warning",
        Label("“{title}”发生在{window}，{counts}", "“{title}” lies in {window}; {counts}"),
        Label("由主管部门决定如何计入", "the office decides where it counts"),
    ),
    "reading-differs": (
        "info",
        Label(
            "“{label}”有不同读法，按“{other}”则为{status}",
            "“{label}” can be read otherwise: by “{other}” it is {status}",
        ),
        Label("按默认读法判定", "the default reading decides"),
    ),
    "reading-decides": (
        "warning",
        Label(
            "“{label}”如按“{other}”解读，总体结论变为{status}",
            "read by “{other}”, “{label}” turns the whole verdict into {status}",
        ),
        Label("请主管部门明确读法", "ask the office which reading holds"),
    ),
    "contested": (
        "warning",
        Label("“{label}”单独看达到要求，但同一事项不能重复归类，最佳归类下不再达到",
              "“{label}” is met by itself, but loses its works to other categories in every best assignment"),
        Label("可调整归类，或增加一项工作", "claim differently, or add a work"),
    ),
    "unstated": (
        "warning",
        Label("“{label}”的数量通知未载明，主管部门尚未填写", "the number of “{label}” is not stated yet"),
        Label("由主管部门在发布前填写", "the office enters it before publishing"),
    ),
    "about-missed": (
        "info",
        Label(
            "“{title}”的{field}为{value}，与约{wanted}相差较大",
            "“{title}” has {field} {value}, off from about {wanted}",
        ),
        Label("仍计入，供评审参考", "it still counts; reviewers are told"),
    ),
    "contract-outside": (
        "warning",
        Label("签约日期 {date} 不在{window}内", "the contract date {date} is not in {window}"),
        Label("请核对签约日期", "check the date of the contract"),
    ),
    "shared-differs": (
        "warning",
        Label(
            "联合事项“{title}”各单位填报的{field}不一致",
            "the organisations that share “{title}” give different {field}",
        ),
        Label("按较小值计入，请核对", "the smaller value counts; check with them"),
    ),
    "not-among": (
        "warning",
        Label(
            "申报书中“{label}”填写为“{answer}”，不在可选值之列",
            "the form answers “{label}” with “{answer}”, which is not a choice",
        ),
        Label("请选填：{choices}", "choose among: {choices}"),
    ),
    "unknown-clause": (
        "warning",
        Label(
            "认定意见所指的条款“{name}”不在本批次中",
            "a judgement names “{name}”, which this call doesn't have",
        ),
        Label("请核对条款编号", "check the clause id"),
    ),
}  # fmt: skip

GAP_COUNTS = {
    "none": Label("不计入任何时段", "it counts in neither window"),
    "past": Label("计入前期", "it counts as done before"),
    "plan": Label("计入实施期", "it counts in the period"),
}

STATUS = {
    "met": Label("符合", "met"),
    "unmet": Label("不符合", "unmet"),
    "open": Label("待认定", "open"),
}

GIVEN = {
    "applicant": Label("申报主体类型", "Applicant type"),
    "tracks": Label("子项目组合", "Combination of tracks"),
    "joint": Label("联合申报单位", "Joint applicants"),
    "form": Label("申报书", "Form"),
    "paper": Label("纸质材料", "Paper"),
    "copies": Label("份数", "Copies"),
    "parts": Label("组成部分", "Parts"),
    "seals": Label("盖章", "Seals"),
    "signatures": Label("签字", "Signatures"),
    "pledges": Label("承诺", "Pledges"),
    "sum": Label("合计一致", "Sums agree"),
    "opens": Label("开始申报", "Opens"),
    "closes": Label("网上截止", "Closes"),
    "paper-date": Label("纸质材料截止", "Paper due"),
    "recommendation": Label("推荐截止", "Recommendation due"),
}


def finding(code: str, clause: str = "", achievement: str = "", /, **words: Label | str) -> Finding:
    """A finding with its words filled in. Raises KeyError for an unknown code or a missing word."""
    level, text, hint = _FINDINGS[code]

    def fill(template: Label) -> Label:
        zh, en = ({k: w.say(lang) if isinstance(w, Label) else w for k, w in words.items()} for lang in ("zh", "en"))
        return Label(template.zh.format(**zh), template.en.format(**en))

    return Finding(level, code, clause, achievement, fill(text), fill(hint))


#: The stages of a call's life (design §6), by their names in a file.
STAGES = {
    "unit_review": Label("单位审核", "unit review"),
    "recommendation": Label("推荐", "recommendation"),
    "screening": Label("形式审查", "screening"),
    "overlap": Label("查重", "overlap check"),
    "review": Label("专家评审", "review"),
    "audit": Label("经费审核", "expenditure audit"),
    "meeting": Label("上会", "meeting"),
    "publication": Label("公示", "publication"),
    "objection": Label("异议", "objection"),
    "approval": Label("立项", "approval"),
    "contract": Label("签订任务合同", "contract"),
    "delivery": Label("实施", "delivery"),
    "appraisal": Label("考评", "appraisal"),
}

#: The parts of a file, by their keys.
PARTS = {
    "notice": Label("通知", "Notice"),
    "settings": Label("设定", "Settings"),
    "costs": Label("费用（用于建议）", "Effort, for advice"),
    "windows": Label("时段", "Windows"),
    "lists": Label("名单", "Lists"),
    "dates": Label("日期", "Dates"),
    "applicants": Label("申报主体", "Applicants"),
    "exclusions": Label("排除情形", "Exclusions"),
    "groups": Label("类别", "Categories"),
    "categories": Label("类别", "Categories"),
    "claims": Label("归类", "Claims"),
    "qualification": Label("门槛", "Qualification"),
    "tracks": Label("子项目", "Tracks"),
    "commitments": Label("承诺", "Commitments"),
    "targets": Label("任务目标", "Targets"),
    "duties": Label("发布要求", "Duties to publish"),
    "points": Label("量化分值", "Points"),
    "support": Label("支持", "Support"),
    "attachments": Label("附件", "Attachments"),
    "form": Label("申报书", "Form"),
    "cover": Label("封面", "Cover"),
    "paper": Label("纸质材料", "Paper"),
    "budget": Label("经费", "Money"),
    "joint": Label("联合申报", "Joint application"),
    "workflow": Label("流程", "Workflow"),
    "indicators": Label("指标", "Indicators"),
    "items": Label("内容", "Items"),
}
