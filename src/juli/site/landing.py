"""Where somebody goes who has just signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from juli.site.standpoint import standpoint
from juli.stages.accounts.gate import signed_in


@signed_in
def landing(request: HttpRequest) -> HttpResponse:
    """To the desk with a post, to the calls from an organisation; whoever is nothing yet, to registering theirs."""
    here = standpoint(request)
    if here.posts:
        return redirect("screening:desk")
    return redirect("home" if here.roles else "organisations:start")
