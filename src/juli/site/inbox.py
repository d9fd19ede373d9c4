"""A reader's own messages: what has happened to what is theirs, and by which way they want to be told."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages as flash
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.registry.language import language
from juli.registry.messages import actions
from juli.registry.messages.kinds import Unsayable
from juli.registry.messages.models import Channel, Message
from juli.registry.messages.places import place_of
from juli.registry.messages.queries import choices, inbox
from juli.registry.parties import Subject
from juli.stages.accounts.gate import began, signed_in
from juli.stages.accounts.models import User

PER_PAGE = 20
_WAYS = {
    Channel.SITE: gettext_lazy("In the site"),
    Channel.EMAIL: gettext_lazy("By e-mail"),
    Channel.SMS: gettext_lazy("By text message"),
}


class Letter(NamedTuple):
    """A message as the list shows it; ``leads`` where a page shows what it is about."""

    message: Message
    leads: bool


def _reader(request: HttpRequest) -> str:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user.actor_id


def unread(request: HttpRequest) -> int:
    """How many messages the reader has not seen."""
    user = request.user
    return inbox(user.actor_id, unread=True).count() if isinstance(user, User) else 0


@signed_in
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The list, the newest first, page by page; ``?unread`` leaves out what was seen."""
    reader = _reader(request)
    only_unread = "unread" in request.GET
    page: Page[Any] = Paginator(inbox(reader, unread=only_unread), PER_PAGE).get_page(request.GET.get("page"))
    found = [Letter(message, bool(_place(message, reader))) for message in page]
    return render(request, "juli/inbox.html", {"page": page, "letters": found, "only_unread": only_unread})


@signed_in
@require_POST
def open_letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Note that it was seen, and go where it leads."""
    reader = _reader(request)
    message = inbox(reader).filter(pk=letter).first()
    if message is None:
        raise Http404
    actions.mark_read(recipient=reader, messages=[str(letter)], at=began(request))
    return HttpResponseRedirect(_place(message, reader) or "/messages/")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that everything was seen."""
    reader = _reader(request)
    new = [str(pk) for pk in inbox(reader, unread=True).values_list("pk", flat=True)]
    actions.mark_read(recipient=reader, messages=new, at=began(request))
    return redirect("inbox")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    """Which kinds of message come by which way; duties and rights cannot be switched off."""
    reader = _reader(request)
    if request.method == "POST":
        try:
            _switch(reader, set(request.POST.getlist("on")))
        except Unsayable as error:
            raise BadRequest(str(error)) from error
        flash.success(request, gettext("Saved."))
        return redirect("message_ways")
    lang = language()
    rows = [
        {
            "label": choice.kind.label.say(lang),
            "ways": [
                {
                    "value": f"{choice.kind.key} {channel.value}",
                    "label": _WAYS[channel],
                    "on": channel in choice.on,
                    "fixed": channel in choice.fixed,
                    "offered": channel != Channel.SMS or choice.kind.short is not None,
                }
                for channel in Channel
            ],
        }
        for choice in choices(reader)
    ]
    return render(request, "juli/message_ways.html", {"rows": rows, "ways": [_WAYS[channel] for channel in Channel]})


def _switch(reader: str, wanted: set[str]) -> None:
    for choice in choices(reader):
        for channel in Channel:
            on = f"{choice.kind.key} {channel.value}" in wanted
            if channel not in choice.fixed and on != (channel in choice.on):
                actions.switch(recipient=reader, kind=choice.kind.key, channel=channel, on=on)


def _place(message: Message, reader: str) -> str:
    return place_of(Subject(message.subject_type, message.subject_id), reader) if message.subject_type else ""
