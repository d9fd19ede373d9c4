"""Claims: each work once, moved on what was seen, the best taken, undone, held by versions (S1-99, S1-110)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from juli.registry.journal.models import Entry as Recorded
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import claims
from juli.stages.applications.actions import claiming, versions
from juli.stages.applications.models import Application, Claim, ClaimChange, Version
from juli.stages.applications.queries.best import best
from juli.stages.ledger.models import Achievement
from tests.people import people
from tests.stages.applications.board.conftest import AT, EDITION, filled, judged, study
from tests.stages.applications.conftest import begun


def do(act, application, world, **more):
    """An act of the staff, on the application as it is."""
    return act(application=application, by=world.users["staff"], at=AT, **more)


def put(application, world, work, category, seen=""):
    return do(claiming.claim, application, world, achievement=work, category=category, seen=seen)


def test_a_work_is_claimed_moved_and_taken_out(database):
    world = people()
    works = filled(world)
    row = begun(EDITION, world)
    change = put(row, world, works["study"], "research")
    assert claims.claimed(row) == {str(works["study"].pk): "research"}
    assert (change.before, change.after) == ({str(works["study"].pk): ""}, {str(works["study"].pk): "research"})
    assert judged(row).verdict.node("research").status == "met"
    assert put(row, world, works["study"], "research") is None
    put(row, world, works["study"], "parks", seen="research")
    assert claims.claimed(row) == {str(works["study"].pk): "parks"}
    assert judged(row).verdict.node("research").status == "unmet"
    do(claiming.unclaim, row, world, achievement=works["study"], seen="parks")
    assert claims.claimed(row) == {}
    assert do(claiming.unclaim, row, world, achievement=works["study"], seen="") is None
    acts = Recorded.objects.filter(subject_id=str(row.pk), subject_type="application").values_list("act", flat=True)
    assert list(acts).count("application.claimed") == 3
    row.refresh_from_db()
    assert row.version == 4


def test_double_use_is_refused_with_the_place_of_the_other_use(world, application, works, settings):
    """S1-110."""
    settings.LANGUAGE_CODE = "en"
    put(application, world, works["study"], "research")
    with pytest.raises(claiming.UsedElsewhere, match="used under “Industry research” already") as refused:
        put(application, world, works["study"], "parks")
    assert refused.value.category == "research"
    with pytest.raises(claiming.UsedElsewhere, match="nowhere any more"):
        put(application, world, works["study2"], "parks", seen="research")
    assert claims.claimed(application) == {str(works["study"].pk): "research"}


def test_the_database_holds_it_too(world, application, works):
    put(application, world, works["study"], "research")
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(application=application, achievement=works["study"], category="parks")


@pytest.mark.parametrize(("work", "category"), [("old", "standards"), ("standard", "parks"), ("study", "nothing")])
def test_nothing_is_claimed_where_no_clause_can_use_it(world, application, works, work, category, settings):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(Refused, match="Nothing under"):
        put(application, world, works[work], category)
    assert not ClaimChange.objects.exists()


def test_only_ones_own_work(world, application):
    theirs = study(world.theirs, "别家的研究")
    with pytest.raises(Refused):
        put(application, world, theirs, "research")
    gone = study(world.ours, "删去的研究")
    Achievement.objects.filter(pk=gone.pk).update(removed_at=AT)
    with pytest.raises(Refused):
        put(application, world, gone, "research")


@pytest.mark.parametrize("state", [s for s in Application.State.values if s not in {"draft", "sent_back"}])
def test_claims_stand_once_the_application_is_not_written_any_more(world, application, works, state):
    change = put(application, world, works["study"], "research")
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(Refused):
        put(application, world, works["study"], "parks", seen="research")
    with pytest.raises(Refused):
        do(claiming.unclaim, application, world, achievement=works["study"], seen="research")
    with pytest.raises(Refused):
        do(claiming.take_best, application, world, had=claims.state(application), keep=False)
    with pytest.raises(Refused):
        claiming.undo_claims(change=change, by=world.users["staff"], at=AT)
    assert claims.claimed(application) == {str(works["study"].pk): "research"}


def test_a_call_where_nothing_excludes_anything_has_nothing_to_claim(world, works, settings):
    settings.LANGUAGE_CODE = "en"
    row = begun("zgc-2022", world)
    with pytest.raises(Refused, match="nothing to choose"):
        put(row, world, works["study"], "research")


def test_the_best_claims_are_shown_taken_and_undone(database):
    world = people()
    works = filled(world)
    row = begun(EDITION, world)
    put(row, world, works["event"], "brands")
    shown = best(judged(row), keep=False)
    assert shown.gains
    assert shown.proven
    assert (shown.before.reached, shown.after.reached) == (0, 3)
    moves = {move.title.zh: move.to for move in shown.moves}
    assert moves["园区对接会一"] == "park-services"
    assert "团体标准丙" not in moves
    state = claims.state(row)
    change = do(claiming.take_best, row, world, had=state, keep=False)
    assert claims.claimed(row) == {m.achievement: m.to for m in shown.moves}
    assert judged(row).verdict.status == "met"
    assert not best(judged(row), keep=False).moves
    claiming.undo_claims(change=change, by=world.users["staff"], at=AT)
    assert claims.claimed(row) == {str(works["event"].pk): "brands"}
    assert claims.state(row) > state


def test_what_is_free_finds_its_place_beside_what_is_claimed(world, application, works):
    put(application, world, works["event"], "brands")
    shown = best(judged(application), keep=True)
    assert str(works["event"].pk) not in {move.achievement for move in shown.moves}
    do(claiming.take_best, application, world, had=claims.state(application), keep=True)
    found = claims.claimed(application)
    assert found[str(works["event"].pk)] == "brands"
    assert len(found) == 7


def test_the_best_is_taken_only_as_it_was_shown(world, application, works):
    state = claims.state(application)
    put(application, world, works["study"], "research")
    with pytest.raises(Stale):
        do(claiming.take_best, application, world, had=state, keep=False)
    assert len(claims.claimed(application)) == 1


def test_only_the_latest_change_is_undone(world, application, works):
    first = put(application, world, works["study"], "research")
    second = put(application, world, works["study2"], "parks")
    with pytest.raises(Refused):
        claiming.undo_claims(change=first, by=world.users["staff"], at=AT)
    for change in (second, first):
        claiming.undo_claims(change=change, by=world.users["staff"], at=AT)
    assert claims.claimed(application) == {}
    with pytest.raises(Refused):
        claiming.undo_claims(change=first, by=world.users["staff"], at=AT)


def test_a_version_holds_the_claims_and_puts_them_back(world, application, works):
    put(application, world, works["study"], "research")
    put(application, world, works["study2"], "parks")
    versions.keep_pauses(at=AT + dt.timedelta(hours=1))
    version = Version.objects.filter(application=application).order_by("-number").first()
    assert version.content["claims"] == {str(works["study"].pk): "research", str(works["study2"].pk): "parks"}
    put(application, world, works["study"], "parks", seen="research")
    Achievement.objects.filter(pk=works["study2"].pk).update(removed_at=AT)
    versions.restore(version=version, by=world.users["staff"], at=AT + dt.timedelta(hours=2))
    assert claims.claimed(application) == {str(works["study"].pk): "research"}


def test_what_is_promised_is_claimed_by_its_plan(world, application, works):
    """S1-97: a promise names its clause, and counts there alone."""
    from juli.stages.applications.actions.writing import save

    rows = [
        {"#": "a1", "clause": "tech-services.survey.all", "title": "调研", "date": "2025-11-01", "times": 1},
        {"#": "a2", "clause": "growth.items", "title": "另一项", "date": "2026-03-01", "times": 1},
    ]
    save(application=application, section="plan", value=rows, had=0, by=world.users["staff"], at=AT)
    dossier = judged(application).known.dossier
    assert dossier.claims_submitted
    plan = {row.id for row in dossier.plan}
    assert {dossier.claims.get(row) for row in plan if "a1" in row} == {"tech-services"}
    assert not any("a2" in row for row in dossier.claims)


def test_what_stood_before_a_pause_is_kept_when_somebody_claims_again(world, application, works):
    put(application, world, works["study"], "research")
    later = AT + dt.timedelta(minutes=11)
    given = {"application": application, "achievement": works["study"], "by": world.users["staff"], "at": later}
    claiming.claim(category="parks", seen="research", **given)
    version = Version.objects.get(application=application)
    assert version.content["claims"] == {str(works["study"].pk): "research"}
