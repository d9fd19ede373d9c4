"""The text that is being written: of a draft, the call's own; of a published call, the amendment's in the making."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Call, Proposal, Revision
from juli.stages.calls.readiness import identity

#: Versions kept of a draft, for undoing.
KEPT = 200
#: Characters of a programme file; the longest seen has a tenth of it.
LONGEST = 500_000
Draft = Call | Proposal


def locked(call: Call) -> Call:
    """The call as it stands, locked for this transaction."""
    return Call.objects.select_for_update().get(pk=call.pk)


def draft_of(call: Call) -> Draft:
    """What is being written. Raises Refused where nothing is: what is published changes by amendments."""
    if call.state == Call.State.DRAFT:
        return call
    proposal = Proposal.objects.filter(call=call).first()
    if call.state == Call.State.WITHDRAWN or proposal is None:
        raise Refused(_("What is published is not edited; begin an amendment."))
    return proposal


def opened(call: Call, version: int) -> Draft:
    """What is being written, where the sender knew it as it is. Raises Refused, Stale."""
    draft = draft_of(locked(call))
    require_version(had=version, now=draft.version)
    return draft


def clean(text: str) -> str:
    """A text as it is kept: line feeds alone. Raises ValidationError for what no file may hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise ValidationError(
            _("The text has %(count)d characters; at most %(most)d are kept."),
            params={"count": len(text), "most": LONGEST},
        )
    if "\x00" in text:
        raise ValidationError(_("The text holds a character that cannot be kept; save it as plain text (UTF-8)."))
    return text


def begin(draft: Draft, *, by: User, at: datetime) -> None:
    """Keep the first version of a draft."""
    _revision(draft, by=by, at=at, before=None, after=None)


def write(
    draft: Draft, text: str, *, by: User, at: datetime, before: int | None = None, after: int | None = None
) -> None:
    """A new version of a draft; undoing leads to ``before`` (without it, to what stood there)."""
    before = draft.version if before is None else before
    draft.text, draft.version = text, draft.version + 1
    if isinstance(draft, Call):
        _named(draft)
        draft.digest = digest(text)
    draft.save()
    _revision(draft, by=by, at=at, before=before, after=after)
    _of(draft).filter(number__lte=draft.version - KEPT).delete()


def revision(draft: Draft, number: int | None = None) -> Revision | None:
    """A kept version of a draft: the present one, or an earlier one; None where it was not kept."""
    return _of(draft).filter(number=draft.version if number is None else number).first()


def forget(draft: Draft) -> None:
    """Let go of the versions of a draft that is a draft no more."""
    _of(draft).delete()


def digest(text: str) -> str:
    """The sha256 of a text: what receipts name."""
    return hashlib.sha256(text.encode()).hexdigest()


def _named(call: Call) -> None:
    """A draft goes by what its text calls itself, unless another call does already."""
    found = identity(call.text)
    if found is None:
        return
    if not Call.objects.filter(edition=found.edition).exclude(pk=call.pk).exists():
        call.edition = found.edition
    call.programme, call.year = found.programme, found.year


def _of(draft: Draft) -> QuerySet[Revision]:
    call = draft if isinstance(draft, Call) else draft.call
    return Revision.objects.filter(call=call, amending=isinstance(draft, Proposal))


def _revision(draft: Draft, *, by: User, at: datetime, before: int | None, after: int | None) -> None:
    call = draft if isinstance(draft, Call) else draft.call
    Revision.objects.create(
        call=call,
        amending=isinstance(draft, Proposal),
        number=draft.version,
        before=before,
        after=after,
        text=draft.text,
        at=at,
        by=by,
    )
