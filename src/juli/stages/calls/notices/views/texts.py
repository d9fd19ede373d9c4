"""The office's pages of a notice: its text brought and looked through, its annexes, its contacts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.limits import told as limits_told
from juli.registry.files.serving import open_for
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Call, Notice
from juli.stages.calls.notices import queries, shown
from juli.stages.calls.notices.actions import annexes as annex_actions
from juli.stages.calls.notices.actions import contacts as contact_actions
from juli.stages.calls.notices.actions import texts as actions
from juli.stages.calls.notices.forms import AnnexForm, ContactForm, ImportForm
from juli.stages.calls.notices.overview import overview as overview_query
from juli.stages.calls.notices.views.frame import CHANGED, OFFICE, call_of, notice_of, number_of, reader, told

_MB = 1024 * 1024


@only(OFFICE)
@require_safe
def overview(request: HttpRequest, call: int) -> HttpResponse:
    """A call's notice with its annexes and contacts."""
    return _page(request, call_of(call))


def _page(request: HttpRequest, call: Call, **more: Any) -> HttpResponse:
    found = overview_query(call)
    context = {
        "call": call,
        "overview": found,
        "limits": [(kind.label, kind.extensions[0], size // _MB) for kind, size in limits_told(actions.ACCEPT)],
        "import_form": ImportForm(),
        "annex_form": AnnexForm(initial={"number": found.next_annex}),
        "contact_form": ContactForm(auto_id=False),
        **more,
    }
    return render(request, "calls/notices/overview.html", context, status=422 if more else 200)


@only(OFFICE)
@require_POST
def bring(request: HttpRequest, call: int) -> HttpResponse:
    """Import a file: what it says is shown before it is taken."""
    where, form = call_of(call), ImportForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            notice = actions.import_notice(
                call=where, blocks=file.chunks(), name=file.name, by=reader(request), at=began(request)
            )
        except FileRefused as refused:
            for words in told(refused):
                form.add_error("file", words)
        else:
            return HttpResponseRedirect(reverse("notices:preview", args=[call, notice.number]))
    return _page(request, where, import_form=form)


@only(OFFICE)
@require_safe
def preview(request: HttpRequest, call: int, number: int) -> HttpResponse:
    """A text as it was read: its structure, and what is left out of it."""
    notice = notice_of(call, number)
    outline = queries.outline(notice)
    context = {
        "call": notice.call,
        "notice": notice,
        "outline": outline,
        "groups": shown.groups(outline),
        "left_out": [line for line in outline.lines if line.left_out or line.residue],
        "waiting": notice.state == Notice.State.READ,
    }
    return render(request, "calls/notices/preview.html", context)


@only(OFFICE)
@require_POST
def line(request: HttpRequest, call: int, number: int) -> HttpResponse:
    """Take a line back, or leave it out."""
    notice = notice_of(call, number)
    line_number = number_of(request, "line")
    try:
        actions.decide_line(
            notice=notice,
            number=line_number,
            decision=request.POST.get("decision", ""),
            version=number_of(request, "version"),
            by=reader(request),
            at=began(request),
        )
    except Stale:
        messages.warning(request, str(CHANGED))
    return HttpResponseRedirect(f"{reverse('notices:preview', args=[call, number])}#p{line_number}")


@only(OFFICE)
@require_POST
def take(request: HttpRequest, call: int, number: int) -> HttpResponse:
    """Take a text as the call's notice."""
    notice = notice_of(call, number)
    try:
        carried = actions.take_notice(
            notice=notice, version=number_of(request, "version"), by=reader(request), at=began(request)
        )
    except Stale:
        messages.warning(request, str(CHANGED))
        return HttpResponseRedirect(reverse("notices:preview", args=[call, number]))
    if carried:
        words = ngettext(
            "{n} passage was carried over from the text before.",
            "{n} passages were carried over from the text before.",
            carried,
        )
        messages.success(request, words.format(n=carried))
    return HttpResponseRedirect(reverse("notices:anchors", args=[call]))


@only(OFFICE)
@require_POST
def discard(request: HttpRequest, call: int, number: int) -> HttpResponse:
    """Put a text away that was not taken."""
    actions.discard_notice(notice=notice_of(call, number), by=reader(request), at=began(request))
    messages.success(request, _("The text was put away."))
    return HttpResponseRedirect(reverse("notices:overview", args=[call]))


@only(OFFICE)
@require_safe
def file(request: HttpRequest, call: int, number: int) -> HttpResponseBase:
    """The file that a text came from."""
    del request
    return open_for(link=notice_of(call, number).file, may_read=lambda _link: True)


@only(OFFICE)
@require_POST
def annex(request: HttpRequest, call: int) -> HttpResponse:
    """Add an annex, or a further version of one."""
    where, form = call_of(call), AnnexForm(request.POST, request.FILES)
    if form.is_valid():
        given = dict(form.cleaned_data)
        sent = given.pop("annex")
        try:
            annex_actions.add_annex_version(
                call=where, blocks=sent.chunks(), name=sent.name, by=reader(request), at=began(request), **given
            )
        except FileRefused as refused:
            for words in told(refused):
                form.add_error("annex", words)
        except annex_actions.Wordless as error:
            form.add_error("note", str(error))
        else:
            messages.success(request, _("The annex is there."))
            return HttpResponseRedirect(f"{reverse('notices:overview', args=[call])}#annexes")
    return _page(request, where, annex_form=form)


@only(OFFICE)
@require_POST
def contact(request: HttpRequest, call: int) -> HttpResponse:
    """Enter somebody for a role, or change who is entered."""
    where, form = call_of(call), ContactForm(request.POST, auto_id=False)
    role, entry = request.POST.get("role", "")[:40], number_of(request, "entry")
    if form.is_valid():
        try:
            contact_actions.enter_contact(
                call=where,
                role=role,
                values=form.cleaned_data,
                entry=entry or None,
                version=number_of(request, "version"),
                by=reader(request),
                at=began(request),
            )
        except Stale:
            form.add_error(None, _("Somebody else changed this contact meanwhile; compare, then save again."))
        else:
            return HttpResponseRedirect(f"{reverse('notices:overview', args=[call])}#contacts")
    return _page(request, where, wrong_contact=form, wrong_role=role, wrong_entry=entry)


@only(OFFICE)
@require_POST
def remove_contact(request: HttpRequest, call: int) -> HttpResponse:
    """Remove an entry."""
    where = call_of(call)
    try:
        contact_actions.remove_contact(
            call=where,
            entry=number_of(request, "entry"),
            version=number_of(request, "version"),
            by=reader(request),
            at=began(request),
        )
    except Stale:
        messages.warning(request, _("Somebody else changed this contact meanwhile; compare, then save again."))
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    return HttpResponseRedirect(f"{reverse('notices:overview', args=[call])}#contacts")
