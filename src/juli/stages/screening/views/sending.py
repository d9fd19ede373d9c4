"""Files that come with a form of the office's facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.files.actions import take
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.findings import Refused
from juli.registry.language import language
from juli.stages.accounts.gate import began
from juli.stages.applications.cases import NotReady
from juli.stages.organisations.vocabulary_forms import typed_day

PAPERS: Final = ("pdf", "jpeg", "png")
MOST: Final = 5


def sent(request: HttpRequest, name: str = "files", accept: Collection[str] = PAPERS) -> list[Kept]:
    """The files of a form, kept; the act that follows attaches them. Raises NotReady with every reason."""
    files = request.FILES.getlist(name)
    if len(files) > MOST:
        raise NotReady([_("At most %(most)d files can be sent at once.") % {"most": MOST}])
    kept, wrong = [], []
    for file in files:
        try:
            kept.append(take(blocks=file.chunks(), name=file.name or "", at=began(request), accept=accept))
        except Refused as refusal:
            wrong += [f"{file.name}: {found.say(language())}" for found in refusal.findings if found.refuses]
    if wrong:
        raise NotReady(wrong)
    return kept


def end_of(text: str) -> dt.datetime:
    """The end of a day that was typed, in Beijing. Raises NotReady."""
    day = typed_day(text)
    if day is None:
        raise NotReady([_("There is no such day; write YYYY-MM-DD.")])
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BEIJING)
