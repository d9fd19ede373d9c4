"""``juli advise``: what is missing, and the cheapest way to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import click
from rich.text import Text

from juli.cli.desk import Desk, today
from juli.cli.dossiers import chosen_readings, load_dossier, with_tracks
from juli.cli.language import told
from juli.cli.marks import mark
from juli.cli.naming import ClauseNames
from juli.cli.options import as_of_option, at_desk, command, readings_option, tracks_option
from juli.cli.tree import DIM, Branch
from juli.cli.verdict_page import section
from juli.cli.verdict_tree import row_titles
from juli.engines.policy.as_data import advice_data
from juli.engines.policy.describe import digits
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.optimise.advice import Advice, OpenJudgement, Plan
from juli.engines.policy.optimise.advice import advise as advised
from juli.engines.policy.optimise.steps import Step
from juli.engines.policy.rules import Programme
from juli.engines.policy.wording import STATUS


@command(
    short=("说明还差什么", "Say what is missing, and the cheapest way to it"),
    more=(
        "给出使结论变为“符合”的最省办法、有帮助的认定、其次的办法，以及无论怎样努力都不能补救的条款。",
        (
            "The cheapest further work that makes the whole verdict met, the answers that would help, the next best "
            "ways, and the clauses that no effort can cure."
        ),
    ),
    example="juli advise call.yaml dossier.yaml",
)
@click.argument("programme")
@click.argument("dossier")
@as_of_option
@tracks_option
@readings_option
@click.option("--all", "everything", is_flag=True, help=told("列出全部步骤细节", "say every detail of each step"))
@at_desk
def advise(
    desk: Desk,
    programme: str,
    dossier: str,
    as_of: dt.date | None,
    tracks: tuple[str, ...],
    readings: tuple[str, ...],
    everything: bool,
) -> None:
    """Say what is missing."""
    catalogue = desk.catalogue
    found = catalogue.load(programme)
    chosen = chosen_readings(readings, found)
    read = with_tracks(load_dossier(dossier, catalogue.vocabulary), tracks, found)
    advice = advised(found, read, as_of or today(), catalogue.calendar, chosen)
    if desk.as_json:
        desk.data(advice_data(advice, desk.lang))
    else:
        _Page(desk, found, read, everything=everything).show(advice)


class _Page:
    def __init__(self, desk: Desk, programme: Programme, dossier: Dossier, *, everything: bool) -> None:
        self.desk, self.programme, self.everything = desk, programme, everything
        self.titles: Mapping[str, str] = row_titles(desk, programme.vocabulary, [dossier])
        self.names = ClauseNames(programme)

    def show(self, advice: Advice) -> None:
        desk = self.desk
        title = Text().append(desk.word(self.programme.title), style="bold").append(f"  {self.programme.id}", style=DIM)
        desk.print(title)
        desk.print(
            desk.say(f"{advice.organisation} · 按 {advice.as_of}", f"{advice.organisation} · as of {advice.as_of}")
        )
        desk.print()
        sign, style = mark(advice.status)
        desk.print(Text(f"{sign} {desk.word(STATUS[advice.status])}", style=f"bold {style}"))
        if advice.certain is not None and not advice.certain.steps and not advice.incurable:
            desk.print(desk.say("已经符合，不缺什么。", "Nothing is missing."))
            return
        obstacles = [
            Branch(desk.word(o.label), mark=("✗", "red"), tail=self.cite(o.clause), notes=[(desk.word(o.text), "")])
            for o in advice.incurable
        ]
        section(desk.say("不能补救", "What no effort can cure"), obstacles, desk)
        if advice.certain is None and advice.hopeful is None and not obstacles:
            desk.print()
            desk.print(desk.say("没有找到可行的办法。", "No way was found."))
        self.plan(advice.certain, desk.say("不等认定，最省的办法", "Without waiting for anybody, the cheapest way"))
        if advice.hopeful is not None and advice.hopeful != advice.certain:
            self.plan(
                advice.hopeful, desk.say("如果认定有利，最省的办法", "If the answers are favourable, the cheapest way")
            )
        section(
            desk.say("有帮助的认定", "Answers that would help"), [self.judgement(j) for j in advice.judgements], desk
        )
        for i, other in enumerate(advice.others, 1):
            self.plan(other, desk.say(f"其次（{i}）", f"Otherwise ({i})"))
        if advice.interrupted:
            desk.print()
            said = desk.say(
                "计算量已到上限，可能还有更省的办法。", "The limit on work was reached; there may be cheaper ways."
            )
            desk.print(Text(said, style="yellow"))

    def plan(self, plan: Plan | None, title: str) -> None:
        if plan is None:
            return
        desk = self.desk
        cost = digits(plan.cost)
        said = desk.say(
            f"（费用 {cost}{'' if plan.proven else '，未证明最省'}）",
            f" (cost {cost}{'' if plan.proven else ', not proven least'})",
        )
        branches = [self.step(step, i) for i, step in enumerate(plan.steps, 1)]
        section(title + said, branches, desk)
        if plan.gained:
            names = desk.say("、", ", ").join(self.label(c) for c in plan.gained)
            desk.print(Text(desk.say(f"  由此达到：{names}", f"  which reaches: {names}"), style="green"))

    def step(self, step: Step, number: int) -> Branch:
        desk = self.desk
        notes: list[tuple[str, str]] = []
        if self.everything:
            notes += [(desk.word(r.text), DIM) for r in step.requirements]
        served = desk.say("、", ", ").join(dict.fromkeys(self.label(c) for c in step.clauses))
        if served:
            notes.append((desk.say(f"用于：{served}", f"for: {served}"), DIM))
        if step.closed:
            over = "the window is over: only what was done then and not recorded can count"
            notes.append((desk.say("时段已过：只有当时做过而未记录的才算", over), "yellow"))
        if step.judged:
            waits = desk.say("、", ", ").join(self.label(c) for c in step.judged)
            notes.append(
                (desk.say(f"新事项还需认定：{waits}", f"the new work still needs a judgement: {waits}"), "yellow")
            )
        right = [(desk.say(f"费用 {digits(step.cost)}", f"cost {digits(step.cost)}"), "")] if step.cost else []
        return Branch(desk.word(step.text), mark=(f"{number}.", "bold"), right=right, notes=notes)

    def judgement(self, found: OpenJudgement) -> Branch:
        desk = self.desk
        by = desk.word(self.programme.vocabulary.judges[found.by])
        about = self.titles.get(found.achievement or "", "") or self.label(found.clause)
        answer = desk.say("是" if found.answer else "否", "yes" if found.answer else "no")
        notes = [(desk.say(f"由{by}认定；回答“{answer}”有帮助", f"answered by {by}; “{answer}” would help"), DIM)]
        if found.alone:
            notes.append((desk.say("单凭这一项就够", "enough by itself"), "green"))
        return Branch(
            desk.say(f"{about}：{found.question.zh}", f"{about}: {found.question.en}"),
            mark=("◐", "yellow"),
            notes=notes,
        )

    def label(self, clause: str) -> str:
        return self.desk.word(self.names[clause])

    def cite(self, clause: str) -> str:
        found = self.programme.clauses.get(clause)
        return "" if found is None else found.cite
