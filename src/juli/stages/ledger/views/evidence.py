"""Files of an entry: brought in pieces or in one go, shown, tagged, used again, taken away."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files import serving
from juli.registry.files.actions import Kept, take
from juli.registry.files.findings import Refused as NotTaken
from juli.registry.files.models import Attachment, Upload
from juli.registry.files.tus import Endpoint
from juli.registry.language import language
from juli.registry.parties import Actor
from juli.stages.accounts.gate import began, only
from juli.stages.ledger.actions import evidence as actions
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.permissions import keeper, own, reads
from juli.stages.ledger.queries.evidence import evidence
from juli.stages.ledger.views.frame import entry, reader, whose
from juli.stages.organisations.vocabulary import vocabulary

#: In an address, a file that is nothing in particular.
UNTAGGED = "-"
#: Files of one plain form.
MOST_AT_ONCE = 20


def _row(request: HttpRequest) -> Achievement:
    row: Achievement = request.proves  # type: ignore[attr-defined]  # Set by ``_of_entry``.
    return row


def _authorised(request: HttpRequest) -> Actor:
    return keeper(request.user, _row(request).organisation)


def _attached(request: HttpRequest, upload: Upload, kept: Kept) -> None:
    actions.prove(
        achievement=_row(request),
        file=kept.file,
        name=upload.name,
        tag=request.tag,  # type: ignore[attr-defined]  # Set by ``_of_entry``.
        by=reader(request),
        at=began(request),
    )


uploads = Endpoint("evidence", authorise=_authorised, then=_attached)


def of_entry(pattern: URLPattern) -> Callable[..., HttpResponseBase]:
    """An address of the uploads, below the entry and the tag that the file is for."""
    inner = pattern.callback

    @only(own)
    @functools.wraps(inner)
    def view(request: HttpRequest, organisation: int, achievement: int, tag: str, **given: Any) -> HttpResponseBase:
        request.proves = entry(organisation, achievement)  # type: ignore[attr-defined]
        request.tag = _tag(tag)  # type: ignore[attr-defined]
        answer: HttpResponseBase = inner(request, **given)
        return answer

    view.__module__ = __name__
    return view


def _tag(said: str) -> str:
    tag = "" if said in {"", UNTAGGED} else said
    if tag and tag not in vocabulary().evidence:
        raise Http404(f"no evidence {said}")
    return tag


@only(own)
@require_safe
def files(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """The files alone, to be put in place of what the page shows."""
    row = entry(organisation, achievement)
    return render(request, "ledger/parts/files.html", context_of(row))


def context_of(row: Achievement) -> dict[str, Any]:
    """What the part of the page needs that shows the files."""
    return {"organisation": row.organisation, "row": row, "evidence": evidence(row)}


@only(own)
@require_POST
def bring(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """Files of a plain form, for browsers without scripts; each is taken or refused by itself."""
    row = entry(organisation, achievement)
    tag = _tag(request.POST.get("tag", ""))
    taken = 0
    for file in request.FILES.getlist("files")[:MOST_AT_ONCE]:
        try:
            _take(request, row, file, tag)
            taken += 1
        except NotTaken as refusal:
            said = " ".join(f.say(language()) for f in refusal.findings if f.refuses)
            messages.error(request, _("%(file)s: %(why)s") % {"file": file.name, "why": said})
    if taken:
        messages.success(request, ngettext("%(n)d file is kept.", "%(n)d files are kept.", taken) % {"n": taken})
    return _back(row)


def _take(request: HttpRequest, row: Achievement, file: Any, tag: str) -> None:
    by, at = reader(request), began(request)

    def then(kept: Kept) -> None:
        actions.prove(achievement=row, file=kept.file, name=kept.name, tag=tag, by=by, at=at)

    take(blocks=file.chunks(), name=file.name, at=at, then=then)


def _link(organisation: int, link: int) -> Attachment:
    """A link of one of the organisation's entries, removed ones included. Raises Http404."""
    where = whose(organisation)
    found = get_object_or_404(Attachment.objects.select_related("file"), pk=link, subject_type="achievement")
    if not Achievement.objects.filter(pk=found.subject_id, organisation=where).exists():
        raise Http404("no such file")
    return found


@only(own)
@require_safe
def file(request: HttpRequest, organisation: int, link: int) -> HttpResponseBase:
    """The file itself; shown in place where it is asked for and its kind can't act."""
    found = _link(organisation, link)
    return serving.open_for(link=found, may_read=lambda one: reads(request.user, one), in_place="show" in request.GET)


@only(own)
@require_safe
def preview(request: HttpRequest, organisation: int, link: int, page: int) -> HttpResponseBase:
    """A picture of one page; 0 is the thumbnail."""
    found = _link(organisation, link)
    return serving.preview_for(link=found, page=page, may_read=lambda one: reads(request.user, one))


@only(own)
@require_POST
def reuse(request: HttpRequest, organisation: int, achievement: int) -> HttpResponse:
    """A file of another entry proves this one too."""
    row = entry(organisation, achievement)
    said = request.POST.get("link", "")
    if not (said.isascii() and said.isdecimal() and len(said) < len(str(2**63))):
        raise Http404("no such file")
    link = _link(organisation, int(said))
    tag = _tag(request.POST.get("tag", ""))
    actions.reuse(achievement=row, link=link, tag=tag, by=reader(request), at=began(request))
    messages.success(request, _("“%(name)s” proves this entry too.") % {"name": link.name})
    return _back(row)


@only(own)
@require_POST
def retag(request: HttpRequest, organisation: int, link: int) -> HttpResponse:
    """Say anew what a file proves."""
    found = _link(organisation, link)
    actions.retag(link=found, tag=_tag(request.POST.get("tag", "")), by=reader(request), at=began(request))
    return _back(Achievement.objects.get(pk=found.subject_id))


@only(own)
@require_POST
def detach(request: HttpRequest, organisation: int, link: int) -> HttpResponse:
    """Take a file away from its entry."""
    found = _link(organisation, link)
    actions.disprove(link=found, by=reader(request), at=began(request))
    messages.success(request, _("“%(name)s” was taken away.") % {"name": found.name})
    return _back(Achievement.objects.get(pk=found.subject_id))


def _back(row: Achievement) -> HttpResponse:
    return HttpResponseRedirect(reverse("ledger:entry", args=[row.organisation_id, row.pk]) + "#evidence")
