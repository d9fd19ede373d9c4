"""Making a call: from a programme file, as a copy of another; throwing a draft away."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.source import read
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls import drafts
from juli.stages.calls.editing import splices
from juli.stages.calls.editing.spans import Uneditable
from juli.stages.calls.models import Call
from juli.stages.calls.permissions import maker
from juli.stages.calls.readiness import EDITION, Identity, identity


class Moved(NamedTuple):
    """What the officer moves in a copy: everything else stays as it was, comments included.

    Dates are written as in a file (``through: …``); those that the officer leaves out wait to be stated.
    """

    edition: str
    year: int
    title: Label
    opens: str = ""
    closes: str = ""


@transaction.atomic
def make(*, text: str, by: User, at: datetime, came_from: str) -> Call:
    """A draft with a file's text, as it is. ``came_from`` says where it is from, for the journal.

    The file need not hold together yet, but must say what it is called. Raises Refused, ValidationError.
    """
    actor = maker(by, at)
    text = drafts.clean(text)
    found = identity(text)
    if found is None:
        raise ValidationError(_unnamed(text))
    if Call.objects.filter(edition=found.edition).exists():
        raise ValidationError(
            _("There is a call “%(edition)s” already: copy it, or give the file another id."),
            params={"edition": found.edition},
        )
    call = _drafted(found, text, at)
    drafts.begin(call, by=by, at=at)
    details = {"edition": call.edition, "from": came_from[:200], "digest": call.digest}
    record(subject=call.subject, actor=actor, act="call.made", details=details, at=at)
    return call


def copy(*, text: str, moved: Moved, by: User, at: datetime, came_from: str) -> Call:
    """A draft that is a copy of another edition, with its id, year, title and dates moved by the officer.

    Raises Refused, ValidationError.
    """
    maker(by, at)
    if not EDITION.fullmatch(moved.edition):
        raise ValidationError(_("Write the id in lower-case letters, digits and hyphens, at most 60."))
    return make(text=_moved_text(drafts.clean(text), moved), by=by, at=at, came_from=came_from)


@transaction.atomic
def discard(*, call: Call, version: int, by: User, at: datetime) -> None:
    """Throw a draft away; that it was there stays in the journal. Raises Refused, Stale."""
    actor = maker(by, at)
    draft = drafts.opened(call, version)
    if not isinstance(draft, Call):
        raise Refused(_("What was published stays; withdraw it with a reason."))
    details = {"edition": draft.edition, "digest": draft.digest, "version": draft.version}
    record(subject=draft.subject, actor=actor, act="call.discarded", details=details, at=at)
    draft.delete()


def _moved_text(text: str, moved: Moved) -> str:
    """A file's text with what the officer moves. Raises ValidationError where the file can't be edited so."""
    try:
        old = read(text, "").data
        family = old.get("programme", old.get("id"))
        for key, value in (
            ("id", moved.edition),
            ("title", {"zh": moved.title.zh, "en": moved.title.en}),
            ("year", moved.year),
            ("programme", family),
            ("previous", old.get("id")),
        ):
            text = splices.assign(text, (key,), value, ["id", "title", "what", "year", "programme", "previous"])
        for name, given in (("opens", moved.opens), ("closes", moved.closes)):
            text = _dated(text, name, given)
    except (ProgrammeUnusable, Uneditable, AttributeError) as error:
        raise ValidationError(
            _("The file can't be copied as it is: %(why)s"), params={"why": str(error).splitlines()[0]}
        ) from error
    return text


def _dated(text: str, name: str, given: str) -> str:
    """A date of the call moved; what else its entry says stays."""
    dates = read(text, "").data.get("dates") or {}
    rule = dates.get(name) if isinstance(dates.get(name), dict) else None
    form = "at"
    if rule is not None:
        form = next((f for f in ("at", "before", "through") if f in rule), "at")
        if rule.get("always_open") and not given:
            return text
    if given and form == "at" and name == "closes":
        form = "before" if "T" in given else "through"
    if not given:
        given = "unstated"
    if not dates:
        return splices.assign(text, ("dates",), {name: {form: given}}, ["lists", "windows", "settings", "notice"])
    changed = {**{k: v for k, v in (rule or {}).items() if k not in ("at", "before", "through")}, form: given}
    return splices.assign(text, ("dates", name), changed if rule is not None else {form: given})


def _drafted(found: Identity, text: str, at: datetime) -> Call:
    return Call.objects.create(
        edition=found.edition,
        programme=found.programme,
        year=found.year,
        text=text,
        digest=drafts.digest(text),
        created_at=at,
    )


def _unnamed(text: str) -> str:
    try:
        read(text, _("the file"))
    except ProgrammeUnusable as error:
        return error.problems[0].say(language())
    return _("The file needs `id` (lower-case letters, digits, hyphens), `programme` and `year` to become a call.")
