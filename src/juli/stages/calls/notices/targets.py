"""What is led back to the notice: every clause of a programme with its citation, and the words it may be known by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Clause, Programme
from juli.stages.calls.notices.likeness import Words, words

#: How much the words of a clause weigh: its own name, what its rule says, the names of its parts.
_LABEL, _RULE, _PARTS = 1.0, 0.6, 0.35


@dataclass(frozen=True)
class Target:
    """Something with a citation. ``whole``: it stands for all that is below it, and has no rule of its own.

    ``asks``: it asks for a number of something; ``handed_in``: it is a document that is handed in.
    """

    id: str
    cite: str
    name: Label
    rule: Label
    words: Words
    whole: bool = False
    asks: bool = False
    handed_in: bool = False

    @property
    def label(self) -> str:
        """Its name in the language of the notice."""
        return self.name.zh


def targets(programme: Programme) -> tuple[Target, ...]:
    """The clauses that cite the notice, in the order of the file, then groups, tracks, windows and dates that do."""
    papers = {attachment.clause.id for attachment in programme.attachments}
    found = [_clause(clause, programme, papers) for clause in programme.clauses.values() if clause.cite]
    return (*found, *_parts(programme))


def _clause(clause: Clause, programme: Programme, papers: Collection[str]) -> Target:
    name, rule = describe.heading(clause, programme), describe.rule(clause, programme)
    every = list(clause.walk())
    below = " ".join(f"{c.label.zh} {'' if c.children else describe.rule(c, programme).zh}" for c in every[1:])
    return Target(
        clause.id,
        clause.cite,
        name,
        rule,
        words((name.zh, _LABEL), ("" if clause.children else rule.zh, _RULE), (below, _PARTS)),
        whole=bool(clause.children),
        asks=any(isinstance(c.test, Aggregate) and not c.bound.is_measure for c in every),
        handed_in=clause.id in papers,
    )


def _parts(programme: Programme) -> Iterator[Target]:
    nothing = Label("", "")
    for group in programme.groups:
        if group.cite:
            yield _named(f"groups.{group.id}", group.cite, group.label, nothing, whole=True)
    for track in programme.tracks:
        if track.cite and track.id not in programme.clauses:
            yield _named(f"tracks.{track.id}", track.cite, track.label, nothing, whole=True)
    for window in programme.windows.values():
        if window.cite:
            yield _named(f"windows.{window.id}", window.cite, window.label, describe.window_words(window))
    for id_, date in programme.dates.items():
        if date.cite and date.label is not None:
            yield _named(f"dates.{id_}", date.cite, date.label, describe.moment_words(date))


def _named(id_: str, cite: str, name: Label, rule: Label, *, whole: bool = False) -> Target:
    return Target(id_, cite, name, rule, words((name.zh, _LABEL), (rule.zh, _RULE)), whole)
