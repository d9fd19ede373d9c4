"""Many at once: no chain forks, nothing is lost or doubled, nobody waits for ever."""

import hashlib

from tests.registry.corpus import picture


def test_writers_never_fork_a_chain(site):
    writers = [site.start("record", "7", 7) for _ in range(3)]
    writers += [site.start("record_crossed", given, 5) for given in (["7", "8", "9"], ["9", "8", "7"])]
    publisher = site.start("publish", 3)
    for writer in writers:
        writer.answer()
    assert publisher.answer() == [1, 2, 3]
    site.does("publish")
    assert site.does("state") == {
        "numbers": {"7": list(range(1, 32)), "8": list(range(1, 11)), "9": list(range(1, 11))},
        "findings": [],
        "roots": [1, 2, 3, 4],
        "waiting": 0,
    }


def test_publishers_take_turns(sqlite_site):
    sqlite_site.does("record", "7")
    publishers = [sqlite_site.start("publish", 5) for _ in range(2)]
    assert sorted(number for publisher in publishers for number in publisher.answer()) == list(range(1, 11))
    assert sqlite_site.does("state")["findings"] == []


def test_the_same_file_from_several_at_once_is_kept_once(site):
    content = picture("PNG", (70, 70))
    source = site.folder / "source.png"
    source.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    keepers = [site.start("keep", str(source), f"{i}.png") for i in range(3)]
    assert [keeper.answer() for keeper in keepers] == [digest] * 3
    state = site.does("files")
    assert state["after"] == {
        "rows": [digest],
        "contents": [digest],
        "links": 1,
        "damaged": [],
        "uploads": [],
        "arriving": 0,
    }


def test_workers_share_the_messages(site):
    site.does("tell", [])
    for key in "abc":
        site.does("tell", [key])
    workers = [site.start("deliver", 1) for _ in range(2)]
    assert sum(worker.answer()[0] for worker in workers) == 0
    assert site.does("messages") == [["email", "sent", 1]] * 3 + [["site", "sent", 0]] * 3
