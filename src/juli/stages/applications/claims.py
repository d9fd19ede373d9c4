"""What an application claims: read, as the engine takes it, as a version holds it.

Where a call lets every achievement be used once, an application is judged on what it claims and on nothing else, while
it is written as when it is handed in: what the board shows is what the office will see (S1-99, S1-110). What is
promised is claimed by its plan: a promise names its clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from juli.engines.policy.dossier import Row
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application, Claim, ClaimChange
from juli.stages.ledger.models import Achievement


def uses_claims(programme: Programme) -> bool:
    """Whether an achievement counts in one category only, so that somebody has to say in which (S1-99)."""
    return programme.exclusive_claims


def claimed(application: Application) -> dict[str, str]:
    """Achievement → category, of achievements that are in the ledger still."""
    rows = Claim.objects.filter(application=application, achievement__removed_at=None)
    return {str(achievement): category for achievement, category in rows.values_list("achievement", "category")}


def state(application: Application) -> int:
    """What tells one state of the claims from another: rises with every change, and with every one undone."""
    found = ClaimChange.objects.filter(application=application).aggregate(
        last=Max("pk", default=0), undone=Count("undone_at")
    )
    return int(found["last"]) + int(found["undone"])


def terms(
    application: Application, programme: Programme, answers: Mapping[str, Any], plan: Sequence[Row]
) -> dict[str, Any]:
    """The claims as parts of a dossier; none where the call's categories exclude nothing."""
    if not uses_claims(programme):
        return {}
    known = {category.id for category in programme.categories}
    found = {row: category for row, category in claimed(application).items() if category in known}
    return {"claims": {**found, **promised(programme, answers, plan)}, "claims_submitted": True}


def promised(programme: Programme, answers: Mapping[str, Any], plan: Iterable[Row]) -> dict[str, str]:
    """Planned row → the category of the clause that it is promised for."""
    owner = {clause.id: category.id for category in programme.categories for clause in category.walk()}
    sections = {
        f"{section}-{row.get('#')}": owner[str(row.get("clause"))]
        for section, rows in answers.items()
        if isinstance(rows, list)
        for row in rows
        if str(row.get("clause")) in owner
    }
    found = {}
    for row in plan:
        category = sections.get(row.id) or sections.get(row.id.rpartition("-")[0])
        if category is not None:
            found[row.id] = category
    return found


def rewrite(
    *, application: Application, wanted: Mapping[str, str], how: ClaimChange.How, by: User, at: datetime
) -> ClaimChange | None:
    """Put achievements (by id) under categories ("": none), for callers that hold the application; None: nothing moved.

    Others stay where they are.
    """
    before = {row: category for row, category in claimed(application).items() if row in wanted}
    after = {row: category for row, category in wanted.items() if category}
    if before == after:
        return None
    moved = {row: after.get(row, "") for row in wanted if before.get(row) != after.get(row)}
    put(application, moved)
    return ClaimChange.objects.create(
        application=application,
        how=how,
        before={row: before.get(row, "") for row in moved},
        after=moved,
        by=by,
        at=at,
    )


def put(application: Application, wanted: Mapping[str, str]) -> None:
    """Write where achievements stand ("": nowhere), and nothing beside it, for callers that hold the application."""
    Claim.objects.filter(application=application, achievement__in=list(wanted)).delete()
    Claim.objects.bulk_create(
        Claim(application=application, achievement_id=int(row), category=category)
        for row, category in wanted.items()
        if category
    )


def held(application: Application) -> dict[str, str]:
    """The claims as a version holds them."""
    return dict(sorted(claimed(application).items(), key=lambda item: int(item[0])))


def put_back(application: Application, value: Any, by: User, at: datetime) -> None:
    """Let the claims be as a version holds them, for callers that hold the application; what is gone stays out."""
    wanted = value if isinstance(value, dict) else {}
    own = Achievement.objects.filter(organisation=application.organisation_id, removed_at=None, pk__in=list(wanted))
    there = {str(pk) for pk in own.values_list("pk", flat=True)}
    restored = {row: str(category) for row, category in wanted.items() if row in there}
    rewrite(
        application=application,
        wanted={**dict.fromkeys(claimed(application), ""), **restored},
        how=ClaimChange.How.RESTORE,
        by=by,
        at=at,
    )
