"""What the ledger would meet, before any call opens: the latest edition of every call, clause by clause."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from juli.engines.policy.describe import heading
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Status, Verdict
from juli.registry.canonical import SHANGHAI
from juli.stages.calls.judging import verdict as judged
from juli.stages.calls.queries.check import day_for, own_terms
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.candidate import address, candidate, type_for
from juli.stages.ledger.queries.dossiers import mapping
from juli.stages.ledger.queries.entries import latest
from juli.stages.organisations.models import Organisation


class Clause(NamedTuple):
    """A clause and how the ledger stands with it."""

    label: Label
    status: Status


class Outlook(NamedTuple):
    """One call. ``supposed``: the type is not in the organisation's record. ``may``: its type may apply at all."""

    programme: Programme
    type: Label
    supposed: bool
    may: bool
    clauses: tuple[Clause, ...]
    met: int
    open: int
    unmet: int

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The phases, in the order of the clauses."""
        return tuple(clause.status for clause in self.clauses)


class Outlooks(NamedTuple):
    """All of them; ``who`` is the organisation on the pages of the calls. ``broken``: the ledger can't be judged."""

    who: str
    calls: tuple[Outlook, ...]
    broken: tuple[str, ...]


def outlook(organisation: Organisation, now: dt.datetime, lang: str) -> Outlooks:
    """How the ledger stands with the latest calls. The caller has asked whether the reader may see it."""
    found = shelf()
    out = []
    broken: list[str] = []
    today = now.astimezone(SHANGHAI).date()
    said = mapping(organisation, next(iter(found.vocabulary.applicant_types)), today=today)
    for programme in latest(found):
        type_, known = type_for(organisation, programme, found, today)
        may = type_ in programme.applicants.types
        try:
            who = candidate(organisation, type_, said)
            day = day_for(programme, who.dossier, now)
            verdict = judged(found, programme.id, who, own_terms(programme, who.dossier), day) if may else None
        except DossierUnusable as error:
            broken = [problem.say(lang) for problem in error.problems]
            break
        clauses = () if verdict is None else _clauses(verdict)
        counts = Counter(clause.status for clause in clauses)
        label = found.vocabulary.applicant_types[type_]
        out.append(Outlook(programme, label, not known, may, clauses, counts["met"], counts["open"], counts["unmet"]))
    out.sort(key=lambda one: not one.may)
    return Outlooks(address(organisation), tuple(out), tuple(broken))


def _clauses(verdict: Verdict) -> tuple[Clause, ...]:
    """What the call asks of the work: its categories where it has them, else everything that decides."""
    programme = verdict.programme
    nodes = verdict.categories or verdict.children
    return tuple(Clause(heading(n.clause, programme), n.status) for n in nodes if n.status is not None)
