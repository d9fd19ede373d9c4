"""Where things of this stage are, in the site and for paper and letters."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from juli.registry.messages.places import register
from juli.stages.applications import recommenders
from juli.stages.applications.models import Application
from juli.stages.organisations.models import Membership


def absolute(path: str) -> str:
    """A path as somebody outside the site needs it: in a letter, in a printed code."""
    return f"{settings.JULI_ADDRESS.rstrip('/')}{path}"


def life(application: Application) -> str:
    """The page of an application's life."""
    where = {"organisation": application.organisation_id, "application": application.pk}
    return reverse("applications:life", kwargs=where)


def verification(code: str) -> str:
    """The public page that says what a check code stands for, as it is printed."""
    return absolute(reverse("applications:receipt", kwargs={"code": code}))


def recommending(application: Application) -> str:
    """The page on which its recommender reads an application."""
    return reverse("applications:to_recommend", kwargs={"application": application.pk})


def place(subject: str, recipient: str) -> str:
    """Where a message about an application leads its reader; empty where there is nothing for them to see."""
    application = Application.objects.filter(pk=int(subject)).first() if subject.isdecimal() else None
    number = recipient.removeprefix("user:")
    if application is None or not number.isdecimal():
        return ""
    mine = Membership.objects.filter(user=int(number), organisation=application.organisation_id, until__isnull=True)
    if mine.exists():
        return life(application)
    unit = recommenders.unit_of(application.organisation_id)
    return recommending(application) if unit and recommenders.holds(int(number), unit) else ""


def register_places() -> None:
    """Make the page known; once, where the stage starts."""
    register("application", place)
