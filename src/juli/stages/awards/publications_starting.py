"""What the publication, objections and the approval make known when the stage starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications import tabs as own_tabs
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import publications_guards
from juli.stages.awards import publications_notices as notices
from juli.stages.awards.models import Objection, Publication
from juli.stages.awards.objections import TO_DECIDE, UNDER_WAY
from juli.stages.calls import deadlines
from juli.stages.screening import desks, tabs
from juli.stages.screening.frame import READERS

_OFFICE: Final = frozenset({Role.OFFICER, Role.LEAD})
#: From here on there is a publication to show.
SHOWN: Final = frozenset({State.PUBLICATION, State.OBJECTION, State.APPROVED, State.NOT_APPROVED})
#: What an applicant is shown of its result.
_RESULT: Final = frozenset({State.PUBLICATION, State.OBJECTION, State.APPROVED, State.NOT_APPROVED})


def start() -> None:
    """Once, where the stage starts."""
    publications_guards.register_guards()
    notices.register_all()
    desks.register("awards.publications", queues)
    tabs.register(tabs.Tab("publication", _("Publication and approval"), "awards:published", 70, READERS, _published))
    own_tabs.register(own_tabs.Tab("result", _("Result"), "awards:own_result"), has_result)


def queues(user: User, roles: frozenset[Role], at: datetime) -> Iterator[desks.Waiting]:
    """Drafts, periods that are over, objections: nobody's, mine, to be decided."""
    if not roles & _OFFICE:
        return
    today = at.astimezone(BEIJING).date()
    drafts = Publication.objects.filter(state="draft").count()
    yield desks.Waiting(_("Publications being written"), drafts, reverse("awards:publications"), 70)
    counts = Objection.objects.aggregate(
        nobodys=Count("pk", filter=Q(state__in=UNDER_WAY, handler=None)),
        mine=Count("pk", filter=Q(state__in=UNDER_WAY, handler=user.pk)),
        late=Count("pk", filter=Q(state__in=UNDER_WAY, handler=user.pk, due__lt=today)),
        due=Min("due", filter=Q(state__in=UNDER_WAY, handler=user.pk, due__gte=today)),
        decide=Count("pk", filter=Q(state__in=TO_DECIDE, decision="")),
    )
    yield from _running(today)
    where = reverse("awards:objections")
    due = deadlines.moment(counts["due"]) if counts["due"] else None
    yield desks.Waiting(_("Objections nobody handles"), counts["nobodys"], where, 71)
    yield desks.Waiting(_("Objections, mine"), counts["mine"], where, 72, late=counts["late"], due=due)
    if Role.LEAD in roles:
        yield desks.Waiting(_("Objections to decide about"), counts["decide"], where, 73)
        ready = Application.objects.filter(
            state=State.PUBLICATION, publication_lines__publication__state="out",
            publication_lines__publication__last__lt=today,
        )  # fmt: skip
        yield desks.Waiting(_("Published in full, to approve"), ready.count(), reverse("awards:publications"), 75)


def _running(today: date) -> Iterator[desks.Waiting]:
    """Publications whose period runs, with the day on which the first of them ends."""
    out = Publication.objects.filter(state="out", last__gte=today).aggregate(number=Count("pk"), last=Min("last"))
    due = deadlines.moment(out["last"]) if out["last"] else None
    yield desks.Waiting(_("Published, the period runs"), out["number"], reverse("awards:publications"), 74, due=due)


def has_result(application: Application) -> bool:
    """Whether its applicant is shown what became of it; who is not on the list, once they were told."""
    return application.state in _RESULT or (application.state == State.NOT_SHORTLISTED and told(application))


def told(application: Application) -> bool:
    """Whether those whom the list leaves out may know: at once, or with the publication."""
    counts = application.list_lines.filter(ranked_list__reopened__isnull=True)
    now = counts.filter(ranked_list__release="now").exists()
    return now or Publication.objects.filter(call=application.call_id).exclude(state="draft").exists()


def _published(application: Application) -> bool:
    return application.state in SHOWN
