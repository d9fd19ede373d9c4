"""The expert's acts: the pledge, the declaration of interests, the marks as they are typed, the handing in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines import panel as engine
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.review.actions.conflicts import written
from juli.stages.review.models import Assignment, Conflict, Declaration, Panel, Scorecard, Seat
from juli.stages.review.permissions import own_seat, scoring
from juli.stages.review.reading import Line, reading

_LONGEST_COMMENT = 2000
_DONE = (Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED)


def pledge(*, seat: Seat, text: str, by: User, at: datetime) -> Seat:
    """Sign the pledge 承诺书; its text is kept as a digest. Raises Refused."""
    with transaction.atomic():
        row, actor = own_seat(by, seat.pk, at)
        if row.pledged_at is None:
            row.pledged_at, row.pledge = at, hashlib.sha256(text.encode()).hexdigest()
            row.save(update_fields=["pledged_at", "pledge"])
            record(subject=row.panel.subject, actor=actor, act="review.pledged", details={"pledge": row.pledge}, at=at)
        return row


def declare(*, assignment: Assignment, interest: str, by: User, at: datetime) -> Declaration:
    """Say whether there is an interest in one application: only then it is seen. An interest ends the assignment.

    What was declared is not taken back; a second word that says less changes nothing. Raises Refused, ValidationError.
    """
    with transaction.atomic():
        row, actor = scoring(by, assignment.pk, at, declared=False)
        interest = " ".join(interest.split())[:300]
        found, new = Declaration.objects.get_or_create(assignment=row, defaults={"interest": interest, "at": at})
        if not new:
            if found.interest or not interest:
                return found
            # Found out while reading: it is declared all the same.
            found.interest, found.at = interest, at
            found.save()
        details = {"application": row.entry.application_id, "interest": "yes" if interest else "no"}
        personal = {"interest": interest} if interest else {}
        subject = row.entry.panel.subject
        record(subject=subject, actor=actor, act="review.declared", details=details, personal=personal, at=at)
        if interest:
            note = Conflict(
                kind=Conflict.Kind.DECLARED, expert=row.seat.expert, application=row.entry.application, source=interest
            )
            written(note, actor, at)
            row.ended_at, row.reason = at, _("The expert declared an interest")
            row.save(update_fields=["ended_at", "reason"])
        return found


def mark(
    *,
    assignment: Assignment,
    had: int,
    marks: Mapping[str, str],
    comments: Mapping[str, str],
    opinion: str,
    by: User,
    at: datetime,
) -> Scorecard:
    """Keep what an expert has typed so far; an empty mark is none. ``had`` is the card's version, 0 before it.

    Raises Refused, Stale; ValidationError by item where a mark is none or off the scale: then nothing is kept.
    """
    with transaction.atomic():
        row, _actor = scoring(by, assignment.pk, at)
        card = _card(row, at, had)
        lines = {line.item.id: line for line in reading(row.entry.panel).lines}
        card.marks = _marks(lines, marks)
        card.comments = {
            item: text.strip()[:_LONGEST_COMMENT] for item, text in comments.items() if item in lines and text.strip()
        }
        card.opinion = opinion.strip()[: 4 * _LONGEST_COMMENT]
        _kept(card, at)
        return card


def hand_in(*, assignment: Assignment, had: int, by: User, at: datetime) -> Scorecard:
    """Hand one card in: it never changes again. Raises Refused, Stale; ValidationError by item that has no mark."""
    with transaction.atomic():
        row, actor = scoring(by, assignment.pk, at)
        card = _card(row, at, had)
        _whole(row, card)
        card.state, card.submitted_at = Scorecard.State.SUBMITTED, at
        _kept(card, at)
        _recorded(row, card, actor, "review.handed_in", at)
        return card


def hand_in_all(*, panel: Panel, by: User, at: datetime) -> int:
    """Hand in every card of a panel that is complete; how many. Raises Refused; ValidationError naming what lacks."""
    with transaction.atomic():
        rows = Assignment.objects.filter(entry__panel=panel, seat__expert__user=by, ended_at__isnull=True)
        done, lacking = 0, []
        for pk in rows.order_by("entry__application", "pk").values_list("pk", flat=True):
            row, actor = scoring(by, pk, at)
            card = row.cards.order_by("-number").first()
            if card is not None and card.state in _DONE:
                continue
            try:
                if card is None:
                    raise ValidationError(_("Not scored yet."))
                _whole(row, card)
            except ValidationError as error:
                lacking.append(" ".join(error.messages))
                continue
            card.state, card.submitted_at = Scorecard.State.SUBMITTED, at
            _kept(card, at)
            _recorded(row, card, actor, "review.handed_in", at)
            done += 1
        if lacking:
            raise ValidationError(
                _("%(number)d cards are not complete; nothing was handed in.") % {"number": len(lacking)}
            )
        return done


def abstain(*, assignment: Assignment, had: int, reason: str, by: User, at: datetime) -> Scorecard:
    """Give no marks, and say why; no number stands for it. Raises Refused, Stale, ValidationError."""
    with transaction.atomic():
        row, actor = scoring(by, assignment.pk, at)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why you abstain.")})
        card = _card(row, at, had)
        card.state, card.submitted_at, card.reason = Scorecard.State.ABSTAINED, at, reason.strip()[:300]
        _kept(card, at)
        _recorded(row, card, actor, "review.abstained", at)
        return card


def _card(row: Assignment, at: datetime, had: int) -> Scorecard:
    """The card that is being written, locked; a new one where there is none yet. Raises Stale, Refused."""
    card = Scorecard.objects.select_for_update().filter(assignment=row).order_by("-number").first()
    require_version(had=had, now=card.version if card is not None else 0)
    if card is None:
        return Scorecard(assignment=row, version=0, changed_at=at)
    if card.state in _DONE:
        raise Refused(_("This card is handed in, and does not change any more."))
    return card


def _kept(card: Scorecard, at: datetime) -> None:
    card.version += 1
    card.changed_at = at
    card.save()


def _marks(lines: Mapping[str, Line], marks: Mapping[str, str]) -> dict[str, str]:
    found, wrong = {}, {}
    for item, text in marks.items():
        if item not in lines or not text.strip():
            continue
        try:
            mark = Decimal(text.strip())
            engine.check_mark(lines[item].item, mark)
        except InvalidOperation:
            wrong[item] = _("“%(text)s” is no number.") % {"text": text.strip()[:20]}
        except engine.BadInput as error:
            wrong[item] = error.said.say(language())
        else:
            found[item] = f"{mark.normalize():f}"
    if wrong:
        raise ValidationError(wrong)
    return found


def _whole(row: Assignment, card: Scorecard) -> None:
    """Raises ValidationError by item that has no mark."""
    lines = reading(row.entry.panel).lines
    lacking = {line.item.id: _("No mark yet.") for line in lines if line.item.id not in card.marks}
    if lacking:
        raise ValidationError(lacking)


def _recorded(row: Assignment, card: Scorecard, actor: Actor, act: str, at: datetime) -> None:
    """Whose card it is and which: marks are kept as digests, so that the journal shows no expert another one's."""
    personal = {"marks": card.marks, "reason": card.reason}
    details = {"application": row.entry.application_id, "card": card.number}
    record(subject=row.entry.panel.subject, actor=actor, act=act, details=details, personal=personal, at=at)
