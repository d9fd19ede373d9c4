"""Publishing a call, amending it, withdrawing it: dated, with reasons, and told to whom it concerns."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.registry.journal.actions import record
from juli.registry.messages.actions import enqueue
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls import affected, drafts, letters
from juli.stages.calls.models import Amendment, Call, Proposal, Withdrawal
from juli.stages.calls.permissions import maker
from juli.stages.calls.readiness import NotReady, readiness
from juli.stages.calls.rulebook import current, read_rules


@transaction.atomic
def publish(*, call: Call, version: int, knowing: bool, by: User, at: datetime) -> Call:
    """The rules are frozen and everybody may read them. ``knowing``: what is unstated may stay so.

    Raises Refused, Stale, NotReady with everything that is in the way.
    """
    actor = maker(by, at)
    found = drafts.opened(call, version)
    if not isinstance(found, Call):
        raise Refused(_("This call is published already."))
    _ready(found, found.text, at, knowing=knowing)
    found.digest = drafts.digest(found.text)
    found.state, found.published_at = Call.State.PUBLISHED, at
    found.save()
    drafts.forget(found)
    details = {"edition": found.edition, "digest": found.digest, "version": found.version}
    record(subject=found.subject, actor=actor, act="call.published", details=details, at=at)
    return found


@transaction.atomic
def withdraw(*, call: Call, reason: Label, by: User, at: datetime) -> Withdrawal:
    """A published call takes nothing any more; its page stays and says why. Raises Refused, ValidationError."""
    actor = maker(by, at)
    found = _published(call)
    reason = _reasons(reason)
    found.state = Call.State.WITHDRAWN
    found.save(update_fields=["state"])
    for proposal in Proposal.objects.select_related("call").filter(call=found):
        drafts.forget(proposal)
        proposal.delete()
    made = Withdrawal.objects.create(call=found, reason_zh=reason.zh, reason_en=reason.en, at=at)
    details = {"edition": found.edition, "reason": reason.zh}
    record(subject=found.subject, actor=actor, act="call.withdrawn", details=details, at=at)
    title = current(found).programme.title
    for to in affected.recipients(found):
        words: dict[str, str | int] = {"call": title.say(to.language), "reason": reason.say(to.language)}
        enqueue(kind=letters.WITHDRAWN.key, to=to, params=words, at=at, about=found.subject, key=str(found.pk))
    return made


@transaction.atomic
def propose(*, call: Call, by: User, at: datetime) -> Proposal:
    """Begin an amendment with the text as it stands; the one that was begun already, where there is one.

    Raises Refused.
    """
    actor = maker(by, at)
    found = _published(call)
    proposal = Proposal.objects.filter(call=found).first()
    if proposal is None:
        last = found.amendments.order_by("-number").first()
        text = found.text if last is None else last.text
        proposal = Proposal.objects.create(call=found, text=text, created_at=at)
        drafts.begin(proposal, by=by, at=at)
        record(subject=found.subject, actor=actor, act="call.amendment-begun", at=at)
    return proposal


@transaction.atomic
def word_amendment(*, call: Call, reason: Label, version: int, by: User, at: datetime) -> Proposal:
    """Keep the reasons of an amendment in the making. Raises Refused, Stale."""
    maker(by, at)
    proposal = _proposal(call, version)
    proposal.reason_zh, proposal.reason_en = reason.zh.strip(), reason.en.strip()
    # Its text is the same: no version of it.
    proposal.save(update_fields=["reason_zh", "reason_en"])
    return proposal


@transaction.atomic
def drop_amendment(*, call: Call, version: int, by: User, at: datetime) -> None:
    """Throw away an amendment that was not published. Raises Refused, Stale."""
    actor = maker(by, at)
    proposal = _proposal(call, version)
    drafts.forget(proposal)
    proposal.delete()
    record(subject=proposal.call.subject, actor=actor, act="call.amendment-dropped", at=at)


@transaction.atomic
def amend(*, call: Call, reason: Label, version: int, knowing: bool, by: User, at: datetime) -> Amendment:
    """Publish an amendment 更正、延期: its whole text and its reasons, dated; those whom it concerns are told.

    Raises Refused, Stale, ValidationError, NotReady.
    """
    actor = maker(by, at)
    proposal = _proposal(call, version)
    found = proposal.call
    reason = _reasons(reason)
    last = found.amendments.order_by("-number").first()
    if proposal.text == (found.text if last is None else last.text):
        raise ValidationError(_("The text is the one that is in force: change it first, or drop the amendment."))
    _ready(found, proposal.text, at, knowing=knowing)
    made = Amendment.objects.create(
        call=found,
        number=1 if last is None else last.number + 1,
        reason_zh=reason.zh,
        reason_en=reason.en,
        text=proposal.text,
        digest=drafts.digest(proposal.text),
        published_at=at,
    )
    drafts.forget(proposal)
    proposal.delete()
    details = {"number": made.number, "digest": made.digest, "reason": made.reason_zh}
    record(subject=found.subject, actor=actor, act="call.amended", details=details, at=at)
    title = read_rules(found.edition, made.text).programme.title
    for to in affected.recipients(found):
        words: dict[str, str | int] = {
            "call": title.say(to.language), "number": made.number, "reason": reason.say(to.language)
        }  # fmt: skip
        key = f"{found.pk}:{made.number}"
        enqueue(kind=letters.AMENDED.key, to=to, params=words, at=at, about=found.subject, key=key)
    return made


def _published(call: Call) -> Call:
    found = drafts.locked(call)
    if found.state != Call.State.PUBLISHED:
        raise Refused(_("This is for calls that are published."))
    return found


def _proposal(call: Call, version: int) -> Proposal:
    proposal = Proposal.objects.select_related("call").filter(call=_published(call)).first()
    if proposal is None:
        raise Refused(_("No amendment was begun."))
    require_version(had=version, now=proposal.version)
    return proposal


def _reasons(reason: Label) -> Label:
    said = Label(reason.zh.strip(), reason.en.strip())
    if not said.zh or not said.en:
        raise ValidationError(_("Give the reason in Chinese and in English: the public reads both."))
    return said


def _ready(call: Call, text: str, at: datetime, *, knowing: bool) -> None:
    found = readiness(call, text, at)
    if not found.ready:
        raise NotReady((*found.mistakes, *found.obstacles))
    if found.unstated and not knowing:
        raise NotReady(found.unstated)
