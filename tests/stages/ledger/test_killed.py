"""A process is killed while it enters, imports or files: afterwards it is absent as a whole, and can be done again."""

import importlib
import pkgutil
import shutil

import juli.stages.ledger
from juli.registry import faults
from tests.registry.conftest import WholeSite, zygote

__all__ = ["zygote"]

ACTS = "tests.stages.ledger.acts:"
#: Point → the act that passes it, and what is there once it was done.
DYING = {
    "ledger.saved": ("add", {"entries": 1, "rows": 3, "filings": 0, "journal": ["ledger.added"]}),
    "ledger.taken": ("take", {"entries": 2, "rows": 1, "filings": 0, "journal": ["ledger.imported"]}),
    "ledger.filed": ("file", {"entries": 0, "rows": 3, "filings": 1, "journal": ["ledger.filed"]}),
}


def test_every_point_has_a_death_of_its_own():
    for module in pkgutil.walk_packages(juli.stages.ledger.__path__, "juli.stages.ledger."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    assert {point for point in faults.known() if point.startswith("ledger.")} == set(DYING)


def site_in(zygote, folder):
    return WholeSite(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")


def test_killed_it_is_absent_as_a_whole(zygote, tmp_path):
    arranged = tmp_path / "arranged"
    arranged.mkdir()
    site_in(zygote, arranged).does("migrate")
    site_in(zygote, arranged).does(ACTS + "arrange")
    for point, (act, done) in DYING.items():
        site = site_in(zygote, shutil.copytree(arranged, tmp_path / act))
        before = site.does(ACTS + "state")
        assert before == {"entries": 0, "rows": 3, "filings": 0, "journal": []}
        site.dies(point, ACTS + act)
        assert site.does(ACTS + "state") == before
        site.does(ACTS + act)
        assert site.does(ACTS + "state") == done
