"""Writing a draft: its text as a whole, or part by part. Each act is a version that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls import drafts
from juli.stages.calls.drafts import Draft
from juli.stages.calls.editing import posted
from juli.stages.calls.editing.posted import Mistake
from juli.stages.calls.editing.shapes import Shapes
from juli.stages.calls.editing.spans import Path, Uneditable
from juli.stages.calls.models import Call
from juli.stages.calls.permissions import maker

PartAct = Literal["remove", "up", "down", "duplicate"]


@transaction.atomic
def save_text(*, call: Call, text: str, version: int, by: User, at: datetime) -> Draft:
    """The whole text in place of the one that has ``version``; it need not hold together.

    Raises Refused, Stale, ValidationError.
    """
    maker(by, at)
    draft = drafts.opened(call, version)
    return _written(draft, drafts.clean(text), "", by, at)


@transaction.atomic
def save_part(
    *, call: Call, path: Path, form: Mapping[str, str], shapes: Shapes, version: int, by: User, at: datetime
) -> tuple[Draft, tuple[Mistake, ...]]:
    """The form of one part: what can be taken of it is written, and what can't is told.

    Raises Refused, Stale, Uneditable, ProgrammeUnusable.
    """
    maker(by, at)
    draft = drafts.opened(call, version)
    found = posted.edited(draft.text, path, form, shapes)
    return _written(draft, drafts.clean(found.text), _place(path), by, at), found.mistakes


@transaction.atomic
def add_part(
    *, call: Call, path: Path, name: str, shapes: Shapes, version: int, by: User, at: datetime
) -> tuple[Draft, Path]:
    """A new part below the one at ``path``; where it stands. Raises Refused, Stale, Uneditable, ProgrammeUnusable."""
    maker(by, at)
    draft = drafts.opened(call, version)
    text, place = posted.added(draft.text, path, name, shapes)
    return _written(draft, drafts.clean(text), _place(place), by, at), place


@transaction.atomic
def change_part(*, call: Call, path: Path, act: PartAct, version: int, by: User, at: datetime) -> tuple[Draft, Path]:
    """Remove a part, move it in its list, or copy it; where to look then.

    Raises Refused, Stale, Uneditable, ProgrammeUnusable.
    """
    maker(by, at)
    draft = drafts.opened(call, version)
    if not path:
        raise Uneditable(_("The whole file is no part of itself."))
    if act == "remove":
        text, place = posted.removed(draft.text, path)
    elif act == "duplicate":
        text, place = posted.duplicated(draft.text, path)
    else:
        text, place = posted.moved(draft.text, path, -1 if act == "up" else 1)
    return _written(draft, drafts.clean(text), _place(path), by, at), place


@transaction.atomic
def undo(*, call: Call, version: int, by: User, at: datetime) -> Draft:
    """Back to the version before, as a new one. Raises Refused, Stale."""
    maker(by, at)
    draft = drafts.opened(call, version)
    here = drafts.revision(draft)
    target = None if here is None or here.before is None else drafts.revision(draft, here.before)
    if target is None:
        raise Refused(_("There is nothing left to undo."))
    drafts.write(draft, target.text, by=by, at=at, before=target.before or 0, after=draft.version)
    _journal(draft, "undone", by, at)
    return draft


@transaction.atomic
def redo(*, call: Call, version: int, by: User, at: datetime) -> Draft:
    """Forward again to what was undone, as a new version. Raises Refused, Stale."""
    maker(by, at)
    draft = drafts.opened(call, version)
    here = drafts.revision(draft)
    target = None if here is None or here.after is None else drafts.revision(draft, here.after)
    if target is None:
        raise Refused(_("There is nothing to redo."))
    drafts.write(draft, target.text, by=by, at=at, after=target.after)
    _journal(draft, "redone", by, at)
    return draft


def _written(draft: Draft, text: str, place: str, by: User, at: datetime) -> Draft:
    if text != draft.text:
        drafts.write(draft, text, by=by, at=at)
        _journal(draft, place, by, at)
    return draft


def _journal(draft: Draft, place: str, by: User, at: datetime) -> None:
    call = draft if isinstance(draft, Call) else draft.call
    act = "call.edited" if isinstance(draft, Call) else "call.amendment-edited"
    details = {"version": draft.version, "place": place[:200], "digest": drafts.digest(draft.text)}
    record(subject=call.subject, actor=maker(by, at), act=act, details=details, at=at)


def _place(path: Path) -> str:
    return "/".join(map(str, path))
