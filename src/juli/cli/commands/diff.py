"""``juli diff``: what sets one edition apart from another."""

from __future__ import annotations

import click
from rich.text import Text

from juli.cli.desk import Desk
from juli.cli.options import at_desk, command
from juli.cli.tree import DIM, Branch
from juli.cli.verdict_page import section
from juli.cli.wording import ASPECTS, CHANGES, SECTIONS
from juli.engines.policy.as_data import difference_data
from juli.engines.policy.describe import heading, rule
from juli.engines.policy.difference import Change, ClauseChange, Difference, difference
from juli.engines.policy.labels import Label

_SIGNS: dict[Change, tuple[str, str]] = {
    "added": ("+", "green"),
    "dropped": ("−", "red"),
    "tightened": ("▲", "red"),
    "loosened": ("▼", "green"),
    "changed": ("~", "yellow"),
    "reworded": ("·", DIM),
    "same": ("=", DIM),
}


@command(
    short=("比较两个批次", "Compare two editions of a programme"),
    more=(
        "逐条说明新增、取消、收紧、放宽、变化和改写。",
        "Clause by clause: added, dropped, tightened, loosened, changed, reworded.",
    ),
    example="juli diff last-call.yaml this-call.yaml",
)
@click.argument("old")
@click.argument("new")
@at_desk
def diff(desk: Desk, old: str, new: str) -> None:
    """Compare two programmes."""
    found = difference(desk.catalogue.load(old), desk.catalogue.load(new))
    if desk.as_json:
        desk.data(difference_data(found, desk.lang))
        return
    heading_ = Text(desk.word(found.old.title), style="bold").append(f"  {found.old.id}", style=DIM)
    after = Text(f"→ {desk.word(found.new.title)}", style="bold").append(f"  {found.new.id}", style=DIM)
    # Side by side where both fit, else one below the other.
    fits = heading_.cell_len + 1 + after.cell_len <= desk.console.width
    heading_.append(" " if fits else "\n").append_text(after)
    desk.print(heading_)
    summary = Text()
    for change, (sign, style) in _SIGNS.items():
        summary.append(f"{sign} ", style=style)
        summary.append(f"{desk.word(CHANGES[change])} {found.count(change)}   ", style="default")
    summary.rstrip()
    desk.print(summary)
    terms = [Branch(desk.word(t.name), right=(), notes=_turned(t.old, t.new, desk)) for t in found.terms]
    section(desk.say("总则", "Terms"), terms, desk)
    for name in dict.fromkeys(c.section for c in found.clauses):
        section(desk.word(SECTIONS[name]), _tree(found, name, desk), desk)


def _tree(found: Difference, name: str, desk: Desk) -> list[Branch]:
    """The changed clauses of a section; one that is the same only where something below it changed."""
    top: list[Branch] = []
    above: list[tuple[int, Branch]] = []
    kept: set[int] = set()
    for change in (c for c in found.clauses if c.section == name):
        while above and above[-1][0] >= change.depth:
            above.pop()
        branch = _branch(change, found, desk)
        (above[-1][1].children if above else top).append(branch)
        if change.change != "same":
            kept.update((id(branch), *(id(b) for _, b in above)))
        above.append((change.depth, branch))
    return _pruned(top, kept)


def _pruned(branches: list[Branch], kept: set[int]) -> list[Branch]:
    out = [b for b in branches if id(b) in kept]
    for branch in out:
        branch.children = _pruned(branch.children, kept)
    return out


def _branch(change: ClauseChange, found: Difference, desk: Desk) -> Branch:
    clause, programme = (change.new, found.new) if change.new is not None else (change.old, found.old)
    if clause is None:
        raise ValueError("a change is about a clause")
    sign, style = _SIGNS[change.change]
    notes: list[tuple[str, str]] = []
    if change.change in ("added", "dropped"):
        notes.append((desk.word(rule(clause, programme)), DIM))
    for aspect in change.aspects:
        old, new = desk.word(aspect.old), desk.word(aspect.new)
        if old == new:
            continue  # It differs in the other language alone.
        name = desk.word(ASPECTS.get(aspect.name, Label.both(aspect.name)))
        tone = {"tightened": "red", "loosened": "green"}.get(aspect.direction, "")
        notes.append((f"{name}{desk.say('：', ': ')}{old} → {new}", tone))
    said = desk.word(CHANGES[change.change])
    return Branch(
        desk.word(heading(clause, programme)), mark=(sign, style), tail=clause.cite, right=[(said, style)], notes=notes
    )


def _turned(old: Label, new: Label, desk: Desk) -> list[tuple[str, str]]:
    return [(f"− {desk.word(old)}", "red"), (f"+ {desk.word(new)}", "green")]
