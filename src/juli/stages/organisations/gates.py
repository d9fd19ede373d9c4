"""Whom a page of one organisation is for: rules for ``accounts.gate.only``, and the organisation of the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from juli.stages.accounts.gate import Rule, began, posts
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.organisations import permissions
from juli.stages.organisations.models import Organisation

#: The programme's officers and their head: those who audit organisations.
OFFICE: Rule = posts(Role.OFFICER, Role.LEAD)


def member(request: HttpRequest) -> None:
    """A rule: one of the organisation's people. Raises Refused, Http404."""
    permissions.member(request.user, here(request))


def administrator(request: HttpRequest) -> None:
    """A rule: the organisation's administrator. Raises Refused, Http404."""
    permissions.administrator(request.user, here(request))


def reader(request: HttpRequest) -> None:
    """A rule: one of the organisation's people, or of the office. Raises Refused, Http404."""
    permissions.reader(request.user, here(request), began(request))


def here(request: HttpRequest) -> Organisation:
    """The organisation that the address names, asked once per request. Raises Http404."""
    known = getattr(request, "_juli_organisation", None)
    if known is None:
        named = request.resolver_match.kwargs.get("organisation") if request.resolver_match else None
        known = Organisation.objects.select_related("host").filter(pk=named).first() if named is not None else None
        if known is None:
            raise Http404
        request._juli_organisation = known  # type: ignore[attr-defined]  # noqa: SLF001  # For this request alone.
    return known


def person(request: HttpRequest) -> User:
    """Who has signed in; only for views whose gate has asked."""
    assert isinstance(request.user, User)  # noqa: S101  # The gate has.
    return request.user
