"""The office's lists of this stage as workbooks: what the page shows, all rows of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from juli.registry.canonical import SHANGHAI
from juli.registry.language import language
from juli.registry.workbooks import Listing
from juli.stages.screening.queries.judgements import Queue as Questions
from juli.stages.screening.queries.opinions import Line as Asked
from juli.stages.screening.queries.overlaps import Queue as Overlaps
from juli.stages.screening.queries.paper import Register


def found(page: Page[Any]) -> Listing:
    """Applications that a search found."""
    heads = [
        pgettext("application", "Number"),
        _("Applicant"),
        _("Project"),
        _("State"),
        pgettext("application", "Since"),
    ]
    rows = [(row.number, row.organisation.name, row.title, row.get_state_display(), row.changed_at) for row in page]
    return Listing("applications", _("Applications"), heads, rows)


def questions(queue: Questions) -> Listing:
    """Questions that wait for the reader."""
    heads = [
        pgettext("application", "Number"),
        _("Applicant"),
        _("Call"),
        _("Question"),
        _("Clause"),
        _("Cited as"),
        _("Work"),
    ]
    lang = language()
    rows = [
        (
            line.application.number,
            line.application.organisation.name,
            line.call.say(lang),
            line.question.say(lang),
            line.clause.label.say(lang) if line.clause else "",
            str(line.clause.cite or "") if line.clause else "",
            line.title,
        )
        for line in queue.lines
    ]
    return Listing("questions", _("Questions to judge"), heads, rows)


def verified(page: Page[Any]) -> Listing:
    """Applications whose works are verified."""
    heads = [
        pgettext("application", "Number"),
        _("Applicant"),
        _("State"),
        _("Works with a word"),
        _("Shown"),
        _("Answered"),
    ]
    rows = [
        (row.number, row.organisation.name, row.get_state_display(), row.words, row.shown_at, row.answered_at)
        for row in page
    ]
    return Listing("verification", _("Verification"), heads, rows)


def overlaps(queue: Overlaps) -> Listing:
    """Applications that wait for a result of the duplicate check."""
    heads = [pgettext("application", "Number"), _("Applicant"), _("Call"), _("Result")]
    rows = [
        (
            line.application.number,
            line.application.organisation.name,
            line.call.say(language()),
            line.word or _("no result yet"),
        )
        for line in queue.lines
    ]
    return Listing("overlaps", _("Duplicates to look for"), heads, rows)


def opinions(lines: list[Asked]) -> Listing:
    """What sister offices were asked."""
    heads = [
        _("Office"), _("Call"), _("Asked about"), pgettext("opinions", "Answered"), _("Objections"), _("Until"),
        _("State"),
    ]  # fmt: skip
    rows = [
        (
            line.request.unit, line.call.say(language()), line.asked, line.answered, line.against,
            _last_day(line.request.until), _state(line),
        )
        for line in lines
    ]  # fmt: skip
    return Listing("opinions", _("Opinions of sister offices"), heads, rows)


def paper(register: Register) -> Listing:
    """Applications with how many parcels of each came."""
    heads = [pgettext("application", "Number"), _("Applicant"), _("Call"), _("Parcels")]
    rows = [
        (line.application.number, line.application.organisation.name, line.call.say(language()), line.parcels)
        for line in register.lines
    ]
    return Listing("paper", _("Register of paper"), heads, rows)


def _last_day(until: dt.datetime) -> dt.date:
    """The last day on which an answer is taken; ``until`` is the first instant that is too late."""
    return (until - dt.timedelta(microseconds=1)).astimezone(SHANGHAI).date()


def _state(line: Asked) -> str:
    if line.request.withdrawn_at:
        return _("withdrawn")
    if line.late:
        return _("late")
    return _("open") if line.open else _("over")
