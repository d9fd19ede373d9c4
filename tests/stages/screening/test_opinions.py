"""Sister offices are asked by a link that ends, see the list alone, and answer of each applicant."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from juli.registry.messages.models import Message
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.screening.actions import opinions as actions
from juli.stages.screening.actions.opinions import Said
from juli.stages.screening.models import Opinion, OpinionRequest
from juli.stages.screening.queries import opinions as queries
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.screened import AFTER, handed_in, in_screening

UNTIL = AFTER + dt.timedelta(days=5)
#: For pages, which have a clock of their own.
LONG = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def alone(db):
    return people()


def asked(row, world, by="officer", until=UNTIL, **given):
    said = {
        "call": row.call,
        "unit": "示例市经信局",
        "email": "office@example.org",
        "question": "有无违法违规情况？",
        "applications": [row],
        "columns": ["type"],
        **given,
    }
    return actions.ask_opinion(**said, until=until, by=world.users[by], at=AFTER)


def given(token, row, word="none", text="", at=AFTER, name="赵某"):
    return actions.give_opinions(token=token, said={row.pk: Said(word, text)}, by_name=name, at=at)


def test_it_is_asked_by_a_link_and_answers_until_the_date(world):
    row = in_screening(world)
    made = asked(row, world)
    letter = Message.objects.get(kind="screening.opinion_asked")
    assert (letter.address, made.token in letter.body) == ("office@example.org", True)
    assert made.token not in str(list(OpinionRequest.objects.values()))
    shown = queries.letter(made.token, AFTER)
    assert [(name.asked.application_id, name.columns) for name in shown.names] == [(row.pk, ("产业类社会组织",))]
    given(made.token, row)
    given(made.token, row, "against", "有处罚记录")
    tab = queries.tab(world.users["officer"], row.pk, AFTER)
    assert [one.word for one in tab.asked[0][1]] == ["against", "none"]
    line, _letter = queries.request(world.users["officer"], made.request.pk, AFTER)
    assert (line.asked, line.answered, line.against, line.late) == (1, 1, 1, False)
    with pytest.raises(Refused):
        given(made.token, row, at=UNTIL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(word="none")


def test_a_link_that_is_unknown_over_or_withdrawn_leads_nowhere(world):
    row = in_screening(world)
    made = asked(row, world)
    with pytest.raises(Refused):
        queries.letter("guessed", AFTER)
    with pytest.raises(Refused):
        queries.letter(made.token, UNTIL)
    actions.withdraw_opinion(request=made.request, reason="发错单位", by=world.users["lead"], at=AFTER)
    with pytest.raises(Refused):
        queries.letter(made.token, AFTER)
    with pytest.raises(NotReady):
        actions.withdraw_opinion(request=made.request, reason="再", by=world.users["lead"], at=AFTER)


def test_a_reminder_brings_a_new_link_and_ends_the_one_before(world):
    row = in_screening(world)
    made = asked(row, world)
    again = actions.remind_opinion(request=made.request, by=world.users["officer"], at=AFTER)
    with pytest.raises(Refused):
        queries.letter(made.token, AFTER)
    assert len(queries.letter(again.token, AFTER).names) == 1
    assert Message.objects.filter(kind="screening.opinion_due").count() == 1


def test_whoever_has_not_answered_is_reminded_once_before_the_end(world):
    row = in_screening(world)
    made = asked(row, world)
    near = UNTIL - dt.timedelta(days=1)
    assert actions.remind_due(at=AFTER) == 0
    assert actions.remind_due(at=near) == 1
    assert actions.remind_due(at=near) == 0
    assert OpinionRequest.objects.get(pk=made.request.pk).reminded_at == near
    other = asked(row, world)
    given(other.token, row)
    assert actions.remind_due(at=near) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": " "},
        {"email": "nobody"},
        {"question": ""},
        {"applications": []},
        {"columns": ["leader"]},
        {"until": AFTER},
    ],
)
def test_a_request_is_whole_and_shows_nothing_that_is_not_offered(alone, changes):
    row = in_screening(alone)
    with pytest.raises(NotReady):
        asked(row, alone, **changes)


def test_nobody_is_asked_about_what_is_still_the_applicants(alone):
    row = handed_in(alone)
    with pytest.raises(NotReady):
        asked(row, alone)


def test_only_the_office_asks(alone):
    row = in_screening(alone)
    for who in ("administrator", "supervisor", "business_office"):
        with pytest.raises(Refused):
            asked(row, alone, by=who)


@pytest.mark.parametrize(("word", "text", "name"), [("against", "", "赵某"), ("none", "", " "), ("maybe", "x", "赵某")])
def test_an_opinion_says_what_it_means_and_who_gave_it(alone, word, text, name):
    row = in_screening(alone)
    made = asked(row, alone)
    with pytest.raises(NotReady):
        given(made.token, row, word, text, name=name)
    with pytest.raises(NotReady):
        actions.give_opinions(token=made.token, said={row.pk + 1: Said("none")}, by_name="赵某", at=AFTER)


def test_the_pages(alone, client):
    row = in_screening(alone)
    office = alone.client("officer")
    typed = {"unit": "示例市税务局", "email": "a@example.org", "question": "?", "until": "2999-01-01", "column": "type"}
    ask = reverse("screening:opinion_ask", args=[row.call.edition])
    assert office.post(ask, {**typed, "email": "x", "application": row.pk}).status_code == 422
    assert office.post(ask, {**typed, "application": row.pk}).status_code == 302
    made = asked(row, alone, until=LONG)
    page = reverse("screening:give_opinion", args=[made.token])
    shown = client.get(page)
    assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "same-origin")
    text = shown.content.decode()
    assert "样例智能产业协会" in text
    for secret in (alone.ours.uscc, alone.users["administrator"].email):
        assert secret not in text
    assert client.post(page, {"rest": "1", "name": "钱某"}).status_code == 302
    assert Opinion.objects.get().by_name == "钱某"
    for name in ("opinion_requests", "opinion_request"):
        assert (
            office.get(reverse(f"screening:{name}", args=[made.request.pk] if name[-1] == "t" else [])).status_code
            == 200
        )
    assert client.get(reverse("screening:give_opinion", args=["nothing"])).status_code == 403
