"""The lines of the clause board: each clause with the work behind it, what could stand there, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from juli.engines.policy import describe
from juli.engines.policy.dossier import Row
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Clause
from juli.engines.policy.verdict import Node
from juli.engines.policy.windows import Interval
from juli.stages.applications.queries.judging import Judged
from juli.stages.calls.answers import Answers
from juli.stages.calls.board import Board, Line
from juli.stages.calls.notices.queries import Passage
from juli.stages.calls.works import Work, work

#: Works under a clause that are listed: those it uses, could use, and would but for their day; the rest is counted.
MOST_USED, MOST_COULD, MOST_OUTSIDE = 60, 20, 10
#: Works shown before the rest is folded away.
SHOWN = 3


@dataclass(frozen=True)
class Lack:
    """Evidence that is not there: what it is called, and the tags any one of which would do."""

    label: Label
    tags: tuple[tuple[str, Label], ...]


@dataclass(frozen=True)
class Place:
    """A category that an achievement could be claimed under. ``here``: it is."""

    category: str
    label: Label
    here: bool


@dataclass(frozen=True)
class Piece:
    """One achievement on the board.

    ``claimed`` is the category that it is claimed under now ("": none), ``elsewhere`` its name where that is another
    one than the line's; ``places`` are those it could go to, none where there is nothing to choose.
    """

    work: Work
    row: str
    claimed: str
    elsewhere: Label | None
    places: tuple[Place, ...]
    lacks: tuple[Lack, ...]
    wanted: int

    @property
    def there(self) -> int:
        """How many of the pieces of evidence asked for are there."""
        return self.wanted - len(self.lacks)

    @property
    def may(self) -> str:
        """The categories that it may be dragged to."""
        return " ".join(place.category for place in self.places)


@dataclass(frozen=True)
class Entry:
    """One clause of the board with everything under it."""

    line: Line
    category: str
    used: tuple[Piece, ...]
    could: tuple[Piece, ...]
    outside: tuple[Piece, ...]
    window: Label | None
    more: tuple[int, int, int]
    documents: tuple[Label, ...]
    idle: tuple[Piece, ...]
    passage: Passage | None
    children: tuple[Entry, ...]
    folded: tuple[Entry, ...]
    measures: tuple[Entry, ...]

    @property
    def shown(self) -> tuple[Piece, ...]:
        """The works at once in sight."""
        return self.used[:SHOWN]

    @property
    def rest(self) -> tuple[Piece, ...]:
        """The works folded away."""
        return self.used[SHOWN:]

    @property
    def offers(self) -> int:
        """How many works could count here and do not."""
        return len(self.could) + self.more[1]

    @property
    def count(self) -> int:
        """How many works stand under it in all, below it too, each once."""
        return len({piece.row for entry in self.walk() for piece in entry.used})

    def walk(self) -> Iterator[Entry]:
        """This entry and all below it."""
        yield self
        for entry in (*self.children, *self.folded, *self.measures):
            yield from entry.walk()


class Lines:
    """Makes the entries of one application's board."""

    def __init__(self, now: Judged, passages: Mapping[str, Passage]) -> None:
        self.now, self.passages = now, passages
        known = now.known
        self.programme, self.context = known.rules.programme, known.context
        self.answers = Answers(now.verdict, known.dossier).all()
        self.board = Board(self.programme, self.answers)
        self.claims = known.dossier.claims
        self.labels = {category.id: category.label for category in self.programme.categories}
        self.rows: Mapping[str, Row] = {row.id: row for row in (*known.dossier.achievements, *known.dossier.plan)}
        #: The node that decides, by clause: where a category stands twice, as it stands by itself.
        self.nodes: dict[str, Node] = {}
        for node in now.verdict.walk():
            self.nodes.setdefault(node.clause.id, node)

    def category(self, category: Clause) -> Entry:
        """A category with all below it."""
        entry = self._entry(self.board.line(category), category.id)
        read = {row for clause in category.walk() if (node := self.nodes.get(clause.id)) for row in _read(node)}
        idle = [self.rows[row] for row, name in self.claims.items() if name == category.id and row not in read]
        return replace(entry, idle=tuple(self._piece(row, category, category.id) for row in idle if not row.planned))

    def of(self, clauses: Iterable[Clause]) -> list[Entry]:
        """Clauses of the file that are on the board."""
        return [self._entry(self.board.line(clause), "") for clause in clauses if self.board.has(clause)]

    def node(self, node: Node) -> Entry:
        """A node, with those below it where the file has no clause for them."""
        return self._entry(self._node_line(node), "")

    def _node_line(self, node: Node) -> Line:
        line = self.board.line(node.clause)
        below = tuple(self._node_line(child) for child in node.children) if not line.children else line.children
        return line if below == line.children else replace(line, children=below, way="all")

    def _entry(self, line: Line, category: str) -> Entry:
        node = self.nodes.get(line.id)
        leaf = node is not None and not line.children and isinstance(node.clause.test, Aggregate)
        used = list(self._used(line, node, category)) if node is not None and leaf else []
        could = list(self._could(node, category)) if node is not None and leaf else []
        outside = self.now.placing.outside(node.clause) if node is not None and leaf and self._own(node.clause) else ()
        return Entry(
            line=line,
            category=category,
            used=tuple(used[:MOST_USED]),
            could=tuple(could[:MOST_COULD]),
            outside=tuple(self._piece(row, node.clause, category) for row in outside[:MOST_OUTSIDE]) if node else (),
            window=self._window(node.clause) if node is not None and outside else None,
            more=(
                max(0, len(used) - MOST_USED),
                max(0, len(could) - MOST_COULD),
                max(0, len(outside) - MOST_OUTSIDE),
            ),
            documents=tuple(self._documents(node)),
            idle=(),
            passage=self.passages.get(line.id),
            children=tuple(self._entry(child, category) for child in line.shown),
            folded=tuple(self._entry(child, category) for child in line.folded),
            measures=tuple(self._entry(child, category) for child in line.measures),
        )

    def _own(self, clause: Clause) -> bool:
        """Whether it reads what is done: what is promised lies in a window that is still to come."""
        return clause.aggregate.rows in {"done", "both"}

    def _used(self, line: Line, node: Node, category: str) -> Iterator[Piece]:
        answer = line.answer
        lacking = {} if node.evidence is None else dict(node.evidence.missing)
        for found in answer.works if answer is not None else ():
            row = self.rows.get(found.id)
            entries = lacking.get(found.id, ())
            wanted = len(node.clause.evidence) + sum(entry not in node.clause.evidence for entry in entries)
            yield Piece(
                work=found,
                row=found.id if row is not None and not row.planned else "",
                claimed=self.claims.get(found.id, ""),
                elsewhere=None,
                places=self._places(found.id),
                lacks=tuple(self._lack(entry) for entry in entries),
                wanted=wanted if row is not None and not row.planned else 0,
            )

    def _could(self, node: Node, category: str) -> Iterator[Piece]:
        """What this clause could use, and does not since it is claimed elsewhere, or nowhere."""
        counted = {*node.used, *node.pending}
        for row in self.now.placing.could(node.clause) if category and self.programme.exclusive_claims else ():
            # A row that is claimed here and still not used gives nothing that others don't.
            if row.id not in counted and self.claims.get(row.id) != category and row.id in self.rows:
                yield self._piece(row, node.clause, category)

    def _piece(self, row: Row, clause: Clause, category: str) -> Piece:
        claimed = self.claims.get(row.id, "")
        return Piece(
            work=work(row, clause, self.programme.vocabulary, pending=False, waits=False),
            row="" if row.planned else row.id,
            claimed=claimed,
            elsewhere=self.labels.get(claimed) if claimed != category else None,
            places=self._places(row.id),
            lacks=(),
            wanted=0,
        )

    def _places(self, row: str) -> tuple[Place, ...]:
        found = self.rows.get(row)
        if not self.programme.exclusive_claims or found is None or found.planned:
            return ()
        could = self.now.placing.places.get(row, {})
        return tuple(
            Place(name, label, self.claims.get(row) == name) for name, label in self.labels.items() if name in could
        )

    def _lack(self, entry: tuple[str, ...]) -> Lack:
        names = self.programme.vocabulary.evidence
        labels = [names[name] for name in entry]
        said = Label("或".join(label.zh for label in labels), " or ".join(label.en for label in labels))
        return Lack(said, tuple(zip(entry, labels, strict=True)))

    def _documents(self, node: Node | None) -> Iterator[Label]:
        """Documents of the organisation itself that a clause asks for and that are not there."""
        if node is not None and node.evidence is not None and not node.children:
            for row, entries in node.evidence.missing:
                if not row:
                    yield from (self._lack(entry).label for entry in entries)

    def _window(self, clause: Clause) -> Label | None:
        """``上一年度（2021-01-01 至 2021-12-31）``."""
        name = clause.aggregate.within or ""
        window, interval = self.programme.windows.get(name), self.context.windows.get(name)
        if window is None:
            return _days(interval)
        days = _days(interval)
        return (
            window.label if days is None else Label(f"{window.label.zh}（{days.zh}）", f"{window.label.en} ({days.en})")
        )


def _read(node: Node) -> tuple[str, ...]:
    return (*node.used, *node.pending)


def _days(interval: Interval | None) -> Label | None:
    return None if interval is None else describe.days_words(interval)
