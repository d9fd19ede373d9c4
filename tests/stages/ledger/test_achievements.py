"""Entries: what may be kept, by whom, with which version, and what the journal says."""

import datetime as dt
from decimal import Decimal

import pytest

from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.actions import achievements
from juli.stages.ledger.entries import Unfit
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.ledger.queries.timeline import Filters, timeline
from juli.stages.organisations.vocabulary import vocabulary
from tests.people import people

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)
ACTIVITY = {
    "title": "样例论坛",
    "date": "2024-06-01",
    "form": "forum",
    "scope": "international",
    "attendance": 120,
    "enterprises": ["样例甲公司", "样例乙公司"],
    "partners": 3,
    "nonprofit": True,
}


@pytest.fixture
def world(database):
    return people()


def acts(organisation):
    found = Entry.objects.filter(subject_type="organisation", subject_id=str(organisation.pk)).order_by("number")
    return list(found.values_list("act", flat=True))


def added(world, kind="activity", **values):
    return achievements.add(
        organisation=world.ours, kind=kind, values={**ACTIVITY, **values}, by=world.users["staff"], at=AT
    )


def test_what_is_entered_is_what_is_judged(world):
    row = added(world)
    contract = achievements.add(
        organisation=world.ours,
        kind="contract_registration",
        values={"title": "样例合同", "amount": "123456789012.05", "until": "2024-06-30", "date": "2024-06-01"},
        by=world.users["staff"],
        at=AT,
    )
    works = {work.id: work for work in dossier(world.ours, "industry").achievements}
    assert works[str(row.pk)].values["attendance"] == 120
    assert works[str(row.pk)].values["enterprises"] == ("样例甲公司", "样例乙公司")
    assert works[str(row.pk)].values["partners"] == 3
    assert works[str(contract.pk)].values["amount"] == Decimal("123456789012.05")
    assert acts(world.ours) == ["ledger.added", "ledger.added"]


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(world):
    with pytest.raises(Unfit) as error:
        added(
            world,
            title="题" * 301,
            attendance=-1,
            form="party",
            until="2024-05-01",
            shared_id="X",
            topic="\x00",
            colour="red",
        )
    assert set(error.value.flaws) == {"title", "attendance", "form", "until", "shared_id", "topic", "colour"}
    assert all(flaw.text.zh and flaw.text.en for flaw in error.value.flaws.values())
    assert not Achievement.objects.exists()
    assert acts(world.ours) == []


def test_a_title_is_asked_for(world):
    with pytest.raises(Unfit) as error:
        added(world, title="")
    assert error.value.flaws["title"].remedy.en == "add it"


def test_a_change_names_the_version_it_began_from(world):
    row = added(world)
    changed = achievements.change(
        achievement=row, values={**ACTIVITY, "attendance": 150}, version=1, by=world.users["staff"], at=AT
    )
    assert (changed.version, changed.fields["attendance"]) == (2, 150)
    with pytest.raises(Stale):
        achievements.change(achievement=row, values=ACTIVITY, version=1, by=world.users["administrator"], at=AT)
    assert Achievement.objects.get().fields["attendance"] == 150
    same = achievements.change(
        achievement=row, values={**ACTIVITY, "attendance": 150}, version=2, by=world.users["staff"], at=AT
    )
    assert same.version == 2
    last = Entry.objects.filter(subject_type="organisation").order_by("-number").first()
    assert '"fields":["attendance"]' in last.details
    assert "样例论坛" not in last.details


def test_an_emptied_field_is_empty_and_what_juli_filled_stays(world):
    row = added(world)
    Achievement.objects.filter(pk=row.pk).update(fields={**row.fields, "filed_on": "2024-01-01"}, shared_id="A")
    left = {"title": "样例论坛"}
    changed = achievements.change(achievement=row, values=left, version=1, by=world.users["staff"], at=AT)
    assert (changed.fields, changed.date, changed.partners) == ({"filed_on": "2024-01-01"}, None, None)
    assert changed.shared_id == "A"


def test_removed_and_brought_back(world):
    row = added(world)
    achievements.remove(achievement=row, by=world.users["staff"], at=AT)
    achievements.remove(achievement=row, by=world.users["staff"], at=AT)
    assert dossier(world.ours, "industry").achievements == ()
    with pytest.raises(Refused):
        achievements.change(achievement=row, values=ACTIVITY, version=2, by=world.users["staff"], at=AT)
    achievements.restore(achievement=row, by=world.users["staff"], at=AT)
    assert len(dossier(world.ours, "industry").achievements) == 1
    assert acts(world.ours) == ["ledger.added", "ledger.removed", "ledger.restored"]


def test_a_copy_has_its_own_values_and_says_of_what(world):
    row = added(world)
    copy = achievements.duplicate(
        achievement=row, values={**ACTIVITY, "date": "2024-06-02"}, by=world.users["staff"], at=AT
    )
    assert (copy.pk != row.pk, copy.date, copy.version) == (True, dt.date(2024, 6, 2), 1)
    assert acts(world.ours)[-1] == "ledger.duplicated"


@pytest.mark.parametrize("who", ["other", "stranger", "officer", "lead"])
def test_nobody_else_writes(world, who):
    row = added(world)
    user = world.users[who]
    for act in (
        lambda: achievements.add(organisation=world.ours, kind="activity", values=ACTIVITY, by=user, at=AT),
        lambda: achievements.change(achievement=row, values=ACTIVITY, version=1, by=user, at=AT),
        lambda: achievements.duplicate(achievement=row, values=ACTIVITY, by=user, at=AT),
        lambda: achievements.remove(achievement=row, by=user, at=AT),
        lambda: achievements.restore(achievement=row, by=user, at=AT),
    ):
        with pytest.raises(Refused):
            act()
    assert Achievement.objects.get().version == 1


def test_the_timeline_finds_by_words_kind_year_and_call(world, django_assert_max_num_queries):
    added(world, title="国际论坛 A")
    added(world, title="培训", date="2023-03-05", enterprises=["样例丙公司"], form="training")
    achievements.add(
        organisation=world.ours,
        kind="standard",
        values={"title": "标准", "year": 2021, "number": "T/样例 1"},
        by=world.users["staff"],
        at=AT,
    )

    def titles(**filters):
        return [row.title for row in timeline(world.ours, Filters(**filters), "1", AT).page.object_list]

    assert titles() == ["国际论坛 A", "培训", "标准"]
    assert titles(words="论坛 a") == ["国际论坛 A"]
    assert titles(words="丙公司") == ["培训"]
    assert titles(words="training") == ["培训"]
    assert titles(words="100%") == []
    assert titles(kind="standard") == ["标准"]
    assert titles(year="2023") == ["培训"]
    assert titles(year="2021") == ["标准"]
    assert titles(call="zgc-2022") == ["标准"]
    assert titles(year="x", kind="nothing", call="nothing") == titles()
    found = timeline(world.ours, Filters(), "1", AT)
    assert [(month.year, month.number) for month in found.months] == [(2024, 6), (2023, 3), (2021, None)]
    assert found.years == (2024, 2023, 2021)
    for n in range(30):
        added(world, title=f"更多 {n}")
    with django_assert_max_num_queries(14):
        assert len(timeline(world.ours, Filters(), "1", AT).page.object_list) == 33


def test_what_only_the_office_may_say_is_refused_shown_and_kept(world):
    """S1-37, S1-40, S1-52: nobody recognises their own event; what the office filed outlives every edit."""
    with pytest.raises(Unfit) as unfit:
        added(world, recognised_by="某委", recognised_attendance=60)
    assert {name: flaw.text.en for name, flaw in unfit.value.flaws.items()} == {
        "recognised_by": '"Recognised by" is filled in by the office',
        "recognised_attendance": '"Attendance as recognised" is filled in by the office',
    }
    row = added(world)
    row.fields = {**row.fields, "recognised_by": "某委"}
    row.save()
    achievements.change(achievement=row, values={"title": "改名"}, version=1, by=world.users["staff"], at=AT)
    row.refresh_from_db()
    assert (row.title, row.fields) == ("改名", {"recognised_by": "某委"})
    page = world.client("staff").get(f"/organisations/{world.ours.pk}/ledger/{row.pk}/")
    assert page.context["office_words"] == [(vocabulary().kinds["activity"].fields["recognised_by"].label, "某委")]
    assert [name for name in page.context["form"].fields if name.startswith("recognised")] == []
