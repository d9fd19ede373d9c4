"""What the public reads: the notice of a published call, and its annexes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from juli.registry.files.serving import open_for
from juli.stages.accounts.gate import began, public
from juli.stages.calls.models import AnnexVersion, Call
from juli.stages.calls.notices import queries, shown
from juli.stages.calls.notices.overview import annexes, contacts
from juli.stages.calls.notices.permissions import may_read
from juli.stages.calls.rulebook import current


def _readable(request: HttpRequest, edition: str) -> Call:
    """A call whose notice the reader may see. Raises Http404: a draft is not there for others."""
    call = get_object_or_404(Call, edition=edition)
    if not may_read(call, request.user, began(request)):
        raise Http404("the call is not published")
    return call


@public
@require_safe
def public_text(request: HttpRequest, edition: str) -> HttpResponse:
    """The notice in its own words."""
    call = _readable(request, edition)
    notice = queries.in_force(call)
    if notice is None:
        raise Http404("no notice was imported")
    rules = current(call).programme
    outline = queries.outline(notice)
    context = {
        "call": call,
        "programme": rules,
        "notice": notice,
        "outline": outline,
        "groups": shown.groups(outline, read_only=True),
        "annexes": annexes(call),
        "contacts": contacts(call, rules),
        "clauses": clauses_at(call),
    }
    return render(request, "calls/notices/public.html", context)


def clauses_at(call: Call) -> dict[int, list[str]]:
    """The clauses that stand on each paragraph, by its number."""
    found: dict[int, list[str]] = {}
    for passage in queries.passages(call).values():
        found.setdefault(passage.first, []).append(passage.clause)
    return found


@public
@require_safe
def annex_file(request: HttpRequest, edition: str, number: int, version: int) -> HttpResponseBase:
    """A version of an annex."""
    call = _readable(request, edition)
    found = get_object_or_404(
        AnnexVersion.objects.select_related("file__file"), annex__call=call, annex__number=number, number=version
    )
    return open_for(link=found.file, may_read=lambda _link: True)
