"""A clause as one readable sentence, whatever its test."""

from __future__ import annotations

from juli.engines.policy.describe.bounds import bound_parts
from juli.engines.policy.describe.figures import plural
from juli.engines.policy.describe.filtering import filter_words
from juli.engines.policy.describe.givens import given_sentence
from juli.engines.policy.describe.joining import either, quoted
from juli.engines.policy.describe.rows import aggregate_sentence, judge_words, spacing_words
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Apart,
    Clause,
    Holds,
    Judged,
    KOf,
    OneReading,
    OrJudged,
    Programme,
)
from juli.engines.policy.vocabulary import Vocabulary

_ONE = Label("以下 1 项符合", "the one below")


def rule(clause: Clause, programme: Programme) -> Label:
    """What the clause asks, from its structure and the vocabulary's labels (design §4).

    Covers every test, modifier and bound of the language, and what the engine judges from other data than rows.
    """
    test = clause.test
    if isinstance(test, Aggregate):
        return aggregate_sentence(clause, test, programme)
    if isinstance(test, AllOf):
        n = len(test.children)
        return Label(f"以下 {n} 项全部符合", f"all {n} below") if n > 1 else _ONE
    if isinstance(test, AnyOf):
        n = len(test.children)
        return Label(f"以下 {n} 项符合任一项", f"any of the {n} below") if n > 1 else _ONE
    if isinstance(test, OneReading):
        n, first = len(test.children), quoted(heading(test.children[0], programme))
        return Label(f"以{first.zh}为准（共 {n} 种读法）", f"read as {first.en} (one of {n} readings)")
    if isinstance(test, KOf):
        return _k_of(clause, test, programme)
    if isinstance(test, Holds):
        said = filter_words(test.where, programme.vocabulary.organisation, programme.lists)
        return Label(f"申报单位：{said.zh}", f"on the applicant's record, {said.en}")
    if isinstance(test, Apart):
        return spacing_words(test.spacing, programme.vocabulary.organisation)
    if isinstance(test, Judged):
        return judge_words(test.judge, programme)
    return given_sentence(clause, test, programme)


def heading(clause: Clause, programme: Programme) -> Label:
    """What to call a clause: its label, or its rule where the file gives it none (the label is then the id)."""
    return rule(clause, programme) if clause.label.zh == clause.id else clause.label


def applies_words(applies_to: frozenset[str] | None, vocabulary: Vocabulary) -> Label:
    """For whom a clause is: ``限综合类社会组织``; nothing where it is for everyone."""
    if applies_to is None:
        return Label("", "")
    types = vocabulary.applicant_types
    who = either([Label(label.zh, plural(label.en)) for name, label in types.items() if name in applies_to])
    return Label(f"限{who.zh}", f"for {who.en} only")


def _k_of(clause: Clause, test: KOf, programme: Programme) -> Label:
    unit = clause.unit or Label("项", "")
    n = len(test.children)
    asked, cap = bound_parts(clause.bound, Label(unit.zh, ""), programme)
    if test.refers is None:
        among = Label(f"以下 {n} {unit.zh}中", f"of the {n} below")
    elif test.refers == "categories":
        among = Label(f"所列 {n} {unit.zh}中", f"of the {n} {unit.en or 'categories'}")
    else:
        group = next((g.label for g in programme.groups if g.id == test.refers), Label.both(test.refers))
        among = Label(f"“{group.zh}”所列 {n} {unit.zh}中", f"of the {n} {unit.en or 'categories'} under “{group.en}”")
    zh, en = among.zh + asked.zh, f"{asked.en} {among.en}"
    if cap.zh:
        zh, en = f"{zh}，{cap.zh}", f"{en}, {cap.en}"
    if test.or_judged is not None:
        fewer = _or_judged(test.or_judged, unit, programme)
        zh, en = f"{zh}；{fewer.zh}", f"{en}; {fewer.en}"
    return Label(zh, en)


def _or_judged(fewer: OrJudged, unit: Label, programme: Programme) -> Label:
    asked = judge_words(fewer.judge, programme)
    who = applies_words(fewer.applies_to, programme.vocabulary)
    zh = f"或不少于 {fewer.at_least} {unit.zh}，且{asked.zh}"
    en = f"or at least {fewer.at_least}, with {asked.en}"
    return Label(f"{zh}（{who.zh}）", f"{en} ({who.en})") if who.zh else Label(zh, en)
