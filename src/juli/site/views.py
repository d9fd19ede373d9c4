"""The pages of the frame itself: what is shown when something goes wrong."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be read. Only a message of our own is passed on."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "juli/errors/400.html", {"reason": reason}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, and not allowed; the exception's own words are the reason."""
    return render(request, "juli/errors/403.html", {"reason": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not come from this site, or the page it came from is too old."""
    return render(request, "juli/errors/stale.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing lives here."""
    return render(request, "juli/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours."""
    return render(request, "juli/errors/500.html", status=500)
