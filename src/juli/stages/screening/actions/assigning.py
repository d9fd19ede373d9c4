"""Whose an application is while it is screened: taken, given, let go."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.queries.submitted import standing
from juli.stages.screening import permissions
from juli.stages.screening.holding import held, touched
from juli.stages.screening.models import Screening


def give(*, application: Application, to: User | None, by: User, at: dt.datetime, had: int | None = None) -> Screening:
    """Give an application to an officer (oneself: take it; None: let it go). Raises Refused, NotReady, Stale."""
    actor = permissions.officer(by, at)
    with transaction.atomic():
        row, screening = held(application, at=at, had=had)
        if standing(row) is None:
            raise NotReady([_("It has not been handed in; until then it is the applicant's alone.")])
        if to is not None and not permissions.screens(to, at):
            raise NotReady([_("An application is given to an officer or the head of office.")])
        before = screening.officer
        screening.officer = to
        touched(screening, "officer")
        said = {"from": before.actor_id if before else None, "to": to.actor_id if to else None}
        record(subject=row.subject, actor=actor, act="screening.given", details=said, at=at)
    return screening
