"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from juli.demo import clock
from juli.site import inbox, navigation, text_size
from juli.site.standpoint import standpoint


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation, reader, text size, the other language, and whether the examples are shown.

    ``navigation`` and ``reader`` ask the session and the database once a template uses them. An error page does not: it
    has ``public_navigation``, so that it can be shown when these are what fails.
    """
    return {
        "reader": SimpleLazyObject(lambda: standpoint(request)),
        "navigation": SimpleLazyObject(lambda: navigation.links(request.path, standpoint(request))),
        "unread": SimpleLazyObject(lambda: inbox.unread(request)),
        "public_navigation": SimpleLazyObject(lambda: navigation.links(request.path)),
        "text_size": text_size.chosen(request),
        "text_sizes": text_size.SIZES,
        "other_language": next(entry for entry in settings.LANGUAGES if entry[0] != get_language()),
        "here": request.get_full_path() if request.method == "GET" else "/",
        "demo": settings.DEMO,
        "days_passed": clock.passed() if settings.DEMO else 0,
    }
