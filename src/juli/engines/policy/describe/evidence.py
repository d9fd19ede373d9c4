"""Evidence as text: what a clause asks for, and how much of it is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from juli.engines.policy.describe.filtering import filter_words
from juli.engines.policy.describe.joining import bracketed, either, every
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Clause, Evidence, Programme
from juli.engines.policy.verdict import Node
from juli.engines.policy.vocabulary import Field, Vocabulary

#: So many achievements are named where evidence lacks; of more only their number is said.
_NAMED = 2


def evidence_words(evidence: Evidence, programme: Programme) -> Label:
    """What is asked for: all of the entries, each any one of its names."""
    if not evidence:
        return Label("无", "none")
    names = programme.vocabulary.evidence
    entries = [either([names[name] for name in entry]) for entry in evidence]
    if len(entries) > 1:  # "A or B and C" would leave it open what belongs together.
        entries = [bracketed(said) if len(entry) > 1 else said for said, entry in zip(entries, evidence, strict=True)]
    return every(entries)


def evidence_asked_words(clause: Clause, programme: Programme) -> Label:
    """All that a clause asks for, with what only some rows need and what may be added.

    ``完整研究报告；课题性质为受托的另需协议；可另附照片``
    """
    said = [evidence_words(clause.evidence, programme)] if clause.evidence else []
    said += evidence_if_words(clause, programme)
    if clause.evidence_optional:
        more = every([programme.vocabulary.evidence[name] for name in clause.evidence_optional])
        said.append(Label(f"可另附{more.zh}", f"{more.en} may be added"))
    return Label("；".join(s.zh for s in said), "; ".join(s.en for s in said))


def evidence_if_words(clause: Clause, programme: Programme) -> list[Label]:
    """What only some rows need: ``课题性质为受托的另需协议``."""
    fields, said = _fields(clause, programme), []
    for name, when in clause.evidence_if:
        condition = filter_words(when, fields, programme.lists, None, programme.family)
        label = programme.vocabulary.evidence[name]
        said.append(Label(f"{condition.zh}的另需{label.zh}", f"{label.en} as well where {condition.en}"))
    return said


def _fields(clause: Clause, programme: Programme) -> Mapping[str, Field]:
    reads = clause.test.reads if isinstance(clause.test, Aggregate) else ()
    return {n: f for r in reads for n, f in programme.vocabulary.kinds[r.kind].fields.items()}


def evidence_state_words(
    node: Node, vocabulary: Vocabulary, titles: Mapping[str, str] | None = None, planned: Collection[str] | None = None
) -> Label:
    """How much of the evidence is there, and what isn't: ``材料 3/4，缺：外籍嘉宾情况``. Empty where none is asked.

    ``titles`` names achievements, so that what lacks can be told apart. ``planned`` are those that are only promised,
    of which nothing is asked; where they aren't known, or some rows need more than others, only what lacks is said.
    """
    state = node.evidence
    if state is None or not state.required:
        return Label("", "")
    lacking = [(row, entry) for row, entries in state.missing for entry in entries]
    asked = _asked(node, planned)
    if not asked and not lacking:
        return Label("", "")
    if asked is None:
        zh, en = ("材料", "evidence") if lacking else ("材料齐全", "evidence complete")
    else:
        count = asked * len(state.required)
        zh, en = f"材料 {count - len(lacking)}/{count}", f"evidence {count - len(lacking)}/{count}"
    if not lacking:
        return Label(zh, en)
    rows: dict[tuple[str, ...], list[str]] = {}
    for row, entry in lacking:
        rows.setdefault(entry, []).append(row)
    missing = [_lacking(entry, names, vocabulary, titles or {}) for entry, names in rows.items()]
    return Label(f"{zh}，缺：{'、'.join(m.zh for m in missing)}", f"{en}, missing: {', '.join(m.en for m in missing)}")


def _asked(node: Node, planned: Collection[str] | None) -> int | None:
    """Of how many things the evidence is asked; None where that can't be told from here."""
    test = node.clause.test
    if not isinstance(test, Aggregate):
        return 1
    rows = [r for r in (*node.used, *node.pending) if r not in (planned or ())]
    if not rows:
        return 0
    return None if node.clause.evidence_if or (planned is None and test.rows != "done") else len(rows)


def _lacking(entry: tuple[str, ...], rows: list[str], vocabulary: Vocabulary, titles: Mapping[str, str]) -> Label:
    said = either([vocabulary.evidence[name] for name in entry])
    named = [titles[r] for r in rows if r in titles]
    if named and len(named) <= _NAMED:
        return Label(f"{said.zh}（{'、'.join(named)}）", f"{said.en} ({', '.join(named)})")
    if len(rows) > 1:
        return Label(f"{said.zh}（{len(rows)} 项）", f"{said.en} (of {len(rows)})")
    return said
