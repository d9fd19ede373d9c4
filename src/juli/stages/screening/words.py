"""What the pages of a screening call things, in both languages: these words go into frozen decisions."""

from __future__ import annotations

from typing import Final

from juli.engines.policy.labels import Label

#: Groups of findings, in the order of the page.
GROUPS: Final = {
    "eligibility": Label("申报资格", "Eligibility"),
    "exclusions": Label("排除情形", "Exclusions"),
    "qualification": Label("门槛", "Qualification"),
    "attachments": Label("附件", "Attachments"),
    "stamps": Label("盖章（目视核对）", "Seals, by eye"),
    "form": Label("申报书与经费合计", "Form and budget sums"),
    "dates": Label("日期", "Dates"),
    "paper": Label("纸质材料", "Paper"),
    "own": Label("人工发现", "Found by officers"),
}
SCAN: Final = Label("盖章扫描件", "Scan of the stamped form")
#: What the eye says of a seal.
SEAL: Final = {
    None: Label("尚未目视核对", "not looked at yet"),
    True: Label("已目视：盖章齐全", "looked at: the seal is there"),
    False: Label("已目视：未见盖章", "looked at: no seal"),
}
#: Parts of an application that are no section of its form.
PARTS: Final = {
    "whole": Label("申报主体与子项目", "Applicant and tracks"),
    "record": Label("单位登记信息", "Record of the organisation"),
    "standing": Label("信用与资格记录", "Standing"),
    "claims": Label("归类", "Claims"),
    "documents": Label("附件", "Attachments"),
    "work": Label("工作事项", "Work"),
    "scan": SCAN,
    "dates": Label("日期", "Dates"),
    "paper": Label("纸质材料", "Paper"),
}
#: States of the list, in the order of an application's life.
STATES: Final = {
    "waiting": Label("待审查", "To begin"),
    "screening": Label("审查中", "In screening"),
    "returned": Label("退回补正中", "Returned"),
    "late": Label("补正逾期", "Overdue"),
    "corrected": Label("已补正待复核", "Corrected"),
    "accepted": Label("已受理", "Accepted"),
    "refused": Label("不予受理", "Not accepted"),
}
#: Columns of the list as a sheet.
COLUMNS: Final = (
    Label("申报编号", "Number"),
    Label("申报单位", "Applicant"),
    Label("统一社会信用代码", "Credit code"),
    Label("项目名称", "Title"),
    Label("子项目", "Tracks"),
    Label("状态", "State"),
    Label("提交时间", "Handed in"),
    Label("补正截止", "Correction due"),
    Label("经办人", "Officer"),
)
