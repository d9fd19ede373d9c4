"""Scans that are kept and not matched yet: what a page is handed so that only the code has to be given again."""

from __future__ import annotations

from typing import Final

from django.core import signing

from juli.registry.files.actions.keeping import Kept
from juli.registry.files.models import StoredFile
from juli.stages.applications.models import Application

#: How long a scan may wait for its code; a sweep takes a file that nothing leads to no sooner than after a day.
_SECONDS: Final = 6 * 3600
_SALT: Final = "applications.scan"


def token_of(kept: Kept, application: Application) -> str:
    """What stands for a kept scan of this application."""
    return signing.dumps([application.pk, kept.file.pk, kept.name], salt=_SALT)


def held(token: str, application: Application) -> Kept | None:
    """The scan that waits under ``token``; None where none of this application's does."""
    try:
        whose, pk, name = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    file = StoredFile.objects.filter(pk=pk).first() if whose == application.pk else None
    return Kept(file, str(name), ()) if file is not None else None
