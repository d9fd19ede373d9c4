"""The life of an application: what its own people, its recommender, the office and the public may do, state by state."""

from django.core.files.uploadedfile import SimpleUploadedFile

from juli.stages.applications import guards
from juli.stages.applications.actions import finalising, recommending
from juli.stages.applications.models import Application, FinalVersion, Letter
from tests.permissions.rows import EVERYBODY, OFFICE, OURS, Row
from tests.stages.applications.conftest import NOW, begun, published
from tests.stages.applications.life import conftest as life

CAST, BAST = "cast-2023", "bast-2024"
ADMINISTRATOR = ("administrator",)
RECOMMENDER = ("recommender",)
#: A call that is open whenever the table is run.
OPEN = {
    CAST: {"opens: {at: 2023-04-28,": "opens: {at: 2000-01-01,", "through: 2023-05-19": "through: 2999-12-31"},
    BAST: {
        "before: 2024-03-13T16:00": "before: 2999-12-31T16:00",
        "recommendation: {at: unstated,": "recommendation: {through: 2999-12-31,",
    },
}


def plain(act):
    """Blank forms count as complete, and nothing is printed: the table is about who, not about what."""

    def arrange(world):
        complete, printable = guards.form_complete, finalising.require_printable
        guards.form_complete = lambda _case: []
        finalising.require_printable = lambda _application, _at: None
        try:
            return act(world)
        finally:
            guards.form_complete = complete
            finalising.require_printable = printable

    return arrange


def at(row):
    return {"organisation": row.organisation_id, "application": row.pk}


def opened(edition):
    published(edition, words=OPEN[edition])


def draft(world):
    opened(CAST)
    return at(begun(CAST, world))


def under_review(world):
    given = draft(world)
    Application.objects.filter(pk=given["application"]).update(state="unit_review")
    return given


def final(world, edition=CAST):
    opened(edition)
    return life.finalised(edition, world)


def finalised(world):
    return at(final(world).application)


def before_scan(world):
    return at(final(world, BAST).application)


def handed_in(world):
    opened(CAST)
    return at(life.submitted(CAST, world).application)


def withdrawn(world):
    from juli.stages.applications.actions import submitting

    given = handed_in(world)
    row = Application.objects.get(pk=given["application"])
    submitting.withdraw(application=row, by=world.users["administrator"], at=NOW[CAST])
    return given


def with_scan(world):
    opened(BAST)
    made = life.submitted(BAST, world)
    return {**at(made.application), "scan": made.scan_id}


def on_paper(form):
    return lambda world: {**at((found := final(world)).application), "version": found.version.number, "form": form}


def receipt(world):
    return {**handed_in(world), "number": 1}


def code(world):
    final(world)
    return {"code": FinalVersion.objects.get().check_code}


def to_recommend(world):
    opened(BAST)
    life.recommended_by(world)
    return {"application": life.submitted(BAST, world).application_id}


def of_another_unit(world):
    given = to_recommend(world)
    from juli.stages.applications.models import Recommends

    Recommends.objects.update(unit="别的区科协")
    return given


def taken(world):
    given = to_recommend(world)
    row = Application.objects.get(pk=given["application"])
    recommending.take(application=row, by=world.users["recommender"], at=NOW[BAST])
    return given


def recommended(world):
    given = taken(world)
    row = Application.objects.get(pk=given["application"])
    recommending.recommend(application=row, opinion="", by=world.users["recommender"], at=NOW[BAST])
    return given


def its_file(world):
    from juli.registry.files.queries import attachments
    from juli.stages.applications.models import Submission

    given = to_recommend(world)
    return {**given, "link": attachments(Submission.objects.get().subject).get().pk}


def board(world):
    to_recommend(world)
    return {"edition": BAST}


def ranked(world):
    recommended(world)
    return {"edition": BAST}


def a_letter(world):
    from django.db import transaction

    from juli.registry.files.actions.keeping import Kept

    board(world)
    call = Application.objects.get().call
    with transaction.atomic():
        recommending.add_letter(
            call=call, unit=life.UNIT, kept=Kept(life.stored("letter"), "l.pdf", ()), by=world.users["recommender"],
            at=NOW[BAST],
        )  # fmt: skip
    return {"edition": BAST, "letter": Letter.objects.get().pk}


def steps(state, event, allows, arrange, action, body=None):
    """A row of a step of the applicant's."""

    def given(world):
        return {**arrange(world), "event": event}

    return Row("applications:step", allows, "POST", state, plain(given), body or (lambda _w: {}), action=action)


def word(state, event, allows, arrange, action):
    """A row of a step of the recommender's."""

    def given(world):
        return {**arrange(world), "event": event}

    text = lambda _w: {"text": "理由"}  # noqa: E731
    return Row("applications:recommendation_step", allows, "POST", state, plain(given), text, action=action)


def remarks(_world):
    return {"remarks": "请修改"}


def upload(_world):
    return {"code": "0", "file": SimpleUploadedFile("scan.pdf", b"not a pdf")}


def held_scan(world):
    """A scan that is kept already, whose content is gone from the store."""
    from juli.registry.files.actions.keeping import Kept
    from juli.stages.applications.held_scans import token_of

    row = Application.objects.latest("pk")
    return {"code": "0", "held": token_of(Kept(life.stored("scan"), "scan.pdf", ()), row)}


def unit(_world):
    return {"unit": life.UNIT}


def ours(world):
    life.recommended_by(world)
    return {"organisation": world.ours.pk}


ROWS = [
    Row("applications:life", OURS, arrange=draft),
    Row("applications:life", OURS, state="handed in", arrange=plain(handed_in)),
    steps("draft", "send", OURS, draft, "applications.send"),
    steps("draft", "finalise", ADMINISTRATOR, draft, ""),
    steps("under review", "send", OURS, under_review, ""),
    steps("under review", "return", ADMINISTRATOR, under_review, "applications.give_back", remarks),
    steps("under review", "finalise", ADMINISTRATOR, under_review, "applications.finalise"),
    steps("final", "reopen", ADMINISTRATOR, finalised, "applications.reopen"),
    steps("final", "submit", ADMINISTRATOR, finalised, "applications.submit"),
    steps("handed in", "withdraw", ADMINISTRATOR, handed_in, "applications.withdraw"),
    steps("handed in", "return", ADMINISTRATOR, handed_in, "", remarks),
    steps("withdrawn", "submit", ADMINISTRATOR, withdrawn, ""),
    Row("applications:scan", OURS, "POST", "final", plain(before_scan), upload, action="applications.receive"),
    Row("applications:scan", OURS, "POST", "final, kept already", plain(before_scan), held_scan, action="applications.match"),
    Row("applications:final", OURS, arrange=plain(on_paper("word"))),
    Row("applications:receipt_paper", (), hides=OURS, state="no such submission", arrange=plain(lambda w: {**finalised(w), "number": 7})),
    Row("applications:receipts", EVERYBODY),
    Row("applications:receipt", EVERYBODY, arrange=plain(code)),
    Row("applications:recommendations", RECOMMENDER),
    Row("applications:recommendations_in", RECOMMENDER, arrange=plain(board)),
    Row("applications:recommendation_order", RECOMMENDER, "POST", arrange=plain(ranked), action="applications.rank"),
    Row("applications:recommendation_letter", RECOMMENDER, "POST", arrange=plain(board), body=upload, action="applications.add_letter"),
    Row("applications:recommendation_letter_paper", RECOMMENDER, arrange=plain(board)),
    Row("applications:recommendation_letter_file", (), hides=RECOMMENDER, state="content lost", arrange=plain(a_letter)),
    Row("applications:to_recommend", RECOMMENDER, arrange=plain(to_recommend)),
    Row("applications:to_recommend", (), state="of another unit", arrange=plain(of_another_unit)),
    Row("applications:recommendation_paper", (), state="of another unit", arrange=plain(of_another_unit)),
    Row("applications:recommendation_file", (), hides=RECOMMENDER, state="content lost", arrange=plain(its_file)),
    Row("applications:scanned", (), hides=OURS, state="content lost", arrange=plain(with_scan)),
    word("handed in", "take", RECOMMENDER, to_recommend, "applications.take"),
    word("of another unit", "take", (), of_another_unit, ""),
    word("taken up", "recommend", RECOMMENDER, taken, "applications.recommend"),
    word("taken up", "send_back", RECOMMENDER, taken, "applications.send_back"),
    word("taken up", "decline", RECOMMENDER, taken, "applications.decline"),
    word("recommended", "reconsider", RECOMMENDER, recommended, "applications.reconsider"),
    Row("applications:recommenders", OFFICE),
    Row("applications:assign_recommender", OFFICE, "POST", arrange=ours, body=unit, action="applications.assign"),
]  # fmt: skip

#: Acts that no address leads to.
BY_OTHER_WAYS = {
    "applications.add_scan": "part of matching a scan",
    "applications.take_back": "part of withdrawing and of sending back",
    "applications.seal": "follows a submission",
    "applications.seal_missing": "falls due, where the process died after a submission",
}
