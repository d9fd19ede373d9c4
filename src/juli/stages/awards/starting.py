"""What the awards give to an application's whole file when the stage starts: sections, papers, readers, lists."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.stages.accounts.roles import Role
from juli.stages.awards import readers, whole
from juli.stages.awards.permissions import READERS
from juli.stages.screening import desks, tabs
from juli.stages.screening.whole import acts, admitting, earlier, letters
from juli.stages.screening.whole.sections import Section, register

#: In the order of an application's life. What is approved is public: those who follow it see that part too.
SECTIONS: Final = (
    Section("list", pgettext_lazy("whole file", "List"), 80, whole.ranked, READERS, whole.competes),
    Section("audit", _("Expenditure audit"), 85, whole.audit, READERS | {Role.AUDITOR}, whole.has_audit),
    Section("meetings", _("Credit and meetings"), 90, whole.meetings, READERS, whole.is_listed),
    Section("publication", _("Publication and objections"), 100, whole.publication, READERS, whole.is_published),
    Section(
        "approval", _("Approval"), 110, whole.approval,
        READERS | {Role.FINANCE, Role.TRACKER, Role.VIEWER}, whole.is_published,
    ),
)  # fmt: skip


def start() -> None:
    """Once, where the stage starts."""
    for section in SECTIONS:
        register(section)
    tabs.register(tabs.Tab("list", pgettext_lazy("tab", "List"), "awards:on_list", 48, READERS, whole.may_be_listed))
    letters.register("awards", whole.letters)
    earlier.register(whole.outcomes)
    admitting.register(Role.AUDITOR, readers.audits)
    admitting.register(Role.FINANCE, readers.approved)
    admitting.register(Role.TRACKER, readers.followed)
    admitting.register(Role.VIEWER, readers.of_its_own)
    desks.register_lists("awards", readers.lists)
    acts.register(
        {
            "application.credit-checked": _("Credit looked up"),
            "application.audit-given": _("Audit given to an auditor"),
            "application.audit-lines-brought": _("Lines of spending brought"),
            "application.audit-line-removed": _("Line of spending taken out"),
            "application.audit-decided": _("Lines of spending decided"),
            "application.voucher-brought": _("Voucher brought"),
        }
    )
