"""What a verdict found, as text: numbers against what is required, judgements."""

from __future__ import annotations

from juli.engines.policy.describe.figures import YUAN, duration_unit, number_words, span_words
from juli.engines.policy.describe.joining import quoted
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import AllOf, AnyOf, Apart, Clause, Given, Holds, Judged, KOf
from juli.engines.policy.verdict import MET, OPEN, UNMET, Node, Span
from juli.engines.policy.vocabulary import Vocabulary

_NONE = Label("无", "none")
_NOTHING_ASKED = {
    "attachment": Label("无需提供", "none needed"),
    "duty": Label("尚无可发布的成果", "nothing to publish yet"),
    "track": Label("未设条件", "no conditions"),
}
_ANSWERS = {
    "date": (Label("按时", "in time"), Label("不在时限内", "not in time")),
    "form": (Label("已填写", "filled in"), Label("未填写", "empty")),
    "sum": (Label("一致", "they agree"), Label("不一致", "they differ")),
    "within": (Label("在期内", "inside"), Label("不在期内", "outside")),
}
_GIVEN_UNITS = {"attachment": Label("份", ""), "paper": Label("份", "")}


def actual_words(node: Node) -> Label:
    """The number found and what it is held against; how many of its parts are met where a clause is made of parts.

    ``3 项，需 2 项`` when met, ``0–1 场，需 1 场`` while open, ``590 人次，差 10`` when short.
    """
    test = node.clause.test
    if node.reading is not None:
        return actual_words(next(c for c in node.children if c.id == node.reading))
    if isinstance(test, Given) and node.required == 0:
        return _NOTHING_ASKED.get(test.what, Label("无要求", "nothing asked"))
    if isinstance(test, AnyOf | AllOf) or (isinstance(test, Given) and node.children):
        return _parts(node)
    is_single = isinstance(test, Given) and test.what != "attachment" and node.required == 1
    if isinstance(test, Holds | Judged) or is_single:
        return _yes_no(node)
    unit = _unit(node.clause)
    found = span_words(node.actual, unit)
    if node.done is not None and node.planned is not None:
        done, planned = span_words(node.done, unit), span_words(node.planned, unit)
        found = _both_sides(node, found, done, planned)
    return _held(node, found, unit)


def _both_sides(node: Node, found: Label, done: Label, planned: Label) -> Label:
    """The number with what of it is done and what is planned, as far as that says anything."""
    nothing = Span(0, 0)
    if node.done == nothing and node.planned == nothing:
        return found
    if node.done == nothing and node.planned == node.actual:
        return Label(f"{found.zh}（均为计划）", f"{found.en} (all planned)")
    if node.planned == nothing and node.done == node.actual:
        return Label(f"{found.zh}（均已完成）", f"{found.en} (all done)")
    return Label(
        f"{found.zh}（已完成 {done.zh}，计划 {planned.zh}）", f"{found.en} ({done.en} done, {planned.en} planned)"
    )


def _unit(clause: Clause) -> Label | None:
    if isinstance(clause.test, Apart):
        return duration_unit(clause.test.spacing.at_least)
    if isinstance(clause.test, Given):
        return _GIVEN_UNITS.get(clause.test.what, Label("项", ""))
    if clause.unit is None and isinstance(clause.test, KOf):
        return Label("项", "")
    return clause.unit


def _held(node: Node, found: Label, unit: Label | None) -> Label:
    bound, required = node.clause.bound, node.required
    if required is None or node.status is None:
        return found
    # Money is never a bare number; of other things the unit has just been said.
    money = unit if unit is not None and unit.zh == YUAN.zh else None
    if bound.at_most is not None and bound.at_least is None:
        return _below(node, found, unit)
    if bound.baseline is not None:
        base = number_words(required, unit)
        return Label(
            f"{found.zh}，须多于 {base.zh}", f"{found.en}, more than {number_words(required, money).en} needed"
        )
    if node.status == UNMET and node.shortfall:
        short = number_words(node.shortfall, money)
        return Label(f"{found.zh}，差 {short.zh}", f"{found.en}, {short.en} short")
    wanted, bare = number_words(required, unit), number_words(required, money)
    return Label(f"{found.zh}，需 {wanted.zh}", f"{found.en}, {bare.en} needed")


def _below(node: Node, found: Label, unit: Label | None) -> Label:
    if node.required == 0:
        if node.actual == Span(0, 0):
            return _NONE
        if node.status == OPEN:
            return Label(f"{found.zh}，不得有", f"{found.en}, none allowed")
        return Label(f"有 {found.zh}", f"{found.en} found")
    limit = number_words(node.required or 0, unit)
    return Label(f"{found.zh}，最多 {limit.zh}", f"{found.en}, {limit.en} at most")


def _yes_no(node: Node) -> Label:
    """The answer to a question that is no number, in the words of what is asked."""
    yes, no = Label("是", "yes"), Label("否", "no")
    test = node.clause.test
    if isinstance(test, Given):
        part = node.id.rpartition(".")[2]
        what = "sum" if part.startswith("sum-") else ("within" if part == "within" else test.what)
        yes, no = _ANSWERS.get(what, (yes, no))
    if node.status == OPEN:
        return Label("待认定", "awaiting a judgement") if isinstance(test, Judged) else Label("未知", "unknown")
    return yes if node.status == MET else no


def _parts(node: Node) -> Label:
    """How many of the children are met, and how many are open."""
    asked = [c for c in node.children if c.status is not None]
    met, waiting = (sum(c.status == s for c in asked) for s in (MET, OPEN))
    n = len(asked)
    open_ = Label(f"，{waiting} 项待定", f", {waiting} open") if waiting and node.status != MET else Label("", "")
    return Label(f"{n} 项中 {met} 项符合{open_.zh}", f"{met} of {n} met{open_.en}")


def judgement_words(node: Node, vocabulary: Vocabulary) -> Label:
    """The question, who answers it, the answers there are and how many are waited for. Empty where nothing is asked."""
    state = node.judgement
    if state is None:
        return Label("", "")
    question, by = quoted(state.question), vocabulary.judges[state.by]
    zh, en = f"{question.zh}由{by.zh}认定", f"{question.en} answered by {by.en}"
    yes, no = (sum(a.answer is wanted for a in state.answers) for wanted in (True, False))
    said = [(yes, "是", "yes"), (no, "否", "no")]
    answers = [(f"{word_zh} {n} 项", f"{n} {word_en}") for n, word_zh, word_en in said if n]
    if state.waiting == ("",):
        answers.append(("待认定", "awaiting an answer"))
    elif state.waiting:
        answers.append((f"待认定 {len(state.waiting)} 项", f"{len(state.waiting)} awaiting an answer"))
    if not answers:
        return Label(zh, en)
    return Label(f"{zh}：{'，'.join(a[0] for a in answers)}", f"{en}: {', '.join(a[1] for a in answers)}")
