"""The whole file of an application: who opens it in which state, and which of its sections each one sees."""

from juli.registry.files.models import Attachment
from juli.stages.accounts.models import Post
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Recommends
from juli.stages.awards.models import AuditCase, Following, Publication, PublicationLine
from tests.permissions import awards_public, screening_facts
from tests.permissions.applications_life import plain
from tests.permissions.awards_audit import case
from tests.permissions.rows import OFFICE, Row
from tests.permissions.screening import READERS
from tests.permissions.screening_facts import AT, screened
from tests.stages.applications.conftest import begun, published

#: Somebody who opens the file in some state is let to the door, and turned away there in the others.
FINANCE = Role.FINANCE.value
FOLLOWS = (FINANCE, Role.TRACKER.value)
AUDITOR, VIEWER = (Role.AUDITOR.value,), (Role.VIEWER.value,)


def state(name):
    return lambda people: {"application": screened(people, state=name).pk}


def draft(people):
    published("zgc-2022")
    return {"application": begun("zgc-2022", people).pk}


def audited(people):
    return {"application": AuditCase.objects.get(pk=case(people)["case"]).application_id}


def anothers_audit(people):
    """An audit that was given to another auditor."""
    found = audited(people)
    AuditCase.objects.filter(application=found["application"]).update(auditor=people.users["stranger"])
    return found


def of_the_district(name, unit="样例区"):
    def arrange(people):
        found = state(name)(people)
        Post.objects.filter(user=people.users["viewer"]).update(unit=unit)
        Recommends.objects.create(unit="样例区", organisation=people.ours, by=people.users["lead"], since=AT)
        if name == "publication":
            public(found["application"], people)
        return found

    return arrange


def public(application, people):
    """The application stands in a publication that is out."""
    call = Application.objects.get(pk=application).call
    lead = people.users["lead"]
    out = Publication.objects.create(
        call=call,
        number=1,
        state="out",
        title="公示",
        body="",
        published_at=AT,
        at=AT,
        by=lead,
        published_by=lead,
        first=AT.date(),
        last=AT.date(),
    )
    PublicationLine.objects.create(publication=out, application_id=application, place=1)


def section(name, arrange):
    return lambda people: {**arrange(people), "name": name}


def a_file(people):
    given = screening_facts.a_picture(people)
    digest = Attachment.objects.get(pk=given["link"]).file.digest
    return {"application": given["application"], "digest": digest}


def a_picture(people):
    return {**a_file(people), "page": 0}


def nothing_earlier(people):
    found = state("screening")(people)
    return {**found, "earlier": Application.objects.get(pk=found["application"]).pk}


@plain
def followed(people):
    """Approved, and given to the tracking unit to follow (S4-39)."""
    at = awards_public.approved(people)
    tracker = people.users["tracker"]
    Following.objects.create(call=at.call, tracker=tracker, by=at.lead, at=AT)
    return {"application": at.rows[0].pk}


def approved(people):
    return {"application": awards_public.approved(people).rows[0].pk}


def letter(people):
    return {**approved(people), "form": "word"}


ROWS = [
    # Until it is handed in it is the applicant's alone.
    Row("screening:whole", (), state="draft", arrange=draft),
    Row("screening:whole", READERS, state="screening", arrange=state("screening")),
    Row("screening:whole", (*READERS, *AUDITOR), state="audit, the auditor's own", arrange=audited),
    Row("screening:whole", READERS, state="audit, another auditor's", arrange=anothers_audit),
    Row("screening:whole", (*READERS, FINANCE), state="approved", arrange=state("approved")),
    Row("screening:whole", (*READERS, *FOLLOWS), state="approved, followed", arrange=followed),
    Row(
        "screening:whole", (*READERS, *VIEWER), state="published, of the viewer's district",
        arrange=of_the_district("publication"),
    ),
    Row("screening:whole", READERS, state="in review, of the viewer's district", arrange=of_the_district("review")),
    Row(
        "screening:whole", READERS, state="published, of another district",
        arrange=of_the_district("publication", "别的区"),
    ),
    *(
        Row("screening:whole_section", READERS, state=f"{name}, approved", arrange=section(name, state("approved")))
        for name in ("verdict", "form", "evidence", "screening", "judgements", "letters", "journal", "opinions", "list",
                     "meetings", "publication")
    ),
    *(
        Row(
            "screening:whole_section", (*READERS, *FOLLOWS), state=f"{name}, approved, followed",
            arrange=section(name, followed),
        )
        for name in ("receipt", "approval")
    ),
    Row(
        "screening:whole_section", (*OFFICE, "supervisor"), state="review, approved",
        arrange=section("review", state("approved")),
    ),
    Row("screening:whole_section", (*READERS, *AUDITOR), state="audit", arrange=section("audit", audited)),
    Row("screening:whole_section", READERS, state="verdict, audit", arrange=section("verdict", audited)),
    # Of an application alone nothing lies beside it: readers get past the gate and are told so.
    Row("screening:whole_beside", (), hides=READERS, arrange=nothing_earlier),
    Row("screening:whole_shown", READERS, arrange=a_file),
    Row("screening:whole_picture", (), hides=READERS, arrange=a_picture),
    Row("screening:form", READERS, arrange=state("screening")),
    Row("awards:on_list", READERS, arrange=state("shortlisted")),
    Row("awards:office_letter", READERS, arrange=plain(letter)),
]  # fmt: skip
