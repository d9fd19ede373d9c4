"""A full house: organisations with their ledgers, and applications in four open calls; rows as the acts leave them.

Rows are written in bulk, because what is measured is reading them. Their contents are those of the demonstration.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

ORGANISATIONS = 500
PER_LEDGER = 100
#: One ledger that has grown for years.
LONG_LEDGER = 2000


def fill(*, organisations: int, per_ledger: int, long_ledger: int, at: dt.datetime) -> dict[str, Any]:
    """Fill an empty, migrated database; ids of what the pages are asked with."""
    from stdnum.cn import uscc

    from juli.demo.cast import CALLS, OFFICE
    from juli.demo.filling import _calls, _office
    from juli.demo.switching import DOMAIN
    from juli.stages.accounts.models import User
    from juli.stages.accounts.roles import Role
    from juli.stages.applications.models import Application
    from juli.stages.calls.models import Call
    from juli.stages.organisations.models import ApplicantType, Membership, Organisation

    del OFFICE
    _office(at - dt.timedelta(days=90))
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    _calls(officer, at, at - dt.timedelta(days=14), lambda _words: None)
    founded = (at - dt.timedelta(days=4000)).date().isoformat()
    codes = (f"511100{i:05d}MJ{i:04d}"[:17] for i in range(organisations))
    rows = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"样例第{i}协会",
                uscc=code + uscc.calc_check_digit(code),
                state=Organisation.State.ACCEPTED,
                record={"founded": founded, "legal_person": True},
                registered_at=at,
                accepted_at=at,
            )
            for i, code in enumerate(codes)
        ]
    )
    users = User.objects.bulk_create(
        [User(email=f"user{i}@{DOMAIN}", name=f"填报{i}", date_joined=at) for i in range(organisations)]
    )
    Membership.objects.bulk_create(
        [
            Membership(organisation=row, user=user, role=Role.ADMINISTRATOR, since=at)
            for row, user in zip(rows, users, strict=True)
        ]
    )
    calls = list(Call.objects.order_by("pk"))
    types = [_type_of(call) for call in calls]
    ApplicantType.objects.bulk_create(
        [
            ApplicantType(organisation=row, programme=family, type=type_, since=at.date())
            for row in rows
            for family, type_ in dict(types).items()
        ]
    )
    _ledgers(rows, per_ledger, long_ledger, at)
    made = Application.objects.bulk_create(
        [
            Application(
                call=call,
                organisation=row,
                applicant_type=type_,
                title=f"样例申报{i}",
                created_at=at,
                changed_at=at,
            )
            for i, row in enumerate(rows)
            for call, (_family, type_) in zip(calls, types, strict=True)
        ]
    )
    first = next(a for a in made if a.organisation_id == rows[0].pk)
    return {
        "organisation": rows[0].pk,
        "long": rows[1].pk,
        "application": first.pk,
        "edition": CALLS[0][1],
        "member": users[0].pk,
        "long_member": users[1].pk,
        "officer": officer.pk,
    }


def _type_of(call: Any) -> tuple[str, str]:
    from juli.stages.calls.rulebook import current

    programme = current(call).programme
    return programme.family, programme.applicants.types[0]


def _ledgers(rows: list[Any], per_ledger: int, long_ledger: int, at: dt.datetime) -> None:
    from juli.demo.cast import PLAYERS
    from juli.demo.organisations import samples
    from juli.engines.policy.values import typed
    from juli.stages.ledger.columns import COLUMNS
    from juli.stages.ledger.models import Achievement
    from juli.stages.organisations.vocabulary import vocabulary
    from juli.stages.organisations.vocabulary_values import kept

    words = vocabulary()
    patterns = []
    for player in PLAYERS[:3]:
        for sample in samples(player, at.year):
            for entry in sample.data["achievements"]:
                fields = words.kinds[entry["kind"]].fields
                values = {k: typed(fields[k], v) for k, v in entry.items() if k in fields}
                columns = {k: v for k, v in values.items() if k in COLUMNS and k in {"title", "date", "until", "year"}}
                own = {k: kept(fields[k], v) for k, v in values.items() if k not in COLUMNS and v is not None}
                patterns.append((entry["kind"], columns, own))
    batch = []
    for i, row in enumerate(rows):
        for j in range(long_ledger if i == 1 else per_ledger):
            kind, columns, own = patterns[(i + j) % len(patterns)]
            batch.append(
                Achievement(
                    organisation=row, kind=kind, fields=own, vocabulary=words.version, created_at=at, changed_at=at,
                    **{**columns, "title": f"{columns.get('title', kind)} {j}"},
                )
            )  # fmt: skip
    Achievement.objects.bulk_create(batch, batch_size=1000)
