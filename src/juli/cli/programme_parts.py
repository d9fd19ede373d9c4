"""Parts of a programme that judge nothing by themselves, as branches: lists, paper, money, items of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from juli.cli.desk import Desk
from juli.cli.tree import DIM, Branch
from juli.engines.policy.blocks import Paper
from juli.engines.policy.describe import filter_words, rule, window_words
from juli.engines.policy.filters.syntax import parse
from juli.engines.policy.interpreter.given import given
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import NamedList, Programme
from juli.engines.policy.vocabulary import ANY_KIND
from juli.engines.policy.wording import GIVEN, STAGES

_WHO = {
    "executor": Label("承办单位", "the executor"),
    "receipt_agency": Label("接收单位", "the receipt agency"),
}
_WHEN = {"submission": Label("网上提交", "submission")}
_BUDGET = {
    "audited_cost": Label("按审核认定的支出", "by audited cost"),
    "applied_amount": Label("按申请金额", "by the amount applied for"),
    "fixed": Label("定额", "a fixed amount"),
    "unstated": Label("待填", "not stated yet"),
}


def tail(*parts: str | tuple[str, ...]) -> str:
    """Ids, citations and requirements in one dim line."""
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in parts if part)


def lists(p: Programme, desk: Desk) -> Iterator[Branch]:
    """The named sets that filters ask about."""
    for name, found in p.lists.items():
        notes = [(_of(found, p, desk), "")]
        yield Branch(desk.word(found.label), tail=tail(name, found.cite, found.req), notes=notes)


def _of(found: NamedList, p: Programme, desk: Desk) -> str:
    if found.reads is None:
        return desk.say("、", ", ").join(sorted(found.values or ()))
    kind = p.vocabulary.kinds[found.reads.kind]
    field = kind.fields[found.reads.field or ""].label
    where = filter_words(found.where, kind.fields, p.lists, kind.label, p.family) if found.where is not None else None
    when = window_words(p.windows[found.within]) if found.within is not None else Label("", "")
    zh = f"{when.zh + '，' if when.zh else ''}{kind.label.zh}{f'（{where.zh}）' if where else ''}的{field.zh}"
    en = f"“{field.en}” of {kind.plural.en}{f' ({where.en})' if where else ''}{', ' + when.en if when.en else ''}"
    return desk.say(zh, en)


def paper(p: Programme, desk: Desk) -> Iterator[Branch]:
    """What is asked for on paper."""
    if p.paper is None:
        return
    asked = {
        "copies": p.paper.copies,
        "parts": p.paper.parts,
        "seals": p.paper.seals,
        "signatures": p.paper.signatures,
    }
    yield Branch(_handed_in(p.paper, desk), tail=tail(p.paper.cite))
    for name, wanted in asked.items():
        if wanted:
            said = desk.word(rule(given(f"paper.{name}", GIVEN[name]), p))
            yield Branch(desk.word(GIVEN[name]), right=[(said, "")])


def _handed_in(p: Paper, desk: Desk) -> str:
    """How the paper is made up and where it goes."""
    said = [p.size]
    if p.bound:
        said.append(desk.say("装订", "bound"))
    if p.extra_pages:
        said.append(desk.say("可加页", "pages may be added"))
    if p.to:
        said.append(desk.say(f"交{_WHO.get(p.to, Label.both(p.to)).zh}", f"to {_WHO.get(p.to, Label.both(p.to)).en}"))
    if p.after:
        after = _WHEN.get(p.after) or STAGES.get(p.after) or Label.both(p.after)
        said.append(desk.say(f"{after.zh}后打印", f"printed after {after.en}"))
    if p.scan_due:
        due = _WHEN.get(p.scan_due) or Label.both(p.scan_due)
        said.append(desk.say(f"盖章扫描件随{due.zh}上传", f"the stamped scan goes with the {due.en}"))
    return desk.say("，", ", ").join(said)


def money(p: Programme, desk: Desk) -> Iterator[Branch]:
    """How money is figured, and what is left out."""
    if p.budget is None:
        return
    notes = [(desk.word(p.budget.rules), DIM)] if p.budget.rules is not None else []
    if p.budget.window is not None:
        when = window_words(p.windows[p.budget.window])
        notes.append((desk.say(f"计{when.zh}的支出", f"costs {when.en}"), DIM))
    if p.budget.unit is not None:
        notes.append((desk.say(f"单位：{p.budget.unit.zh}", f"in {p.budget.unit.en}"), DIM))
    if p.budget.applied is not None:
        notes.append((desk.say(f"申请金额：{p.budget.applied}", f"applied for in: {p.budget.applied}"), DIM))
    if p.budget.basis_required:
        notes.append((desk.say("逐项写明测算依据", "every line says how it was figured"), DIM))
    yield Branch(desk.word(_BUDGET[p.budget.rule]), tail=tail(p.budget.cite, p.budget.req), notes=notes)
    for out in p.budget.leave_out:
        label = desk.word(out.label or Label.both(out.id))
        fields = p.vocabulary.kinds[ANY_KIND].fields
        notes = [(desk.word(filter_words(parse(out.where), fields)), DIM)]
        yield Branch(
            desk.say(f"不计：{label}", f"left out: {label}"), tail=tail(out.id, out.cite, out.req), notes=notes
        )


def items(p: Programme, desk: Desk) -> Iterator[tuple[str, list[Branch]]]:
    """What a plan sets out, heading by heading, with what stands under each."""
    known = {i.id: Branch(desk.word(i.label), tail=tail(i.id, i.cite, i.req)) for i in p.items}
    top: dict[str, list[Branch]] = {}
    for item in p.items:
        if item.group in known:
            known[item.group].children.append(known[item.id])
        else:
            top.setdefault(item.group, []).append(known[item.id])
    for group, branches in top.items():
        yield desk.say(f"内容 · {group}", f"Items · {group}"), branches


def remarks(p: Programme, desk: Desk) -> Iterator[Branch]:
    """What the file notes beside its clauses, and what it marks as an assumption."""
    for found in p.remarks:
        notes = [] if found.note is None else [(desk.word(found.note), "")]
        if found.assumption:
            notes.append((desk.say("通知未载明，为设定", "not in the notice: an assumption"), "yellow"))
        yield Branch(desk.word(found.heading), tail=tail(found.cite), notes=notes)
