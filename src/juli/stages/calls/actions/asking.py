"""Questions and answers 答疑 about a published call."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls import drafts, letters
from juli.stages.calls.models import Call, Question
from juli.stages.calls.permissions import asker, maker
from juli.stages.calls.rulebook import current

#: Characters of a question and of an answer.
LONGEST_QUESTION: Final = 2000
LONGEST_ANSWER: Final = 10_000
#: Questions of one person about one call that may wait at a time.
MOST_WAITING: Final = 10


@transaction.atomic
def ask(*, call: Call, text: str, by: User, at: datetime) -> Question:
    """A question for the office; it is shown to all once it is answered, without the name of who asked.

    Raises Refused, ValidationError.
    """
    actor = asker(by)
    found = drafts.locked(call)
    if found.state != Call.State.PUBLISHED:
        raise Refused(_("Questions are asked about calls that are published."))
    text = _text(text, LONGEST_QUESTION)
    if found.questions.filter(asked_by=by, answered_at=None).count() >= MOST_WAITING:
        raise ValidationError(
            _("%(count)d of your questions wait for an answer already; ask again once some are answered."),
            params={"count": MOST_WAITING},
        )
    question = Question.objects.create(call=found, asked_by=by, text=text, asked_at=at)
    record(
        subject=found.subject,
        actor=actor,
        act="call.asked",
        details={"question": question.pk},
        personal={"question": text},
        at=at,
    )
    return question


@transaction.atomic
def answer(*, question: Question, text: str, version: int, by: User, at: datetime) -> Question:
    """The office's answer, public with its question; a later one takes its place, and the journal keeps both.

    Raises Refused, Stale, ValidationError.
    """
    actor = maker(by, at)
    drafts.locked(question.call)
    found = Question.objects.select_related("call", "asked_by").get(pk=question.pk)
    require_version(had=version, now=found.version)
    found.answer, found.answered_at, found.version = _text(text, LONGEST_ANSWER), at, found.version + 1
    found.save()
    details = {"question": found.pk, "answer": found.answer, "version": found.version}
    record(subject=found.call.subject, actor=actor, act="call.answered", details=details, at=at)
    to = Recipient(found.asked_by.actor_id, found.asked_by.language, found.asked_by.email, found.asked_by.phone)
    title = current(found.call).programme.title.say(to.language)
    words: dict[str, str | int] = {"call": title, "question": found.text, "answer": found.answer}
    key = f"{found.pk}:{found.version}"
    enqueue(kind=letters.ANSWERED.key, to=to, params=words, at=at, about=found.call.subject, key=key)
    return found


def _text(text: str, most: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > most:
        raise ValidationError(
            _("%(count)d characters are too many; at most %(most)d."), params={"count": len(text), "most": most}
        )
    if any(ord(c) < 32 and c not in "\n\t" for c in text):  # Controls come before the blank.
        raise ValidationError(_("The text holds a character that cannot be kept; type it anew."))
    return text
