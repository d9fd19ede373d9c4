"""An application begins as the call's rules say, and nobody else's."""

import datetime as dt
import re

import pytest

from juli.registry.journal.models import Entry as Recorded
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions
from juli.stages.applications.actions import drafting
from juli.stages.applications.models import Application, Author
from juli.stages.applications.starting import Entry, Unfit
from juli.stages.organisations.models import ApplicantType, Organisation
from tests.people import people
from tests.stages.applications.conftest import NOW, begun, published

SOCIETY = "national_society"


def test_it_begins_with_its_author_and_in_the_journal(database):
    world = people()
    found = begun("cast-2023", world)
    assert (found.state, found.tracks, found.version) == ("draft", ["standards"], 1)
    assert Author.objects.get(application=found).user == world.users["staff"]
    entry = Recorded.objects.get(subject_type="application", subject_id=str(found.pk))
    assert entry.act == "application.started"
    assert '"tracks":["standards"]' in entry.details


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (Entry("industry", ("standards",)), "takes applications of"),
        (Entry(SOCIETY), "Choose the sub-project"),
        (Entry(SOCIETY, ("nothing",)), "no sub-project"),
        (Entry(SOCIETY, ("standards", "awards")), "cannot be applied for together"),
        (Entry(SOCIETY, ("tracking",)), "asks for 1 choice"),
        (Entry(SOCIETY, ("tracking",), {"tracking": {"field": "standards,awards"}}), "asks for 1 choice"),
        (Entry(SOCIETY, ("awards",), joint=({"name": "某企业科协", "type": "enterprise_association"},)), "joint applicant"),
        (Entry(SOCIETY, ("standards",), joint=({"name": "", "type": "enterprise_association", "clauses": ["standards.k3"]},)), "name of each"),
    ],
)  # fmt: skip
def test_what_the_rules_do_not_take_is_refused_with_its_reason(world, entry, says, settings):
    """S4-5, S4-44."""
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(Unfit, match=says):
        begun("cast-2023", world, entry=entry)
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "entry",
    [
        Entry(SOCIETY, ("tracking",), {"tracking": {"field": "awards"}}),
        Entry(SOCIETY, ("standards", "tracking"), {"tracking": {"field": "standards"}}),
        Entry(SOCIETY, ("standards",), joint=({"name": "某企业科协", "type": "enterprise_association", "clauses": ["standards.k3"]},)),
    ],
)  # fmt: skip
def test_combined_tracks_and_joint_applicants_as_the_rules_say(world, entry):
    """S4-19, S4-44."""
    assert begun("cast-2023", world, entry=entry).tracks == list(entry.tracks)


def test_one_for_each_track(world, settings):
    settings.LANGUAGE_CODE = "en"
    first = begun("cast-2023", world)
    with pytest.raises(Unfit, match="one of each"):
        begun("cast-2023", world, by="administrator")
    begun("cast-2023", world, entry=Entry(SOCIETY, ("awards",)))
    Application.objects.filter(pk=first.pk).update(state="withdrawn")
    begun("cast-2023", world)


def test_one_for_each_organisation(world):
    begun("zgc-2022", world)
    with pytest.raises(Unfit):
        begun("zgc-2022", world, entry=Entry("factor"))


def test_one_for_each_park_whoever_runs_it(world):
    """S3-14: two bodies of one park do not both apply."""
    Organisation.objects.update(record={"park": "示例园"})
    world.ours.refresh_from_db()
    world.theirs.refresh_from_db()
    call = published("bast-2024")
    drafting.start(
        call=call, organisation=world.theirs, entry=Entry("park_operator"), by=world.users["other"], at=NOW["bast-2024"]
    )
    with pytest.raises(Unfit):
        begun("bast-2024", world)


@pytest.mark.parametrize(
    ("late", "begins"), [(dt.timedelta(0), False), (-dt.timedelta(microseconds=1), True)], ids=["closed", "open"]
)
def test_never_after_the_closing(world, late, begins):
    """S4-7: the last day is whole; S4-59: nothing new after it."""
    call = published("cast-2023")
    at = dt.datetime(2023, 5, 19, 16, tzinfo=dt.UTC) + late
    given = {"call": call, "organisation": world.ours, "by": world.users["staff"], "at": at}
    if begins:
        drafting.start(entry=Entry(SOCIETY, ("awards",)), **given)
    else:
        with pytest.raises(Refused):
            drafting.start(entry=Entry(SOCIETY, ("awards",)), **given)


def test_only_an_accepted_organisation_begins(world):
    Organisation.objects.filter(pk=world.ours.pk).update(state="waiting")
    world.ours.refresh_from_db()
    with pytest.raises(Refused):
        begun("zgc-2022", world)


def test_as_the_record_says(world):
    """An organisation's type is its record's, for a family of programmes and a time."""
    since = NOW["zgc-2022"].date()
    ApplicantType.objects.create(organisation=world.ours, programme="zgc", type="factor", since=since)
    with pytest.raises(Unfit):
        begun("zgc-2022", world)
    assert begun("zgc-2022", world, entry=Entry("factor")).applicant_type == "factor"
    page = world.client("staff").get(
        f"/organisations/{world.ours.pk}/applications/start/{published('zgc-2025').edition}/"
    )
    assert re.search(r'value="factor"[^>]* checked', page.content.decode())
    assert begun("cast-2023", world).applicant_type == SOCIETY


def test_tracks_are_changed_on_what_is_known(world):
    row = begun("cast-2023", world)
    given = {"application": row, "by": world.users["staff"], "at": NOW["cast-2023"]}
    changed = drafting.rearrange(entry=Entry(SOCIETY, ("awards",)), had=1, **given)
    assert (changed.tracks, changed.version) == (["awards"], 2)
    with pytest.raises(Stale):
        drafting.rearrange(entry=Entry(SOCIETY, ("evaluation",)), had=1, **given)


def test_staff_are_let_in_one_by_one(world):
    row = begun("cast-2023", world, by="administrator")
    at, boss, clerk = NOW["cast-2023"], world.users["administrator"], world.users["staff"]
    with pytest.raises(Refused):
        permissions.author(clerk, row)
    with pytest.raises(Refused):
        drafting.let_in(application=row, user=clerk, leads=False, by=clerk, at=at)
    with pytest.raises(Refused):
        drafting.let_in(application=row, user=world.users["other"], leads=False, by=boss, at=at)
    let = drafting.let_in(application=row, user=clerk, leads=True, by=boss, at=at)
    assert permissions.leader(clerk, row).role == "staff"
    drafting.let_in(application=row, user=boss, leads=True, by=boss, at=at)
    with pytest.raises(Refused):
        permissions.leader(clerk, row)
    drafting.let_out(author=let, by=boss, at=at)
    with pytest.raises(Refused):
        permissions.author(clerk, row)
    assert permissions.author(boss, row).role == "administrator"


def test_the_list_shows_what_somebody_works_on(world):
    mine = begun("cast-2023", world)
    others = begun("cast-2023", world, by="administrator", entry=Entry(SOCIETY, ("awards",)))
    assert list(permissions.visible(world.users["staff"], world.ours)) == [mine]
    assert set(permissions.visible(world.users["administrator"], world.ours)) == {mine, others}
    with pytest.raises(Refused):
        permissions.visible(world.users["other"], world.ours)
