"""The clause board: a clause, with or without an organisation's answer, as a page shows it.

Every text is a ``Label`` in both languages, so that a board is worked out once and read in either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, AllOf, AnyOf, Clause, Judged, KOf, OneReading, PointsItem, Programme
from juli.stages.calls.answers import Answer
from juli.stages.calls.wording import NOTHING, points_words

Way = Literal["", "all", "any", "some", "reading", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of the board.

    ``way`` says how the lines below decide it ("" where it reads something itself); ``decides`` marks, among readings,
    the one in force; ``asked_alone``: a person answers it and nothing else is read; ``reports`` is what the notice lets
    one report beside what it asks; ``who`` names the applicant types it is for, empty for all.
    """

    id: str
    label: Label
    rule: Label
    way: Way
    cite: str
    note: Label | None
    reports: tuple[Label, ...]
    assumption: bool
    who: Label
    question: Label | None
    asked_alone: bool
    evidence: tuple[Label, ...]
    evidence_optional: tuple[Label, ...]
    points: Label
    children: tuple[Line, ...]
    measures: tuple[Line, ...]
    decides: bool = False
    answer: Answer | None = None

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines below that have something to say; of alternatives, those that nothing touches are folded away."""
        return tuple(c for c in self.children if not self._idle(c)) or self.children

    @property
    def folded(self) -> tuple[Line, ...]:
        """The alternatives that nothing touches, where others have something."""
        shown = self.shown
        return tuple(c for c in self.children if c not in shown)

    def _idle(self, child: Line) -> bool:
        return self.way == "any" and child.answer is not None and not child.answer.touched

    def walk(self) -> Iterator[Line]:
        """This line and all below it."""
        yield self
        for line in (*self.children, *self.measures):
            yield from line.walk()


class Section(NamedTuple):
    """Lines under a heading of the notice; an empty label where they stand alone."""

    label: Label
    lines: tuple[Line, ...]


def ways(clause: Clause) -> Way:
    """How the clauses below decide this one."""
    test = clause.test
    if isinstance(test, AllOf):
        return "all"
    if isinstance(test, AnyOf):
        return "any"
    if isinstance(test, OneReading):
        return "reading"
    if isinstance(test, KOf):
        return "some" if test.refers is None else "elsewhere"
    return ""


def question(clause: Clause) -> Label | None:
    """The question that a person answers, None where none is asked."""
    test = clause.test
    if isinstance(test, Judged):
        return test.judge.question
    if isinstance(test, Aggregate) and test.judge is not None:
        return test.judge.question
    if isinstance(test, KOf) and test.or_judged is not None:
        return test.or_judged.judge.question
    return None


class Board:
    """Makes lines for the clauses of one programme; ``answers`` holds what a verdict says, by clause id.

    A clause without an answer is left out where there are answers at all: it is for another type of applicant.
    """

    def __init__(self, programme: Programme, answers: Mapping[str, Answer] | None = None) -> None:
        self.programme, self.answers = programme, answers
        self.items: dict[str, PointsItem] = {}
        if programme.points is not None:
            self.items = {item.clause: item for item in programme.points.items}

    def lines(self, clauses: Iterable[Clause], above: Clause | None = None) -> tuple[Line, ...]:
        """The lines of several clauses."""
        return tuple(self.line(c, above) for c in clauses if self.has(c))

    def line(self, clause: Clause, above: Clause | None = None, *, decides: bool = False) -> Line:
        """The line of one clause, with those below it; what it shares with the one ``above`` is not said again."""
        programme, way = self.programme, ways(clause)
        answer = None if self.answers is None else self.answers[clause.id]
        below: tuple[Line, ...] = ()
        if way == "reading":
            chosen = clause.children[0].id if answer is None else answer.reading
            below = tuple(self.line(c, clause, decides=c.id == chosen) for c in clause.children if self.has(c))
        elif way != "elsewhere":
            below = self.lines(clause.children, clause)
        item = self.items.get(clause.id)
        shared = above is not None and above.applies_to == clause.applies_to
        names = programme.vocabulary.evidence
        asks = above is None or _papers(above) != _papers(clause)
        papers = [_either([names[n] for n in entry]) for entry in clause.evidence]
        papers += describe.evidence_if_words(clause, programme)
        return Line(
            id=clause.id,
            label=describe.heading(clause, programme),
            rule=describe.rule(clause, programme),
            way=way,
            cite=clause.cite if above is None or above.cite != clause.cite else "",
            note=clause.note,
            reports=_reports(clause),
            assumption=clause.assumption,
            who=NOTHING if shared else describe.applies_words(clause.applies_to, programme.vocabulary),
            question=question(clause),
            asked_alone=isinstance(clause.test, Judged),
            evidence=tuple(papers) if asks else (),
            evidence_optional=tuple(names[n] for n in clause.evidence_optional) if asks else (),
            points=NOTHING if item is None else points_words(item, clause),
            children=below,
            measures=self.lines(clause.measures, clause),
            decides=decides,
            answer=answer,
        )

    def has(self, clause: Clause) -> bool:
        """Whether the clause is on the board."""
        return self.answers is None or clause.id in self.answers

    def sections(self) -> tuple[Section, ...]:
        """The categories under the headings that the file puts over them."""
        programme = self.programme
        alone = [c for c in programme.categories if c.group is None]
        found = [Section(NOTHING, self.lines(alone))] if alone else []
        for group in programme.groups:
            members = [c for c in programme.categories if c.group == group.id]
            found.append(Section(group.label, self.lines(members)))
        return tuple(s for s in found if s.lines)


def _papers(clause: Clause) -> tuple[object, ...]:
    return clause.evidence, clause.evidence_if, clause.evidence_optional


def _reports(clause: Clause) -> tuple[Label, ...]:
    content = clause.content
    if content is None:
        return ()
    return tuple(label for label in (content.label, content.note) if label is not None)


def _either(words: list[Label]) -> Label:
    return Label("或".join(w.zh for w in words), " or ".join(w.en for w in words))
