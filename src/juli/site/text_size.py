"""The reader's text size (字号), kept in a cookie so that it needs neither a script nor an account."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from juli.stages.accounts.gate import public

COOKIE = "juli_text_size"
STANDARD = "standard"
#: Name → words; the stylesheet knows the names.
SIZES: dict[str, str | Promise] = {STANDARD: _("Standard"), "large": _("Large"), "larger": _("Larger")}


def chosen(request: HttpRequest) -> str:
    """The size that the reader chose; the standard one for a cookie that names none."""
    size = request.COOKIES.get(COOKIE, STANDARD)
    return size if size in SIZES else STANDARD


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep ``size`` and go back to ``next``."""
    size = request.POST.get("size", "")
    if size not in SIZES:
        raise BadRequest(gettext("There is no such text size."))
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        COOKIE, size, max_age=365 * 24 * 60 * 60, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return response
