"""Files of an organisation brought in pieces: the stamped sheet, papers, what proves a row of its standing.

The plain forms of the pages take the same files in one go, for browsers without scripts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from juli.registry.files.actions.keeping import Kept
from juli.registry.files.models import Upload
from juli.registry.files.tus import Endpoint
from juli.registry.parties import Actor
from juli.stages.accounts.gate import began, only
from juli.stages.organisations import gates, permissions
from juli.stages.organisations.actions.files import SCANS, link_file
from juli.stages.organisations.gates import here, person
from juli.stages.organisations.models import Standing
from juli.stages.organisations.queries.files import paper_tags
from juli.stages.organisations.queries.registration import SHEET


def _authorised(request: HttpRequest) -> Actor:
    return permissions.member(request.user, here(request))


def _kept(request: HttpRequest, _upload: Upload, kept: Kept) -> None:
    link_file(
        organisation=here(request),
        standing=getattr(request, "proves", None),
        tag=getattr(request, "tag", ""),
        kept=kept,
        by=person(request),
        at=began(request),
    )


papers = Endpoint("paper", authorise=_authorised, then=_kept)
sheet = Endpoint("sheet", authorise=_authorised, then=_kept, accept=SCANS)
proofs = Endpoint("proof", authorise=_authorised, then=_kept)


def of_papers(pattern: URLPattern) -> Callable[..., HttpResponseBase]:
    """An address below what the paper is."""

    def named(request: HttpRequest, given: dict[str, Any]) -> None:
        tag = given.pop("tag")
        if tag not in paper_tags():
            raise Http404(f"no paper {tag}")
        request.tag = tag  # type: ignore[attr-defined]

    return _below(pattern, named)


def of_sheet(pattern: URLPattern) -> Callable[..., HttpResponseBase]:
    """An address of the stamped sheet."""

    def named(request: HttpRequest, given: dict[str, Any]) -> None:
        request.tag = SHEET  # type: ignore[attr-defined]

    return _below(pattern, named)


def of_row(pattern: URLPattern) -> Callable[..., HttpResponseBase]:
    """An address below a row of the standing that is the organisation's own. Raises Refused for the office's."""

    def named(request: HttpRequest, given: dict[str, Any]) -> None:
        rows = Standing.objects.select_related("organisation").filter(removed_at=None)
        row = get_object_or_404(rows, pk=given.pop("row"), organisation=here(request))
        permissions.own_row(row)
        request.proves = row  # type: ignore[attr-defined]

    return _below(pattern, named)


def _below(
    pattern: URLPattern, named: Callable[[HttpRequest, dict[str, Any]], None]
) -> Callable[..., HttpResponseBase]:
    inner = pattern.callback

    @only(gates.member)
    @functools.wraps(inner)
    def view(request: HttpRequest, organisation: int, **given: Any) -> HttpResponseBase:
        named(request, given)
        answer: HttpResponseBase = inner(request, **given)
        return answer

    view.__module__ = __name__
    return view
