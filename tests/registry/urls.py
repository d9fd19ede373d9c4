"""Doors for tests: uploads that become evidence, archives, files handed out."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import include, path
from django.utils import timezone

from juli.registry.files.actions import attach
from juli.registry.files.examine.kinds import USUAL
from juli.registry.files.models import Attachment
from juli.registry.files.serving import open_for, preview_for
from juli.registry.files.tus import Endpoint
from juli.registry.parties import Actor, Subject


def who(request: HttpRequest) -> Actor:
    """The actor that the request names; in a site, the one who is signed in."""
    if "X-Actor" not in request.headers:
        raise PermissionDenied("请先登录。")
    return Actor(request.headers["X-Actor"], "staff")


def become_evidence(request, upload, kept):
    attach(
        file=kept.file,
        subject=Subject("achievement", "1"),
        tag="photos",
        name=kept.name,
        by=who(request),
        at=timezone.now(),
    )


def may_read(request):
    return lambda link: link.by == who(request).id


def file(request, pk):
    link = Attachment.objects.get(pk=pk)
    return open_for(link=link, may_read=may_read(request), in_place="show" in request.GET)


def preview(request, pk, page):
    return preview_for(link=Attachment.objects.get(pk=pk), page=page, may_read=may_read(request))


evidence = Endpoint("evidence", authorise=who, then=become_evidence)
archives = Endpoint("archives", authorise=who, accept={"zip"})
anything = Endpoint("anything", authorise=who, accept=USUAL | {"html", "svg"})

doors = {f"{door.name}/": door.urls for door in (evidence, archives, anything)}
urlpatterns = [
    *(path(place, include(patterns)) for place, patterns in doors.items()),
    path("file/<int:pk>/", file),
    path("file/<int:pk>/<int:page>/", preview),
]

if apps.is_installed("juli.stages.accounts"):
    # Within the whole site every page says whom it is for; who may have a file is these doors' own matter here.
    from juli.stages.accounts.gate import public

    for view in (file, preview):
        public(view)
    for patterns in doors.values():
        for pattern in patterns:
            public(pattern.callback)
