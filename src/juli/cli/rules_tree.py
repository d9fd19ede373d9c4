"""A programme's clauses as a tree: what each asks, where the notice says it, which requirement it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from juli.cli.desk import Desk
from juli.cli.tree import DIM, Branch
from juli.engines.policy.blocks import Content, Joint
from juli.engines.policy.describe import (
    amount_words,
    applies_words,
    counted_by,
    digits,
    evidence_asked_words,
    filter_words,
    heading,
    rule,
)
from juli.engines.policy.describe.joining import either
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount
from juli.engines.policy.rules import Clause, Points, Programme, Support, Track


@dataclass
class RulesTree:
    """Makes branches of clauses and of what goes with them."""

    desk: Desk
    programme: Programme

    def all(self, clauses: Iterable[Clause]) -> list[Branch]:
        """A branch for each clause."""
        return [self.clause(c) for c in clauses]

    def clause(self, clause: Clause, above: Clause | None = None) -> Branch:
        """One clause with all below it; citation, requirements and applicants where they differ from the one above."""
        word = self.desk.word
        label, said = word(heading(clause, self.programme)), word(rule(clause, self.programme))
        notes = [] if said == label else [(said, "")]
        if clause.applies_to is not None and (above is None or clause.applies_to != above.applies_to):
            notes.append((word(applies_words(clause.applies_to, self.programme.vocabulary)), "cyan"))
        differs = above is None or _papers(clause) != _papers(above)
        asked = word(evidence_asked_words(clause, self.programme)) if differs else ""
        if asked:
            notes.append((self.desk.say(f"材料：{asked}", f"evidence: {asked}"), DIM))
        if clause.content is not None and clause.content.label is not None:
            told = clause.content.label
            notes.append((self.desk.say(f"可填报：{told.zh}", f"may be reported: {told.en}"), DIM))
        if clause.note is not None:
            notes.append((self.desk.say(f"注：{clause.note.zh}", f"note: {clause.note.en}"), DIM))
        if clause.assumption:
            notes.append((self.desk.say("通知未载明，为设定", "not in the notice: an assumption"), "yellow"))
        children = [] if getattr(clause.test, "refers", None) else [self.clause(c, clause) for c in clause.children]
        children += [self.clause(m, clause) for m in clause.measures]
        return Branch(label, tail=self.tail(clause, above), notes=notes, children=children, style="bold")

    def tail(self, clause: Clause, above: Clause | None) -> str:
        """The id, the citation, the requirements."""
        cite = clause.cite if above is None or clause.cite != above.cite else ""
        req = clause.req if above is None or clause.req != above.req else ()
        return " ".join(p for p in (clause.id, cite, " ".join(req)) if p)

    def track(self, track: Track) -> Branch:
        """A sub-project with all that belongs to it."""
        desk, word = self.desk, self.desk.word
        labels = {t.id: word(t.label) for t in self.programme.tracks}
        notes: list[tuple[str, str]] = []
        if track.content is not None:
            notes.append((word(_content(track.content)), DIM))
        for name, values, exactly in track.choose:
            among = desk.say("、", ", ").join(labels.get(v, v) for v in values)
            what = track.choice or Label.both(name)
            notes.append((desk.say(f"{what.zh}：{among}中选 {exactly} 项", f"{what.en}: {exactly} of {among}"), ""))
        if track.combine_with:
            others = desk.say("、", ", ").join(labels.get(t, t) for t in track.combine_with)
            notes.append((desk.say(f"可与{others}同时申报", f"may stand together with {others}"), ""))
        if track.exclusive:
            others = desk.say("、", ", ").join(labels.get(t, t) for t in track.exclusive)
            notes.append((desk.say(f"不得与{others}同时申报", f"may not stand together with {others}"), ""))
        if track.joint is not None:
            notes.append((self.joint(track.joint), ""))
        if track.support is not None:
            notes.append((self.support(track.support), ""))
        if track.note is not None:
            notes.append((desk.say(f"注：{track.note.zh}", f"note: {track.note.en}"), DIM))
        parts = [
            (desk.say("条件", "Conditions"), self.all(track.conditions)),
            (desk.say("排除情形", "Exclusions"), self.all(track.exclusions)),
            (desk.say("任务目标", "Targets"), self.all(track.targets)),
            (desk.say("发布要求", "Duties to publish"), self.all(d.clause for d in track.duties)),
        ]
        children = [Branch(name, children=below) for name, below in parts if below]
        tail = " ".join(p for p in (track.id, track.cite, " ".join(track.req)) if p)
        return Branch(word(track.label), tail=tail, notes=notes, children=children, style="bold")

    def joint(self, joint: Joint) -> str:
        """With whom one may apply jointly, and for what."""
        types = self.programme.vocabulary.applicant_types
        who = either([types[t] for t in joint.with_])
        said = self.desk.say(f"可与{who.zh}联合申报", f"may be applied for jointly with: {who.en}")
        names = [self.desk.word(self.programme.clauses[c].label) for c in joint.clauses]
        only = self.desk.say("、", ", ").join(names)
        return said + self.desk.say(f"（限{only}）", f" (only {only})") if only else said

    def support(self, support: Support) -> str:
        """How many are supported, and with how much."""
        parts = (
            (Label("名额", "quota"), support.quota, Label("家", "")),
            (Label("金额", "amount"), support.amount, Label("元", "yuan")),
            (Label("总额", "total"), support.total, Label("元", "yuan")),
        )
        said = []
        for label, amount, unit in parts:
            if amount == Amount() and (label.en == "total" or any(t.support for t in self.programme.tracks)):
                continue
            words = amount_words(amount, unit, counted_by(self.programme))
            said.append(f"{self.desk.word(label)} {self.desk.word(words)}")
        if support.prefer is not None:
            first = self.desk.word(filter_words(support.prefer, self.programme.vocabulary.organisation))
            said.append(self.desk.say(f"同分优先：{first}", f"ties go to: {first}"))
        return self.desk.say("，", ", ").join(said)

    def ranking(self, points: Points) -> list[Branch]:
        """What the points are for, what a plan is worth, what breaks ties."""
        desk, worth = self.desk, digits(points.plan_worth * 100)
        said = [desk.say("按量化分值排序", "the ranking goes by points")] if points.rank else []
        if points.plan_worth != 1:
            said.append(desk.say(f"计划部分按 {worth}% 计分", f"what is planned earns {worth}%"))
        if points.ties:
            labels = {g.id: g.label for g in self.programme.groups} | {c.id: c.label for c in self.programme.categories}
            ties = desk.say("、", ", ").join(desk.word(labels[t]) for t in points.ties)
            said.append(desk.say(f"同分依次比较：{ties}", f"ties: {ties}"))
        return [Branch(line, tail=points.cite if i == 0 else "") for i, line in enumerate(said)]

    def points(self, points: Points) -> list[Branch]:
        """The table of points, line by line."""
        return [
            Branch(
                self.desk.word(self.programme.clauses[item.clause].label),
                tail=item.clause,
                right=[(self._formula(item.base, item.each, item.over, item.up_to), "")],
            )
            for item in points.items
        ]

    def _formula(self, base: object, each: object, over: object, up_to: object) -> str:
        desk = self.desk
        parts = [desk.say(f"基础 {base}", f"{base} at once")] if base else []
        if each:
            beyond = desk.say(f"超过 {over} 的部分", f" beyond {over}") if over else ""
            parts.append(desk.say(f"{beyond}每 1 计 {each}", f"{each} for each{beyond}"))
        if up_to is not None:
            parts.append(desk.say(f"最多 {up_to}", f"at most {up_to}"))
        return desk.say("，", ", ").join(parts)


def _papers(clause: Clause) -> tuple[object, ...]:
    return clause.evidence, clause.evidence_if, clause.evidence_optional


def _content(content: Content) -> Label:
    return content.label or content.note or Label("", "")
