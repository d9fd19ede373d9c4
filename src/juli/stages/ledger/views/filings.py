"""Filings of new enterprises: handed in all year, receipts, licences."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juli.registry.canonical import SHANGHAI
from juli.registry.files.actions import Kept, take
from juli.registry.files.findings import Refused as NotTaken
from juli.registry.language import language
from juli.stages.accounts.gate import began, only, public
from juli.stages.ledger import papers
from juli.stages.ledger.actions import filings as actions
from juli.stages.ledger.actions.evidence import prove
from juli.stages.ledger.entries import Unfit
from juli.stages.ledger.filing_codes import genuine
from juli.stages.ledger.forms import FilingForm, LicenceForm
from juli.stages.ledger.models import Achievement, Filing
from juli.stages.ledger.permissions import own
from juli.stages.ledger.queries import filings as queries
from juli.stages.ledger.views.frame import reader, whose
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_forms import typed_day

#: The evidence that a licence is, where the vocabulary has it.
LICENCE = "licence"


@only(own)
@require_safe
def page(request: HttpRequest, organisation: int) -> HttpResponse:
    """What was filed; for a day of registration that is asked about, the last safe day."""
    where = whose(organisation)
    words = request.GET.get("words", "").strip()[:100]
    day = typed_day(request.GET.get("day", ""))
    context = {
        "organisation": where,
        "filings": queries.filings(where, words, request.GET.get("page", ""), began(request)),
        "asked": day,
        "safe": queries.latest_safe(day) if day else (),
    }
    return render(request, "ledger/filings.html", context)


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, organisation: int) -> HttpResponse:
    """File an enterprise."""
    where = whose(organisation)
    form = FilingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.file(organisation=where, notice=form.notice, by=reader(request), at=began(request))
        messages.success(request, _("Filed under %(number)s.") % {"number": made.number})
        return HttpResponseRedirect(reverse("ledger:filing", args=[organisation, made.pk]))
    today = began(request).astimezone(SHANGHAI).date()
    context = {"organisation": where, "form": form, "today": today, "earliest": queries.earliest(today)}
    return render(request, "ledger/file_enterprise.html", context, status=422 if form.errors else 200)


def _filing(organisation: int, filing: int) -> Filing:
    rows = Filing.objects.select_related("organisation", "licence__achievement")
    return get_object_or_404(rows, pk=filing, organisation=organisation)


@only(own)
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest, organisation: int, filing: int) -> HttpResponse:
    """One filing: what was filed, its receipt, and the licence once it comes."""
    where, found = whose(organisation), _filing(organisation, filing)
    like = queries.unmatched(found)
    form = LicenceForm(found, like, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            licence = actions.match(
                filing=found,
                registered=form.registered,
                existing=form.chosen,
                by=reader(request),
                at=began(request),
            )
        except Unfit as unfit:
            for flaw in unfit.flaws.values():
                form.add_error(None, flaw.say(language()))
        else:
            _keep(request, licence.achievement, form.cleaned_data.get("file"))
            messages.success(request, _("The licence is matched; the enterprise is in your ledger."))
            return HttpResponseRedirect(reverse("ledger:filing", args=[organisation, filing]))
    context = {
        "organisation": where,
        "line": queries.line(found),
        "form": form,
        "safe": queries.latest_safe(found.planned_on) if found.planned_on else (),
    }
    return render(request, "ledger/filing.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, row: Achievement, file: Any) -> None:
    """The copy of the licence as evidence of the entry; one that is not taken is said, and the match stands."""
    if file is None:
        return
    tag = LICENCE if LICENCE in vocabulary().evidence else ""
    by, at = reader(request), began(request)

    def then(kept: Kept) -> None:
        prove(achievement=row, file=kept.file, name=kept.name, tag=tag, by=by, at=at)

    try:
        take(blocks=file.chunks(), name=file.name, at=at, then=then)
    except NotTaken as refusal:
        said = " ".join(f.say(language()) for f in refusal.findings if f.refuses)
        messages.error(request, _("%(file)s: %(why)s") % {"file": file.name, "why": said})


@only(own)
@require_safe
def receipt(request: HttpRequest, organisation: int, filing: int) -> HttpResponse:
    """The receipt as PDF."""
    found = _filing(organisation, filing)
    content = papers.receipt(found, "en" if language() == "en" else "zh")
    response = HttpResponse(content, content_type="application/pdf")
    name = content_disposition_header(as_attachment=True, filename=f"{found.number}.pdf")
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@public
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is genuine: number and code, typed or scanned. It says nothing that the receipt does not."""
    number, code = (request.GET.get(name, "").strip()[:40] for name in ("number", "code"))
    # The page of check codes hands over a code alone: nothing is looked for before its number is there.
    asked = bool(number)
    found = genuine(number, code) if asked else None
    context = {"number": number, "code": code, "asked": asked, "filing": found}
    status = 404 if asked and found is None else 200
    return render(request, "ledger/filing_receipt.html", context, status=status)


@only(own)
@require_POST
def unmatch(request: HttpRequest, organisation: int, filing: int) -> HttpResponse:
    """Take a wrong match back."""
    actions.unmatch(filing=_filing(organisation, filing), by=reader(request), at=began(request))
    messages.success(request, _("The match was taken back; the entry stays in your ledger."))
    return HttpResponseRedirect(reverse("ledger:filing", args=[organisation, filing]))
