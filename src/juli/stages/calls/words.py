"""Words of the stage that stand for codes: stages of a call, sections of a file, kinds of change."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

SECTIONS: dict[str, Words] = {
    "applicants": _("Who may apply"),
    "exclusions": _("Exclusions"),
    "categories": _("Categories"),
    "qualification": _("To qualify"),
    "commitments": _("Commitments"),
    "targets": _("Targets"),
    "indicators": _("Indicators"),
    "attachments": _("Attachments"),
    "dates": _("Dates"),
    "form": _("Application form"),
    "paper": _("On paper"),
    "duties": _("Duties to publish"),
    "tracks": _("Tracks"),
}

CHANGES: dict[str, Words] = {
    "added": pgettext_lazy("change", "Added"),
    "dropped": pgettext_lazy("change", "Dropped"),
    "tightened": pgettext_lazy("change", "Tightened"),
    "loosened": pgettext_lazy("change", "Loosened"),
    "changed": pgettext_lazy("change", "Changed"),
    "reworded": pgettext_lazy("change", "Reworded"),
    "same": pgettext_lazy("change", "The same"),
}

ASPECTS: dict[str, Words] = {
    "bound": _("Number asked"),
    "test": _("How the parts decide"),
    "alternatives": _("Number of parts"),
    "discretion": _("Room for judgement"),
    "what": _("What counts"),
    "filter": _("Conditions"),
    "window": _("Period"),
    "judge": _("Judged by a person"),
    "apart": _("Time between"),
    "each": _("Least of each"),
    "rows": _("Done or planned"),
    "evidence": _("Evidence"),
    "applicants": _("For whom"),
    "wording": _("Wording"),
}

FIELDS: dict[str, Words] = {
    "line": _("one line"),
    "long": _("text"),
    "fields": _("fields"),
    "table": _("table"),
    "claims": _("from the ledger"),
    "plan": _("from the plan"),
    "targets": _("targets"),
    "opinion": _("opinion and seal"),
}

RULES_OF_MONEY: dict[str, Words] = {
    "audited_cost": _("Audited cost of the work done"),
    "applied_amount": _("The amount applied for"),
    "fixed": _("A fixed amount"),
    "unstated": _("Not stated in the notice"),
}

#: How a published call stands at an instant.
STANDS: dict[str, Words] = {
    "open": _("Open now"),
    "coming": _("Opens soon"),
    "unstated": _("Dates to come"),
    "over": _("Closed"),
    "withdrawn": _("Withdrawn"),
}
