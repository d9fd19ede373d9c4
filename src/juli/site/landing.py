"""Where somebody goes who has just signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from juli.site.standpoint import standpoint
from juli.stages.accounts.gate import signed_in


@signed_in
def landing(request: HttpRequest) -> HttpResponse:
    """To the calls; whoever is nothing yet, to finding or registering their organisation."""
    return redirect("home" if standpoint(request).roles else "organisations:start")
