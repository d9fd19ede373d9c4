"""Small programmes and dossiers over a small vocabulary, written where a test needs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from juli.engines.policy.calendar import Calendar
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.filters import syntax
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.loader import load_programme
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Node, Verdict
from juli.engines.policy.vocabulary import Vocabulary
from juli.engines.policy.vocabulary_file import load_vocabulary

HERE = Path(__file__).parent
VOCABULARY: Vocabulary = load_vocabulary(
    (HERE / "sample_vocabulary.yaml").read_text(encoding="utf-8"), "vocabulary.yaml"
)
#: A fortnight of holidays in two years that the calendar knows, and one that it doesn't: 2026.
CALENDAR = Calendar(
    off=frozenset(dt.date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)),
    working=frozenset({dt.date(2025, 9, 28), dt.date(2025, 10, 11)}),
    years=frozenset({2024, 2025}),
)
AS_OF = dt.date(2025, 6, 30)

HEAD = """\
id: sample
title: Sample
what: call
year: 2025
"""
WINDOWS = """\
windows:
  last_year: {years: -1}
  this_year: {years: 0}
  past: {from: 2024-01-01, to: application}
  period: {from: contract, to: 2026-06}
"""
APPLICANTS = """\
applicants: {types: [society, park]}
"""


def written(parts: str) -> str:
    """A programme file: ``parts`` after a head, with windows and applicants of their own where they name none."""
    text = dedent(parts)
    keys = {line.partition(":")[0] for line in text.splitlines()}
    head = "".join(line for line in HEAD.splitlines(keepends=True) if line.partition(":")[0] not in keys)
    return (
        head
        + ("" if "windows" in keys else WINDOWS)
        + ("" if "applicants" in keys or "what" in keys else APPLICANTS)
        + text
    )


@cache
def programme(parts: str) -> Programme:
    """The programme of these parts."""
    return load_programme(written(parts), "sample.yaml", VOCABULARY)


def dossier(parts: str = "") -> Dossier:
    """The dossier of these parts; a society called Sample where they name no organisation."""
    text = dedent(parts)
    own = any(line.startswith("organisation:") for line in text.splitlines())
    return read_dossier(
        ("" if own else "organisation: {name: Sample, type: society}\n") + text, "dossier.yaml", VOCABULARY
    )


def judged(
    parts: str, facts: str = "", *, as_of: dt.date = AS_OF, readings: Mapping[str, str] | None = None
) -> Verdict:
    """The verdict on a dossier of ``facts`` under a programme of ``parts``."""
    return Judge(programme(parts), CALENDAR).verdict(dossier(facts), as_of, readings)


def node(parts: str, facts: str, clause: str, **options: Any) -> Node:
    """The node of one clause in that verdict."""
    return judged(parts, facts, **options).node(clause)


def clause_node(clause: str, facts: str, **options: Any) -> Node:
    """The node of one clause, written as the only category and called ``c``."""
    body = "\n".join(f"    {line}" for line in dedent(clause).strip().splitlines())
    return node(f"categories:\n  - id: c\n{body}\n", facts, "c", **options)


def codes(verdict: Verdict) -> list[str]:
    """The codes of a verdict's findings, in order."""
    return [f.code for f in verdict.findings]


def refused(text: str) -> list[str]:
    """What is said about a programme file that can't be used."""
    with pytest.raises(ProgrammeUnusable) as error:
        load_programme(text, "sample.yaml", VOCABULARY)
    return [str(p) for p in error.value.problems]


def expression(text: str) -> syntax.Expression:
    """A filter, parsed."""
    return syntax.parse(text)
