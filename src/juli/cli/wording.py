"""Names of parts of a programme, as the command says them."""

from __future__ import annotations

from juli.engines.policy.labels import Label

SECTIONS = {
    "attachments": Label("附件", "Attachments"),
    "dates": Label("日期", "Dates"),
    "form": Label("申报书", "Form"),
    "paper": Label("纸质材料", "Paper"),
    "commitments": Label("承诺", "Commitments"),
    "targets": Label("任务目标", "Targets"),
    "duties": Label("发布要求", "Duties to publish"),
    "tracks": Label("其他子项目", "Other tracks"),
    "applicants": Label("申报主体", "Applicants"),
    "exclusions": Label("排除情形", "Exclusions"),
    "categories": Label("类别", "Categories"),
    "qualification": Label("门槛", "Qualification"),
    "indicators": Label("指标", "Indicators"),
}
ONE_PER = {
    "organisation": Label("每个单位申报一项", "one application per organisation"),
    "track": Label("每个子项目申报一项", "one application per track"),
    "park": Label("每个园区申报一项", "one application per park"),
}
CHANGES = {
    "added": Label("新增", "added"),
    "dropped": Label("取消", "dropped"),
    "tightened": Label("收紧", "tightened"),
    "loosened": Label("放宽", "loosened"),
    "changed": Label("变化", "changed"),
    "reworded": Label("改写", "reworded"),
    "same": Label("相同", "same"),
}
ASPECTS = {
    "bound": Label("数量", "number"),
    "test": Label("判定方式", "how it decides"),
    "alternatives": Label("可选项", "alternatives"),
    "discretion": Label("人工裁量", "discretion"),
    "what": Label("计什么", "what counts"),
    "filter": Label("条件", "condition"),
    "window": Label("时段", "window"),
    "judge": Label("人工认定", "judgement"),
    "apart": Label("间隔", "spacing"),
    "each": Label("单项下限", "each at least"),
    "rows": Label("计入范围", "rows"),
    "evidence": Label("材料", "evidence"),
    "whose": Label("谁的工作", "whose"),
    "about": Label("约数", "about"),
    "baseline": Label("增长", "growth"),
    "split": Label("分列", "split"),
    "applicants": Label("适用主体", "applicants"),
    "wording": Label("名称", "wording"),
}
