"""What must hold for the steps from the publication to the approval (see ``applications.transitions``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from juli.stages.applications.cases import Case
from juli.stages.applications.guards import register
from juli.stages.applications.notices import ending
from juli.stages.awards import credit, lists, meetings, publications
from juli.stages.awards.objections import open_of


def publishable(case: Case) -> Iterator[str]:
    """On the list, its credit looked up and clear, supported by the meetings that the file asks for (S2-3)."""
    if lists.on_list(case.application) is not True:
        yield _("The list that counts does not have it on it.")
    if not credit.clear(case.application):
        yield _("The applicant's credit has not been found clear; look it up, and record what was found.")
    if not meetings.supported(case.application):
        yield _("The meetings that the call asks for have not supported it.")


def objections_settled(case: Case) -> Iterator[str]:
    """Nothing is left of what was objected."""
    for one in open_of(case.application):
        yield _("The objection %(reference)s is not settled yet.") % {"reference": one.reference}


def approvable(case: Case) -> Iterator[str]:
    """Its publication stands, the period is over, no objection to it or to the whole list is left."""
    line = publications.latest_of(case.application)
    if line is None:
        yield _("It is in no publication that stands.")
        return
    end = publications.ends(line.publication)
    if end is not None and case.at < end:
        yield _("It is published until %(end)s Beijing time.") % {"end": ending(end)}
    yield from objections_settled(case)


def register_guards() -> None:
    """Make them known; once, where the stage starts."""
    for guard in (publishable, objections_settled, approvable):
        register(guard.__name__, guard)
