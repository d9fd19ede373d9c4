"""An audit worked out: what the ledger suggests, what the lines come to, what shares and caps leave (S0-100…S0-102)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from juli.engines import panel
from juli.engines.policy.describe import amount_words
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.filters.syntax import parse
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import ANY_KIND
from juli.stages.applications.models import Application
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import Copy
from juli.stages.awards import rules
from juli.stages.awards.models import AuditLine, AuditReport
from juli.stages.awards.money import yuan_of
from juli.stages.calls.models import Call


class Suggestion(NamedTuple):
    """What the ledger says of a work that a line belongs to: a reason to leave it out, for a person to decide."""

    word: str
    why: Label


class Limit(NamedTuple):
    """A share or a cap, and what remains after it, in 分."""

    label: Label
    remains: int
    cite: str


def used(programme: Programme) -> bool:
    """Whether the call audits spending."""
    return programme.workflow is not None and any(stage.name == "audit" for stage in programme.workflow.stages)


def suggestions(copy: Copy) -> Mapping[str, Suggestion]:
    """Works that the file's own filters leave out, by their id, with why (S0-101, S0-102)."""
    budget = copy.rules.programme.budget
    if budget is None:
        return {}
    fields = copy.rules.programme.vocabulary.kinds[ANY_KIND].fields
    tests = [(out, compile_filter(parse(out.where), fields)) for out in budget.leave_out]
    found: dict[str, Suggestion] = {}
    for row in copy.dossier.achievements:
        for out, test in tests:
            if test(row.values, {}) is True:
                label = out.label or Label.both(out.id)
                found[row.id] = Suggestion(_word(row.values), label)
                break
    return found


def _word(values: Mapping[str, object]) -> str:
    paid = values.get("fiscal_funding")
    money = set(paid) if isinstance(paid, (tuple, list, frozenset, set)) else set()
    if "national" in money:
        return AuditLine.Word.NATIONAL
    if "municipal" in money:
        return AuditLine.Word.CITY
    if values.get("charged") is True:
        return AuditLine.Word.COMMERCIAL
    return AuditLine.Word.OUT_OF_SCOPE


def cost(lines: Iterable[AuditLine]) -> int:
    """What the lines come to, in 分."""
    return sum(line.accepted or 0 for line in lines)


def limits(programme: Programme, track: str, total: int) -> list[Limit]:
    """The share and the cap that the file states, one after the other, exact to the cent."""
    support = rules.supports(programme).get(track) or next(iter(rules.supports(programme).values()))
    stated = programme.support
    for one in programme.tracks:
        if one.id == track and one.support is not None:
            stated = one.support
    rule = support.amount
    if rule.share is None or stated is None:
        return []
    label, cite = amount_words(stated.amount), stated.cite
    gross = yuan_of(total)
    share = panel.amount_of(
        panel.AmountRule(share=rule.share), 1, Decimal(0), panel.Money(None, (panel.Cost("", gross),))
    )[0]
    found = [Limit(label, int((share or Decimal(0)) * 100), cite)]
    if rule.at_most is not None and found[0].remains > rule.at_most * 100:
        found.append(Limit(label, int(rule.at_most * 100), cite))
    return found


def latest(applications: Iterable[int]) -> Mapping[int, AuditReport]:
    """The last report of each application that has one."""
    rows = AuditReport.objects.filter(case__application__in=list(applications)).select_related("case", "by")
    return {row.case.application_id: row for row in rows.order_by("number")}


def costs(call: Call) -> Mapping[int, int]:
    """What the audits of a call accepted before shares and caps, in 分, of those that are signed off."""
    keys = Application.objects.filter(call=call, audit__reports__isnull=False).values_list("pk", flat=True)
    return {key: report.cost for key, report in latest(keys).items()}


def copy_of(application: Application) -> Copy | None:
    """What was handed in, as the engine reads it; None where nothing counts."""
    standing = submitted.standing(application)
    return None if standing is None else submitted.copy(standing)
