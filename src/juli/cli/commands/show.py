"""``juli show``: a programme's rules as a tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import click
from rich.text import Text

from juli.cli.desk import Desk
from juli.cli.notice_parts import notice
from juli.cli.options import at_desk, command
from juli.cli.procedure_parts import costs, form, stages
from juli.cli.programme_parts import items, lists, money, paper, remarks, tail
from juli.cli.rules_tree import RulesTree
from juli.cli.tree import DIM, Branch
from juli.cli.verdict_page import section
from juli.cli.wording import ONE_PER
from juli.cli.wrapping import wrapped
from juli.engines.policy.as_data import programme_data
from juli.engines.policy.describe import days_words, moment_words, window_rule
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause, Programme
from juli.engines.policy.windows import Interval
from juli.engines.policy.wording import GAP_COUNTS, GIVEN


@command(
    short=("显示支持项目的全部规则", "Show everything a programme asks"),
    more=(
        "时段、申报主体、排除情形、类别与门槛、子项目、目标、分值、附件、日期、流程，并注明出处。",
        (
            "Windows, applicants, exclusions, categories, qualification, tracks, targets, points, attachments, "
            "dates, workflow, with where the notice says it."
        ),
    ),
    example="juli show call.yaml",
)
@click.argument("programme")
@at_desk
def show(desk: Desk, programme: str) -> None:
    """Show a programme."""
    found = desk.catalogue.load(programme)
    if desk.as_json:
        desk.data(programme_data(found, desk.lang))
        return
    _heading(found, desk)
    for title, branches in _sections(found, RulesTree(desk, found)):
        section(title, branches, desk)


def _heading(p: Programme, desk: Desk) -> None:
    what = desk.say("行动方案", "plan") if p.what == "plan" else desk.say("申报批次", "call")
    desk.print(Text(desk.word(p.title), style="bold").append(f"  {p.id}", style=DIM))
    issuer = "" if p.notice.issuer is None else f" · {desk.word(p.notice.issuer)}"
    for line in wrapped(f"{what} · {p.year}{issuer}", desk.console.width):
        desk.print(line)
    for basis in p.notice.basis:
        for line in wrapped(desk.say(f"依据：{basis.zh}", f"basis: {basis.en}"), desk.console.width):
            desk.print(Text(line, style=DIM))


def _sections(p: Programme, tree: RulesTree) -> Iterator[tuple[str, list[Branch]]]:
    desk = tree.desk
    yield desk.say("时段", "Windows"), list(_windows(p, tree))
    yield desk.say("名单", "Lists"), list(lists(p, desk))
    yield desk.say("申报主体", "Applicants"), _applicants(p, tree)
    yield desk.say("排除情形", "Exclusions"), tree.all(p.exclusions)
    for name, categories in _groups(p, desk):
        yield name, tree.all(categories)
    if p.qualification is not None:
        yield desk.say("门槛", "Qualification"), [tree.clause(p.qualification)]
    yield desk.say("子项目", "Tracks"), [tree.track(t) for t in p.tracks]
    yield desk.say("承诺", "Commitments"), tree.all(p.commitments)
    yield desk.say("任务目标", "Targets"), tree.all(p.targets)
    yield desk.say("发布要求", "Duties to publish"), tree.all(d.clause for d in p.duties)
    yield desk.say("指标", "Indicators"), tree.all(p.indicators)
    if p.points is not None:
        title = desk.say("量化分值", "Points")
        if p.points.assumption:
            title += desk.say("（示例，通知未载明）", " (an assumption; the notice prints none)")
        yield title, [*tree.ranking(p.points), *tree.points(p.points)]
    if p.support is not None:
        yield desk.say("支持", "Support"), [Branch(tree.support(p.support), tail=p.support.cite)]
    yield desk.say("附件", "Attachments"), tree.all(a.clause for a in p.attachments)
    yield desk.say("日期", "Dates"), list(_dates(p, desk))
    yield desk.say("申报书", "Form"), list(form(p, desk))
    yield desk.say("纸质材料", "Paper"), list(paper(p, desk))
    yield desk.say("经费", "Money"), list(money(p, desk))
    yield desk.say("流程", "Workflow"), list(stages(p, desk))
    yield desk.say("费用（用于建议）", "Effort, for advice"), list(costs(p, desk))
    yield from items(p, desk)
    yield desk.say("通知", "Notice"), list(notice(p, desk))
    yield desk.say("说明与设定", "Notes and assumptions"), list(remarks(p, desk))


def _groups(p: Programme, desk: Desk) -> Iterator[tuple[str, list[Clause]]]:
    known = {g.id: g for g in p.groups}
    names = list(dict.fromkeys(c.group for c in p.categories))
    for name in names:
        title = desk.say("类别", "Categories")
        if name in known:
            title = f"{title} · {desk.word(known[name].label)}"
        yield title, [c for c in p.categories if c.group == name]


def _windows(p: Programme, tree: RulesTree) -> Iterator[Branch]:
    desk = tree.desk
    for name, window in p.windows.items():
        said = window_rule(window)
        if window.years is not None:
            first, last = (p.year + offset for offset in window.years)
            said = days_words(Interval(dt.date(first, 1, 1), dt.date(last, 12, 31)))
        where = tail(name, window.cite, window.req)
        notes = []
        if window.counts_as is not None:
            notes.append((desk.word(GAP_COUNTS[window.counts_as]), DIM))
        yield Branch(desk.word(window.label), tail=where, right=[(desk.word(said), "")], notes=notes)


def _applicants(p: Programme, tree: RulesTree) -> list[Branch]:
    desk = tree.desk
    names = [desk.word(p.vocabulary.applicant_types[t]) for t in p.applicants.types]
    if not names:
        return []
    where = tail(p.applicants.cite, p.applicants.req)
    notes = [(desk.word(ONE_PER[p.applicants.one_per]), "")] if p.what == "call" else []
    if p.applicants.note is not None:
        notes.append((desk.say(f"注：{p.applicants.note.zh}", f"note: {p.applicants.note.en}"), DIM))
    if p.applicants.administrators is not None:
        n = p.applicants.administrators
        notes.append((desk.say(f"每个单位 {n} 个管理员账号", f"administrators for each unit: {n}"), DIM))
    if p.applicants.joint is not None:
        notes.append((tree.joint(p.applicants.joint), ""))
    who = Branch(desk.say("、", ", ").join(names), tail=where, notes=notes, style="bold")
    return [who, *tree.all(p.applicants.conditions), *tree.all(p.applicants.limits)]


def _dates(p: Programme, desk: Desk) -> Iterator[Branch]:
    for name, date in p.dates.items():
        label = date.label or GIVEN.get("paper-date" if name == "paper" else name, Label.both(name))
        where = tail(name, date.cite, date.req)
        notes = [] if date.note is None else [(desk.say(f"注：{date.note.zh}", f"note: {date.note.en}"), DIM)]
        yield Branch(desk.word(label), tail=where, right=[(desk.word(moment_words(date)), "")], notes=notes)
