"""What the office decided, gathered for the engine: of one as of many, and nothing that applicants say."""

import pytest

from juli.stages.accounts.permissions import Refused
from juli.stages.applications.queries.submitted import UNDECIDED
from juli.stages.screening import desks
from juli.stages.screening.actions import judgements, verification
from juli.stages.screening.decided import decided, decided_of, paper_facts, verdict
from tests.people import people
from tests.stages.applications.conftest import begun
from tests.stages.applications.life.conftest import _blank, _places, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.decided_world import AFTER, screened


@pytest.fixture
def world(database):
    return people()


def test_nothing_decided_is_nothing(world):
    row, _works = screened(world)
    assert decided(row).canonical() == UNDECIDED.canonical()
    assert paper_facts([]) == {}


def test_the_same_decisions_are_the_same_text(world):
    row, works = screened(world)
    by, at = world.users["officer"], AFTER
    verification.verify(
        application=row, achievement=works["standard"], act="strike", reason="重复", had=0, by=by, at=at
    )
    judgements.judge(
        application=row, clause="international.conference", achievement=works["conference"], answer=True,
        reason="有媒体报道", had=0, by=by, at=at,
    )  # fmt: skip
    found = decided(row)
    assert found.canonical() == decided_of([row])[row.pk].canonical()
    assert found.verifications == (
        {"achievement": works["standard"], "strike": True, "by": "officer", "on": "2022-10-10", "reason": "重复"},
    )
    assert found.judgements == (
        {
            "clause": "international.conference",
            "achievement": works["conference"],
            "answer": True,
            "by": "officer",
            "on": "2022-10-10",
            "reason": "有媒体报道",
        },
    )


def test_what_is_not_handed_in_has_no_verdict(world):
    row = begun("zgc-2022", world)
    with pytest.raises(Refused):
        verdict(row)


def test_the_queues_of_the_desk_are_those_of_the_post(world):
    from juli.stages.accounts.roles import Role
    from juli.stages.screening import pending

    screened(world)
    pending.refresh_stale(AFTER)
    places = {
        who: [
            queue.place for queue in desks.waiting(world.users[who.value], frozenset({who}), AFTER) if queue.place == 32
        ]
        for who in (Role.OFFICER, Role.LEAD, Role.BUSINESS_OFFICE, Role.SUPERVISOR)
    }
    assert places == {Role.OFFICER: [32], Role.LEAD: [32], Role.BUSINESS_OFFICE: [], Role.SUPERVISOR: []}
