"""What is not the office's to see goes into no complete file; one that fails holds nothing up."""

import json
import zipfile

import pytest

from juli.registry import due
from juli.registry.archive.exporting import export, of
from juli.registry.journal.queries import entries
from juli.registry.parties import SYSTEM
from juli.stages.applications.actions import submitting
from juli.stages.applications.cases import NotReady
from juli.stages.awards import archives
from juli.stages.awards.actions import archives as actions
from juli.stages.awards.models import CallArchive
from juli.stages.review.actions import scoring, second_looks
from juli.stages.review.models import Panel
from tests.people import people
from tests.stages.applications.conftest import published
from tests.stages.applications.life.conftest import _blank, _places, fresh, submitted  # noqa: F401  # Fixtures.
from tests.stages.awards.world import world_of
from tests.stages.review.panels import CAST, accepted, opened
from tests.stages.review.pool import NOW
from tests.stages.review.test_scoring import assignments, ready, scored

pytestmark = pytest.mark.django_db


def texts(about, path):
    """Every member of an archive, by its path."""
    export(about=about, to=path, actor=SYSTEM, at=NOW)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_no_card_goes_out_while_its_panel_scores_and_none_that_is_not_handed_in_ever(tmp_path):
    people_ = people()
    panel = opened(people_)
    row, other = (one.application for one in panel.entries.select_related("application__call").order_by("pk"))
    *done, last = [one for one in assignments(panel) if one.entry.application_id == row.pk]
    for one in done:
        scored(one)
    user = ready(last)
    scoring.mark(assignment=last, had=0, marks={"team": "3"}, comments={}, opinion="草稿里的话", by=user, at=NOW)
    cards = f"applications/{row.number}/review/cards.json"
    mine = archives.about_application(row)
    assert json.loads(texts(mine, tmp_path / "a.zip")[cards]) == []
    for entry, reason in (
        (panel.entries.get(application=row), "这一份"),
        (panel.entries.get(application=other), "那一份分差太大"),
    ):
        second_looks.look_again(entry=entry, how="more", reason=reason, by=people_.users["lead"], at=NOW)
    Panel.objects.filter(pk=panel.pk).update(state="closed")
    found = texts(mine, tmp_path / "b.zip")
    assert [one["state"] for one in json.loads(found[cards])] == ["submitted"] * len(done)
    journal = found[f"journal/panel-{panel.pk}.jsonl"]
    assert "这一份" in journal
    assert not {said for said in ("草稿里的话", "那一份") if said in "".join(found.values())}


def test_what_was_taken_back_is_the_applicants_alone(tmp_path):
    people_ = people()
    call = published(CAST)
    made_ = submitted(CAST, world_of(people_, 0))
    row = made_.application
    whole = archives.about_call(call)
    assert f"applications/{row.number}/application.json" in texts(whole, tmp_path / "a.zip")
    submitting.withdraw(application=row, by=made_.by, at=made_.at)
    assert not [name for name in texts(whole, tmp_path / "b.zip") if name.startswith("applications/")]
    assert archives.applications_named(row.number) == []
    with pytest.raises(NotReady):
        actions.export_application(
            application=fresh(row), to=tmp_path / "c.zip", by=people_.users["officer"], at=made_.at
        )


def test_one_that_cannot_be_made_says_so_and_the_next_may_be_asked_for(monkeypatch):
    people_ = people()
    call = accepted(people_, 1).call
    monkeypatch.setattr("juli.stages.awards.actions.archives.export", lambda **_said: {}["gone"])
    row = actions.order_archive(call=call, by=people_.users["lead"], at=NOW)
    due.run(now=NOW)
    assert CallArchive.objects.get(pk=row.pk).state == "failed"
    assert [one.act for one in entries(of(call.subject))] == ["archive.ordered", "archive.failed"]
    actions.order_archive(call=call, by=people_.users["lead"], at=NOW)
