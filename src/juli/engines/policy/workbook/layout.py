"""The sheets of a workbook and their columns: kinds come from the vocabulary, the rest is named here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Field, FieldType, Kind, Vocabulary

#: Sheets that explain and hold nothing.
EXPLAINING = ("说明", "填写说明", "readme", "instructions")
#: Headings of the two columns of a sheet of fields and values.
FIELD_HEADINGS = frozenset({"字段", "Field"})
#: A first cell that says a sheet of standing or documents is empty because there is none.
NONE_WORDS = frozenset({"无", "none"})


def _field(name: str, type_: FieldType, zh: str, en: str, help_zh: str = "", help_en: str = "") -> Field:
    help_ = Label(help_zh, help_en) if help_zh else None
    return Field(name, type_, Label(zh, en), {}, None, help_, absent_is_none=False)


def _fields(*fields: Field) -> Mapping[str, Field]:
    return {f.name: f for f in fields}


ID = _field("id", "text", "编号", "Id", "本材料内唯一，可不填", "unique in the dossier; may stay empty")
PLANNED = _field(
    "planned", "boolean", "是否计划", "Planned", "计划开展的填“是”", "yes for work that is promised, not done"
)
EVIDENCE = _field(
    "evidence", "choices", "证明材料", "Evidence", "已备齐的材料，用、分隔", "what is at hand, between 、"
)

#: ``application``: field and value, row by row. Dots lead into mappings.
APPLICATION = _fields(
    _field("day", "date", "申报日", "Day of application"),
    _field("tracks", "references", "子项目", "Tracks"),
    _field("amount", "money", "申请金额", "Amount applied for", "元", "yuan"),
    _field("period.from", "date", "实施起", "Period from"),
    _field("period.to", "date", "实施止", "Period to"),
    _field("leader", "text", "项目负责人", "Leader"),
    _field("team", "references", "项目组成员", "Team"),
    _field("park", "text", "申报园区", "Park"),
    _field("submitted", "text", "提交时间", "Submitted", "年月日和时间", "day and time"),
    _field("posted", "date", "寄出日", "Posted"),
    _field("received", "date", "收到日", "Received"),
    _field("contract", "date", "签约日", "Contract"),
    _field("opens", "date", "开始申报日", "Opens"),
    _field("closes", "text", "申报截止", "Closes", "年月日，可带时间", "a day, with its time if there is one"),
    _field("publication", "date", "通知发布日", "Publication"),
    _field("paper.copies", "integer", "纸质份数", "Copies"),
    _field("paper.parts", "references", "纸质组成", "Parts"),
    _field("paper.seals", "references", "盖章处", "Seals"),
    _field("paper.signatures", "references", "签字人", "Signatures"),
    _field("claims_submitted", "boolean", "归类已提交", "Claims submitted"),
)
#: Fields that take a day or a day and time.
MOMENTS = frozenset({"submitted", "closes"})


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of rows that no kind describes.

    Cells of the columns ``ids`` may read ``id label``; those of ``raw`` are read later, as the field they are for.
    """

    key: str
    label: Label
    fields: Mapping[str, Field]
    ids: frozenset[str] = frozenset()
    raw: frozenset[str] = frozenset()


JUDGEMENTS = Table(
    "judgements",
    Label("认定", "Judgements"),
    _fields(
        _field("clause", "text", "条款", "Clause"),
        _field(
            "achievement", "text", "事项编号", "Achievement", "对全部事项的认定不填", "empty: it answers all of them"
        ),
        _field("answer", "boolean", "认定结果", "Answer"),
        _field("by", "text", "认定人", "By"),
        _field("on", "date", "认定日期", "On"),
        _field("reason", "text", "理由", "Reason"),
    ),
    frozenset({"clause"}),
)
DOCUMENTS = Table(
    "documents",
    Label("附件", "Documents"),
    _fields(
        _field("id", "text", "附件名称", "Document"),
        _field("year", "year", "年度", "Year"),
        _field("date", "date", "出具日期", "Date"),
        _field("valid_until", "date", "有效期至", "Valid until"),
        _field("sealed", "boolean", "是否盖章", "Sealed"),
        _field("achievement", "text", "事项编号", "Achievement"),
        _field("type", "text", "文件类型", "File type"),
    ),
    frozenset({"id"}),
)
CLAIMS = Table(
    "claims",
    Label("归类", "Claims"),
    _fields(
        _field("achievement", "text", "事项编号", "Achievement"),
        _field("category", "text", "类别", "Category"),
    ),
    frozenset({"category"}),
)
JOINT = Table(
    "joint",
    Label("联合单位", "Joint applicants"),
    _fields(
        _field("name", "text", "单位名称", "Name"),
        _field("type", "text", "类型", "Type"),
        _field("clauses", "references", "参与内容", "Clauses"),
    ),
    frozenset({"type"}),
)
BASELINE = Table(
    "baseline",
    Label("基数", "Baseline"),
    _fields(_field("key", "text", "项目", "Key"), _field("value", "money", "数量", "Value")),
    frozenset({"key"}),
)
VERIFICATIONS = Table(
    "verifications",
    Label("核定", "Verifications"),
    _fields(
        _field("achievement", "text", "事项编号", "Achievement"),
        _field("act", "text", "核定", "Act", "accept 认可、strike 剔除、correct 改正", "accept, strike or correct"),
        _field("field", "text", "改正的栏目", "Field corrected"),
        _field("value", "text", "改正后的值", "Corrected value"),
        _field("by", "text", "核定人", "By"),
        _field("on", "date", "核定日期", "On"),
        _field("reason", "text", "理由", "Reason"),
    ),
    frozenset({"act"}),
    frozenset({"value"}),
)
TABLES = (JUDGEMENTS, DOCUMENTS, CLAIMS, JOINT, BASELINE, VERIFICATIONS)
ORGANISATION = Label("单位", "Organisation")
APPLICATION_SHEET = Label("申报", "Application")


def organisation_fields(vocabulary: Vocabulary) -> Mapping[str, Field]:
    """The applicant's own fields; ``type`` takes one of the vocabulary's applicant types, by code or label."""
    fields = dict(vocabulary.organisation)
    plain = fields["type"]
    fields["type"] = Field(
        "type", "choice", plain.label, vocabulary.applicant_types, None, plain.help, absent_is_none=False
    )
    return fields


def kind_fields(kind: Kind, vocabulary: Vocabulary) -> Mapping[str, Field]:
    """The columns of a kind's sheet."""
    if kind.is_standing:
        return kind.fields
    evidence = Field(
        "evidence", "choices", EVIDENCE.label, vocabulary.evidence, None, EVIDENCE.help, absent_is_none=True
    )
    return {"id": ID, "planned": PLANNED, **kind.fields, "evidence": evidence}


def sheet_names(vocabulary: Vocabulary) -> Mapping[str, str]:
    """What a sheet may be called, folded, and what it then holds: a kind's name, a table's key, or one of the two
    sheets of fields and values."""
    out: dict[str, str] = {}

    def add(holds: str, *names: str) -> None:
        for name in (holds, *names):
            out.setdefault(name.casefold(), holds)

    add("organisation", *ORGANISATION)
    add("application", *APPLICATION_SHEET)
    for table in TABLES:
        add(table.key, *table.label)
    for kind in (*vocabulary.achievements, *vocabulary.standing):
        # The record of earlier applications is called as the sheet about this one in some languages; the key tells.
        add(kind.name if not kind.is_standing else str(kind.key), kind.name, *kind.label, *kind.plural)
    return out
