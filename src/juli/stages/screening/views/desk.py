"""The desk of somebody with a post, and the search over what was handed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from juli.registry.workbooks import file_of, page_of, wanted
from juli.stages.accounts.gate import began, only, posts
from juli.stages.accounts.roles import POSTS
from juli.stages.screening import listed
from juli.stages.screening.frame import READERS
from juli.stages.screening.queries import desk as desks

_EVERYBODY = posts(*sorted(POSTS))
_READERS = posts(*sorted(READERS))


@only(_EVERYBODY)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what is late, what changed."""
    return render(request, "screening/desk.html", {"desk": desks.desk(request.user, began(request))})


@only(_READERS)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Applications by number, name or code."""
    words = request.GET.get("q", "")
    page = desks.search(request.user, words, page_of(request), began(request))
    if wanted(request):
        return file_of(listed.found(page))
    return render(request, "screening/search.html", {"page": page, "words": words})
