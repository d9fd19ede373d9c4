"""A process is killed at each named point: what was confirmed is there, what was not is absent as a whole."""

import hashlib
import importlib
import os
import pkgutil
import signal
import subprocess
import sys

import pytest

import juli.registry
from juli.registry import faults
from tests.registry.corpus import picture

CONTENT = picture("PNG", (80, 80))
DIGEST = hashlib.sha256(CONTENT).hexdigest()
NOTHING = {"rows": [], "contents": [], "links": 0, "damaged": [], "uploads": [], "arriving": 0}
KEPT = {**NOTHING, "rows": [DIGEST], "contents": [DIGEST], "links": 1}
#: Point → what the store is like after the death there. A content without a row is swept; a row without content never is.
KEEPING = {
    "files.examined": NOTHING,
    "files.renamed": {**NOTHING, "contents": [DIGEST]},
    "files.written": {**NOTHING, "contents": [DIGEST]},
    "files.committed": KEPT,
}
UPLOADING = {
    "files.received": (NOTHING, ["arriving", 0]),
    "files.examined": (NOTHING, ["arriving", len(CONTENT)]),
    "files.renamed": ({**NOTHING, "contents": [DIGEST]}, ["arriving", len(CONTENT)]),
    "files.written": ({**NOTHING, "contents": [DIGEST]}, ["arriving", len(CONTENT)]),
    "files.committed": ({**NOTHING, "rows": [DIGEST], "contents": [DIGEST]}, ["kept", len(CONTENT)]),
}
OTHERS = {"journal.written", "journal.root-appended", "messages.enqueued", "messages.claimed", "messages.handed-over"}


def test_every_point_has_a_death_of_its_own():
    for module in pkgutil.walk_packages(juli.registry.__path__, "juli.registry."):
        if not module.name.endswith("__main__") and "migrations" not in module.name:
            importlib.import_module(module.name)
    # Stages have points of their own, and tests of their own.
    known = {point for point in faults.known() if point.partition(".")[0] in {"files", "journal", "messages"}}
    assert known == {*KEEPING, *UPLOADING, *OTHERS}


@pytest.mark.parametrize(("fault", "passed"), [("a", 0), ("a:1", 0), ("a:3", 2), ("b", 4), ("", 4)])
def test_a_fresh_process_reads_where_it_is_to_die(fault, passed):
    """The other tests' processes are forks, for which tests.registry.zygote sets the point."""
    code = "from juli.registry.faults import Point\na = Point('a')\nfor i in range(4): a(); print(i, flush=True)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "JULI_FAULT": fault},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == (0 if passed == 4 else -signal.SIGKILL), ran.stderr
    assert ran.stdout.split() == [str(i) for i in range(passed)]


@pytest.mark.parametrize("point", KEEPING)
def test_while_a_file_is_kept(sqlite_site, point):
    source = sqlite_site.folder / "source.png"
    source.write_bytes(CONTENT)
    sqlite_site.dies(point, "keep", str(source), "照片.png")
    expected = KEEPING[point]
    state = sqlite_site.does("files")
    swept = KEPT if expected is KEPT else NOTHING
    assert (state["before"], state["after"]) == (expected, swept)
    assert sqlite_site.does("state")["numbers"] == ({"1": [1]} if expected is KEPT else {})
    assert sqlite_site.does("keep", str(source), "照片.png") == DIGEST


@pytest.mark.parametrize("point", UPLOADING)
def test_while_an_upload_arrives(sqlite_site, point):
    sqlite_site.dies(point, "begin_upload", CONTENT.hex())
    expected, upload = UPLOADING[point]
    state = sqlite_site.does("files", False)["before"]
    assert state == {**expected, "uploads": [upload], "arriving": 1}
    assert sqlite_site.does("go_on", CONTENT.hex()) == DIGEST
    state = sqlite_site.does("files", False)["before"]
    assert (state["rows"], state["contents"], state["uploads"]) == ([DIGEST], [DIGEST], [["kept", len(CONTENT)]])


def test_while_an_act_is_recorded(site):
    site.does("record", "7", 2)
    site.dies("journal.written", "record", "7")
    assert site.does("state")["numbers"] == {"7": [1, 2]}
    site.does("record", "7")
    assert site.does("state") == {"numbers": {"7": [1, 2, 3]}, "findings": [], "roots": [], "waiting": 3}


def test_while_a_root_is_written(sqlite_site):
    sqlite_site.does("record", "7", 2)
    sqlite_site.dies("journal.root-appended", "publish")
    assert sqlite_site.does("state") == {"numbers": {"7": [1, 2]}, "findings": [], "roots": [], "waiting": 2}
    assert sqlite_site.does("publish") == [2]
    assert sqlite_site.does("state") == {"numbers": {"7": [1, 2]}, "findings": [], "roots": [2], "waiting": 0}


def mail(site):
    return sorted(path.read_text(encoding="utf-8").splitlines()[2] for path in (site.folder / "outbox").glob("*.txt"))


def test_while_a_message_is_enqueued(sqlite_site):
    sqlite_site.dies("messages.enqueued:2", "tell", ["a", "b"])
    assert sqlite_site.does("messages") == [["email", "waiting", 0], ["site", "sent", 0]]
    assert mail(sqlite_site) == []


@pytest.mark.parametrize(("point", "sent"), [("messages.claimed", 0), ("messages.handed-over", 1)])
def test_while_a_message_is_handed_over(sqlite_site, point, sent):
    sqlite_site.dies(point, "tell", ["a"])
    assert len(mail(sqlite_site)) == sent
    assert sqlite_site.does("messages") == [["email", "waiting", 1], ["site", "sent", 0]]
    assert sqlite_site.does("deliver", 9) == [0, 0, 0]
    assert sqlite_site.does("deliver", 10) == [1, 0, 0]
    assert sqlite_site.does("messages") == [["email", "sent", 2], ["site", "sent", 0]]
    assert mail(sqlite_site) == ["Subject: 《甲》退回补正"]
