"""What is told about calls."""

from __future__ import annotations

from typing import Final

from juli.engines.policy.labels import Label
from juli.registry.messages.kinds import Kind, register

AMENDED: Final = Kind(
    "calls.amended",
    Label("申报批次有更正", "A call was amended"),
    Label("{call}：第{number}号更正", "{call}: amendment {number}"),
    Label(
        "{call}发布了第{number}号更正：{reason}\n已提交的申报书按提交时的规则办理。变动对照见申报批次页面“更正”一栏。",
        "{call} was amended (no. {number}): {reason}\nWhat was handed in stands under the rules of that moment. "
        "The changes are on the page of the call, under Amendments.",
    ),
    short=Label("{call}发布第{number}号更正，请查看。", "{call}: amendment {number}; please read it."),
    required=True,
)
WITHDRAWN: Final = Kind(
    "calls.withdrawn",
    Label("申报批次已撤回", "A call was withdrawn"),
    Label("{call}已撤回", "{call} was withdrawn"),
    Label(
        "{call}已撤回，不再受理。原因：{reason}", "{call} was withdrawn and takes nothing any more. Reason: {reason}"
    ),
    short=Label("{call}已撤回。", "{call} was withdrawn."),
    required=True,
)
ANSWERED: Final = Kind(
    "calls.answered",
    Label("提问已答复", "Your question was answered"),
    Label("您关于{call}的提问已答复", "Your question about {call} was answered"),
    Label("您问：{question}\n答复：{answer}", "You asked: {question}\nAnswer: {answer}"),
)


def register_all() -> None:
    """Make the kinds known, once the stage starts."""
    for kind in (AMENDED, WITHDRAWN, ANSWERED):
        register(kind)
