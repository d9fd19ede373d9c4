"""The record, its dated rows, its standing: entered once, dated, journaled; what the office entered stays (S2-64)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.organisations.actions.changes import accept_change, ask_change, refuse_change, withdraw_change
from juli.stages.organisations.actions.record import add_activity, add_officer, add_type, describe, end_row, strike_row
from juli.stages.organisations.actions.standing import add_standing, declare_complete, remove_standing
from juli.stages.organisations.models import Activity, Change, Officer, Organisation, Standing
from juli.stages.organisations.queries.types import applicant_types
from tests.people import CODES, belongs, holds, people, person

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
DAY = dt.date(2020, 1, 1)


def test_a_part_is_saved_with_what_others_left_and_a_stale_one_keeps_what_was_typed(database):
    world = people()
    client, address = world.client("staff"), reverse("organisations:edit", args=[world.ours.pk, "basic"])
    sent = {
        "name": world.ours.name,
        "legal_representative": "",
        "address": "样例路 1 号",
        "founded": "2015年3月1日",
        "legal_person": "yes",
        "version": "1",
    }
    assert client.post(address, sent).status_code == 302
    world.ours.refresh_from_db()
    assert world.ours.record == {"founded": "2015-03-01", "legal_person": True}
    assert (world.ours.address, world.ours.version) == ("样例路 1 号", 2)
    late = client.post(address, sent | {"address": "样例路 2 号"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "样例路 2 号" in text
    assert "他人已保存过" in text
    assert 'name="version" value="2"' in text
    assert client.post(address, sent | {"address": "样例路 2 号", "version": "2"}).status_code == 302
    wrong = client.post(address, sent | {"version": "3", "founded": "昨天"})
    assert "没有这一天" in wrong.content.decode()
    assert "昨天" in wrong.content.decode()


def test_audited_data_of_an_accepted_organisation_change_by_request_alone(database):
    world = people()
    with pytest.raises(Refused):
        describe(organisation=world.ours, texts={"name": "新名协会"}, by=world.users["administrator"], at=NOW)
    with pytest.raises(Stale):
        describe(organisation=world.ours, texts={"address": "别处"}, version=7, by=world.users["staff"], at=NOW)
    with pytest.raises(Refused):
        add_type(
            organisation=world.ours, programme="", applicant_type="hub", since=DAY, by=world.users["staff"], at=NOW
        )


def test_fields_of_activity_are_dated_and_the_present_ones_are_what_a_verdict_sees(database):
    world = people()
    by = world.users["staff"]
    chips = add_activity(organisation=world.ours, name="集成电路", since=DAY, by=by, at=NOW)
    add_activity(organisation=world.ours, name="人工智能", since=dt.date(2021, 1, 1), by=by, at=NOW)
    with pytest.raises(ValidationError):
        add_activity(organisation=world.ours, name="集成电路", since=DAY, by=by, at=NOW)
    world.ours.refresh_from_db()
    assert world.ours.record["fields"] == ["集成电路", "人工智能"]
    assert dossier(world.ours, "industry").record["fields"] == ("集成电路", "人工智能")
    chips.refresh_from_db()
    with pytest.raises(ValidationError):
        end_row(row=chips, until=dt.date(2019, 1, 1), by=by, at=NOW)
    end_row(row=chips, until=dt.date(2025, 12, 31), by=by, at=NOW)
    world.ours.refresh_from_db()
    assert world.ours.record["fields"] == ["人工智能"]
    strike_row(row=Activity.objects.get(name="人工智能"), by=by, at=NOW)
    world.ours.refresh_from_db()
    assert "fields" not in world.ours.record
    assert [e.act for e in Entry.objects.filter(subject_type="organisation").order_by("number")] == [
        "activity.added",
        "activity.added",
        "activity.ended",
        "activity.struck",
    ]


def test_officers_hold_one_of_four_posts_for_a_term(database):
    world = people()
    by = world.users["staff"]
    add_officer(organisation=world.ours, person="王理事", post="chair", since=DAY, by=by, at=NOW)
    with pytest.raises(ValidationError):
        add_officer(organisation=world.ours, person="王理事", post="treasurer", since=DAY, by=by, at=NOW)
    with pytest.raises(ValidationError):
        add_officer(
            organisation=world.ours,
            person="李监事",
            post="chief_supervisor",
            since=DAY,
            until=dt.date(2019, 1, 1),
            by=by,
            at=NOW,
        )
    assert [(o.person, o.post) for o in Officer.objects.all()] == [("王理事", "chair")]
    # A person's name is in the journal only as a digest.
    assert "王理事" not in Entry.objects.get(act="officer.added").details


def test_standing_is_entered_by_year_and_the_offices_rows_stay(database):
    world = people()
    staff, officer = world.users["staff"], world.users["officer"]

    def enter(by, **fields):
        return add_standing(organisation=world.ours, kind="inspection", fields=fields, by=by, at=NOW)

    own = enter(staff, year=2024, result="pass")
    with pytest.raises(ValidationError):
        enter(staff, year=2024, result="basic")
    official = enter(officer, year=2024, result="basic")
    own.refresh_from_db()
    assert own.removed_at == NOW
    with pytest.raises(ValidationError):
        enter(staff, year=2024, result="pass")
    with pytest.raises(Refused):
        remove_standing(row=official, by=staff, at=NOW)
    found = dossier(world.ours, "industry")
    assert [row.values["result"] for row in found.standing["inspection"]] == ["basic"]
    remove_standing(row=official, by=officer, at=NOW)
    assert not Standing.objects.filter(removed_at=None).exists()


def test_none_and_not_known_are_two_answers(database):
    world = people()
    staff = world.users["staff"]
    declare_complete(organisation=world.ours, kind="sanction", complete=True, by=staff, at=NOW)
    declare_complete(organisation=world.ours, kind="sanction", complete=True, by=staff, at=NOW)
    world.ours.refresh_from_db()
    assert world.ours.complete == ["sanction"]
    page = world.client("staff").get(reverse("organisations:standing", args=[world.ours.pk])).content.decode()
    assert page.count("是否列全尚不清楚") == 6
    declare_complete(organisation=world.ours, kind="sanction", complete=False, by=staff, at=NOW)
    world.ours.refresh_from_db()
    assert world.ours.complete == []
    assert Entry.objects.filter(act="standing.declared").count() == 2


def test_a_change_holds_once_it_is_accepted_and_not_before(database):
    world = people()
    admin, officer = world.users["administrator"], world.users["officer"]
    wanted = {"name": "样例智能产业联盟", "legal_representative": "", "uscc": CODES[0], "types": {"": ["hub"]}}
    with pytest.raises(ValidationError):
        ask_change(organisation=world.ours, wanted=wanted, reason="", by=admin, at=NOW)
    change = ask_change(organisation=world.ours, wanted=wanted, reason="更名", by=admin, at=NOW)
    assert set(change.wanted) == {"name", "types"}
    with pytest.raises(ValidationError):
        ask_change(organisation=world.ours, wanted=wanted, reason="更名", by=admin, at=NOW)
    assert Organisation.objects.get(pk=world.ours.pk).name == "样例智能产业协会"
    withdraw_change(change=change, by=admin, at=NOW)
    with pytest.raises(ValidationError):
        accept_change(change=change, by=officer, at=NOW)
    change = ask_change(organisation=world.ours, wanted=wanted, reason="更名", by=admin, at=NOW)
    with pytest.raises(ValidationError):
        refuse_change(change=change, reason="", by=officer, at=NOW)
    accept_change(change=change, by=officer, at=NOW)
    assert Organisation.objects.get(pk=world.ours.pk).name == "样例智能产业联盟"
    assert applicant_types(world.ours, "any", NOW.date()) == ("hub",)
    later = NOW + dt.timedelta(days=30)
    again = ask_change(
        organisation=world.ours, wanted={**wanted, "types": {"": ["factor"]}}, reason="转型", by=admin, at=later
    )
    accept_change(change=again, by=officer, at=later)
    assert applicant_types(world.ours, "any", later.date()) == ("factor",)
    assert applicant_types(world.ours, "any", NOW.date()) == ("hub",)
    assert Change.objects.filter(state="accepted").count() == 2


def test_a_change_to_anothers_code_is_refused_at_once(database):
    world = people()
    for code in (CODES[1], "51110000MJ00000018"):
        with pytest.raises(ValidationError) as refused:
            ask_change(
                organisation=world.ours, wanted={"uscc": code}, reason="更正", by=world.users["administrator"], at=NOW
            )
        assert "uscc" in refused.value.error_dict


def test_a_small_form_with_a_mistake_comes_back_with_what_was_typed(database):
    world = people()
    world.ours.state = Organisation.State.DRAFT
    world.ours.save()
    client = world.client("staff")
    for name, sent, kept, words in (
        ("add_activity", {"name": "集成电路", "since": "昨天"}, 'value="集成电路"', "activity_since-wrong"),
        (
            "add_officer",
            {"person": "王理事", "post": "chair", "since": "2022-01-01", "until": "2021-01-01"},
            'value="王理事"',
            "截止日期早于起始日期",
        ),
        ("add_type", {"type": "hub", "since": ""}, 'value="hub" selected', "type_since-wrong"),
        ("add_paper", {"tag": "members"}, 'value="members" selected', "paper_file-wrong"),
    ):
        answer = client.post(reverse(f"organisations:{name}", args=[world.ours.pk]), sent)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert kept in text
        assert words in text


@pytest.mark.parametrize(
    ("who", "route"),
    [("officer", "office"), ("staff", "standing"), ("staff", "record"), ("lead", "posts"), ("staff", "people")],
)
def test_no_page_asks_more_of_the_database_when_it_has_more_to_show(database, who, route):
    world = people()
    client = world.client(who)
    args = [] if route in {"office", "posts"} else [world.ours.pk]
    address = reverse("accounts:posts") if route == "posts" else reverse(f"organisations:{route}", args=args)

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    staff = world.users["staff"]
    # A list with nothing in it asks for less.
    add_standing(organisation=world.ours, kind="inspection", fields={"year": 2000, "result": "pass"}, by=staff, at=NOW)
    client.get(address)
    before = count()
    for year in range(2001, 2013):
        add_standing(
            organisation=world.ours, kind="inspection", fields={"year": year, "result": "pass"}, by=staff, at=NOW
        )
        add_activity(organisation=world.ours, name=f"领域{year}", since=DAY, by=staff, at=NOW)
        add_officer(organisation=world.ours, person=f"某{year}", post="chair", since=DAY, by=staff, at=NOW)
        someone = person(f"p{year}@example.org", f"某{year}")
        holds(someone, Role.EXPERT)
        belongs(someone, world.ours, Role.STAFF)
        waits = Organisation.objects.create(name=f"样例{year}", host=world.ours, state="waiting", registered_at=NOW)
        Change.objects.create(
            organisation=waits,
            wanted={"name": "新"},
            before={"name": "旧"},
            reason="更名",
            asked_by=staff,
            asked_at=NOW,
        )
    assert count() == before
