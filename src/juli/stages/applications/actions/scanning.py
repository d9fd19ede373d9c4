"""The scan of the stamped paper: kept first, then matched with the final version by the code on it.

The code is read off the scan's pages where it can be, else typed (S3-46, S4-58). A scan that did not match stays kept
for a while, so that only its code has to be given again.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.paper.check_code import read_code
from juli.engines.paper.problems import MistypedCode
from juli.registry.files.actions.keeping import take
from juli.registry.files.guard import while_keeping
from juli.registry.files.models import StoredFile
from juli.registry.files.sandbox import codes_of
from juli.registry.files.store import store
from juli.stages.accounts.models import User
from juli.stages.applications.actions.finalising import add_scan
from juli.stages.applications.cases import NotReady
from juli.stages.applications.held_scans import held, token_of
from juli.stages.applications.models import Application, FinalVersion, ScannedCopy


def receive(
    *, application: Application, blocks: Iterable[bytes], name: str, accept: Collection[str], at: datetime
) -> str:
    """Keep a scan that arrives; the token under which it is matched. Raises files' Refused with all that is wrong."""
    kept = take(blocks=blocks, name=name, at=at, accept=accept)
    return token_of(kept, application)


def match(*, application: Application, token: str, code: str, by: User, at: datetime) -> ScannedCopy:
    """Take a kept scan as that of the final version, by the code read off it, else by ``code`` as typed.

    Raises Refused, NotReady with the reasons why not.
    """
    gone = NotReady([_("This scan is not kept any more; choose the file again.")])
    waiting = held(token, application)
    if waiting is None:
        raise gone
    try:
        read = _read(waiting.file)
    except FileNotFoundError as error:
        raise gone from error
    with transaction.atomic():
        while_keeping()
        if not StoredFile.objects.filter(pk=waiting.file.pk).exists():
            raise gone
        decided = _decided(application, read, code)
        return add_scan(application=application, kept=waiting, code=decided, by=by, at=at)


def _decided(application: Application, read: list[str], typed: str) -> str:
    """The code that counts: one on the scan that is one of this application's, else the typed one, else any read."""
    own = FinalVersion.objects.filter(application=application, check_code__in=read).order_by("-pk").first()
    if own is not None:
        return own.check_code
    if typed.strip():
        return typed
    if not read:
        raise NotReady(
            [_("No check code could be read off this scan. Type the one at the foot of its pages; the file is kept.")]
        )
    return read[0]


def _read(file: StoredFile) -> list[str]:
    """The check codes on a kept scan: the last part of the address that is printed as a code to scan."""
    with tempfile.NamedTemporaryFile(prefix="juli-read-") as copy:
        with store().open(file.digest) as content:
            shutil.copyfileobj(content, copy)
        copy.flush()
        said = codes_of(Path(copy.name))
    found = []
    for text in said:
        try:
            found.append(read_code(text.rstrip("/").rpartition("/")[2]))
        except MistypedCode:
            continue
    return found
