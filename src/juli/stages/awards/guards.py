"""What must hold for the steps that the list and the meetings take (see ``applications.transitions``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from juli.stages.applications.cases import Case
from juli.stages.applications.guards import register
from juli.stages.awards import credit, lists


def listed(case: Case) -> Iterator[str]:
    """The list that counts has it on it."""
    if lists.on_list(case.application) is not True:
        yield _("The list that counts does not have it on it.")


def not_listed(case: Case) -> Iterator[str]:
    """The list that counts has it, and not on it."""
    if lists.on_list(case.application) is not False:
        yield _("The list that counts does not leave it out.")


def credit_checked(case: Case) -> Iterator[str]:
    """A fresh look at its credit found nothing."""
    if not credit.clear(case.application):
        yield _("The applicant's credit has not been found clear; look it up, and record what was found.")


def register_guards() -> None:
    """Make them known; once, where the stage starts."""
    for guard in (listed, not_listed, credit_checked):
        register(guard.__name__, guard)
