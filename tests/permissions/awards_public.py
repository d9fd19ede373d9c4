"""Publications, objections, approvals: what everybody reads, what the office does, what the handler alone sees."""

from juli.registry.files.actions import take as take_file
from juli.registry.files.models import Attachment
from juli.stages.applications.models import Application
from juli.stages.awards.actions import approvals as approving
from juli.stages.awards.actions import objections as objecting
from juli.stages.awards.models import Objection, Publication
from juli.stages.awards.objections import Sealed
from tests.permissions.applications_life import plain
from tests.permissions.rows import EVERYBODY, OFFICE, OURS, Row
from tests.permissions.screening import LEAD, READERS
from tests.stages.applications.life.conftest import submitted
from tests.stages.awards import publications_world as world
from tests.stages.awards.world import call

SAID = Sealed("欧阳建国", "", "13911223344", "", "该单位2024年的活动实际由另一单位主办。")
HANDLER = ("officer",)
#: Whoever reads the list reads what is published of it, in the office's view.
LISTS = READERS


def listed(people):
    call()
    row = submitted("zgc-2025", people).application
    return world.listed(people, n=1, out=0, rows=[Application.objects.select_related("call").get(pk=row.pk)])


def drafted(people):
    return {"publication": world.drafted(listed(people)).pk}


def published(people):
    return {"publication": world.published(listed(people)).pk}


def out(people):
    at = listed(people)
    at.publication = world.published(at)
    return at


def approved(people):
    at = out(people)
    at.approval = approving.approve(publication=at.publication, by=at.lead, at=world.OVER)
    return at


def received(people):
    at = out(people)
    evidence = [take_file(blocks=[world.PDF], name="a.pdf", at=world.WITHIN, accept=("pdf",))]
    at.objection = objecting.receive(
        publication=at.publication, application=at.rows[0], kind="person", said=SAID, evidence=evidence, at=world.WITHIN
    ).objection
    return at


def handled(people):
    at = received(people)
    at.objection = objecting.take(objection=at.objection, had=1, by=at.officer, at=world.WITHIN)
    return at


def upheld(people):
    at = handled(people)
    for event in ("admit", "investigate", "uphold"):
        row = Objection.objects.get(pk=at.objection.pk)
        objecting.step(
            objection=row,
            event=event,
            reason="不实",
            summary="主办存疑",
            had=row.version,
            by=at.officer,
            at=world.WITHIN,
        )
    return at


def objection(make):
    return plain(lambda people: {"objection": make(people).objection.pk})


def a_file(people):
    at = handled(people)
    return {"objection": at.objection.pk, "link": Attachment.objects.get(subject_type="objection").pk}


def approval(people, **more):
    at = approved(people)
    return {"publication": at.publication.pk, "approval": at.approval.pk, **more}


def own(people, **more):
    row = approved(people).rows[0]
    return {"organisation": row.organisation_id, "application": row.pk, **more}


def had(model):
    return lambda _people: {"had": str(model.objects.latest("pk").version)}


def decision(_people):
    return {"had": str(Objection.objects.get().version), "decision": "kept", "reason": "不影响"}


def admission(_people):
    return {"had": str(Objection.objects.get().version), "event": "admit", "summary": "主办存疑"}


def paper(make):
    return plain(lambda people: {**make(people), "form": "word"})


ROWS = [
    Row("awards:published_lists", EVERYBODY),
    Row("awards:publication", EVERYBODY, arrange=plain(published)),
    Row("awards:publication_paper", EVERYBODY, arrange=paper(published)),
    Row("awards:approval", EVERYBODY, arrange=plain(approval)),
    Row("awards:approval_paper", EVERYBODY, arrange=paper(approval)),
    Row("awards:objection_status", EVERYBODY),
    Row("awards:object", EVERYBODY, arrange=plain(published)),
    Row("awards:object", EVERYBODY, "POST", arrange=plain(published), action="awards.receive"),
    # A draft is nobody's to read but the office's; to the public there is none.
    Row("awards:publication", (), state="draft", arrange=plain(drafted), hides=EVERYBODY),
    Row("awards:publications", LISTS),
    Row("awards:publication_desk", LISTS, arrange=plain(published)),
    Row("awards:published", READERS, arrange=plain(lambda people: {"application": out(people).rows[0].pk})),
    Row(
        "awards:draft_publication",
        OFFICE,
        "POST",
        arrange=plain(lambda people: {"call": listed(people).call.pk}),
        action="awards.draft",
    ),
    Row("awards:compose", OFFICE, arrange=plain(drafted)),
    Row("awards:compose", OFFICE, "POST", arrange=plain(drafted), body=had(Publication), action="awards.write"),
    Row("awards:publication_preview", OFFICE, arrange=paper(drafted)),
    Row("awards:publish", OFFICE, "POST", arrange=plain(drafted), body=had(Publication), action="awards.publish"),
    Row(
        "awards:discard_publication",
        OFFICE,
        "POST",
        arrange=plain(drafted),
        body=had(Publication),
        action="awards.discard",
    ),
    Row("awards:correct_publication", OFFICE, "POST", arrange=plain(published)),
    Row(
        "awards:withdraw_publication",
        LEAD,
        "POST",
        arrange=plain(published),
        body=lambda _people: {"reason": "名单有误"},
        action="awards.withdraw",
    ),
    Row("awards:object_on_paper", OFFICE, arrange=plain(published)),
    Row("awards:approve", LEAD, "POST", arrange=plain(published), action="awards.approve"),
    Row("awards:approval_letters", OFFICE, arrange=plain(lambda people: {"approval": approved(people).approval.pk})),
    Row("awards:objections", OFFICE),
    Row("awards:objection", OFFICE, arrange=objection(handled)),
    # Who objects, and what came with it, is the handler's: not even the head of office opens it.
    Row("awards:objection_file", HANDLER, arrange=plain(a_file)),
    Row(
        "awards:take_objection", OFFICE, "POST", arrange=objection(received), body=had(Objection), action="awards.take"
    ),
    Row("awards:step_objection", HANDLER, "POST", arrange=objection(handled), body=admission, action="awards.step"),
    Row(
        "awards:decide_objection",
        LEAD,
        "POST",
        arrange=objection(upheld),
        body=decision,
        action="awards.decide_upheld",
    ),
    Row("awards:own_result", OURS, arrange=plain(own)),
    Row("awards:own_letter", OURS, arrange=paper(own)),
]
