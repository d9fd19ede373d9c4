"""The page of a record, also where one of its small forms comes back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from juli.registry.files.limits import told
from juli.stages.organisations import permissions
from juli.stages.organisations.forms import ActivityForm, FileForm, OfficerForm
from juli.stages.organisations.gates import here
from juli.stages.organisations.queries.changes import waiting_change
from juli.stages.organisations.queries.files import paper_tags, papers
from juli.stages.organisations.queries.liaisons import contacts
from juli.stages.organisations.queries.record import activities, officers
from juli.stages.organisations.queries.types import types_of
from juli.stages.organisations.sections import lines, sections
from juli.stages.organisations.shown_types import named_types
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import say


def record_page(
    request: HttpRequest,
    *,
    activity_form: ActivityForm | None = None,
    officer_form: OfficerForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """The whole record; a form that is given is one with mistakes (422)."""
    found = here(request)
    known = vocabulary().evidence
    mine = permissions.membership(request.user, found) is not None
    context = {
        "organisation": found,
        "mine": mine,
        "office": not mine,
        "parts": [(part, lines(found, part)) for part in sections()],
        "types": named_types(types_of(found)),
        "activities": activities(found),
        "officers": officers(found),
        "contacts": contacts(found),
        "change": waiting_change(found),
        "papers": [(link, say(known[link.tag]) if link.tag in known else link.tag) for link in papers(found)],
        "activity_form": activity_form or ActivityForm(auto_id="activity_%s"),
        "officer_form": officer_form or OfficerForm(auto_id="officer_%s"),
        "file_form": file_form or FileForm(paper_tags(), auto_id="paper_%s"),
        "limits": told(),
        "tab": "record",
    }
    wrong = activity_form or officer_form or file_form
    return render(request, "organisations/record.html", context, status=422 if wrong else 200)
