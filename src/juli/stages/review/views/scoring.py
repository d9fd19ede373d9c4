"""The expert's place: pledge and declarations, one application beside its rubric, marks as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from juli.registry.files.serving import open_for
from juli.registry.numerals import whole
from juli.registry.transactions import Stale
from juli.stages.accounts.gate import began, only
from juli.stages.review.actions import scoring as actions
from juli.stages.review.models import Scorecard
from juli.stages.review.permissions import experts
from juli.stages.review.queries import scoring as queries
from juli.stages.review.views.reading import person, tried

_MARK, _COMMENT = "mark-", "comment-"
_CONFLICT, _WRONG = 409, 422


def pledged_text() -> str:
    """The pledge that an expert signs, in the language of the page."""
    return _(
        "I review independently, by the rubric and on what was handed in. I have declared every interest that I know "
        "of, and declare any that I find later. I keep what I read, and my marks, to myself; I contact no applicant "
        "and accept nothing from one. I let nobody score in my place."
    )


@only(experts)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The reader's panels."""
    found = queries.places(by=person(request), at=began(request))
    return render(request, "review/scoring/list.html", {"places": found, "pledge": pledged_text()})


@only(experts)
@require_POST
def pledge(request: HttpRequest, seat: int) -> HttpResponse:
    """Sign the pledge."""
    row = queries.seat(seat, by=person(request), at=began(request))

    def act() -> None:
        if request.POST.get("agreed") != "yes":
            raise ValidationError(_("Tick that you have read the pledge and keep it."))
        actions.pledge(seat=row, text=pledged_text(), by=person(request), at=began(request))

    tried(request, act, _("Signed. Now declare your interests."))
    return redirect("review:mine")


@only(experts)
@require_POST
def declare(request: HttpRequest, name: str) -> HttpResponse:
    """Say whether there is an interest."""
    row = queries.assignment(name, by=person(request), at=began(request))
    has, said = request.POST.get("has", ""), request.POST.get("interest", "")

    def act() -> None:
        if has not in {"yes", "no"}:
            raise ValidationError(_("Say whether you have an interest."))
        if has == "yes" and not said.strip():
            raise ValidationError(_("Say what the interest is."))
        actions.declare(assignment=row, interest=said if has == "yes" else "", by=person(request), at=began(request))

    done = _("Declared; it leaves your list.") if has == "yes" else _("Declared; you may read it now.")
    tried(request, act, done)
    return redirect("review:mine")


@only(experts)
@require_POST
def hand_in_all(request: HttpRequest, seat: int) -> HttpResponse:
    """Hand in all cards of a panel that are complete."""
    row = queries.seat(seat, by=person(request), at=began(request))
    number = 0

    def act() -> None:
        nonlocal number
        number = actions.hand_in_all(panel=row.panel, by=person(request), at=began(request))

    if tried(request, act, ""):
        messages.success(request, ngettext("%(n)d card handed in.", "%(n)d cards handed in.", number) % {"n": number})
    return redirect("review:mine")


@only(experts)
@require_safe
def card(request: HttpRequest, name: str) -> HttpResponse:
    """One application beside the rubric."""
    return _page(request, name)


@only(experts)
@require_POST
def mark(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what is typed so far: asked for by the page as it is typed, or by the button."""
    try:
        made = _kept(request, name)
    except Stale as error:
        return _refused(request, name, _changed(), _CONFLICT, now=error.now)
    except ValidationError as error:
        return _refused(request, name, _("Not saved: correct what is marked."), _WRONG, wrong=_by_item(error))
    if request.headers.get("HX-Request"):
        return _answer(
            request, made.version, queries.total(made.assignment.entry.panel, made.marks), at=made.changed_at
        )
    return redirect("review:card", name)


@only(experts)
@require_POST
def hand_in(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what is typed, and hand it in."""
    row = queries.assignment(name, by=person(request), at=began(request))
    try:
        # What was typed is kept even where a mark still lacks.
        had = _kept(request, name).version
        actions.hand_in(assignment=row, had=had, by=person(request), at=began(request))
    except Stale as error:
        return _refused(request, name, _changed(), _CONFLICT, now=error.now)
    except ValidationError as error:
        said = _("Not handed in: correct what is marked.")
        return _refused(request, name, said, _WRONG, wrong=_by_item(error))
    return _next(request, _("Handed in."))


@only(experts)
@require_POST
def abstain(request: HttpRequest, name: str) -> HttpResponse:
    """Give no marks, and say why."""
    row = queries.assignment(name, by=person(request), at=began(request))
    reason, had = request.POST.get("reason", ""), whole(request.POST.get("had"), -1)
    try:
        actions.abstain(assignment=row, had=had, reason=reason, by=person(request), at=began(request))
    except Stale as error:
        return _refused(request, name, _changed(), _CONFLICT, now=error.now)
    except ValidationError as error:
        return _refused(request, name, " ".join(error.messages), _WRONG)
    return _next(request, _("Noted that you abstain."))


@only(experts)
@require_safe
def file(request: HttpRequest, name: str, digest: str) -> HttpResponseBase:
    """A file of what was handed in, looked at in place."""
    found = queries.link(name, digest, by=person(request), at=began(request))
    return open_for(link=found, may_read=lambda _link: True, in_place=True)


def _kept(request: HttpRequest, name: str) -> Scorecard:
    """Keep what is typed. Raises Stale, ValidationError."""
    user, at = person(request), began(request)
    row = queries.assignment(name, by=user, at=at)
    marks, comments, opinion = _typed(request, _MARK), _typed(request, _COMMENT), request.POST.get("opinion", "")
    # ``over``: the version that was shown beside what is typed, and is to be written over.
    had = whole(request.POST.get("over") or request.POST.get("had"), -1)
    try:
        return actions.mark(assignment=row, had=had, marks=marks, comments=comments, opinion=opinion, by=user, at=at)
    except Stale:
        card = queries.page(name, by=user, at=at).item.card
        # The page itself kept the same just before: nobody else has written.
        if card is None or (card.marks, card.comments, card.opinion) != (
            _said(marks),
            _said(comments),
            opinion.strip(),
        ):
            raise
        return card


def _said(typed: Mapping[str, str]) -> dict[str, str]:
    return {item: text.strip() for item, text in typed.items() if text.strip()}


def _typed(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(said) for name, said in request.POST.items() if name.startswith(prefix)}


def _by_item(error: ValidationError) -> dict[str, str]:
    return {item: " ".join(map(str, texts)) for item, texts in error.message_dict.items()}


def _changed() -> str:
    return _("This card was changed in another window meanwhile. What you typed is still here, and not saved.")


def _answer(request: HttpRequest, version: int | None, total: Any, **more: Any) -> HttpResponse:
    return render(request, "review/scoring/saved.html", {"version": version, "total": total, **more})


def _refused(
    request: HttpRequest,
    name: str,
    said: str,
    status: int,
    *,
    wrong: Mapping[str, str] | None = None,
    now: int | None = None,
) -> HttpResponse:
    """Say why, beside what was typed."""
    if request.headers.get("HX-Request"):
        page = queries.page(name, by=person(request), at=began(request))
        names = {one.line.item.id: one.line.label for one in page.marks}
        rows = [(names[item], text) for item, text in (wrong or {}).items() if item in names]
        # The answer is no error's: htmx puts nothing in place that comes with the status of one.
        return _answer(request, None, None, said=said, wrong=rows, over=now, page=page)
    return _page(request, name, said=said, status=status, wrong=wrong or {}, now=now)


def _page(
    request: HttpRequest,
    name: str,
    *,
    said: str = "",
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    now: int | None = None,
) -> HttpResponse:
    found = queries.page(name, by=person(request), at=began(request))
    card = found.item.card
    typed, noted = _typed(request, _MARK), _typed(request, _COMMENT)
    marks = [
        one._replace(
            mark=typed.get(one.line.item.id, one.mark),
            comment=noted.get(one.line.item.id, one.comment),
            wrong=(wrong or {}).get(one.line.item.id, ""),
        )
        for one in found.marks
    ]
    context = {
        "page": found,
        "marks": marks,
        "opinion": request.POST.get("opinion", card.opinion if card is not None else ""),
        "reason": request.POST.get("reason", ""),
        # Whoever wrote at the same time still has what they read: only ``over`` goes beyond it.
        "had": request.POST.get("had", "") if status == _CONFLICT else found.version,
        "over": now,
        "said": said,
        "total": queries.total(found.place.panel, card.marks if card is not None else {}),
        "most": queries.most(found.place.panel),
    }
    return render(request, "review/scoring/card.html", context, status=status)


def _next(request: HttpRequest, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("review:mine")
