"""A process is killed while it finalises or hands in: afterwards it is wholly done, or not at all."""

import importlib
import pkgutil
import shutil

import pytest

import juli.stages.applications
from juli.registry import faults
from tests.registry import conftest as registry
from tests.registry.conftest import WholeSite, postgresql_refusal, zygote

__all__ = ["zygote"]

ACTS = "tests.stages.applications.life.acts:"
#: Point → whether what it interrupts has been done.
FINALISING = {
    "applications.frozen": False,
    "journal.written:1": False,
    "applications.finalised": False,
}
SUBMITTING = {
    "journal.written": False,
    "applications.submission-written": False,
    "messages.enqueued": False,
    "applications.submission-told": False,
    "applications.submitted": True,
    "journal.root-appended": True,
    "applications.sealed": True,
}


@pytest.fixture(scope="module")
def arranged(zygote, tmp_path_factory):
    """A folder with an application under review, on SQLite."""
    folder = tmp_path_factory.mktemp("arranged")
    found = WholeSite(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")
    found.does("migrate")
    found.does(ACTS + "arrange")
    return folder


@pytest.fixture(scope="module")
def arranged_database(zygote, tmp_path_factory):
    """The same on PostgreSQL: the database's name and the folder."""
    if refusal := postgresql_refusal():
        pytest.skip(refusal)
    name, folder = "test_applications_killed", tmp_path_factory.mktemp("arranged")
    registry._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    registry._execute(f"CREATE DATABASE {name}")
    found = WholeSite(zygote, folder, registry._url(name))
    found.does("migrate")
    found.does(ACTS + "arrange")
    yield name, folder
    registry._execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site(request, zygote, tmp_path):
    """A copy of what is arranged, on the database that the test names."""
    folder = tmp_path / "site"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("arranged"), folder)
        yield WholeSite(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")
        return
    name, before = request.getfixturevalue("arranged_database")
    shutil.copytree(before, folder)
    registry._execute(f"DROP DATABASE IF EXISTS {name}_copy WITH (FORCE)")
    registry._execute(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
    yield WholeSite(zygote, folder, registry._url(f"{name}_copy"))
    registry._execute(f"DROP DATABASE {name}_copy WITH (FORCE)")


def test_every_point_has_a_death_of_its_own():
    for module in pkgutil.walk_packages(juli.stages.applications.__path__, "juli.stages.applications."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    mine = {"frozen", "finalised", "submission-written", "submission-told", "submitted", "sealed"}
    assert {f"applications.{name}" for name in mine} <= faults.known()
    dying = {point.partition(":")[0] for point in {**FINALISING, **SUBMITTING}}
    assert {f"applications.{name}" for name in mine} <= dying


def everywhere(points, both):
    """Every point on SQLite; on PostgreSQL those in ``both``: what is absent as a whole there, and what is in."""
    return [("sqlite", point) for point in points] + [("postgresql", point) for point in both]


@pytest.mark.parametrize(("site", "point"), everywhere(FINALISING, ["applications.finalised"]), indirect=["site"])
def test_while_it_is_finalised(site, point):
    before = site.does(ACTS + "state")
    assert (before["state"], before["finals"], before["number"]) == ("unit_review", 0, "")
    site.dies(point, ACTS + "finalise")
    assert site.does(ACTS + "state") == before
    site.does(ACTS + "finalise")
    after = site.does(ACTS + "state")
    assert (after["state"], after["finals"], after["versions"], after["number"]) == (
        "finalised",
        1,
        1,
        "CAST-2023-0001",
    )
    assert after["links"] == ["achievement", "final_version"]
    assert after["findings"] == []


@pytest.mark.parametrize(
    ("site", "point"),
    everywhere(SUBMITTING, ["applications.submission-told", "applications.submitted"]),
    indirect=["site"],
)
def test_while_it_is_handed_in(site, point):
    site.does(ACTS + "finalise")
    before = site.does(ACTS + "state")
    site.dies(point, ACTS + "submit")
    done = SUBMITTING[point]
    if not done:
        assert site.does(ACTS + "state") == before
        site.does(ACTS + "submit")
    after = site.does(ACTS + "state")
    assert (after["state"], after["submissions"], after["told"]) == ("submitted", [1], 4)
    assert after["acts"][-1] == "application.submitted"
    assert after["acts"].count("application.submitted") == after["turns"].count("submit") == 1
    assert after["links"] == ["achievement", "final_version", "submission"]
    # What is in has a receipt: the tick makes up for the root that the death prevented.
    site.does(ACTS + "tick")
    sealed = site.does(ACTS + "state")
    assert (sealed["receipts"], sealed["waiting"], sealed["findings"]) == (["申报提交回执"], 0, [])
