"""Unit review 单位审核: the authors send the application to their administrator, who returns it or finalises it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juli.stages.accounts.models import User
from juli.stages.applications import notices
from juli.stages.applications.models import Application
from juli.stages.applications.turning import turning


def send(*, application: Application, by: User, at: datetime) -> Application:
    """Send the application to the organisation's administrator. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="send", by=by, at=at)
        entry = step.done()
        others = [person for person in notices.administrators(step.application) if person.pk != by.pk]
        notices.tell("to_review", others, step.application, key=entry.hash, at=at, by=str(by))
    return step.application


def give_back(*, application: Application, remarks: str, by: User, at: datetime) -> Application:
    """Return it to its authors with remarks. Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="return", by=by, at=at, remarks=remarks)
        entry = step.done()
        others = [person for person in notices.concerned(step.application) if person.pk != by.pk]
        notices.tell("returned", others, step.application, key=entry.hash, at=at, by=str(by), remarks=remarks.strip())
    return step.application
