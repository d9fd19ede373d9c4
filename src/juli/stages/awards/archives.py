"""What an archive is of: an application or a call, found by what people call it; where those of calls lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from juli.registry.archive.exporting import About
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.awards.models import CallArchive
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current


def about_application(row: Application) -> About:
    """The archive of an application: its call's title, its number, its applicant."""
    title = f"{current(row.call).programme.title.zh}·{row.organisation.name}"
    return About(row.subject, row.number or f"{row.call.edition}-{row.pk}", title, row)


def about_call(row: Call) -> About:
    """The archive of a call."""
    return About(row.subject, row.edition, current(row).programme.title.zh, row)


def applications_named(number: str, call: str = "") -> list[Application]:
    """The applications handed in with a number, of one call where it is named: numbers are given call by call."""
    rows = Application.objects.filter(number=number, state__in=HANDED_IN).select_related("call", "organisation")
    return list((rows.filter(call__edition=call) if call else rows).order_by("pk"))


def call_named(name: str) -> Call | None:
    """A call by its edition."""
    return Call.objects.filter(edition=name).first()


def place(row: CallArchive) -> Path:
    """Where the archive of a call lies while it is ready."""
    return Path(settings.JULI_FILES_DIR) / "archives" / f"{row.pk}.zip"
