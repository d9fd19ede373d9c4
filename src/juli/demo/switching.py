"""The switch of roles: whoever tries the demonstration looks through the eyes of each of its people, without passwords.

Only the demonstration's own people can be looked through, and only where the examples are asked for.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from juli.stages.accounts.gate import began, public
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Membership

#: Reserved so that no mail can go there (RFC 2606).
DOMAIN: Final = "demo.invalid"


class Face(NamedTuple):
    """One person of the demonstration: what they are, and where."""

    user: User
    role: Role
    where: str
    current: bool


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


def _require_demo() -> None:
    if not settings.DEMO:
        raise Http404


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The people to look through."""
    _require_demo()
    return render(request, "demo/people.html", {"faces": faces(request.user.pk)})


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
        target = "/"
    return HttpResponseRedirect(target)


urlpatterns = [
    path("", choose, name="demo_people"),
    path("<int:user>/", become, name="demo_become"),
]
