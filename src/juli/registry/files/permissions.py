"""Who may have a file is the stage's to say; what this office adds is that nobody gets an infected one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from juli.registry.files.findings import finding
from juli.registry.files.models import Attachment, StoredFile
from juli.registry.language import language

#: The stage's answer for one link; it may also raise PermissionDenied with its own reason.
MayRead = Callable[[Attachment], bool]


def require_readable(link: Attachment, may_read: MayRead) -> None:
    """Go on where the file may be handed out. Raises PermissionDenied."""
    if not may_read(link):
        raise PermissionDenied
    if link.file.scan == StoredFile.Scan.INFECTED:
        lang = language()
        raise PermissionDenied(finding("infected", virus="clamd").say(lang))
