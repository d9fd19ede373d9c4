"""What must hold for a step of an application's life; the table of transitions names these functions.

Each gives the reasons why not, for the reader, each with what to do; none where the step may be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from juli.engines.paper.check_code import read_code
from juli.engines.paper.problems import MistypedCode
from juli.registry.canonical import SHANGHAI
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import Case, NotReady
from juli.stages.applications.completeness import form_complete
from juli.stages.applications.models import Application, FinalVersion, ScannedCopy
from juli.stages.applications.notices import ending, moment
from juli.stages.applications.ruling import once
from juli.stages.applications.starting import Entry, rival
from juli.stages.applications.transitions import State
from juli.stages.calls import deadlines
from juli.stages.organisations import permissions as organisations

#: Characters that remarks may have.
LONGEST_REMARKS: Final = 2000


def latest_final(application: Application) -> FinalVersion | None:
    """The final version that the application stands at."""
    return (
        FinalVersion.objects.filter(application=application).select_related("version", "rules").order_by("-pk").first()
    )


def final_at(application: Application) -> FinalVersion:
    """The same, where there has to be one. Raises NotReady."""
    found = latest_final(application)
    if found is None:
        raise NotReady([_("There is no final version yet.")])
    return found


def latest_scan(final: FinalVersion) -> ScannedCopy | None:
    """The scan of a final version that counts."""
    return ScannedCopy.objects.filter(final=final).select_related("file").order_by("-pk").first()


def complete(case: Case) -> Iterator[str]:
    """Every part that the form requires is there: unmet and open clauses warn, missing parts block (S4-71)."""
    yield from form_complete(case)


def remarks(case: Case) -> Iterator[str]:
    """Whoever gets it back is told why."""
    if not case.remarks.strip():
        yield _("Say what is to be changed: the others read it.")
    elif len(case.remarks) > LONGEST_REMARKS:
        yield _("At most %(most)d characters fit here.") % {"most": LONGEST_REMARKS}


def alone(case: Case) -> Iterator[str]:
    """No other application took its place meanwhile: withdrawn ones do not count towards the call's one."""
    row = case.application
    entry = Entry(row.applicant_type, tuple(row.tracks))
    reason = rival(case.ruling.rules.programme, row.organisation, row.call_id, entry, but=row.pk)
    if reason is not None:
        yield reason


def in_time(case: Case) -> Iterator[str]:
    """The call takes applications at the instant at which the request began (S4-59, O-25, O-26)."""
    rules, tracks = case.ruling.rules, case.application.tracks
    if deadlines.accepts(rules, case.at, tracks):
        return
    first, end = deadlines.opens(rules.programme), deadlines.closes_for(rules, tracks)
    if end is not None and case.at >= end:
        yield _("The call has closed (%(end)s Beijing time); the request began at %(at)s.") % {
            "end": ending(end),
            "at": f"{timezone.localtime(case.at, SHANGHAI):%Y-%m-%d %H:%M:%S.%f}",
        }
    elif first is not None and case.at < first:
        yield _("The call opens at %(day)s Beijing time.") % {"day": moment(first)}
    else:
        yield _("The office has not set the closing day of this call yet; it can be handed in after that.")


def submittable(case: Case) -> Iterator[str]:
    """In time, by an organisation that may submit, with the final version and the scan that the call asks for."""
    yield from in_time(case)
    yield from presentable(case)


def presentable(case: Case) -> Iterator[str]:
    """By an organisation that may submit, with the final version and the scan that the call asks for."""
    row = case.application
    try:
        organisations.may_submit(row.organisation)
    except Refused as refusal:
        yield str(refusal.reason)
    if row.state == State.WITHDRAWN:
        yield from alone(case)
    final = latest_final(row)
    if final is None:
        yield _("There is no final version yet.")
        return
    if final.rules_id != case.ruling.rules.digest and _form_changed(final, case):
        yield _("The call's form was amended after this final version was made; reopen it, and finalise it again.")
    if "scan before" in case.used and latest_scan(final) is None:
        yield _("The stamped form is missing: print the final version, stamp it, and upload the scan (PDF).")


def matching(case: Case) -> Iterator[str]:
    """The paper shows the version that the system holds: the code on it is that version's."""
    final = latest_final(case.application)
    if final is None:
        yield _("There is no final version yet.")
        return
    try:
        typed = read_code(case.code)
    except MistypedCode:
        yield _("This is no check code; compare it with the foot of the printed page, character by character.")
        return
    if typed == final.check_code:
        return
    older = FinalVersion.objects.filter(application=case.application, check_code=typed).select_related("version")
    if (found := older.first()) is not None:
        yield _("This paper is version %(old)d; the final version is %(new)d. Print that one, stamp it, scan it.") % {
            "old": found.version.number,
            "new": final.version.number,
        }
    else:
        yield _("This is not the check code of this application's final version.")


def recommending(case: Case) -> Iterator[str]:
    """The recommender's own closing has not passed."""
    if deadlines.recommends(case.ruling.rules, case.at, case.application.tracks):
        return
    end = deadlines.recommended_until(case.ruling.rules, case.application.tracks)
    if end is None:
        yield _(
            "The office has not set the recommenders' closing day yet; it can, by an amendment of the call. Ask it."
        )
    elif case.at >= end:
        yield _("The recommenders' time has passed (%(end)s Beijing time).") % {"end": ending(end)}
    else:
        yield _("The call has not opened yet.")


def returnable(case: Case) -> Iterator[str]:
    """Sent back only while the applicant can still hand it in again, and told why."""
    yield from recommending(case)
    yield from remarks(case)
    if not deadlines.accepts(case.ruling.rules, case.at, case.application.tracks):
        yield _("The applicant's time has passed: it could not be handed in again. Recommend it, or not.")


def declinable(case: Case) -> Iterator[str]:
    """In the recommender's time, with the reason."""
    yield from recommending(case)
    yield from remarks(case)


def closed(case: Case) -> Iterator[str]:
    """Nobody can take it back any more: the call has closed, and the recommenders' time too where they have one."""
    rules, tracks = case.ruling.rules, case.application.tracks
    ends = [deadlines.closes_for(rules, tracks)]
    if "recommendation" in case.used:
        ends.append(deadlines.recommended_until(rules, tracks))
    if None in ends:
        yield _("The office has not set the closing day of this call yet.")
    elif case.at < (end := max(filter(None, ends))):
        yield _("The call is open until %(end)s Beijing time, and the applicant may still change it.") % {
            "end": ending(end)
        }


def unrecommended(case: Case) -> Iterator[str]:
    """The recommenders' time is over, and nobody recommended it (S3-50)."""
    yield from closed(case)
    yield from remarks(case)


#: Name in the table → function; the stages to the right add theirs.
GUARDS: Final[dict[str, Callable[[Case], Iterable[str]]]] = {
    found.__name__: found
    for found in (
        complete,
        remarks,
        alone,
        in_time,
        submittable,
        matching,
        recommending,
        returnable,
        declinable,
        closed,
        unrecommended,
    )
}


def register(name: str, guard: Callable[[Case], Iterable[str]]) -> None:
    """Give what a later stage's steps ask; once, where that stage starts. Raises ValueError for a name taken."""
    if GUARDS.setdefault(name, guard) is not guard:
        raise ValueError(f"there is another guard called {name}")


def problems(guard: str, case: Case) -> list[str]:
    """Why a step may not be taken; empty where it may."""
    return list(GUARDS[guard](case)) if guard else []


def _form_changed(final: FinalVersion, case: Case) -> bool:
    before = once(case.application.call.edition, final.rules.text, final.rules_id)
    return before.programme.form != case.ruling.rules.programme.form
