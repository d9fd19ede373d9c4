"""The switch of roles: whoever tries the demonstration looks through the eyes of each of its people, without passwords.

Only the demonstration's own people can be looked through, and only where the examples are asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from juli.demo import clock
from juli.stages.accounts.gate import began, public
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.permissions import roles_of
from juli.stages.accounts.roles import APPLICANT, POSTS, Role
from juli.stages.organisations.models import Membership
from juli.stages.screening import desks

#: Reserved so that no mail can go there (RFC 2606).
DOMAIN: Final = "demo.invalid"


class Face(NamedTuple):
    """One person of the demonstration: what they are, where, and how much waits for them on their desk."""

    user: User
    role: Role
    where: str
    current: bool
    waiting: int = 0


class Side(NamedTuple):
    """People who belong together."""

    label: str | Promise
    faces: tuple[Face, ...]


#: Those who look at applications for the office, from outside of it.
_OUTSIDE: Final = frozenset(
    {Role.RECOMMENDER, Role.RECEIPT_AGENCY, Role.EXPERT, Role.AUDITOR, Role.TRACKER, Role.VIEWER}
)


def people() -> Any:
    """The demonstration's people."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True)


def who(key: str) -> User:
    """One person of the demonstration. Raises User.DoesNotExist."""
    return User.objects.get(email=f"{key}@{DOMAIN}")


def faces(current: int | None) -> list[Face]:
    """Everybody, in the order of the roles; somebody with two roles stands there twice."""
    posts = Post.objects.filter(user__in=people(), until=None).select_related("user")
    places = Membership.objects.filter(user__in=people(), until=None).select_related("user", "organisation")
    found = [Face(post.user, Role(post.role), post.unit, post.user_id == current) for post in posts]
    found += [Face(place.user, Role(place.role), place.organisation.name, place.user_id == current) for place in places]
    order = list(Role)
    return sorted(found, key=lambda face: (order.index(face.role), face.where, face.user.pk))


def sides(current: int | None, at: dt.datetime) -> list[Side]:
    """Everybody, the office first, with what waits for each who has a desk."""
    everybody = [
        face._replace(waiting=sum(queue.count for queue in desks.waiting(face.user, frozenset({face.role}), at)))
        if face.role in POSTS
        else face
        for face in faces(current)
    ]
    inside = POSTS - _OUTSIDE
    return [
        Side(_("The office"), tuple(face for face in everybody if face.role in inside)),
        Side(_("Beside it"), tuple(face for face in everybody if face.role in _OUTSIDE)),
        Side(_("Organisations that apply"), tuple(face for face in everybody if face.role in APPLICANT)),
    ]


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The people to look through."""
    _require_demo()
    return render(request, "demo/people.html", {"sides": sides(request.user.pk, began(request)), "now": began(request)})


@public
@require_POST
def become(request: HttpRequest, user: int) -> HttpResponse:
    """Look through the eyes of one of them."""
    _require_demo()
    found = get_object_or_404(people(), pk=user)
    login(request, found, backend=settings.AUTHENTICATION_BACKENDS[0])
    found.last_login = began(request)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("screening:desk") if roles_of(found, began(request)) & POSTS else "/"
    return HttpResponseRedirect(target)


@public
@require_POST
def let_pass(request: HttpRequest) -> HttpResponse:
    """Let a day or a week pass, for everybody in the demonstration."""
    _require_demo()
    days = request.POST.get("days", "")
    if days not in {str(step) for step in clock.STEPS}:
        raise BadRequest
    clock.let_pass(int(days))
    return redirect("demo_people")


urlpatterns = [
    path("", choose, name="demo_people"),
    path("days/", let_pass, name="demo_let_pass"),
    path("<int:user>/", become, name="demo_become"),
]
