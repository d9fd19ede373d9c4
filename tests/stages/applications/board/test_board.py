"""The board: what stands behind each clause, what could, what is missing; nobody else's; as many queries for any ledger."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.files.models import Attachment, StoredFile
from juli.stages.applications import claims
from juli.stages.applications.models import Application
from juli.stages.applications.queries import board as queries
from juli.stages.applications.queries import board_advice, judging
from juli.stages.applications.queries.scores import scores
from juli.stages.calls.models import Anchor, Notice, Paragraph
from juli.stages.ledger.models import Achievement
from tests.stages.applications.board.conftest import AT, EDITION, achieved, event, judged
from tests.stages.applications.conftest import EDITIONS, NOW, begun

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def photo():
    """A picture of one pixel."""
    return SimpleUploadedFile("照片.png", PNG)


@pytest.fixture
def claimed(application, works):
    """The application with one study claimed under research, and the association's standards."""
    claims.put(
        application,
        {
            str(works["study"].pk): "research",
            str(works["standard"].pk): "standards",
            str(works["standard2"].pk): "standards",
            str(works["forum"].pk): "forum",
        },
    )
    Application.objects.filter(pk=application.pk).update(version=9)
    application.refresh_from_db()
    return application


def board_of(application, world, at=AT):
    return queries.board(world.users["staff"], application.organisation_id, application.pk, at)


def entry(page, clause):
    return next(e for group in page.groups for top in group.entries for e in top.walk() if e.line.id == clause)


def titles(pieces):
    return [piece.work.title.zh for piece in pieces]


def test_a_clause_opens_to_what_it_uses_could_use_and_may_not(world, claimed):
    """S1-99, S1-100."""
    page = board_of(claimed, world)
    standards = entry(page, "standards.association")
    assert titles(standards.used) == ["团体标准甲", "团体标准乙"]
    assert titles(standards.outside) == ["团体标准丙"]
    assert "2024-08-01" in standards.window.zh
    research = entry(page, "research.government")
    assert titles(research.used) == ["园区规划研究"]
    assert titles(research.could) == ["园区升级研究"]
    parks = entry(page, "parks.research")
    assert parks.used == ()
    assert {(p.work.title.zh, p.elsewhere.zh if p.elsewhere else "") for p in parks.could} == {
        ("园区规划研究", "开展产业行业研究"),
        ("园区升级研究", ""),
    }
    (piece,) = research.used
    assert [(place.category, place.here) for place in piece.places] == [("parks", False), ("research", True)]
    assert page.free == 3


def test_what_is_claimed_and_counts_under_nothing_is_told(world, claimed, works):
    Achievement.objects.filter(pk=works["study"].pk).update(date=dt.date(2020, 1, 1), version=2)
    top = next(e for g in board_of(claimed, world).groups for e in g.entries if e.line.id == "research")
    assert titles(top.idle) == ["园区规划研究"]


def test_judgements_are_the_offices_to_make(world, claimed):
    """S1-37: recognised by the committee."""
    page = board_of(claimed, world)
    (question,) = page.questions
    assert (question.clause, question.works) == ("forum.forum.events", ("论坛系列活动",))
    assert entry(page, "forum.forum.events").used[0].work.waits


def test_evidence_is_asked_where_it_is_missing(world, claimed, works, tmp_path, settings):
    settings.JULI_FILES_DIR = tmp_path
    (piece,) = entry(board_of(claimed, world), "research.government").used
    assert (piece.there, piece.wanted) == (0, len(piece.lacks))
    assert piece.wanted
    tag = piece.lacks[0].tags[0][0]
    client = world.client("staff")
    given = {"organisation": world.ours.pk, "application": claimed.pk, "achievement": works["study"].pk}
    answer = client.post(reverse("applications:board_evidence", kwargs=given), {"tag": tag, "files": [photo()]})
    assert answer.status_code == 302
    link = Attachment.objects.get()
    assert (link.subject_id, link.tag, link.name) == (str(works["study"].pk), tag, "照片.png")
    (piece,) = entry(board_of(claimed, world), "research.government").used
    assert piece.there == 1
    bad = client.post(reverse("applications:board_evidence", kwargs=given), {"tag": "nothing", "files": [photo()]})
    assert bad.status_code == 404
    script = SimpleUploadedFile("a.png", b"<script>alert(1)</script>")
    answer = client.post(
        reverse("applications:board_evidence", kwargs=given),
        {"tag": tag, "files": [script]},
        headers={"HX-Request": "1"},
    )
    assert "a.png" in answer.content.decode()
    assert Attachment.objects.count() == 1


def test_the_notices_own_words_stand_at_the_clause(world, claimed):
    file = StoredFile.objects.create(digest="0" * 64, size=1, kind="pdf", previews="none", kept_at=AT)
    link = Attachment.objects.create(
        file=file, subject_type="call", subject_id="1", tag="notice", name="a.pdf", by="user:1", role="officer", at=AT
    )
    notice = Notice.objects.create(
        call=claimed.call,
        number=1,
        state="taken",
        file=link,
        digest="0" * 64,
        text_digest="0" * 64,
        imported_at=AT,
        taken_at=AT,
    )
    Paragraph.objects.create(notice=notice, number=1, raw="自写的一段：研究要有用。")
    Anchor.objects.create(notice=notice, clause="research", first=1, last=1, at=AT)
    page = board_of(claimed, world)
    top = next(e for g in page.groups for e in g.entries if e.line.id == "research")
    assert "研究要有用" in top.passage.pieces[0].before


def test_points_by_category_and_what_one_more_would_add(world, claimed):
    """S1-4, S1-8."""
    found = {c.category: c for c in scores(judged(claimed).verdict).categories}
    assert found["standards"].earned.zh == "5 分"
    events = next(line for line in found["park-services"].lines if line.clause == "park-services.events")
    assert (events.earned.zh, events.more.zh) == ("0 分", "再有 2 场，加 4 分")
    claims.put(
        claimed, {str(w.pk): "park-services" for w in Achievement.objects.filter(title__startswith="园区对接会")}
    )
    Application.objects.filter(pk=claimed.pk).update(version=10)
    found = {c.category: c for c in scores(judged(claimed).verdict).categories}
    events = next(line for line in found["park-services"].lines if line.clause == "park-services.events")
    assert (events.earned.zh, events.more.zh) == ("4 分", "再多 1 场，加 2 分")


def test_the_way_there_takes_every_work_as_claimed_the_best(world, application):
    found = board_advice.missing(judged(application))
    assert found.claims_alone
    assert found.certain is None


def test_a_verdict_is_worked_out_once_until_something_changes(world, claimed, works):
    first = judged(claimed)
    assert judged(claimed) is first
    Achievement.objects.filter(pk=works["study"].pk).update(version=2, title="改名")
    second = judged(claimed)
    assert second is not first
    assert judged(claimed, AT + dt.timedelta(days=1)) is not second
    world.ours.version += 1
    world.ours.save()
    assert judged(Application.objects.get(pk=claimed.pk)) is not second


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_of_call_has_its_board(world, edition, language):
    achieved(world.ours, "activity", "一场会", "2023-01-05", form="conference", scope="international", attendance=99)
    row = begun(edition, world)
    client = world.client("staff")
    client.cookies["juli_language"] = language
    where = {"organisation": world.ours.pk, "application": row.pk}
    page = client.get(reverse("applications:board", kwargs=where))
    assert page.status_code == 200
    judged_ = judging.judged(
        row, queries.frame(world.users["staff"], world.ours.pk, row.pk, "claims", NOW[edition]).rules, NOW[edition]
    )
    shown = page.content.decode()
    for node in (*judged_.verdict.children, *judged_.verdict.categories):
        assert node.clause.label.say("en" if language == "en" else "zh")[:4] in shown
    assert client.get(reverse("applications:missing", kwargs=where)).status_code == 200
    best = client.get(reverse("applications:best_claims", kwargs=where))
    assert best.status_code == (200 if edition == EDITION else 404)
    assert ("data-claim" in shown) == (edition == EDITION)


def test_as_many_queries_for_three_works_as_for_one(world, application):
    client = world.client("staff")
    where = reverse("applications:board", kwargs={"organisation": world.ours.pk, "application": application.pk})

    def asked():
        judging.forget()
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(where).status_code == 200
        return len(found)

    Achievement.objects.exclude(title="园区对接会一").delete()
    asked()
    one = asked()
    for number in range(2, 4):
        event(world.ours, f"园区对接会{number}")
    assert asked() == one


def test_a_refusal_says_why_on_the_board_itself(world, claimed, works):
    client = world.client("staff")
    where = reverse("applications:claim", kwargs={"organisation": world.ours.pk, "application": claimed.pk})
    given = {"achievement": works["study"].pk, "category": "parks", "seen": ""}
    answer = client.post(where, given, headers={"HX-Request": "1"})
    assert answer.status_code == 200
    assert "已归入“开展产业行业研究”" in answer.content.decode()
    plain = client.post(where, given)
    assert plain.headers["Location"].endswith("#clause-research")
    assert client.post(where, {**given, "achievement": "x"}).status_code == 404
    theirs = event(world.theirs, "别家的")
    assert client.post(where, {**given, "achievement": theirs.pk}).status_code == 404
