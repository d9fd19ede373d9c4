"""The ledger: an organisation's own people, all alike, and nobody else."""

import datetime as dt

from django.utils import timezone

from juli.registry.files.models import Attachment, StoredFile, Upload
from juli.stages.ledger.models import (
    Achievement,
    Filing,
    Intake,
    IntakeRow,
    Licence,
    Listed,
    Party,
    Proposal,
    SharedEvent,
)
from tests.people import SINCE
from tests.permissions.rows import EVERYBODY, OURS, Row


def ours(people):
    return {"organisation": people.ours.pk}


def on_calls(people):
    return {"who": f"organisation-{people.ours.pk}"}


def on_a_call(people):
    return {**on_calls(people), "programme": "zgc-2022"}


def kind(people):
    return {"organisation": people.ours.pk, "kind": "activity"}


def row(people, **more):
    return Achievement.objects.create(
        organisation=people.ours,
        kind="activity",
        title="样例活动",
        date=dt.date(2024, 6, 1),
        vocabulary=1,
        created_at=SINCE,
        changed_at=SINCE,
        **more,
    )


def entry(people):
    return {"organisation": people.ours.pk, "achievement": row(people).pk}


def gone(people):
    return {"organisation": people.ours.pk, "achievement": row(people, removed_at=SINCE).pk}


def typed(_people):
    return {"title": "样例活动", "date": "2024-06-01", "version": "1"}


def intake(people):
    found = Intake.objects.create(organisation=people.ours, by="user:1", begun_at=SINCE)
    IntakeRow.objects.create(intake=found, number=2, kind="activity", values={"title": "样例"}, sound=True)
    return {"organisation": people.ours.pk, "intake": found.pk}


def enterprises(people):
    return {"organisation": people.ours.pk, "register": "enterprise"}


def listed(people):
    found = Listed.objects.create(organisation=people.ours, register="enterprise", name="样例公司", added_at=SINCE)
    return {**enterprises(people), "listed": found.pk}


def attached(people, to=None):
    file = StoredFile.objects.create(digest="0" * 64, size=1, kind="pdf", previews="none", kept_at=SINCE)
    return Attachment.objects.create(
        file=file,
        subject_type="achievement",
        subject_id=str((to or row(people)).pk),
        name="a.pdf",
        by="user:1",
        role="staff",
        at=SINCE,
    )


def link(people):
    found = attached(people)
    return {"organisation": people.ours.pk, "link": found.pk}


def page(people):
    return {**link(people), "page": 0}


def door(people):
    return {**entry(people), "tag": "photos"}


def upload(people):
    found = Upload.objects.create(
        endpoint="evidence",
        owner=people.users["staff"].actor_id,
        role="staff",
        name="a.pdf",
        length=5,
        begun_at=SINCE,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return {**door(people), "key": found.pk}


def reused(people):
    return {"link": attached(people).pk, "tag": "photos"}


def shared(people, state="confirmed", whose=None):
    """An event of ours, and another one's part in it."""
    mine = row(people)
    event = SharedEvent.objects.create(
        code="AAAA-BBBB", kind="activity", fields={"title": "样例活动"}, created_at=SINCE
    )
    ours = Party.objects.create(event=event, organisation=people.ours, state="confirmed", achievement=mine, since=SINCE)
    theirs = Achievement.objects.create(
        organisation=people.theirs, kind="activity", title="样例活动", vocabulary=1, created_at=SINCE, changed_at=SINCE
    )
    other = Party.objects.create(
        event=event,
        organisation=people.theirs,
        state=state,
        achievement=theirs if state == "confirmed" else None,
        since=SINCE,
    )
    return event, ours, other


def invited(people):
    _event, _ours, other = shared(people, "declined")
    Party.objects.filter(pk=other.pk).update(state="confirmed", achievement=Achievement.objects.last())
    ours = Party.objects.get(organisation=people.ours)
    Party.objects.filter(pk=ours.pk).update(state="invited", achievement=None)
    return {"organisation": people.ours.pk, "party": ours.pk}


def asking(people):
    return {"organisation": people.ours.pk, "party": shared(people, "asking")[2].pk}


def proposed(people):
    event, _ours, other = shared(people)
    found = Proposal.objects.create(event=event, by=other, fields={"title": "别的"}, agreed=[other.pk], made_at=SINCE)
    return {"organisation": people.ours.pk, "proposal": found.pk}


def code(people):
    event = SharedEvent.objects.create(code="CCCC-DDDD", kind="activity", fields={"title": "样例"}, created_at=SINCE)
    return {"code": event.code}


def theirs(people):
    return {"whom": people.theirs.name}


def filing(people):
    found = Filing.objects.create(
        organisation=people.ours,
        enterprise="样例公司",
        place="海淀",
        capital=100,
        business_scope="研发",
        foreign=False,
        filed_at=SINCE,
        by="user:1",
        digest="0" * 64,
    )
    return {"organisation": people.ours.pk, "filing": found.pk}


def licensed(people):
    given = filing(people)
    entry_ = Achievement.objects.create(
        organisation=people.ours,
        kind="new_enterprise",
        title="样例公司",
        vocabulary=1,
        created_at=SINCE,
        changed_at=SINCE,
    )
    Licence.objects.create(
        filing_id=given["filing"],
        name="样例公司",
        registered_on=SINCE.date(),
        achievement=entry_,
        by="user:1",
        added_at=SINCE,
    )
    return given


def notice(_people):
    return {"enterprise": "样例公司", "place": "海淀", "capital": "1", "foreign": "no", "business_scope": "研发"}


def registered(_people):
    return {"name": "样例公司", "registered_on": "2024-06-01"}


#: The table's files have no content on the disk: whoever may have them learns that it is lost (404).
#: Of the tus protocol.
TUS = {"Tus-Resumable": "1.0.0"}
BEGIN = {**TUS, "Upload-Length": "5", "Upload-Metadata": "filename YS5wZGY="}


def doing(do):
    return lambda _people: {"do": do, "version": "1"}


ROWS = [
    Row("ledger:timeline", OURS, arrange=ours),
    Row("ledger:outlook", OURS, arrange=ours),
    Row("ledger:removed", OURS, arrange=ours),
    Row("calls:overview", OURS, "GET", "of a ledger", arrange=on_calls, hides=()),
    Row("calls:check", OURS, "GET", "of a ledger", arrange=on_a_call),
    Row("calls:advice", OURS, "GET", "of a ledger", arrange=on_a_call),
    Row("ledger:choose", OURS, arrange=ours),
    Row("ledger:add", OURS, arrange=kind),
    Row("ledger:add", OURS, "POST", arrange=kind, body=typed, action="ledger.add"),
    Row("ledger:entry", OURS, arrange=entry),
    Row("ledger:entry", OURS, "POST", arrange=entry, body=typed, action="ledger.change"),
    Row("ledger:duplicate", OURS, arrange=entry),
    Row("ledger:duplicate", OURS, "POST", arrange=entry, body=typed, action="ledger.duplicate"),
    Row("ledger:remove", OURS, "POST", arrange=entry, action="ledger.remove"),
    Row("ledger:restore", OURS, "POST", "removed", arrange=gone, action="ledger.restore"),
    Row("ledger:export", OURS, arrange=ours),
    Row("ledger:template", OURS, arrange=ours),
    Row("ledger:bring", OURS, arrange=ours),
    Row(
        "ledger:bring",
        OURS,
        "POST",
        arrange=ours,
        body=lambda _p: {"kind": "activity", "pasted": "title\n样例\n"},
        action="ledger.bring",
    ),
    Row("ledger:intake", OURS, arrange=intake),
    Row("ledger:intake", OURS, "POST", "take", arrange=intake, body=doing("take"), action="ledger.take"),
    Row("ledger:intake", OURS, "POST", "mend", arrange=intake, body=doing("mend"), action="ledger.mend"),
    Row("ledger:intake", OURS, "POST", "drop", arrange=intake, body=doing("drop"), action="ledger.drop"),
    Row("ledger:register", OURS, arrange=enterprises),
    Row("ledger:register", OURS, "POST", arrange=enterprises, body=lambda _p: {"name": "样例"}, action="ledger.enlist"),
    Row("ledger:listed", OURS, arrange=listed),
    Row("ledger:listed", OURS, "POST", arrange=listed, body=lambda _p: {"name": "别名"}, action="ledger.relist"),
    Row("ledger:delist", OURS, "POST", arrange=listed, action="ledger.delist"),
    Row("ledger:files", OURS, arrange=entry),
    Row("ledger:bring_files", OURS, "POST", arrange=entry, action="ledger.prove"),
    Row("ledger:reuse", OURS, "POST", arrange=entry, body=reused, action="ledger.reuse"),
    Row("ledger:file", (), arrange=link, hides=OURS),
    Row("ledger:preview", (), arrange=page, hides=OURS),
    Row("ledger:retag", OURS, "POST", arrange=link, body=lambda _p: {"tag": "photos"}, action="ledger.retag"),
    Row("ledger:detach", OURS, "POST", arrange=link, action="ledger.disprove"),
    Row("ledger:evidence-uploads", OURS, "POST", arrange=door, headers=BEGIN),
    Row("ledger:evidence-upload", ("staff",), "HEAD", arrange=upload, headers=TUS, hides=("administrator",)),
    Row("ledger:evidence-upload", ("staff",), "DELETE", arrange=upload, headers=TUS, hides=("administrator",)),
    Row("ledger:shared", OURS, arrange=ours),
    Row("ledger:join", OURS, "POST", arrange=ours, body=code, action="ledger.join"),
    Row("ledger:invite", OURS, "POST", "by name", arrange=entry, body=theirs, action="ledger.invite"),
    Row("ledger:invite", OURS, "POST", "code alone", arrange=entry, action="ledger.share"),
    Row("ledger:invitation", OURS, arrange=invited),
    Row("ledger:invitation", OURS, "POST", arrange=invited, action="ledger.confirm"),
    Row("ledger:decline", OURS, "POST", "invited", arrange=invited, action="ledger.decline"),
    Row("ledger:decline", OURS, "POST", "asking", arrange=asking, action="ledger.decline"),
    Row("ledger:admit", OURS, "POST", "asking", arrange=asking, action="ledger.admit"),
    Row("ledger:agree", OURS, "POST", "open", arrange=proposed, action="ledger.agree"),
    Row("ledger:disagree", OURS, "POST", "open", arrange=proposed, action="ledger.disagree"),
    Row("ledger:filings", OURS, arrange=ours),
    Row("ledger:file_enterprise", OURS, arrange=ours),
    Row("ledger:file_enterprise", OURS, "POST", arrange=ours, body=notice, action="ledger.file"),
    Row("ledger:filing", OURS, arrange=filing),
    Row("ledger:filing", OURS, "POST", arrange=filing, body=registered, action="ledger.match"),
    Row("ledger:filing_receipt", OURS, arrange=filing),
    Row("ledger:filing_receipts", EVERYBODY),
    Row("ledger:unmatch", OURS, "POST", "matched", arrange=licensed, action="ledger.unmatch"),
]
BY_OTHER_WAYS: dict[str, str] = {}
