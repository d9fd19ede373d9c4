"""The approval: numbers, letters, what is told; what holds it back."""

import io
import json
import zipfile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from juli.engines.paper.word import word
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.awards import approvals
from juli.stages.awards.actions import approvals as actions
from juli.stages.awards.actions import meetings
from juli.stages.awards.models import Approval, ApprovalLine
from juli.stages.awards.queries import publications as queries
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import publications_world as world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def at():
    made = world.listed()
    made.publication = world.published(made)
    return made


def approved(at, **other):
    return actions.approve(publication=at.publication, by=at.lead, at=world.OVER, **other)


def text_of(document):
    with zipfile.ZipFile(io.BytesIO(word(document))) as archive:
        return archive.read("word/document.xml").decode()


def test_numbers_follow_the_order_of_the_list_and_the_rest_is_told(at):
    made = approved(at, document="样例发〔2025〕1号")
    assert [(line.application, line.number, line.amount) for line in made.lines.order_by("place")] == [
        (at.rows[0], "ZGC-2025-LX001", 20_000_000),
        (at.rows[1], "ZGC-2025-LX002", 20_000_000),
    ]
    assert world.states(at.rows) == ["approved", "approved"]
    kinds = Message.objects.filter(channel="site", kind__in=("awards.approved", "awards.unsuccessful"))
    assert sorted(kinds.values_list("kind", flat=True)) == ["awards.approved"] * 4 + ["awards.unsuccessful"] * 2
    assert json.loads(Entry.objects.get(act="call.approved").details)["approved"] == {
        at.rows[0].number: "ZGC-2025-LX001",
        at.rows[1].number: "ZGC-2025-LX002",
    }


def test_not_before_the_period_is_over_and_by_the_head_of_office_alone(at):
    with pytest.raises(NotReady) as error:
        actions.approve(publication=at.publication, by=at.lead, at=world.WITHIN)
    assert len(error.value.reasons) == 2
    with pytest.raises(Refused):
        actions.approve(publication=at.publication, by=at.officer, at=world.OVER)
    assert not Approval.objects.exists()


def test_what_was_dropped_gets_no_number_and_its_reason(at):
    meetings.drop(application=at.rows[0], reason="申报不实", by=at.lead, at=world.WITHIN)
    made = approved(at)
    assert [(line.application, line.number) for line in made.lines.all()] == [(at.rows[1], "ZGC-2025-LX001")]
    told = Message.objects.filter(kind="awards.unsuccessful", body__contains="申报不实", channel="site")
    assert told.count() == 2
    with pytest.raises(NotReady):
        approved(at)


def test_an_approval_is_never_changed(at):
    approved(at)
    for model in (Approval, ApprovalLine):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_the_letter_says_the_amount_in_figures_and_in_capitals(at):
    made = approved(at)
    lines = approvals.lines_of(made)
    said = text_of(approvals.letter(lines[0]))
    assert [
        part in said for part in ("ZGC-2025-LX001", "人民币贰拾万元整", "200,000.00", at.rows[0].organisation.name)
    ] == [True] * 4
    assert "人民币肆拾万元整" in text_of(approvals.notice(made, lines))
    assert word(approvals.letter(lines[0])) == word(approvals.letter(lines[0]))


def test_experts_are_named_where_that_was_chosen_alone(at, monkeypatch):
    monkeypatch.setattr(approvals, "expert_names", lambda _call: ["样例专家"])
    made = approved(at, experts=True)
    assert made.experts == ["样例专家"]


def test_every_letter_in_one_archive_the_same_each_time(at, client, monkeypatch):
    monkeypatch.setattr("juli.stages.awards.views.approvals.pdf", lambda _document: b"%PDF-")
    made = approved(at)
    client.force_login(at.officer)
    address = reverse("awards:approval_letters", kwargs={"approval": made.pk})
    first, second = client.get(address).content, client.get(address).content
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == [
            "ZGC-2025-LX001.pdf", "ZGC-2025-LX001.docx", "ZGC-2025-LX002.pdf", "ZGC-2025-LX002.docx",
        ]  # fmt: skip


def test_the_applicant_sees_its_result(at):
    approved(at)
    row = at.rows[0]
    author = User.objects.get(email="administrator0@example.org")
    found = queries.own(author, row.organisation_id, row.pk, world.OVER)
    assert (found.approved.number, found.why_not) == ("ZGC-2025-LX001", None)
    with pytest.raises(Refused):
        queries.own(at.people.users["other"], row.organisation_id, row.pk, world.OVER)
