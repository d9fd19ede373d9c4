"""What waits for the office in the stages before an application is handed in: registrations, changes, questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.calls.models import Call, Question
from juli.stages.organisations.models import Change, Organisation
from juli.stages.screening.desks import Waiting, register

_OFFICE = frozenset({Role.OFFICER, Role.LEAD})


def queues(_user: User, roles: frozenset[Role], _at: datetime) -> Iterator[Waiting]:
    """Registrations and changes to audit, questions without an answer, each list where it is worked on."""
    if not roles & _OFFICE:
        return
    office = reverse("organisations:office")
    registrations = Organisation.objects.filter(state=Organisation.State.WAITING).count()
    yield Waiting(_("Registrations to audit"), registrations, office, 1)
    changes = Change.objects.filter(state=Change.State.WAITING).count()
    yield Waiting(_("Changes to audit"), changes, office, 2)
    asked = Question.objects.filter(answered_at=None)
    first = asked.order_by("asked_at").values_list("call", flat=True).first()
    if first is not None:
        yield Waiting(_("Questions to answer"), asked.count(), reverse("calls:office_questions", args=[first]), 3)
    drafts = Call.objects.filter(state=Call.State.DRAFT).count()
    yield Waiting(_("Calls not published yet"), drafts, reverse("calls:office_calls"), 4)


def register_queues() -> None:
    """Make them known; once, where the stage starts."""
    register("earlier", queues)
