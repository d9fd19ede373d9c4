"""What the screening gives to the whole file when it starts: its sections, its papers, the tab that leads there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.stages.accounts.roles import Role
from juli.stages.screening import tabs
from juli.stages.screening.frame import READERS
from juli.stages.screening.whole import evidence, facts, forms, journal, letters, receipt, screened, verdicts
from juli.stages.screening.whole.sections import Section, register

#: Everybody who opens an application sees whose it is and when it came.
_ALL = READERS | {Role.AUDITOR, Role.FINANCE, Role.TRACKER, Role.VIEWER}


def start() -> None:
    """Once, where the stage starts."""
    tabs.register(tabs.Tab("whole", _("Whole file"), "screening:whole", 0, _ALL))
    for section in (
        Section("receipt", _("Organisation and receipt"), 10, receipt.receipt, _ALL),
        Section("verdict", _("System verdict"), 20, verdicts.verdict, lazy=True),
        Section("form", pgettext_lazy("application", "Form"), 30, forms.form, lazy=True),
        Section("evidence", _("Evidence"), 40, evidence.evidence, lazy=True),
        Section("paper", _("Paper"), 45, facts.paper, there=facts.has_paper),
        Section("screening", _("Screening"), 50, screened.screening, lazy=True),
        Section("judgements", _("Judgements"), 55, screened.judgements, lazy=True),
        Section("overlap", _("Duplicates"), 60, facts.overlap, there=facts.has_overlap),
        Section("opinions", _("Sister offices"), 65, facts.opinions),
        Section("letters", pgettext_lazy("whole file", "Letters"), 120, letters.letters),
        Section("journal", _("Journal"), 130, journal.journal, lazy=True),
    ):
        register(section)
    letters.register("screening", letters.opinions_printed)
