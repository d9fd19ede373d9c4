"""A whole verdict: heading, what decides, what stands beside it, points, findings."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from juli.cli.desk import Desk
from juli.cli.marks import colour, mark
from juli.cli.tree import DIM, Branch, show
from juli.cli.verdict_tree import VerdictTree
from juli.cli.wording import SECTIONS
from juli.cli.wrapping import wrapped
from juli.engines.policy.clause import KOf
from juli.engines.policy.describe import actual_words, span_words
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.labels import Label
from juli.engines.policy.verdict import MET, Finding, Node, Verdict
from juli.engines.policy.wording import STATUS

_LEVELS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "info": ("·", DIM)}


def print_verdict(verdict: Verdict, dossier: Dossier, desk: Desk, *, everything: bool, rules: bool) -> None:
    """The verdict on one dossier, as a page of a terminal."""
    programme = verdict.programme
    tree = VerdictTree.of(desk, programme, [dossier], everything=everything, rules=rules)
    _heading(verdict, dossier, desk)
    section(desk.say("系统初判", "What decides"), [tree.branch(n) for n in verdict.children], desk)
    rest = [n for n in verdict.categories if n.id not in tree.opened]
    section(desk.say("其他类别", "Other categories"), [tree.branch(n) for n in rest], desk)
    hidden = set() if everything else _not_chosen(verdict, dossier)
    for name, nodes in verdict.branches.items():
        if name == "tracks" and not everything:
            continue
        shown = [n for n in nodes if n.id not in hidden]
        branches = list(_branches(shown, tree, everything=everything))
        if name in ("form", "paper"):
            _single(branches[0], desk)
        else:
            section(desk.word(SECTIONS[name]), branches, desk)
    if verdict.points is not None:
        _points(verdict, tree, desk)
    print_findings(verdict.findings, desk)


def section(title: str, branches: list[Branch], desk: Desk) -> None:
    """A titled tree; nothing where there is nothing to show."""
    if branches:
        desk.print()
        desk.print(Text(title, style="bold"))
        show(branches, desk.console)


def _single(branch: Branch, desk: Desk) -> None:
    """A section that is one thing: its own line is the title."""
    desk.print()
    title = Text().append(branch.label, style="bold").append(f" {branch.tail}", style=DIM)
    right = Text.assemble(*branch.right)
    title.append(" " * max(2, desk.console.width - title.cell_len - right.cell_len)).append_text(right)
    title.rstrip()
    desk.print(title)
    show(branch.children, desk.console)


def print_findings(findings: tuple[Finding, ...], desk: Desk) -> None:
    """What someone should know that no status says."""
    if not findings:
        return
    desk.print()
    desk.print(Text(desk.say("提示", "To know"), style="bold"))
    for finding in findings:
        sign, style = _LEVELS[finding.level]
        said = desk.say("；", "; ").join(p for p in (desk.word(finding.text), desk.word(finding.hint)) if p)
        for i, line in enumerate(wrapped(said, desk.console.width - 2)):
            desk.print(Text("  " if i else f"{sign} ", style=style).append(line, style="default"))


def _heading(verdict: Verdict, dossier: Dossier, desk: Desk) -> None:
    programme = verdict.programme
    types = programme.vocabulary.applicant_types
    kind = desk.word(types.get(dossier.type, Label.both(dossier.type)))
    applied, as_of = verdict.application_date, verdict.as_of
    when = desk.say(f"申报日 {applied}", f"application {applied}")
    if as_of != applied:
        when += desk.say(f"，按 {as_of} 判定", f", judged as of {as_of}")
    desk.print(Text(desk.word(programme.title), style="bold").append(f"  {programme.id}", style=DIM))
    desk.print(Text(f"{dossier.name} · {kind} · {when}", style="default"))
    chosen = [t for t in programme.tracks if t.id in dossier.application.tracks]
    if chosen:
        names = desk.say("、", ", ").join(desk.word(t.label) for t in chosen)
        for line in wrapped(desk.say(f"子项目：{names}", f"tracks: {names}"), desk.console.width):
            desk.print(line)
    desk.print()
    sign, style = mark(verdict.status)
    summary = Text(f"{sign} {desk.word(STATUS[verdict.status])}", style=f"bold {style}")
    if verdict.verified_status is not None:
        said = desk.word(STATUS[verdict.verified_status])
        summary.append(desk.say(f"  核定：{said}", f"  verified: {said}"), style=colour(verdict.verified_status))
    if verdict.points is not None:
        points = desk.word(span_words(verdict.points.total))
        summary.append(desk.say(f"  量化分值 {points}", f"  points {points}"), style="default")
    desk.print(summary)
    _phases(verdict, desk)


def _phases(verdict: Verdict, desk: Desk) -> None:
    """The categories as a row of marks, with how many are reached and asked for."""
    found = next((n for n in verdict.children if n.clause is verdict.programme.qualification), None)
    if found is None:
        return
    if found.reading is not None:
        found = next(c for c in found.children if c.id == found.reading)
    # Where applicants of several types need different numbers, the one that asks this applicant.
    found = next((n for n in _walk(found) if isinstance(n.clause.test, KOf) and n.clause.test.refers), found)
    line = Text()
    for node in found.children:
        sign, style = mark(node.status)
        line.append(f"{sign} ", style=style)
    desk.print(line.append(f" {desk.word(actual_words(found))}", style="default"))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _not_chosen(verdict: Verdict, dossier: Dossier) -> set[str]:
    """Targets and duties of tracks that this application doesn't go for."""
    chosen = dossier.application.tracks
    others = [t for t in verdict.programme.tracks if t.id not in chosen]
    return {c.id for t in others for c in (*t.targets, *(d.clause for d in t.duties))}


def _branches(nodes: list[Node], tree: VerdictTree, *, everything: bool) -> Iterator[Branch]:
    """A branch for each node; of a group of which all is well, its heading."""
    for node in nodes:
        if not everything and node.status == MET:
            branch = tree.branch(node)
            branch.children = []
            yield branch
        elif not everything and node.id in ("form", "paper"):
            kept = tuple(c for c in node.children if c.status != MET)
            branch = tree.branch(node)
            tree_of = {c.id for c in kept}
            branch.children = [b for c, b in zip(node.children, branch.children, strict=True) if c.id in tree_of]
            yield branch
        else:
            yield tree.branch(node)


def _points(verdict: Verdict, tree: VerdictTree, desk: Desk) -> None:
    points = verdict.points
    if points is None:
        return
    clauses = verdict.programme.clauses
    branches = []
    for line in points.lines:
        if line.earned.high == 0 and not tree.everything:
            continue
        said = desk.word(span_words(line.earned))
        note = "" if line.counted else desk.say("（超出可选数，不计）", " (beyond the number that may be chosen)")
        branches.append(Branch(desk.word(clauses[line.clause].label) + note, right=[(said, "")]))
    title = desk.say("量化分值", "Points")
    if verdict.programme.points is not None and verdict.programme.points.assumption:
        title += desk.say("（分值表为示例，通知未载明）", " (the table is an assumption; the notice prints none)")
    section(title, branches, desk)
