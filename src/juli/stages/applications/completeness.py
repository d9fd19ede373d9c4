"""What a final version needs of the form: that nothing required is missing, and that it can be printed."""

from __future__ import annotations

from datetime import datetime

from juli.engines.paper.problems import PaperError
from juli.engines.policy.problems import DossierUnusable
from juli.registry.language import language
from juli.stages.applications import printing
from juli.stages.applications.cases import Case, NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.paper import reasons
from juli.stages.applications.queries import checking
from juli.stages.applications.ruling import ruling


def form_complete(case: Case) -> list[str]:
    """Everything that the check says blocks; conditions that are unmet or open do not (S4-71)."""
    try:
        given = checking.known(case.application, case.ruling.rules, case.at)
    except DossierUnusable as error:
        return [problem.say(language()) for problem in error.problems]
    return [
        " › ".join(filter(None, (item.heading, item.place))) + f": {item.reason}"
        for item in checking.check(given).blocking
    ]


def require_printable(application: Application, at: datetime) -> None:
    """Go on where the form can be printed as it stands: a character that no font has is found before it is final.

    Slow (a page takes milliseconds): outside of any transaction. Raises NotReady.
    """
    try:
        printing.pdf_of(printing.draft(application, ruling(application.call, at).rules, at))
    except PaperError as error:
        raise NotReady(reasons(error)) from error
    except DossierUnusable as error:
        raise NotReady([problem.say(language()) for problem in error.problems]) from error
