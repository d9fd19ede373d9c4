"""What must hold for the decisions of a screening; the table of transitions names these functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.engines.policy.blocks import DateRule
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.rules import Programme
from juli.registry.language import language
from juli.stages.applications import guards
from juli.stages.applications.cases import Case
from juli.stages.applications.models import Application
from juli.stages.applications.notices import ending
from juli.stages.screening.findings import Settled, Sheet, sheet, told
from juli.stages.screening.models import Decision

#: Findings that a refusal names one by one.
_MOST: Final = 6


def register_all() -> None:
    """Give the guards; once, where the stage starts."""
    for name, guard in (
        ("acceptable", acceptable),
        ("refusable", refusable),
        ("correctable", correctable),
        ("correction_overdue", correction_overdue),
        ("correction_submittable", correction_submittable),
    ):
        guards.register(name, guard)


def acceptable(case: Case) -> Iterator[str]:
    """Every finding is answered, and none is a confirmed defect (S0-84)."""
    found = _sheet(case.application)
    if isinstance(found, str):
        yield found
        return
    yield from not_acceptable(found)


def not_acceptable(found: Sheet) -> Iterator[str]:
    """Why what was found cannot be accepted."""
    yield from unanswered(found)
    if found.defects:
        yield _("There are confirmed defects: %(names)s. Return it, refuse it, or dismiss them with a reason.") % {
            "names": _names(found.defects)
        }


def refusable(case: Case) -> Iterator[str]:
    """The reasons are there: confirmed findings with their clauses, or typed ones (S4-54)."""
    found = _sheet(case.application)
    # What cannot be judged any more can still be refused, with a typed reason.
    if (isinstance(found, str) or not found.defects) and not case.remarks.strip():
        yield _("Give the reasons: confirm findings as defects, or write why.")
    if len(case.remarks) > guards.LONGEST_REMARKS:
        yield _("At most %(most)d characters fit here.") % {"most": guards.LONGEST_REMARKS}


def correctable(case: Case) -> Iterator[str]:
    """The call allows it, everything is listed at once, and none of it is a reason to refuse (S4-59, S3-53)."""
    rule = refused_by_the_call(case.ruling.rules.programme)
    if rule is not None:
        yield closed_for_good(rule)
        return
    found = _sheet(case.application)
    if isinstance(found, str):
        yield found
        return
    yield from not_correctable(found)
    if returns(case.application) and not case.remarks.strip():
        yield _("It was returned before. Say why it is returned once more.")


def not_correctable(found: Sheet) -> Iterator[str]:
    """Why what was found cannot be returned."""
    yield from unanswered(found)
    if not found.defects:
        yield _("Confirm at least one finding as a defect: the applicant is told what to put right.")
    for one in found.refusing:
        yield _("The call refuses on this, so it cannot be returned: %(what)s") % {"what": told(one, language())}


def correction_overdue(case: Case) -> Iterator[str]:
    """The date of the correction has passed, and the reason is written."""
    yield from guards.remarks(case)
    last = latest_return(case.application)
    if last is None or last.until is None:
        yield _("It was not returned with a date.")
    elif case.at < last.until:
        yield _("The applicant has until %(until)s.") % {"until": ending(last.until)}


def correction_submittable(case: Case) -> Iterator[str]:
    """In time for the correction, with the final version and the scan that the call asks for."""
    last = latest_return(case.application)
    if last is not None and last.until is not None and case.at >= last.until:
        yield _("The correction was due by %(until)s; only the office can take it up again.") % {
            "until": ending(last.until)
        }
    yield from guards.presentable(case)


def unanswered(found: Sheet) -> Iterator[str]:
    """What is still to be answered, in one sentence; nothing where all is."""
    if found.waiting:
        number = len(found.waiting)
        yield ngettext(
            "One finding is not answered yet: %(names)s",
            "%(number)d findings are not answered yet: %(names)s",
            number,
        ) % {"number": number, "names": _names(found.waiting)}


def latest_return(application: Application) -> Decision | None:
    """The return that counts."""
    rows = Decision.objects.filter(application=application, kind=Decision.Kind.RETURNED)
    return rows.order_by("-pk").first()


def returns(application: Application) -> int:
    """How often it was returned for correction."""
    return Decision.objects.filter(application=application, kind=Decision.Kind.RETURNED).count()


def refused_by_the_call(programme: Programme) -> DateRule | None:
    """The rule of a call in which nothing is put right after closing (S4-59); None where it may be."""
    rule = programme.dates.get("correction")
    return rule if rule is not None and rule.after_closing is False else None


def closed_for_good(rule: DateRule) -> str:
    """Why a call returns nothing, with the clause."""
    name = rule.label.say(language()) if rule.label is not None else ""
    return _("The call lets nothing be put right after its closing (%(clause)s): accept it, or refuse it.") % {
        "clause": " ".join(filter(None, (name, rule.cite)))
    }


def _sheet(application: Application) -> Sheet | str:
    try:
        return sheet(application)
    except DossierUnusable as error:
        return "; ".join(str(problem) for problem in error.problems)


def _names(found: list[Settled]) -> str:
    said = [one.item.label.say(language()) for one in found[:_MOST]]
    more = len(found) - len(said)
    return "、".join(said) + (_(" and %(number)d more") % {"number": more} if more else "")
