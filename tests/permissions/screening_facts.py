"""What the office writes down of an application: works, questions, paper, duplicates, sister offices, more time."""

import datetime as dt

from django.db import transaction

from juli.registry.files.actions import attach
from juli.registry.files.models import Attachment, Preview
from juli.registry.files.queries import attachments
from juli.registry.parties import SYSTEM
from juli.stages.accounts.roles import Role
from juli.stages.applications.actions import finalising
from juli.stages.applications.models import Application, Letter, Recommendation, Recommends
from juli.stages.applications.queries.submitted import standing
from juli.stages.screening.actions import judgements, opinions, overlaps, paper, verification
from juli.stages.screening.frame import READERS as POSTS_THAT_READ
from juli.stages.screening.models import OverlapResult, Reply
from tests.permissions.rows import EVERYBODY, OFFICE, OURS, Row
from tests.stages.applications.conftest import NOW, begun, published
from tests.stages.screening.decided_world import conference, kept, proved, standard

EDITION = "zgc-2022"
AT = NOW[EDITION]
LONG = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
READERS = tuple(sorted(role.value for role in POSTS_THAT_READ))
CLERKS = (*OFFICE, Role.RECEIPT_AGENCY.value)
LEAD = (Role.LEAD.value,)
ADMINISTRATOR = ("administrator",)
CLAUSE = "international.conference"


def screened(world, edition=EDITION, state="screening", words=None):
    """In screening, as far as these pages ask: frozen, numbered, in its state."""
    from juli.stages.applications import guards
    from juli.stages.applications.judged_on import kept_rules
    from juli.stages.applications.models import Submission
    from juli.stages.applications.ruling import ruling

    published(edition, words=words or {})
    proved(standard(world))
    conference(world)
    row = begun(edition, world)
    Application.objects.filter(pk=row.pk).update(state="unit_review")
    usual = guards.form_complete, finalising.require_printable
    guards.form_complete, finalising.require_printable = (lambda _case: []), (lambda _application, _at: None)
    try:
        final = finalising.finalise(application=row, by=world.users["administrator"], at=NOW[edition])
    finally:
        guards.form_complete, finalising.require_printable = usual
    under = ruling(row.call, NOW[edition])
    made = Submission.objects.create(
        application=row, number=1, final=final, rules=kept_rules(under, NOW[edition]), amendment=0, digest="0" * 64,
        check_code="0000-0000-0", entry=1, by_name="x", by=world.users["administrator"], at=NOW[edition],
    )  # fmt: skip
    for link in attachments(final.subject):
        with transaction.atomic():
            attach(file=link.file, subject=made.subject, tag=link.tag, name=link.name, by=SYSTEM, at=NOW[edition])
    Application.objects.filter(pk=row.pk).update(state=state)
    return Application.objects.select_related("call", "organisation").get(pk=row.pk)


def one(world, **given):
    return {"application": screened(world, **given).pk}


def a_work(world, kind="standard"):
    row = screened(world)
    found = next(x for x in standing(row).final.content["achievements"] if x["kind"] == kind)
    return {"application": row.pk, "work": str(found["id"])}


def a_file(world):
    row = screened(world)
    return {"application": row.pk, "link": attachments(standing(row).subject).first().pk}


def a_picture(world):
    given = a_file(world)
    file = Attachment.objects.get(pk=given["link"]).file
    Preview.objects.create(file=file, page=0, digest="1" * 64, size=1, width=1, height=1)
    return {**given, "page": 0}


def verified(world, shown=True):
    row = screened(world)
    work = str(standing(row).final.content["achievements"][0]["id"])
    by = world.users["officer"]
    verification.verify(application=row, achievement=work, act="accept", had=0, by=by, at=AT)
    if shown:
        verification.announce(application=row, until=LONG, by=by, at=AT)
    return row


def own(world):
    return {"organisation": world.ours.pk, "application": verified(world).pk}


def own_unseen(world):
    return {"organisation": world.ours.pk, "application": verified(world, shown=False).pk}


def replied(world):
    row = verified(world)
    verification.reply(application=row, text="有异议", files=[kept()], by=world.users["administrator"], at=AT)
    return {"application": row.pk, "link": attachments(Reply.objects.get().subject).get().pk}


def asked(world):
    return {"clause": CLAUSE, "work": a_question(world)[1]}


def a_question(_world):
    from juli.stages.ledger.models import Achievement

    row = Application.objects.order_by("-pk").first()
    return row, str(Achievement.objects.get(kind="activity").pk)


def answer(world):
    return {**asked(world), "answer": "yes", "reason": "有影响力", "had": "0"}


def proof(world):
    row = screened(world)
    made = judgements.judge(
        application=row, clause=CLAUSE, achievement=a_question(world)[1], answer=True, reason="媒体报道",
        files=[kept()], had=0, by=world.users["officer"], at=AT,
    )  # fmt: skip
    return {"application": row.pk, "link": attachments(made.subject).get().pk}


def parcel(world):
    row = screened(world)
    arrived = paper.Arrived(received=AT.date())
    made = paper.log(application=row, arrived=arrived, by=world.users["receipt_agency"], at=AT)
    return {"application": row.pk, "parcel": made.pk}


def letter(world):
    row = screened(world)
    Recommends.objects.create(unit="u", organisation=world.ours, by=world.users["lead"], since=AT)
    Recommendation.objects.create(
        submission=standing(row),
        call=row.call,
        unit="u",
        word="recommended",
        by=world.users["recommender"],
        taken_at=AT,
    )
    made = Letter.objects.create(call=row.call, unit="u", file=kept().file, name="a.pdf", by=world.users["lead"], at=AT)
    with transaction.atomic():
        attach(file=made.file, subject=made.subject, tag="letter", name="a.pdf", by=SYSTEM, at=AT)
    return {"application": row.pk, "letter": made.pk}


def overlap_paper(world):
    row = screened(world)
    overlaps.record_overlap(application=row, word="clear", files=[kept()], had=0, by=world.users["officer"], at=AT)
    return {"application": row.pk, "link": attachments(OverlapResult.objects.get().subject).get().pk}


def a_request(world):
    row = screened(world)
    return opinions.ask_opinion(
        call=row.call, unit="u", email="a@example.org", question="?", applications=[row], columns=[], until=LONG,
        by=world.users["officer"], at=AT,
    )  # fmt: skip


def request(world):
    return {"number": a_request(world).request.pk}


def link(world):
    return {"token": a_request(world).token}


def to_ask(world):
    return {"edition": screened(world).call.edition}


def a_track(world):
    return {"edition": screened(world, "cast-2023", "accepted").call.edition, "track": "standards"}


def said(**fields):
    return lambda _world: fields


ANSWERERS = (*OFFICE, Role.BUSINESS_OFFICE.value)
ROWS = [
    Row("screening:verification_queue", OFFICE),
    Row("screening:verification", READERS, arrange=one),
    Row("screening:verification", (), state="still the applicant's", arrange=lambda w: {"application": begun("cast-2023", w).pk}),
    Row("screening:verification_word", OFFICE, "POST", arrange=a_work, body=said(act="accept", had="0"), action="screening.verify"),
    Row("screening:verification_correct", OFFICE, arrange=a_work),
    Row("screening:verification_correct", OFFICE, "POST", arrange=a_work),
    Row("screening:verification_accept", OFFICE, arrange=one),
    Row("screening:verification_accept", OFFICE, "POST", arrange=one, action="screening.accept_works"),
    Row("screening:verification_announce", OFFICE, "POST", arrange=one, body=said(until="2999-01-01"), action="screening.announce"),
    # The content of these files is nowhere: who may have it is let through, and told that it is lost.
    Row("screening:work_file", (), arrange=a_file, hides=READERS),
    Row("screening:work_picture", (), arrange=a_picture, hides=READERS),
    Row("screening:verification_reply_file", (), arrange=replied, hides=READERS),
    Row("screening:own_verification", OURS, arrange=own),
    Row("screening:own_verification", (), state="not shown yet", arrange=own_unseen),
    Row("screening:own_verification_answer", ADMINISTRATOR, "POST", arrange=own, body=said(text="有异议"), action="screening.reply"),
    Row("screening:judgements", READERS, arrange=one),
    Row("screening:judgement_queue", ANSWERERS),
    Row("screening:judge", OFFICE, "POST", arrange=one, body=answer, action="screening.judge"),
    Row("screening:judgement_proof", (), arrange=proof, hides=READERS),
    # Without a question there is nothing to see; who asks for one that is others' is refused (tests of the judgements).
    Row("screening:question", (), arrange=one),
    Row("screening:question_file", (), arrange=a_file),
    Row("screening:paper_register", CLERKS),
    Row("screening:paper_of", CLERKS, arrange=one),
    Row("screening:paper_log", CLERKS, "POST", arrange=one, body=said(received="2022-08-30"), action="screening.log"),
    Row("screening:paper_correct", CLERKS, "POST", arrange=parcel, body=said(void="1", reason="误"), action="screening.correct"),
    Row("screening:paper", READERS, arrange=one),
    Row("screening:paper_letter", (), arrange=letter, hides=READERS),
    Row("screening:overlap_queue", READERS),
    Row("screening:overlap", READERS, arrange=one),
    Row("screening:overlap_record", OFFICE, "POST", arrange=one, body=said(word="clear", had="0"), action="screening.record_overlap"),
    Row("screening:overlap_file", (), arrange=overlap_paper, hides=READERS),
    Row("screening:opinion_requests", OFFICE),
    Row("screening:opinion_ask", OFFICE, arrange=to_ask),
    Row("screening:opinion_ask", OFFICE, "POST", arrange=to_ask, action="screening.ask_opinion"),
    Row("screening:opinion_request", OFFICE, arrange=request),
    Row("screening:opinion_remind", OFFICE, "POST", arrange=request, action="screening.remind_opinion"),
    Row("screening:opinion_withdraw", OFFICE, "POST", arrange=request, body=said(reason="误"), action="screening.withdraw_opinion"),
    Row("screening:opinions", READERS, arrange=one),
    Row("screening:give_opinion", EVERYBODY, arrange=link),
    Row("screening:give_opinion", EVERYBODY, "POST", arrange=link, body=said(rest="1", name="某"), action="screening.give_opinions"),
    Row("screening:extensions", OFFICE),
    Row("screening:extend", LEAD, "POST", arrange=a_track, body=said(until="2999-01-01", number="1", text="延期"), action="screening.extend"),
]  # fmt: skip
BY_OTHER_WAYS = {"screening.remind_due": "falls due by the clock"}
