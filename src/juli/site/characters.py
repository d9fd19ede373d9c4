"""What no text holds does not get as far as a query: a NUL in an address or a form, a number or an address without end.

A view that keeps all that is typed, a NUL as well, says so: ``view.keeps_every_character = True``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

#: Characters of an address after its question mark: more than any page of the site asks for.
LONGEST: Final = 16_000
_NUL: Final = "\x00"
#: The last id that a database gives.
_LAST: Final = 2**63 - 1


class CharactersMiddleware:
    """Refuses (400) what nobody can type: PostgreSQL keeps no NUL, and SQLite seeks for no pattern of 50,000 bytes.

    Stands behind the protection against forgery, which reads forms first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the address. Raises BadRequest."""
        asked = request.META.get("QUERY_STRING", "")
        if len(asked) > LONGEST:
            raise BadRequest(
                _("The address has %(number)d characters, and at most %(most)d are read; look for less.")
                % {"number": len(asked), "most": LONGEST}
            )
        if _NUL in request.path_info or _NUL in unquote(asked):
            raise BadRequest(_("The address holds a character that no text has; go back, and type it anew."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Look at what the address names, and at the form. Raises Http404, BadRequest."""
        del args
        if any(isinstance(named, int) and named > _LAST for named in kwargs.values()):
            raise Http404("no id is as large")
        if request.method != "POST" or getattr(view, "keeps_every_character", False):
            return
        try:
            said = request.POST.lists()
        except UnreadablePostError:
            return  # The line broke; whoever reads the form is told.
        if any(_NUL in text for name, texts in said for text in (name, *texts)):
            raise BadRequest(_("The form holds a character that no text has; go back, and type it anew."))
