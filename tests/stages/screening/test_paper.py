"""The register of paper: posting date, check code, copies, seals; mistakes put right by a new line (O-25, S3-53)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.screening.actions import paper as actions
from juli.stages.screening.actions.paper import Arrived
from juli.stages.screening.decided import decided, verdict
from juli.stages.screening.models import Parcel
from juli.stages.screening.queries import paper as queries
from tests.people import people
from tests.stages.applications.conftest import begun
from tests.stages.applications.life.conftest import (  # noqa: F401  # Fixtures.
    _blank,
    _places,
    recommendable,
    the_check,
)

#: The last day to post is 13 March 2024.
AT = dt.datetime(2024, 3, 20, 2, tzinfo=dt.UTC)
CAME, IN_TIME, LATE = dt.date(2024, 3, 15), dt.date(2024, 3, 13), dt.date(2024, 3, 14)


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def alone(db):
    return people()


def logged(made, world, by="receipt_agency", **given):
    arrived = Arrived(**{"received": CAME, "posted": IN_TIME, "code": made.final.check_code, **given})
    return actions.log(application=made.application, arrived=arrived, by=world.users[by], at=AT)


def date_node(row):
    return verdict(row).node("date.paper").status


def test_paper_is_late_by_its_posting_date_whatever_the_online_time_was(world):
    """O-25, S3-53."""
    made = recommendable(world)
    assert date_node(made.application) == "open"
    line = logged(made, world, posted=LATE)
    assert date_node(made.application) == "unmet"
    right = actions.correct(
        parcel=line,
        arrived=Arrived(received=CAME, posted=IN_TIME, code=made.final.check_code, copies=2),
        reason="邮戳为13日",
        by=world.users["receipt_agency"],
        at=AT,
    )
    assert date_node(made.application) == "met"
    assert (right.replaces, decided(made.application).application["posted"]) == (line, "2024-03-13")
    page = queries.page(world.users["officer"], made.application.pk, AT)
    assert (page.in_time, page.first.late, len(page.matter.came)) == (True, False, 2)


def test_the_check_code_is_told_at_once(world):
    made = recommendable(world)
    assert logged(made, world, code=made.final.check_code.lower().replace("-", " ")).code_is == "right"
    assert logged(made, world, code=made.check_code).code_is == "right"
    assert logged(made, world, code="").code_is == "none"
    assert logged(made, world, code="00000000" + "0").code_is == "unknown"
    with pytest.raises(NotReady):
        logged(made, world, code="123")
    assert queries.code_says(made.application, made.final.check_code) == "right"


def test_parcels_add_up_and_the_first_ones_posting_date_counts(world):
    """S3-47, S3-48, S3-49: two copies, the cover sealed by the applicant, the letter by its recommender."""
    made = recommendable(world)
    logged(made, world, copies=1, parts=("form-pdf",), seals=("cover",))
    logged(made, world, copies=1, received=CAME + dt.timedelta(days=1), posted=LATE, seals=("letter", "cover"))
    assert decided(made.application).application == {
        "received": "2024-03-15",
        "posted": "2024-03-13",
        "paper": {"copies": 2, "parts": ["form-pdf"], "seals": ["cover", "letter"], "signatures": []},
    }


def test_a_line_is_put_right_once_by_a_new_one_and_never_changed(world):
    made = recommendable(world)
    line = logged(made, world)
    with pytest.raises(NotReady):
        actions.correct(parcel=line, arrived=None, reason=" ", by=world.users["officer"], at=AT)
    actions.correct(parcel=line, arrived=None, reason="属另一家单位", by=world.users["officer"], at=AT)
    assert decided(made.application).application == {}
    with pytest.raises(NotReady):
        actions.correct(parcel=line, arrived=None, reason="再次", by=world.users["officer"], at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Parcel.objects.filter(pk=line.pk).update(copies=3)


@pytest.mark.parametrize(
    "given",
    [
        {"posted": CAME + dt.timedelta(days=1)},
        {"received": AT.date() + dt.timedelta(days=1)},
        {"copies": -1},
        {"copies": 1000},
    ],
)
def test_days_and_numbers_that_cannot_be(alone, given):
    made = recommendable(alone)
    with pytest.raises(NotReady):
        logged(made, alone, **given)
    assert Parcel.objects.count() == 0


def test_nothing_is_logged_for_what_is_not_handed_in(alone):
    made = recommendable(alone)
    draft = begun("cast-2023", alone)
    with pytest.raises(NotReady):
        actions.log(application=draft, arrived=Arrived(received=CAME), by=alone.users["receipt_agency"], at=AT)
    for who in ("administrator", "supervisor", "business_office", "recommender"):
        with pytest.raises(Refused):
            logged(made, alone, by=who)


def test_the_agency_finds_by_number_name_and_code_and_sees_what_it_needs(alone):
    """S4-63: a contracted agency receives paper and may do nothing else."""
    made = recommendable(alone)
    agency = alone.client("receipt_agency")
    one = reverse("screening:paper_of", args=[made.application.pk])
    for words in (made.application.number, "样例智能", made.final.check_code, made.check_code):
        assert agency.get(reverse("screening:paper_register"), {"q": words}).headers["Location"] == one
    assert agency.get(reverse("screening:paper_register"), {"q": "没有"}).status_code == 200
    assert agency.get(one).status_code == 200
    for other in ("paper", "verification", "judgements"):
        assert agency.get(reverse(f"screening:{other}", args=[made.application.pk])).status_code == 403


def test_the_form_writes_down_and_keeps_what_was_typed(alone):
    made = recommendable(alone)
    agency = alone.client("receipt_agency")
    log = reverse("screening:paper_log", args=[made.application.pk])
    typed = {"received": "2024-03-15", "posted": "2024年3月14日", "carrier": "EMS", "copies": "二", "seals": ["cover"]}
    refused = agency.post(log, typed)
    assert refused.status_code == 422
    assert 'value="EMS"' in refused.content.decode()
    assert agency.post(log, {**typed, "copies": "2"}).status_code == 302
    line = Parcel.objects.get()
    assert (line.posted, line.copies, line.seals, line.code_is) == (LATE, 2, ["cover"], "none")


def test_the_register_asks_the_database_no_more_for_more_lines(alone):
    made = recommendable(alone)
    address = reverse("screening:paper_of", args=[made.application.pk])
    client, counts = alone.client("receipt_agency"), []
    client.get(address)
    for _number in (1, 2, 3):
        logged(made, alone)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        counts.append(len(found))
    assert counts[0] == counts[2]


def test_letters_and_the_recommenders_order_stand_beside_the_paper(alone):
    """S3-50."""
    from juli.stages.applications.actions import recommending

    made = recommendable(alone)
    at = made.at + dt.timedelta(hours=1)
    recommending.take(application=made.application, by=alone.users["recommender"], at=at)
    recommending.recommend(application=made.application, opinion="同意", by=alone.users["recommender"], at=at)
    page = queries.page(alone.users["officer"], made.application.pk, AT)
    assert (page.recommendation.rank, page.recommendation.opinion, page.letters) == (1, "同意", ())
