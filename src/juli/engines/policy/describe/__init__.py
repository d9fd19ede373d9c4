"""Clauses and their answers as readable text, in Chinese and in English, from structure and the vocabulary's labels.

Nothing here is written per programme: a new notice reads well because its kinds, fields, windows and units have labels.
Numbers are never rounded.

    rule(clause, programme)        上一年度，标准（级别为团体标准，且阶段为已发布）不少于 2 项
    bound_words(clause)            不少于 2 项
    filter_words(filter, fields)   级别为团体标准，且阶段为已发布
    actual_words(node)             3 项，需 2 项 · 0–1 场，需 1 场 · 590 人次，差 10
    evidence_words(evidence, …)    标准发布文本和照片或宣传报道
    evidence_state_words(node, …)  材料 3/4，缺：外籍嘉宾情况
    judgement_words(node, …)       “是否有影响力”由主管处室认定，待认定 1 项
    heading(clause, programme)     the label, or the rule where the file gives none
"""

from juli.engines.policy.describe.bounds import bound_words
from juli.engines.policy.describe.evidence import (
    evidence_asked_words,
    evidence_if_words,
    evidence_state_words,
    evidence_words,
)
from juli.engines.policy.describe.figures import (
    YUAN,
    amount_words,
    counted_by,
    digits,
    duration_words,
    money_words,
    number_words,
    span_words,
)
from juli.engines.policy.describe.filtering import filter_words
from juli.engines.policy.describe.givens import place_words, signer_words
from juli.engines.policy.describe.notices import contact_words, notice_facts
from juli.engines.policy.describe.results import actual_words, judgement_words
from juli.engines.policy.describe.sentences import applies_words, heading, rule
from juli.engines.policy.describe.spans import days_words, moment_words, window_rule, window_words

__all__ = [
    "YUAN",
    "actual_words",
    "amount_words",
    "applies_words",
    "bound_words",
    "contact_words",
    "counted_by",
    "days_words",
    "digits",
    "duration_words",
    "evidence_asked_words",
    "evidence_if_words",
    "evidence_state_words",
    "evidence_words",
    "filter_words",
    "heading",
    "judgement_words",
    "moment_words",
    "money_words",
    "notice_facts",
    "number_words",
    "place_words",
    "rule",
    "signer_words",
    "span_words",
    "window_rule",
    "window_words",
]
