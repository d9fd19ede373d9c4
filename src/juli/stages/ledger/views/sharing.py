"""Events held with others: invited, joined by code, confirmed, declined; changes that all agree to."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.stages.accounts.gate import began, only
from juli.stages.ledger.actions import sharing as actions
from juli.stages.ledger.entries import Unfit
from juli.stages.ledger.forms import EntryForm
from juli.stages.ledger.models import Achievement, Party, Proposal
from juli.stages.ledger.permissions import own
from juli.stages.ledger.queries import sharing as queries
from juli.stages.ledger.queries.entries import help_for
from juli.stages.ledger.sharing import own_fields
from juli.stages.ledger.views.frame import entry, reader, whose


def _party(organisation: int, party: int) -> Party:
    """A part in an event that concerns the organisation: its own, or one in an event that it has confirmed."""
    confirmed = Party.objects.filter(organisation=organisation, state=Party.State.CONFIRMED).values("event")
    found = Party.objects.select_related("event", "organisation")
    return get_object_or_404(found.filter(Q(organisation=organisation) | Q(event__in=confirmed)), pk=party)


def _proposal(organisation: int, proposal: int) -> Proposal:
    confirmed = Party.objects.filter(organisation=organisation, state=Party.State.CONFIRMED).values("event")
    return get_object_or_404(Proposal.objects.filter(event__in=confirmed), pk=proposal)


def _page(organisation: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("ledger:shared", args=[organisation]))


@only(own)
@require_safe
def shared(request: HttpRequest, organisation: int) -> HttpResponse:
    """What waits for us, and how each of our shared events stands."""
    where = whose(organisation)
    return render(request, "ledger/shared.html", {"organisation": where, "shared": queries.page(where)})


@only(own)
@require_POST
def join(request: HttpRequest, organisation: int) -> HttpResponse:
    """Ask to be a party to an event whose code somebody passed on."""
    where = whose(organisation)
    try:
        party = actions.join(
            organisation=where, code=request.POST.get("code", ""), by=reader(request), at=began(request)
        )
    except actions.Uninvitable as error:
        found = queries.page(where)
        context = {"organisation": where, "shared": found, "wrong": str(error), "code": request.POST.get("code", "")}
        return render(request, "ledger/shared.html", context, status=422)
    if party.state == Party.State.INVITED:
        return HttpResponseRedirect(reverse("ledger:invitation", args=[organisation, party.pk]))
    messages.success(request, _("Asked. Once another party agrees, you confirm the event here."))
    return _page(organisation)


@only(own)
@require_POST
def invite(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """Ask another organisation to confirm an event of ours; without a name, only make its code."""
    row = entry(organisation, achievement)
    whom = request.POST.get("whom", "").strip()
    by, at = reader(request), began(request)
    if not whom:
        event = actions.share(achievement=row, by=by, at=at)
        messages.success(request, _("The event's code is %(code)s; pass it on.") % {"code": event.code})
    else:
        try:
            party = actions.invite(achievement=row, whom=whom, by=by, at=at)
        except actions.Uninvitable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(name)s was asked to confirm.") % {"name": party.organisation.name})
    return HttpResponseRedirect(reverse("ledger:entry", args=[organisation, achievement]))


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, organisation: int, party: int) -> HttpResponse:
    """An event that waits for us: what is in common, our own part to be filled in, and the answer."""
    where = whose(organisation)
    found = _party(organisation, party)
    if found.organisation_id != where.pk or found.state != Party.State.INVITED:
        raise Http404("nothing to confirm")
    invited = queries.invitation(found)
    fields = own_fields(invited.kind)
    form = EntryForm(invited.kind, request.POST if request.method == "POST" else None, fields=fields)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.confirm(
                party=found,
                values=form.typed,
                existing=_existing(request, invited.like),
                by=reader(request),
                at=began(request),
            )
        except Unfit as unfit:
            form.refuse(unfit)
        else:
            messages.success(request, _("Confirmed. The event is in your ledger."))
            return HttpResponseRedirect(reverse("ledger:entry", args=[organisation, row.pk]))
    context = {"organisation": where, "invitation": invited, "form": form, "help": help_for(where, invited.kind)}
    return render(request, "ledger/invitation.html", context, status=422 if form.errors else 200)


def _existing(request: HttpRequest, like: tuple[Achievement, ...]) -> Achievement | None:
    said = request.POST.get("existing", "")
    return next((row for row in like if str(row.pk) == said), None)


@only(own)
@require_POST
def decline(request: HttpRequest, organisation: int, party: int) -> HttpResponse:
    """Say no to an invitation, or to somebody who asks; or take an invitation back."""
    actions.decline(
        party=_party(organisation, party),
        reason=request.POST.get("reason", ""),
        by=reader(request),
        at=began(request),
    )
    messages.success(request, _("Declined; the other side was told."))
    return _page(organisation)


@only(own)
@require_POST
def admit(request: HttpRequest, organisation: int, party: int) -> HttpResponse:
    """Agree that somebody who came with the code takes part."""
    actions.admit(party=_party(organisation, party), by=reader(request), at=began(request))
    messages.success(request, _("Agreed; the other side confirms now."))
    return _page(organisation)


@only(own)
@require_POST
def agree(request: HttpRequest, organisation: int, proposal: int) -> HttpResponse:
    """Agree to a change of what all parties have in common."""
    found = actions.agree(proposal=_proposal(organisation, proposal), by=reader(request), at=began(request))
    if found.state == Proposal.State.AGREED:
        messages.success(request, _("Agreed by all: the change stands in every ledger."))
    else:
        messages.success(request, _("Agreed; others have not answered yet."))
    return _page(organisation)


@only(own)
@require_POST
def disagree(request: HttpRequest, organisation: int, proposal: int) -> HttpResponse:
    """Refuse a change, or take one's own back."""
    reason = request.POST.get("reason", "")
    actions.disagree(proposal=_proposal(organisation, proposal), reason=reason, by=reader(request), at=began(request))
    messages.success(request, _("Nothing changes; the others were told."))
    return _page(organisation)
