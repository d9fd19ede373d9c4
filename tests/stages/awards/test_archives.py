"""The complete file of an application and of a call: verified and replayed offline."""

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import zipfile

import pytest
from django.urls import reverse

from juli.registry import due
from juli.registry.archive.checking import check
from juli.registry.archive.exporting import export, exports, of
from juli.registry.archive.manifest import NAME, manifest_of
from juli.registry.archive.writing import entry_of
from juli.registry.journal.queries import entries
from juli.registry.parties import SYSTEM
from juli.stages.awards.actions import archives as actions
from juli.stages.awards.archives import about_application, about_call, place
from juli.stages.awards.models import CallArchive
from juli.stages.review.actions import matching
from juli.stages.review.matching import proposal
from juli.stages.review.models import Expert, Seat
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import archive_world as world
from tests.stages.awards.world import accepted as one_accepted
from tests.stages.awards.world import call as zgc
from tests.stages.review.panels import accepted, made
from tests.stages.review.pool import enrolled

pytestmark = pytest.mark.usefixtures("database")
AT = dt.datetime(2026, 1, 5, 2, 0, tzinfo=dt.UTC)
#: What a subprocess must not touch: no settings, a database and a proxy that nobody answers at.
OFFLINE = {
    "DJANGO_SETTINGS_MODULE": "",
    "DATABASE_URL": "postgres://nobody:x@127.0.0.1:1/none",
    "https_proxy": "http://127.0.0.1:1",
    "JULI_PROGRAMMES": "/nonexistent",
}
#: Runs the command with sockets that cannot be made.
NO_NETWORK = (
    "import socket\n"
    "def refuse(*a, **k): raise OSError('no network')\n"
    "socket.socket.connect = refuse\n"
    "from juli.cli.program import main\nmain()\n"
)


def test_a_call_and_an_application_come_out_whole_and_are_worked_out_again_offline(database, tmp_path):
    where = world.carried()
    row = where.rows[0]
    files = {}
    for name, about in (("call", about_call(where.call)), ("application", about_application(row))):
        files[name] = tmp_path / f"{name}.zip"
        made = export(about=about, to=files[name], actor=SYSTEM, at=AT)
        again = export(about=about, to=tmp_path / "again.zip", actor=SYSTEM, at=AT)
        # Noting the export changes nothing of what is exported.
        assert (tmp_path / "again.zip").read_bytes() == files[name].read_bytes()
        noted = exports(about.subject)
        assert [entry.said["digest"] for entry in noted] == [made.digest, again.digest]
        lines = list(check(files[name]))
        assert [line for line in lines if not line.ok] == []
        kinds = {line.kind for line in lines}
        assert kinds == {
            "members", "chain", "digest", "verdict", "copy", "draw", "replacement", "scores", "ranking", "amounts",
        }  # fmt: skip
    assert sum(line.kind == "verdict" for line in check(files["call"])) == 4
    nobody_is_given_away(files.values())
    others_stay_closed(files["application"], row)
    if database == "sqlite":
        every_change_is_named(files["application"], tmp_path / "changed.zip")
        what_comes_out_otherwise_is_named(files["application"], tmp_path / "forged.zip")
        it_needs_nothing_but_itself(files["call"], tmp_path)


def test_a_match_is_worked_out_again_with_its_repair(tmp_path):
    people_ = people()
    for n in range(1, 5):
        enrolled(people_, n)
    accepted(people_, 1)
    panel = made(people_, how="match", size=2)
    for _ in range(2):
        matching.confirm_match(panel=panel, fingerprint=proposal(panel).fingerprint, by=people_.users["officer"], at=AT)
        gone = Seat.objects.filter(panel=panel).order_by("pk").first()
        Seat.objects.filter(pk=gone.pk).update(withdrawn_at=AT, reason="出差")
    export(about=about_call(panel.call), to=tmp_path / "call.zip", actor=SYSTEM, at=AT)
    lines = list(check(tmp_path / "call.zip"))
    assert [line for line in lines if not line.ok] == []
    assert sum(line.kind == "assignment" for line in lines) == 2
    assert ("digest", "4") in [(line.kind, line.name) for line in lines]


def nobody_is_given_away(paths):
    """No objector, no expert's name, number or employer; personal fields of the journal as digests."""
    secrets = [world.OBJECTOR, world.PHONE, "secret@example.org"]
    for expert in Expert.objects.all():
        secrets += [expert.name, *expert.ties.values_list("unit", flat=True)]
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            texts = {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith(".pdf")}
        for secret in secrets:
            assert [name for name, text in texts.items() if secret in text] == []
        assert "110105197001" not in "".join(texts.values())


def others_stay_closed(path, row):
    """An application's file tells nothing of the others but what the ranking and the draw are worked out from."""
    with zipfile.ZipFile(path) as archive:
        own = f"applications/{row.number}/"
        assert {name.split("/")[1] for name in archive.namelist() if name.startswith("applications/")} == {row.number}
        chain = [json.loads(line) for line in archive.read(f"journal/call-{row.call_id}.jsonl").splitlines()]
        panels = [json.loads(line) for name in archive.namelist() if name.startswith("journal/panel")
                  for line in archive.read(name).splitlines()]  # fmt: skip
        assert archive.read(f"{own}awards/objections.json")
    assert not any(entry.get("act", "").startswith("objection.") for entry in chain)
    assert {entry["act"].split(".")[0] for entry in panels if "act" in entry} == {"panel", "draw"}
    assert any(entry.get("withheld") for entry in (*chain, *panels))


def every_change_is_named(path, changed):
    """One byte in each kind of member."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    by_kind = {member.kind: member.path for member in manifest_of(parts[NAME]).members}
    assert len(by_kind) > 20
    for name in by_kind.values():
        text = bytearray(parts[name])
        text[len(text) // 2] ^= 1
        pack(changed, parts | {name: bytes(text)})
        first = next(check(changed))
        assert (first.ok, first.kind, first.name) == (False, "members", name)
    pack(changed, {name: text for name, text in parts.items() if name != "call/programme.yaml"} | {"extra.txt": b"x"})
    told = [(line.name, line.words.en) for line in check(changed) if not line.ok]
    assert ("call/programme.yaml", "missing") in told
    assert ("extra.txt", "not in the manifest") in told


def what_comes_out_otherwise_is_named(path, forged):
    """Who changes a member and the manifest with it is found by the journal, or by working it out again."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts[NAME])
    verdict = next(name for name in parts if name.endswith("/verdict.json"))
    for name, old, new, found in (
        (verdict, b'"status":"', b'"status":"un', {"digest", "verdict"}),
        ("call/lists/1/ranking.json", b'"rank":1', b'"rank":2', {"digest", "ranking"}),
        ("call/panels/PANEL/scores-1.json", b'"value":"', b'"value":"9', {"digest", "scores"}),
        ("call/panels/PANEL/draw-1-record.json", b'"drawn":["', b'"drawn":["9', {"digest", "draw", "replacement"}),
        ("call/panels/PANEL/replacements.json", b'"came":"', b'"came":"9', {"replacement"}),
        ("journal/panel-PANEL.jsonl", b'"role":"officer"', b'"role":"lead"', {"chain", "digest"}),
    ):  # fmt: skip
        real = name.replace("PANEL", panel_of(parts))
        text = parts[real].replace(old, new, 1)
        assert text != parts[real]
        for member in manifest["members"]:
            if member["path"] == real:
                was, member["sha256"], member["size"] = dict(member), hashlib.sha256(text).hexdigest(), len(text)
                place = member
        pack(forged, parts | {real: text, NAME: json.dumps(manifest).encode()})
        lines = [line for line in check(forged) if not line.ok]
        assert found <= {line.kind for line in lines}
        assert all(line.words.en for line in lines)
        place.update(was)


def panel_of(parts):
    return next(name.split("/")[2] for name in parts if name.startswith("call/panels/"))


def it_needs_nothing_but_itself(path, folder):
    """A process without settings, database or network."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "JULI", "DATABASE"))}
    env |= {name: value for name, value in OFFLINE.items() if value}
    run = [sys.executable, "-c", NO_NETWORK, "verify", str(path), "--lang", "en"]
    found = subprocess.run(run, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "ranking  cast-2023 1  ok" in found.stdout
    assert "DIFFERS" not in found.stdout
    run = [sys.executable, "-c", NO_NETWORK, "verify", str(folder / "forged.zip"), "--lang", "en"]
    found = subprocess.run(run, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "DIFFERS" in found.stdout


def pack(path, parts):
    """An archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in sorted(parts.items()):
            archive.writestr(entry_of(name, len(text)), text)


def test_a_call_is_exported_by_the_worker_and_lies_ready_for_a_while(tmp_path, client):
    people_ = people()
    row = accepted(people_, 1).call
    client.force_login(people_.users["supervisor"])
    page = reverse("awards:call_archives", args=[row.pk])
    for _ in range(2):
        client.post(reverse("awards:order_archive", args=[row.pk]))
    (ordered,) = CallArchive.objects.all()
    assert ordered.state == "waiting"
    assert due.run(now=ordered.at)["awards.archives"] == 1
    told = client.get(page).content.decode()
    file = reverse("awards:fetch_archive", args=[row.pk, ordered.pk])
    assert file in told
    (tmp_path / "fetched.zip").write_bytes(b"".join(client.get(file).streaming_content))
    assert all(line.ok for line in check(tmp_path / "fetched.zip"))
    (taken,) = exports(row.subject)
    assert (taken.actor, taken.role) == (people_.users["supervisor"].actor_id, "supervisor")
    assert place(ordered).is_file()
    due.run(now=ordered.at + actions.KEPT)
    assert client.get(file).status_code == 404
    assert file not in client.get(page).content.decode()
    # The file is gone, not only the way to it.
    assert not place(ordered).exists()
    assert [one.act for one in entries(of(row.subject))] == ["archive.ordered", "archive.exported", "archive.let-go"]


def test_an_application_is_exported_at_once_and_noted(tmp_path, client):
    people_ = people()
    zgc()
    row = one_accepted(people_, 0)
    client.force_login(people_.users["officer"])
    answer = client.post(reverse("awards:export_archive", args=[row.pk]))
    (tmp_path / "fetched.zip").write_bytes(b"".join(answer.streaming_content))
    assert all(line.ok for line in check(tmp_path / "fetched.zip"))
    (taken,) = exports(row.subject)
    assert taken.actor == people_.users["officer"].actor_id
    assert taken.said["digest"][:16] in client.get(reverse("awards:archive", args=[row.pk])).content.decode()
