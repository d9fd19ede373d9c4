"""A verdict as a tree of lines: marks, numbers, what was used, what is missing or waited for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from juli.cli.desk import Desk
from juli.cli.marks import colour, mark, word
from juli.cli.tree import DIM, Branch
from juli.engines.policy.describe import actual_words, evidence_state_words, heading, judgement_words, rule, span_words
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import AnyOf, Clause, Given, Programme
from juli.engines.policy.verdict import MET, UNMET, Node
from juli.engines.policy.vocabulary import Vocabulary

#: So many achievements are named under a clause; the rest are counted.
_NAMED = 3


@dataclass
class VerdictTree:
    """Makes branches of nodes. ``everything`` leaves nothing out; ``rules`` says under each clause what it asks,
    ``naming`` by which achievements it is reached."""

    desk: Desk
    programme: Programme
    titles: Mapping[str, str]
    planned: Collection[str] = ()
    everything: bool = False
    rules: bool = False
    naming: bool = True
    opened: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        desk: Desk,
        programme: Programme,
        dossiers: Iterable[Dossier],
        *,
        everything: bool = False,
        rules: bool = False,
    ) -> VerdictTree:
        """A tree that can name the achievements of ``dossiers``."""
        dossiers = tuple(dossiers)
        titles = row_titles(desk, programme.vocabulary, dossiers)
        planned = frozenset(row.id for d in dossiers for row in d.plan)
        return cls(desk, programme, titles, planned, everything=everything, rules=rules)

    def branch(self, node: Node, *, citing: str = "") -> Branch:
        """One node with all below it; its citation where it differs from ``citing``, the one above."""
        clause = node.clause
        cite = clause.cite if clause.cite != citing else ""
        return Branch(
            self._label(clause),
            mark=mark(node.status),
            tail=cite,
            right=self._right(node),
            notes=self._notes(node),
            children=self._below(node, clause.cite),
        )

    def _label(self, clause: Clause) -> str:
        if isinstance(clause.test, Given) and clause.id.rpartition(".")[2].startswith(("sum-", "within")):
            return self.desk.word(rule(clause, self.programme))
        return self.desk.word(heading(clause, self.programme))

    def _right(self, node: Node) -> Sequence[tuple[str, str]]:
        number, status = self.desk.word(actual_words(node)), word(node.status, self.desk)
        if number == status.strip():
            number = ""  # An open question would say twice that it is open.
        return ((number, ""), ("  ", ""), (status, colour(node.status)))

    # -- below -------------------------------------------------------------------------------------------------------

    def _below(self, node: Node, cite: str) -> list[Branch]:
        if node.children and node.id in self.opened and not self.everything:
            return []
        self.opened.add(node.id)
        out: list[Branch] = []
        plain = 0
        for child in node.children:
            if self.everything:
                out.append(self.branch(child, citing=cite))
            elif node.reading is not None and child.id != node.reading:
                out.append(self._other_reading(child))
            elif node.reading is not None and child.children:
                out += [self.branch(c, citing=cite) for c in child.children]
            elif node.reading is not None:
                continue  # Its number and its notes already stand with the clause.
            elif isinstance(node.clause.test, AnyOf) and _untouched(child):
                plain += 1
            else:
                out.append(self.branch(child, citing=cite))
        if plain:
            out.append(self._rest(plain, of=len(node.children)))
        return out + [self.branch(m, citing=cite) for m in node.measures]

    def _other_reading(self, node: Node) -> Branch:
        label = self.desk.say(f"另一读法：{self._label(node.clause)}", f"otherwise read: {self._label(node.clause)}")
        return Branch(label, mark=mark(node.status), right=self._right(node), style=DIM)

    def _rest(self, count: int, *, of: int) -> Branch:
        """Alternatives under which there is nothing at all, in one line."""
        said = self.desk.say(f"另 {count} 项没有相关工作", f"{count} more without any work")
        if count == of:
            said = self.desk.say(f"{count} 项均没有相关工作", f"nothing under any of the {count}")
        return Branch(said, mark=("○", DIM), style=DIM)

    # -- notes -------------------------------------------------------------------------------------------------------

    def _notes(self, node: Node) -> list[tuple[str, str]]:
        """What stands under the label: the rule, the achievements, evidence, judgements, the verified side."""
        desk, source = self.desk, node
        if node.reading is not None:
            source = next(c for c in node.children if c.id == node.reading)
        out: list[tuple[str, str]] = []
        said = desk.word(rule(node.clause, self.programme))
        if self.rules and said != self._label(node.clause) and not (node.judgement and node.judgement.waiting == ("",)):
            out.append((said, DIM))
        if node.reading is not None and source.children:
            said = self._label(source.clause)
            out.append((desk.say(f"读法：{said}", f"read as “{said}”"), DIM))
        if source.children and not isinstance(source.clause.test, Given):
            return out + self._judged(source) + self._verified(node)
        used = self._named(source.used) if self.naming or self.everything else ""
        pending = self._named(source.pending)
        titles = self.titles if len(source.used) + len(source.pending) > 1 else {}
        evidence = desk.word(evidence_state_words(source, self.programme.vocabulary, titles, self.planned))
        lacks = source.evidence is not None and bool(source.evidence.missing)
        if evidence and not lacks and (used or pending):
            # Complete evidence goes with the last of the names; what lacks gets a line of its own.
            used, pending = (used, f"{pending} · {evidence}") if pending else (f"{used} · {evidence}", "")
            evidence = ""
        if used:
            out.append((used, ""))
        if pending:
            out.append((desk.say(f"待定：{pending}", f"undecided: {pending}"), "yellow"))
        if evidence:
            out.append((evidence, "yellow" if lacks else DIM))
        return out + self._judged(source) + self._verified(node) + self._split(source)

    def _named(self, rows: Sequence[str]) -> str:
        names = [self.titles.get(row) or self._absent(row) for row in rows]
        named = names if self.everything else names[:_NAMED]
        joined = self.desk.say("、", ", ").join(named)
        if len(named) < len(names):
            return self.desk.say(f"{joined}等 {len(names)} 项", f"{joined} and {len(names) - len(named)} more")
        return joined

    def _absent(self, row: str) -> str:
        """A yearly record that isn't there, by its kind and year."""
        kind, _, year = row.rpartition("-")
        found = self.programme.vocabulary.kinds.get(kind)
        if found is None:
            return row
        return self.desk.say(f"{year}年{found.label.zh}（无记录）", f"{found.label.en} {year} (no record)")

    def _judged(self, node: Node) -> list[tuple[str, str]]:
        """A question that waits for an answer, and the answers there are."""
        state = node.judgement
        if state is None or not (state.waiting or state.answers):
            return []
        said = self.desk.word(judgement_words(node, self.programme.vocabulary))
        out = [(said, "yellow" if state.waiting and node.status != MET else DIM)]
        for answer in state.answers if self.everything else ():
            day = answer.on.isoformat() if answer.on else ""
            out.append((" ".join(p for p in (answer.by, day, answer.reason) if p), DIM))
        return out

    def _verified(self, node: Node) -> list[tuple[str, str]]:
        """The verified side where it says something else than the declared one."""
        side = node.verified
        same = side is not None and side.status == node.status
        if side is None or (same and (side.actual == node.actual or node.children)):
            return []
        shown = word(side.status, self.desk).strip()
        number = ""
        if not node.children:
            number = self.desk.word(span_words(side.actual, node.clause.unit))
        zh, en = "，".join(p for p in (number, shown) if p), ", ".join(p for p in (number, shown) if p)
        return [(self.desk.say(f"核定：{zh}", f"verified: {en}"), colour(side.status))]

    def _split(self, node: Node) -> list[tuple[str, str]]:
        parts = [(value, span) for value, span in node.split if self.everything or span.high != 0]
        if not parts:
            return []
        said = [f"{self._value(node.clause, value)} {self.desk.word(span_words(span))}" for value, span in parts]
        return [(self.desk.say("、", ", ").join(said), DIM)]

    def _value(self, clause: Clause, value: str) -> str:
        if not value:
            return self.desk.say("未填", "not stated")
        for reading in getattr(clause.test, "reads", ()):
            found = self.programme.vocabulary.kinds[reading.kind].fields.get(clause.split_by or "")
            if found is not None and value in found.choices:
                return self.desk.word(found.choices[value])
        types = self.programme.vocabulary.applicant_types
        return self.desk.word(types.get(value, Label.both(value)))


def row_titles(desk: Desk, vocabulary: Vocabulary, dossiers: Iterable[Dossier]) -> Mapping[str, str]:
    """What to call each row: its title; a record of standing by its kind and what tells it from the others."""
    out: dict[str, str] = {}
    for dossier in dossiers:
        out.update((r.id, r.title) for r in (*dossier.achievements, *dossier.plan))
        for kind, rows in dossier.standing.items():
            for row in rows:
                known = next((row.values[n] for n in ("title", "year", "date") if row.values.get(n)), "")
                out[row.id] = f"{desk.word(vocabulary.kinds[kind].label)} {known}".strip()
    return out


def _untouched(node: Node) -> bool:
    """Nothing was done that could count here, and no number says otherwise."""
    return node.status == UNMET and not node.used and not node.pending and not node.actual.low
