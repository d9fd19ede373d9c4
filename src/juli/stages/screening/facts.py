"""What the office's facts make known when the stage starts: tabs, queues, messages, what falls due, more time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.registry import due
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import tabs as own_tabs
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import HANDED_IN, WITH_OFFICE
from juli.stages.calls import deadlines
from juli.stages.calls.rulebook import current
from juli.stages.screening import desks, extending, pending, tabs, telling
from juli.stages.screening.frame import READERS
from juli.stages.screening.models import Announcement, OpinionAsked, OpinionRequest, Parcel, Reply
from juli.stages.screening.overlaps import looked_for
from juli.stages.screening.questions import WHO

_OFFICE: Final = frozenset({Role.OFFICER, Role.LEAD})


def start() -> None:
    """Once, where the stage starts."""
    telling.register_all()
    deadlines.register_extension("screening", extending.extended)
    due.register("screening.questions", pending.refresh_stale)
    due.register("screening.opinions", _remind)
    desks.register("screening.facts", queues)
    for tab in (
        tabs.Tab("paper", _("Paper"), "screening:paper", 25, READERS),
        tabs.Tab("verification", _("Verification"), "screening:verification", 30, READERS),
        tabs.Tab("judgements", _("Judgements"), "screening:judgements", 32, READERS),
        tabs.Tab("overlap", _("Duplicates"), "screening:overlap", 45, READERS, _looks_for_duplicates),
        tabs.Tab("opinions", _("Sister offices"), "screening:opinions", 46, READERS, _is_asked_about),
    ):
        tabs.register(tab)
    own_tabs.register(own_tabs.Tab("verification", _("Verification"), "screening:own_verification"), _is_shown)


def queues(_user: User, roles: frozenset[Role], at: datetime) -> Iterator[desks.Waiting]:
    """Paper to write down, works to verify, questions, duplicates, opinions, tracks with too few."""
    from juli.stages.screening.queries import extensions, judgements, overlaps

    if Role.RECEIPT_AGENCY in roles:
        logged = Parcel.objects.filter(void=False).values("application")
        rows = Application.objects.filter(state__in=HANDED_IN).exclude(pk__in=logged)
        calls = {row.call_id: row.call for row in rows.select_related("call").distinct()}
        paper = [key for key, call in calls.items() if current(call).programme.paper is not None]
        yield desks.Waiting(
            _("Paper not come yet"), rows.filter(call__in=paper).count(), reverse("screening:paper_register"), 25
        )
    if roles & {role for who in WHO.values() for role in who}:
        every = judgements.mine(roles)
        yield desks.Waiting(_("Questions to judge"), len(every), reverse("screening:judgement_queue"), 32)
    if not roles & _OFFICE:
        return
    answered = Reply.objects.filter(application__in=_replied_after())
    yield desks.Waiting(_("Answers to verifications"), answered.count(), reverse("screening:verification_queue"), 31)
    yield desks.Waiting(_("Duplicates to look for"), overlaps.due().count(), reverse("screening:overlap_queue"), 45)
    late = _unanswered(at)
    yield desks.Waiting(
        _("Sister offices to answer"), len(late), reverse("screening:opinion_requests"), 46,
        late=sum(until <= at for until in late), due=min((one for one in late if one > at), default=None),
    )  # fmt: skip
    if Role.LEAD in roles:
        yield desks.Waiting(_("Tracks with too few"), extensions.few(at), reverse("screening:extensions"), 47)


def _replied_after() -> list[int]:
    """The applications whose answer nobody has looked at: no word was said since."""
    from django.db.models import F, Max, Q

    rows = Reply.objects.annotate(
        last=Max("application__verifications__at"), shown=Max("application__announcements__at")
    )
    waits = rows.filter((Q(last=None) | Q(last__lt=F("at"))) & Q(shown__lt=F("at")))
    return list(waits.values_list("application", flat=True))


def _unanswered(at: datetime) -> list[datetime]:
    """Until when the requests run that are not wholly answered."""
    del at
    waiting = OpinionAsked.objects.filter(opinions__isnull=True).values("request")
    rows = OpinionRequest.objects.filter(pk__in=waiting, withdrawn_at=None)
    return list(rows.values_list("until", flat=True))


def _looks_for_duplicates(application: Application) -> bool:
    return looked_for(current(application.call).programme)


def _is_asked_about(application: Application) -> bool:
    return OpinionAsked.objects.filter(application=application).exists()


def _is_shown(application: Application) -> bool:
    return application.state in WITH_OFFICE and Announcement.objects.filter(application=application).exists()


def _remind(now: datetime) -> int:
    from juli.stages.screening.actions.opinions import remind_due

    return remind_due(at=now)
