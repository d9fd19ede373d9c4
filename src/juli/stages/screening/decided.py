"""What the office decided of an application, gathered for the engine: its word beside the frozen copy.

Nothing here is ever said by the applicant: answers to questions come from the table of judgements alone, verified
values from that of verifications, the paper's facts from the register (S0-71, O-7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from juli.engines.policy.verdict import Verdict
from juli.registry.canonical import SHANGHAI
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Application
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import Decided
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import given
from juli.stages.screening.models import Judgement, Parcel, Verification

#: Applications → application's row → material's place in the copy → what the eye found (``Decided.documents``).
Seen = Callable[[Sequence[int]], Mapping[int, Mapping[int, Mapping[str, Any]]]]
_seen: list[Seen] = []


def register_seen(reader: Seen) -> None:
    """Give what was found by eye on the documents; once, where the stage starts."""
    if reader not in _seen:
        _seen.append(reader)


def decided(application: Application) -> Decided:
    """All that the office decided of an application, as it stands now."""
    return decided_of([application])[application.pk]


def decided_of(applications: Iterable[Application]) -> Mapping[int, Decided]:
    """The same for many, by their rows, in as many queries as for one."""
    keys = [row.pk for row in applications]
    answers = latest_judgements(keys)
    words = latest_verifications(keys)
    parcels = standing_parcels(keys)
    seen: dict[int, Mapping[int, Mapping[str, Any]]] = {}
    for reader in _seen:
        seen.update(reader(keys))
    return {
        key: Decided(
            judgements=tuple(_judgement(row) for row in answers[key] if row.answer is not None),
            verifications=tuple(_verification(row) for row in words[key] if row.act != Verification.Act.REOPEN),
            documents=seen.get(key, {}),
            application=paper_facts(parcels[key]),
        )
        for key in keys
    }


def verdict(application: Application) -> Verdict:
    """The verdict on what counts, with all that was decided. Raises Refused where nothing is handed in."""
    submission = submitted.standing(application)
    if submission is None:
        raise Refused("Nothing is handed in that could be judged.")
    return submitted.verdict(submission, decided(application))


def latest_judgements(applications: Sequence[int]) -> Mapping[int, list[Judgement]]:
    """The latest answer to each question of each application, questions in their order; taken-back ones too."""
    rows = Judgement.objects.filter(application__in=applications).select_related("by").order_by("pk")
    last = {(row.application_id, row.clause, row.achievement): row for row in rows}
    return _by_application(sorted(last.values(), key=lambda row: (row.clause, row.achievement)))


def latest_verifications(applications: Sequence[int]) -> Mapping[int, list[Verification]]:
    """The latest word on each work of each application, works in their order; reopened ones too."""
    rows = Verification.objects.filter(application__in=applications).select_related("by").order_by("pk")
    last = {(row.application_id, row.achievement): row for row in rows}
    return _by_application(sorted(last.values(), key=lambda row: row.achievement))


def standing_parcels(applications: Sequence[int]) -> Mapping[int, list[Parcel]]:
    """The parcels of each application that no later line replaced, in the order they came."""
    rows = Parcel.objects.filter(application__in=applications, void=False, replaced_by__isnull=True)
    return _by_application(sorted(rows.select_related("by"), key=lambda row: (row.received, row.pk)))


def paper_facts(parcels: Sequence[Parcel]) -> dict[str, Any]:
    """What the parcels say of the application, in the words of a dossier's file; empty while nothing came.

    The first parcel says when it was posted and received; what came later completes it (its own days stay in the
    register, where late ones are marked). Copies add up.
    """
    if not parcels:
        return {}
    first = parcels[0]
    facts: dict[str, Any] = {"received": first.received.isoformat()}
    if first.posted is not None:
        facts["posted"] = first.posted.isoformat()
    facts["paper"] = {
        "copies": sum(row.copies for row in parcels),
        **{
            name: list(dict.fromkeys(one for row in parcels for one in getattr(row, name)))
            for name in ("parts", "seals", "signatures")
        },
    }
    return facts


def _judgement(row: Judgement) -> dict[str, Any]:
    return {
        "clause": row.clause,
        "achievement": row.achievement or None,
        "answer": row.answer,
        "by": row.unit or str(row.by),
        "on": _day(row),
        "reason": row.reason,
    }


def _verification(row: Verification) -> dict[str, Any]:
    act: dict[str, Any] = {str(row.act): True}
    if row.act == Verification.Act.CORRECT:
        fields = vocabulary().kinds[row.kind].fields
        act = {"correct": {name: given(fields[name], value) for name, value in row.correct.items() if name in fields}}
    return {"achievement": row.achievement, **act, "by": str(row.by), "on": _day(row), "reason": row.reason}


def _day(row: Judgement | Verification) -> str:
    return timezone.localtime(row.at, SHANGHAI).date().isoformat()


def _by_application(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found
