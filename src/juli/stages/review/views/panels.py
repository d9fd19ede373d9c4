"""Panels: those of a call, making one, one with its people, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from juli.registry.language import language
from juli.registry.numerals import whole
from juli.registry.workbooks import file_of, wanted
from juli.stages.accounts.gate import began, only
from juli.stages.applications.cases import NotReady
from juli.stages.review import assigned, listed
from juli.stages.review.actions import panels as actions
from juli.stages.review.actions import replacing
from juli.stages.review.forms.panels import PanelForm, UntilForm
from juli.stages.review.models import Expert, Panel
from juli.stages.review.permissions import keepers, lead, party, watchers
from juli.stages.review.queries import panels as queries
from juli.stages.review.results import unfinished
from juli.stages.review.views.reading import person, tried


@only(watchers)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """The calls that experts review."""
    context = {"rows": queries.calls(by=person(request), at=began(request))}
    return render(request, "review/panels/calls.html", context)


@only(watchers)
@require_GET
def of_call(request: HttpRequest, edition: str) -> HttpResponse:
    """The panels of one call."""
    found = _of(request, edition)
    labels = {track.id: track.label.say(language()) for track in found.programme.tracks}
    rows = [(row, labels.get(row.track, "")) for row in found.panels]
    if wanted(request):
        return file_of(listed.panels(found, rows))
    context = {
        "found": found,
        "panels": rows,
        "waiting": [(labels.get(track, _("all")), number) for track, number in found.waiting if number],
    }
    return render(request, "review/panels/call.html", context)


@only(keepers)
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, edition: str) -> HttpResponse:
    """Make a panel."""
    found = _of(request, edition)
    tracks = [(track.id, track.label.say(language())) for track in found.programme.tracks]
    rounds = [(name, str(Panel.Round(name).label)) for name in found.rounds]
    form = PanelForm(tracks, rounds, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.make_panel(call=found.call, making=form.making(), by=person(request), at=began(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("review:panel", row.pk)
    context = {"form": form, "found": found}
    return render(request, "review/panels/make.html", context, status=422 if form.errors else 200)


@only(watchers)
@require_GET
def panel(request: HttpRequest, panel: int) -> HttpResponse:
    """One panel."""
    found = _found(request, panel)
    row = found.panel
    tracks = {track.id: track.label.say(language()) for track in found.programme.tracks}
    who, _actor = party(request.user, began(request))
    draw = next((d for d in found.draws if d.state == "planned"), None)
    context = {
        "found": found,
        "panel": row,
        "track": tracks.get(row.track, ""),
        "keeper": who == "office",
        "lacking": assigned.lacking(row) if row.state == Panel.State.FORMED else [],
        "unfinished": unfinished(row) if row.state == Panel.State.OPEN else [],
        "until": UntilForm(),
        "draw": draw,
        "taken": sum(line.entry.application.state == "accepted" for line in found.lines),
        "late": row.state == Panel.State.OPEN and row.closes_at <= began(request),
    }
    return render(request, "review/panels/panel.html", context)


@only(keepers)
@require_POST
def gather(request: HttpRequest, panel: int) -> HttpResponse:
    """Take in what was accepted meanwhile."""
    row = _found(request, panel).panel
    return _done(
        request, row, lambda: actions.gather(panel=row, by=person(request), at=began(request)), _("Looked again.")
    )


@only(keepers)
@require_POST
def open_(request: HttpRequest, panel: int) -> HttpResponse:
    """Let the experts in."""
    row, had = _found(request, panel).panel, whole(request.POST.get("version"), -1)

    def act() -> None:
        actions.open_panel(panel=row, had=had, by=person(request), at=began(request))

    return _done(request, row, act, _("Scoring has begun; the experts are told."))


@only(keepers)
@require_POST
def extend(request: HttpRequest, panel: int) -> HttpResponse:
    """Give more time."""
    return _until(request, panel, actions.extend, _("Extended."))


@only(keepers)
@require_POST
def close(request: HttpRequest, panel: int) -> HttpResponse:
    """End the scoring."""
    row = _found(request, panel).panel
    return _done(
        request, row, lambda: actions.close_panel(panel=row, by=person(request), at=began(request)), _("Closed.")
    )


@only(lead)
@require_POST
def reopen(request: HttpRequest, panel: int) -> HttpResponse:
    """Let the experts in again."""
    return _until(request, panel, actions.reopen_panel, _("Open again."))


@only(lead)
@require_POST
def dissolve(request: HttpRequest, panel: int) -> HttpResponse:
    """Give a panel up."""
    row, reason = _found(request, panel).panel, request.POST.get("reason", "")

    def act() -> None:
        actions.dissolve(panel=row, reason=reason, by=person(request), at=began(request))

    return _done(request, row, act, _("Dissolved; its applications are free."))


@only(keepers)
@require_POST
def pin(request: HttpRequest, panel: int) -> HttpResponse:
    """Say that a pair must be, must not be, or is free."""
    found = _found(request, panel)
    line = next((one for one in found.lines if one.entry.pk == whole(request.POST.get("entry"), -1)), None)
    expert = Expert.objects.filter(pk=whole(request.POST.get("expert"), -1), removed_at__isnull=True).first()
    together = {"yes": True, "no": False}.get(request.POST.get("together", ""))

    def act() -> None:
        if line is None or expert is None:
            raise ValidationError(_("Choose an application of the panel, and an expert by the number of the pool."))
        actions.pin(
            panel=found.panel,
            application=line.entry.application,
            expert=expert,
            together=together,
            reason=request.POST.get("reason", ""),
            by=person(request),
            at=began(request),
        )

    return _done(request, found.panel, act, _("Noted: the next match keeps to it."))


@only(keepers)
@require_POST
def withdraw(request: HttpRequest, seat: int) -> HttpResponse:
    """Note that an expert can't go on."""
    row = queries.seat(seat, by=person(request), at=began(request))
    if row is None:
        raise Http404
    reason = request.POST.get("reason", "")

    def act() -> None:
        came = replacing.withdraw_expert(seat=row, reason=reason, by=person(request), at=began(request))
        if came is not None:
            messages.success(request, _("%(name)s comes from the reserves.") % {"name": came.expert.name})

    return _done(request, row.panel, act, _("Noted."))


@only(keepers)
@require_POST
def stand_in(request: HttpRequest, entry: int) -> HttpResponse:
    """Give an application the next reserve who may score it."""
    row = queries.entry(entry, by=person(request), at=began(request))
    if row is None:
        raise Http404

    def act() -> None:
        came = replacing.stand_in(entry=row, by=person(request), at=began(request))
        messages.success(request, _("%(name)s comes from the reserves.") % {"name": came.expert.name})

    return _done(request, row.panel, act, "")


def _of(request: HttpRequest, edition: str) -> queries.Of:
    found = queries.of_call(edition, by=person(request), at=began(request))
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest, pk: int) -> queries.View:
    found = queries.panel(pk, by=person(request), at=began(request))
    if found is None:
        raise Http404
    return found


def _until(request: HttpRequest, pk: int, action: Callable[..., Panel], done: str) -> HttpResponse:
    row, form = _found(request, pk).panel, UntilForm(request.POST)

    def act() -> None:
        _valid(form)
        action(panel=row, by=person(request), at=began(request), **form.cleaned_data)

    return _done(request, row, act, done)


def _valid(form: forms.Form) -> None:
    if not form.is_valid():
        raise ValidationError([str(error) for errors in form.errors.values() for error in errors])


def _done(request: HttpRequest, row: Panel, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        tried(request, act, done)
    except NotReady as error:
        messages.error(request, " ".join(error.reasons))
    return redirect("review:panel", row.pk)
