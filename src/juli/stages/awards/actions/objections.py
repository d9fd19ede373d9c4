"""Objections: handed in by real name, taken up, admitted, investigated, settled; what becomes of the application."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.applications.turning import turning
from juli.stages.awards import objections, periods, permissions, publications
from juli.stages.awards import publications_notices as notices
from juli.stages.awards.models import Objection, ObjectionStep, Publication
from juli.stages.awards.objections import Sealed
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.shelf import shelf

LONGEST: Final = 4000
#: Working days in which an objection is dealt with; calendar days where the calendar does not know the year.
HANDLING: Final = periods.Length(15, working=True)
_CALENDAR_DAYS: Final = 21
#: Whoever hands an objection in, in the journal and by its files; no name, no address.
PUBLIC: Final = Actor("public", "objector")
EVIDENCE, LETTER = "evidence", "sealed-letter"
_NAMELESS: Final = re.compile(
    "匿名|无名|不具名|保密|不愿|不便|某|知情人|群众|网友|anonym|unknown|nobody|佚名", re.IGNORECASE
)
_PHONE: Final = re.compile(r"\+?[\d \-()]{7,20}")


class Handed(NamedTuple):
    """An objection, and the secret with which its objector looks it up; the secret is nowhere kept."""

    objection: Objection
    secret: str


def receive(
    *,
    publication: Publication,
    application: Application | None,
    kind: str,
    said: Sealed,
    evidence: Sequence[Kept] = (),
    letter: Kept | None = None,
    received_on: dt.date | None = None,
    by: User | None = None,
    at: dt.datetime,
) -> Handed:
    """Take an objection in: from the public, or by the office from paper that came on ``received_on``.

    Only in the period, and only by real name with a way to reach its author; a unit's with its sealed letter.
    Raises Refused, and NotReady with every reason.
    """
    with transaction.atomic():
        actor = PUBLIC if by is None else permissions.officer(by, at)
        call = Call.objects.select_for_update().get(pk=publication.call_id)
        row = Publication.objects.get(pk=publication.pk)
        wrong = list(_outside(row, received_on if by is not None else None, at))
        wrong += _nameless(kind, said, letter)
        if application is not None and not row.lines.filter(application=application).exists():
            wrong.append(_("What is objected to is not in this publication."))
        if wrong:
            raise NotReady(wrong)
        count = Objection.objects.filter(publication__call=call).count()
        reference = f"{call.edition.upper()}-YY{count + 1:03d}"
        secret = secrets.token_hex(6).upper()
        made = Objection.objects.create(
            publication=row,
            application=application,
            reference=reference,
            secret_digest=objections.digest_of(secret),
            kind=Objection.Kind(kind),
            sealed=objections.seal(said, reference),
            on_paper=by is not None,
            due=_due(at),
            at=at,
        )
        ObjectionStep.objects.create(objection=made, event="receive", led_to=made.state, by=by, at=at)
        # Names of files can give their senders away.
        files = [(LETTER, "sealed letter", one) for one in ([letter] if letter else [])]
        files += [(EVIDENCE, f"evidence {n}", one) for n, one in enumerate(evidence, 1)]
        for tag, name, one in files:
            ending = one.name.rpartition(".")[2].lower()
            attach(file=one.file, subject=made.subject, tag=tag, name=f"{name}.{ending}", by=actor, at=at)
        details = {
            "reference": reference,
            "publication": row.number,
            "application": application.number if application else "",
            "kind": kind,
            "on_paper": made.on_paper,
        }
        record(subject=call.subject, actor=actor, act="objection.received", details=details, at=at)
    return Handed(made, f"{secret[:4]}-{secret[4:8]}-{secret[8:]}")


def take(*, objection: Objection, handler: User | None = None, had: int, by: User, at: dt.datetime) -> Objection:
    """Take an objection up oneself, or have the head of office give it to an officer; the one before loses it.

    Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = _held(objection, had)
        chosen = handler or by
        if chosen != by:
            permissions.lead(by, at)
            permissions.officer(chosen, at)
        if row.handler_id is not None:
            if row.handler_id == chosen.pk:
                raise NotReady([_("It is theirs already.")])
            if chosen == by:
                raise NotReady([_("Somebody else handles it. The head of office may give it to another, not take it.")])
        row.handler = chosen
        _save(row, "handler")
        details = {"reference": row.reference, "handler": chosen.actor_id}
        record(subject=row.publication.call.subject, actor=actor, act="objection.taken", details=details, at=at)
    return row


def step(
    *, objection: Objection, event: str, reason: str, summary: str = "", had: int, by: User, at: dt.datetime
) -> Objection:
    """Take one step with an objection, as its handler. ``reason`` is read by the objector and the applicant.

    Admitting it holds the application back; refusing or rejecting the last one lets it go on. Raises Refused, NotReady,
    Stale.
    """
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = _held(objection, had)
        known = objections.opened(row, by)
        found = objections.TABLE.get((row.state, event))
        if found is None:
            raise NotReady([_("It is at “%(state)s”, where this cannot be done.") % {"state": row.get_state_display()}])
        text, about = reason.strip(), summary.strip() or row.summary
        wrong = []
        if found.reasoned and not text:
            wrong.append(_("Give the reason: the objector and the applicant read it."))
        if not about and event != "refuse":
            wrong.append(_("Write what it is about, in words that do not give the objector away."))
        if len(text) > LONGEST or len(about) > LONGEST:
            wrong.append(_("At most %(most)d characters fit here.") % {"most": LONGEST})
        wrong += _giving_away(known, f"{text}\n{about}")
        if wrong:
            raise NotReady(wrong)
        before, row.state, row.summary = row.state, found.to, about
        _save(row, "state", "summary")
        ObjectionStep.objects.create(
            objection=row, event=event, came_from=before, led_to=row.state, reason=text, by=by, at=at
        )
        details = {"reference": row.reference, "from": before, "to": row.state, "reason": text, "summary": about}
        record(subject=row.publication.call.subject, actor=actor, act="objection.stepped", details=details, at=at)
        if event == "admit":
            _hold_back(row, by, at)
        elif row.state in {Objection.State.REFUSED, Objection.State.REJECTED}:
            _settled(row, _text(row, text), by, at, tell=row.state == Objection.State.REJECTED)
    return row


def decide_upheld(
    *, objection: Objection, decision: str, reason: str, had: int, by: User, at: dt.datetime
) -> Objection:
    """Decide what becomes of the application after an objection was upheld: off the list, or it stays, with a reason.

    Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        actor = permissions.lead(by, at)
        row = _held(objection, had)
        wrong = []
        if row.state not in objections.TO_DECIDE or row.decision:
            wrong.append(_("It is at “%(state)s”, where this cannot be done.") % {"state": row.get_state_display()})
        if decision not in {"dropped", "kept"}:
            wrong.append(_("Say what becomes of the application."))
        if decision == "dropped" and row.application is None:
            wrong.append(_("It is against the list as a whole: withdraw the publication, or write a correction."))
        if not reason.strip():
            wrong.append(_("Give the reason: the objector and the applicant read it."))
        if wrong:
            raise NotReady(wrong)
        row.decision = decision
        _save(row, "decision")
        ObjectionStep.objects.create(
            objection=row, event=decision, came_from=row.state, led_to=row.state, reason=reason.strip(), by=by, at=at
        )
        details = {"reference": row.reference, "decision": decision, "reason": reason.strip()}
        record(subject=row.publication.call.subject, actor=actor, act="objection.decided", details=details, at=at)
        if decision == "dropped" and row.application is not None:
            application = Application.objects.get(pk=row.application.pk)
            if application.state in {State.PUBLICATION, State.OBJECTION}:
                turning(application=application, event="drop", by=by, at=at, remarks=reason).done(
                    details={"objection": row.reference}
                )
        _settled(row, _text(row, reason.strip()), by, at, tell=True)
    return row


def _hold_back(row: Objection, by: User, at: dt.datetime) -> None:
    for one in _against(row):
        if one.state == State.PUBLICATION:
            turning(application=one, event="object", by=by, at=at).done(details={"objection": row.reference})
            notices.tell("objected", one, row.reference, key=f"{one.pk}:{row.pk}", at=at)


def _settled(row: Objection, note: Label, by: User, at: dt.datetime, *, tell: bool) -> None:
    """Those that nothing holds back any more go on."""
    for one in _against(row):
        if one.state == State.OBJECTION and not objections.open_of(one).exists():
            turning(application=one, event="settle", by=by, at=at).done(details={"objection": row.reference})
        if tell:
            notices.tell("settled", one, note, key=f"{one.pk}:{row.pk}", at=at)


def _against(row: Objection) -> list[Application]:
    """What it is against: one application. The whole list is held back by the guard of the approval alone."""
    return [Application.objects.select_related("call").get(pk=row.application_id)] if row.application_id else []


def _text(row: Objection, reason: str) -> Label:
    words = {
        "rejected": Label("经核查，异议不成立。", "It was looked into and rejected."),
        "refused": Label("异议不予受理。", "It was not admitted."),
        "dropped": Label("异议成立，取消拟支持资格。", "It was upheld; the application is taken off the list."),
        "kept": Label("经核查，保留在拟支持名单。", "It was looked into; the application stays on the list."),
    }[row.decision or row.state]
    return Label(f"{words.zh}{reason}", f"{words.en} {reason}".strip())


def _held(objection: Objection, had: int) -> Objection:
    Call.objects.select_for_update().get(pk=objection.publication.call_id)
    rows = Objection.objects.select_for_update(of=("self",))
    row = rows.select_related("publication__call", "application").get(pk=objection.pk)
    require_version(had=had, now=row.version)
    return row


def _save(row: Objection, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _outside(row: Publication, came: dt.date | None, at: dt.datetime) -> list[str]:
    """Why it comes at the wrong time; paper counts by the day it came."""
    if row.state != Publication.State.OUT:
        return [_("This publication does not stand any more.")]
    if came is None:
        return (
            [] if publications.open_at(row, at) else [_("Objections are taken in the period of the publication alone.")]
        )
    if row.first is None or row.last is None or not row.first <= came <= row.last or deadlines.moment(came) > at:
        return [_("Paper counts by the day it came; that day is not in the period.")]
    return []


def _nameless(kind: str, said: Sealed, letter: Kept | None) -> list[str]:
    """Why it is not taken as one by real name."""
    wrong = []
    if kind not in Objection.Kind.values:
        wrong.append(_("Say whether a person objects or an organisation."))
    name = said.name.strip()
    if not 2 <= len(name) <= 60 or _NAMELESS.search(name) or not re.search(r"[^\W\d_]", name):
        wrong.append(_("Anonymous objections are not taken: write the real name. It is kept secret from everybody but "
                       "the one who handles the objection."))  # fmt: skip
    if kind == Objection.Kind.UNIT and len(said.unit.strip()) < 4:
        wrong.append(_("Write the full name of the organisation."))
    if kind == Objection.Kind.UNIT and letter is None:
        wrong.append(_("An organisation objects by a letter with its seal: add the scan."))
    if not said.phone.strip() and not said.email.strip():
        wrong.append(_("Give a telephone or an e-mail address: the handler has to reach you."))
    if said.phone.strip() and not _PHONE.fullmatch(said.phone.strip()):
        wrong.append(_("“%(phone)s” is no telephone number.") % {"phone": said.phone[:40]})
    if said.email.strip():
        try:
            validate_email(said.email.strip())
        except ValidationError:
            wrong.append(_("“%(email)s” is no e-mail address.") % {"email": said.email[:60]})
    if len(said.text.strip()) < 10:
        wrong.append(_("Write what is wrong and what shows it, in ten characters or more."))
    if len(said.text) > LONGEST:
        wrong.append(_("At most %(most)d characters fit here.") % {"most": LONGEST})
    return wrong


def _giving_away(known: Sealed, text: str) -> list[str]:
    """What in a text that others read would name the objector."""
    parts = {part.strip() for part in (known.name, known.unit, known.phone, known.email) if len(part.strip()) > 1}
    if any(part in text for part in parts):
        return [_("What others read must not name the objector.")]
    return []


def _due(at: dt.datetime) -> dt.date:
    day = at.astimezone(BEIJING).date()
    found = periods.last_of(day + periods.ONE_DAY, HANDLING, shelf().calendar)
    return found or day + _CALENDAR_DAYS * periods.ONE_DAY
