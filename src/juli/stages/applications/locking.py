"""How writes into one application are kept apart."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from juli.registry.transactions import require_transaction
from juli.stages.accounts.models import User
from juli.stages.applications.contents import answers, title
from juli.stages.applications.models import Answer, Application
from juli.stages.calls.rulebook import current


def locked(application: Application) -> Application:
    """The application as it is now, held until the transaction ends: what is written into it comes one by one.

    Raises OutsideTransaction.
    """
    require_transaction("locked")
    found = Application.objects.select_for_update(of=("self",)).select_related("call", "organisation")
    return found.get(pk=application.pk)


def put(application: Application, found: Answer | None, section: str, value: Any, *, by: User, at: datetime) -> Answer:
    """Write a section, for callers that hold the application."""
    if found is None:
        return Answer.objects.create(application=application, section=section, value=value, by=by, at=at)
    found.value, found.by, found.at = value, by, at
    found.version += 1
    found.save(update_fields=["value", "by", "at", "version"])
    return found


def touch(application: Application, at: datetime) -> None:
    """Say that what the application says has changed, for callers that hold it."""
    programme = current(application.call).programme
    application.title = title(programme, answers(application))
    application.version += 1
    application.changed_at = at
    application.save(update_fields=["title", "version", "changed_at"])
