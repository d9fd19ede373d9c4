"""From the list to the letter in an application's whole file; who follows what is approved; objectors stay secret."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.accounts.models import Post
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Recommendation, Recommends
from juli.stages.awards.actions import approvals, following
from juli.stages.awards.models import CreditCheck, Meeting, MeetingDecision
from juli.stages.awards.queries.publications import approved_line
from juli.stages.screening.queries import desk, whole
from tests.people import holds, people, person
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import publications_world as world
from tests.stages.awards.test_objections import EMAIL, NAME, PHONE, SAID, handed

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    made = world.listed(people())
    made.publication = world.published(made)
    return made


def sections(user, row, when=world.WITHIN):
    page = whole.page(user, row.pk, "", when, everything=False)
    return {part.section.name: part.glance for part in page.file.parts}


def test_the_objector_is_in_no_part_of_the_file(at, client):
    row = at.rows[0]
    handed(at, row, SAID)
    client.force_login(at.lead)
    for address in (
        f"{reverse('screening:whole', args=[row.pk])}?all",
        reverse("awards:on_list", args=[row.pk]),
    ):
        html = client.get(address).content.decode()
        assert "YY001" in html
        assert not {secret for secret in (NAME, PHONE, EMAIL, SAID.text) if secret in html}


def test_it_asks_the_same_however_often_it_was_looked_up_and_objected_to(at, client):
    row = at.rows[0]
    address = f"{reverse('screening:whole', args=[row.pk])}?all"
    client.force_login(at.lead)

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    handed(at, row)
    asked()
    one = asked()
    for _n in range(2):
        handed(at, row)
        CreditCheck.objects.create(
            application=row,
            outcome="clear",
            source="信用中国",
            checked_on=world.WITHIN.date(),
            by=at.lead,
            at=world.WITHIN,
        )
    assert asked() == one


def test_from_the_list_to_the_letter_every_step_is_told_with_its_page(at, client):
    row = at.rows[0]
    approvals.approve(publication=at.publication, by=at.lead, at=world.OVER)
    told = sections(at.lead, row, world.OVER)
    line = approved_line(row)
    assert told["list"].status == "met"
    assert told["list"].page == reverse("awards:ranking", args=[row.call_id])
    assert told["meetings"].page == reverse("awards:awards", args=[row.call_id])
    assert told["approval"].lines[0].text == line.number
    letter = reverse("awards:office_letter", args=[row.pk, "pdf"])
    assert letter in [one.url for one in told["letters"].context["letters"]]
    client.force_login(at.lead)
    assert reverse("screening:whole", args=[row.pk]) in client.get(told["list"].page).content.decode()
    assert reverse("screening:whole", args=[row.pk]) in client.get(told["meetings"].page).content.decode()


def test_finance_trackers_and_districts_have_what_is_approved_on_their_desks(at):
    """S2-67: districts and parks read what is decided on those whom they recommend, and change nothing."""
    row = at.rows[0]
    who = {name: person(f"{name}.new@example.org", name) for name in ("finance", "tracker", "viewer")}
    for name, user in who.items():
        holds(user, name, "样例区")
    Recommends.objects.create(unit="样例区", organisation=row.organisation, by=at.lead, since=world.WITHIN)
    before = {name: desk.desk(user, world.OVER).readings for name, user in who.items()}
    assert [(name, lists[0].count) for name, lists in before.items()] == [("finance", 0), ("tracker", 0), ("viewer", 1)]
    approvals.approve(publication=at.publication, by=at.lead, at=world.OVER)
    number = approved_line(row).number
    assert desk.desk(who["tracker"], world.OVER).readings[0].count == 0
    following.follow(call=row.call, track="", tracker=who["tracker"], by=at.lead, at=world.OVER)
    shown = {name: desk.desk(user, world.OVER).readings[0] for name, user in who.items()}
    assert number in shown["finance"].rows[0].name
    assert "万元" in shown["finance"].rows[0].note
    assert "万元" not in shown["tracker"].rows[0].note
    assert [one.name for one in shown["viewer"].rows] == [row.organisation.name]
    # What opens to them is whose it is and what was approved; nothing that was said of it on the way.
    Recommendation.objects.create(
        submission=row.submissions.get(), call=row.call, unit="样例区", word="recommended", opinion="同意", rank=3,
        by=at.lead, taken_at=world.WITHIN,
    )  # fmt: skip
    for user in who.values():
        told = sections(user, row, world.OVER)
        assert set(told) == {"receipt", "approval"}
        assert "样例区" not in str(told["receipt"].lines)
    assert "样例区" in str(sections(at.lead, row, world.OVER)["receipt"].lines)
    Post.objects.filter(user=who["viewer"]).update(unit="")
    assert desk.desk(who["viewer"], world.OVER).readings[0].count == 0


def test_a_meetings_word_counts_once_it_is_signed(at):
    row = at.rows[0]
    before = sections(at.lead, row)["meetings"]
    held = Meeting.objects.create(
        call=row.call, order=0, label_zh="处务会", label_en="Office meeting", held_on=world.WITHIN.date(), chair="周处",
        by=at.lead, at=world.WITHIN,
    )  # fmt: skip
    MeetingDecision.objects.create(meeting=held, application=row, word="not")
    assert sections(at.lead, row)["meetings"] == before
    Meeting.objects.filter(pk=held.pk).update(state="signed", signed_by=at.lead, signed_at=world.WITHIN)
    assert sections(at.lead, row)["meetings"].status == "unmet"


def test_a_district_hears_nothing_of_what_was_dropped_before_it_was_published():
    made = world.listed(people())
    row = made.rows[0]
    viewer = person("viewer.new@example.org", "viewer")
    holds(viewer, "viewer", "样例区")
    Recommends.objects.create(unit="样例区", organisation=row.organisation, by=made.lead, since=world.WITHIN)
    type(row).objects.filter(pk=row.pk).update(state="not_approved")
    assert desk.desk(viewer, world.OVER).readings[0].count == 0
    with pytest.raises(Refused):
        whole.page(viewer, row.pk, "", world.OVER, everything=False)
