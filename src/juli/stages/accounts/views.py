"""The pages of a person's own account, and the office's page of posts."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from juli.stages.accounts import actions
from juli.stages.accounts.forms import PostForm, ProfileForm
from juli.stages.accounts.gate import began, only, signed_in
from juli.stages.accounts.gate import posts as holding
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.queries import posts as queries
from juli.stages.accounts.roles import POSTS, Role

PER_PAGE = 50


def person(request: HttpRequest) -> User:
    """Who has signed in; only for views whose gate has asked."""
    assert isinstance(request.user, User)  # noqa: S101  # The gate has.
    return request.user


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, telephone and language, and the ways to sign in."""
    user = person(request)
    form = ProfileForm(
        request.POST or None, initial={"name": user.name, "phone": user.phone, "language": user.language}
    )
    if request.method == "POST" and form.is_valid():
        actions.describe_oneself(by=user, at=began(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "second_factor": is_mfa_enabled(user),
        "posts": queries.posts(at=began(request)).filter(user=user),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@only(holding(Role.LEAD))
@require_http_methods(["GET", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """Who holds which post; giving one."""
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _appointed(request, form):
        return redirect("accounts:posts")
    role = request.GET.get("role", "")
    ended = request.GET.get("ended") == "1"
    words = request.GET.get("q", "").strip()
    found = queries.posts(words=words, role=role, ended=ended, at=began(request))
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "roles": [(r.value, r.label) for r in Role if r in POSTS],
        "role": role,
        "ended": ended,
        "words": words,
    }
    return render(request, "accounts/posts.html", context, status=422 if form.errors else 200)


@only(holding(Role.LEAD))
@require_POST
def end_post(request: HttpRequest, post: int) -> HttpResponse:
    """End a post."""
    found = get_object_or_404(Post.objects.select_related("user"), pk=post)
    try:
        actions.end_post(post=found, by=person(request), at=began(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s no longer holds the post.") % {"name": found.user})
    return redirect("accounts:posts")


def _appointed(request: HttpRequest, form: PostForm) -> bool:
    said = form.cleaned_data
    until = said["until"]
    # The last day is held to its end.
    ends = dt.datetime.combine(until, dt.time(), get_current_timezone()) + dt.timedelta(days=1) if until else None
    try:
        post, path = actions.appoint(
            email=said["email"],
            name=said["name"],
            role=Role(said["role"]),
            unit=said["unit"],
            until=ends,
            by=person(request),
            site=request.build_absolute_uri("/").rstrip("/"),
            at=began(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    told = _("a letter with a link to set a password is on its way") if path else _("a message is on its way")
    messages.success(request, _("%(name)s holds the post; %(told)s.") % {"name": post.user, "told": told})
    return True
