"""Two at the same moment: one organisation per code, one administrator per organisation (S4-57), by the database."""

import os
import select
import uuid

import pytest

from tests.conftest import REFUSAL
from tests.registry import conftest as registry
from tests.registry.conftest import WholeSite, zygote

__all__ = ["zygote"]

ACTS = "tests.stages.organisations.race_acts:"
PEOPLE = ["a@example.org", "b@example.org", "c@example.org"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(bool(REFUSAL), reason=REFUSAL))])
def site(request, zygote, tmp_path):
    """A database of its own, with three people in it."""
    name = f"juli_race_{uuid.uuid4().hex[:10]}"
    found = WholeSite(zygote, tmp_path, f"sqlite:///{tmp_path / 'race.sqlite3'}")
    if request.param == "postgresql":
        registry._execute(f"CREATE DATABASE {name}")
        found = found._replace(database=registry._url(name))
    found.does("migrate")
    found.does(ACTS + "arrange", PEOPLE)
    yield found
    if request.param == "postgresql":
        registry._execute(f"DROP DATABASE {name} WITH (FORCE)")


def race(site, act, runners):
    """What each of several processes says that act at the same moment: when all are ready, and not before."""
    line = site.folder / act
    for end in ("ready", "go"):
        os.mkfifo(f"{line}.{end}")
    # Open for both, so that neither waits for somebody at the other end.
    ready, go = (os.open(f"{line}.{end}", os.O_RDWR) for end in ("ready", "go"))
    try:
        racers = [site.start(ACTS + act, str(line), *given) for given in runners]
        arrived = 0
        while arrived < len(racers):
            assert select.select([ready], [], [], 60)[0], "somebody never came to the line"
            arrived += len(os.read(ready, len(racers)))
    finally:
        os.close(go)
        os.close(ready)
    return sorted(racer.answer() for racer in racers)


def test_a_code_is_registered_once_and_its_administration_handed_over_once(site):
    assert race(site, "race_to_register", [[email] for email in PEOPLE]) == ["done", "refused", "refused"]
    assert site.does(ACTS + "state") == [1, 1, 1]
    staff = site.does(ACTS + "join")
    (administrator,) = set(PEOPLE) - set(staff)
    assert race(site, "race_to_hand_over", [[administrator, one] for one in staff]) == ["done", "refused"]
    assert site.does(ACTS + "state") == [1, 1, 3]
