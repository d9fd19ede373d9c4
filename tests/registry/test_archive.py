"""Archives without a database: the same bytes each time, and whatever is none, or would do harm, is refused unread."""

import hashlib
import io
import json
import zipfile

import pytest
from click.testing import CliRunner

from juli.cli.commands.verify import verify
from juli.engines.policy.labels import Label
from juli.registry.archive.checking import check
from juli.registry.archive.contents import Contents
from juli.registry.archive.manifest import NAME
from juli.registry.archive.refusals import Refused
from juli.registry.archive.writing import entry_of, write
from juli.registry.canonical import canonical
from juli.registry.journal.chain import NOTHING, entry_hash

TITLE = Label("样例", "Sample")
ABOUT = {"subject": {"type": "call", "id": "1", "number": "n", "title": "t"}, "at": "2026-01-01T00:00:00.000000+08:00"}


def entry(number, previous, details):
    """A line of a chain as an archive has it."""
    import datetime as dt

    said = {"act": "call.sampled", "actor": "user:1", "role": "lead", "at": ABOUT["at"], "personal": {}}
    at = dt.datetime.fromisoformat(ABOUT["at"])
    hash_ = entry_hash(
        subject_type="call", subject_id="1", number=number, at=at, actor="user:1", role="lead", act="call.sampled",
        details=canonical(details), personal="{}", previous=previous,
    )  # fmt: skip
    return {"subject": ["call", "1"], "number": number, "previous": previous, "hash": hash_, "details": details, **said}


def contents():
    """A document that the journal names, a chain of two, the root over it."""
    found = Contents()
    path = found.text("call/document.txt", "document", TITLE, "样例\n")
    first = entry(1, NOTHING, {"digest": hashlib.sha256("样例\n".encode()).hexdigest()})
    second = entry(2, first["hash"], {})
    found.text("journal/call-1.jsonl", "journal", TITLE, "".join(canonical(e) + "\n" for e in (first, second)))
    found.witness("call/1", 1, "digest", path)
    heads = [["call", "1", 2, second["hash"]], ["call", "2", 9, "f" * 64]]
    line = {"number": 1, "at": ABOUT["at"], "reason": "daily", "heads": heads, "previous": NOTHING}
    line["root"] = hashlib.sha256(canonical(line).encode()).hexdigest()
    found.text("journal/roots.jsonl", "roots", TITLE, canonical(line) + "\n")
    return found


@pytest.fixture
def path(tmp_path):
    write(contents(), tmp_path / "a.zip", **ABOUT, chains=("journal/call-1.jsonl",))
    return tmp_path / "a.zip"


def repacked(path, change=lambda parts: parts, compression=zipfile.ZIP_STORED):
    """The same parts, changed, in another ZIP."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in change(parts).items():
            info = entry_of(name, len(text))
            info.compress_type = compression
            archive.writestr(info, text)


def forged(path, name, text):
    """A member changed, and the manifest with it."""

    def change(parts):
        manifest = json.loads(parts[NAME])
        for member in manifest["members"]:
            if member["path"] == name:
                member["sha256"], member["size"] = hashlib.sha256(text).hexdigest(), len(text)
        return {**parts, name: text, NAME: json.dumps(manifest).encode()}

    repacked(path, change)


def wrong(path, roots=None):
    return [(line.kind, line.name) for line in check(path, roots) if not line.ok]


def test_the_same_contents_give_the_same_bytes_in_whatever_order_they_came(path, tmp_path):
    other = contents()
    other.members = dict(reversed(other.members.items()))
    write(other, tmp_path / "b.zip", **ABOUT, chains=("journal/call-1.jsonl",))
    assert (tmp_path / "b.zip").read_bytes() == path.read_bytes()
    assert wrong(path) == []


def test_the_file_of_roots_outside_tells_an_archive_made_anew(path, tmp_path):
    with zipfile.ZipFile(path) as archive:
        (tmp_path / "roots.jsonl").write_bytes(archive.read("journal/roots.jsonl"))
    assert wrong(path, tmp_path / "roots.jsonl") == []
    (tmp_path / "roots.jsonl").write_bytes(b"{}\n")
    assert wrong(path, tmp_path / "roots.jsonl") == [("roots", "1")]


def test_a_chain_or_a_root_that_was_written_anew_is_named(path):
    with zipfile.ZipFile(path) as archive:
        chain, roots = archive.read("journal/call-1.jsonl"), archive.read("journal/roots.jsonl")
    first, second = chain.splitlines(keepends=True)
    forged(path, "journal/call-1.jsonl", first + second.replace(b"user:1", b"user:2"))
    assert wrong(path) == [("chain", "call/1")]
    anew = entry(2, json.loads(first)["hash"], {"other": 1})
    forged(path, "journal/call-1.jsonl", first + canonical(anew).encode() + b"\n")
    assert wrong(path) == [("roots", "1")]
    forged(path, "journal/call-1.jsonl", chain)
    forged(path, "journal/roots.jsonl", roots.replace(b"daily", b"never"))
    assert wrong(path) == [("roots", "1")]
    forged(path, "journal/roots.jsonl", roots)
    forged(path, "call/document.txt", b"another")
    assert wrong(path) == [("digest", "call/document.txt")]
    # The end of a chain cut off: what is left hangs together, and the root knows of more.
    forged(path, "call/document.txt", "样例\n".encode())
    forged(path, "journal/call-1.jsonl", first)
    assert wrong(path) == [("roots", "1")]


def test_a_reader_that_does_not_know_a_result_says_so(path):
    def change(parts):
        manifest = json.loads(parts[NAME])
        manifest["replays"] = [{"kind": "tide", "name": "n", "inputs": {}, "result": "call/document.txt"}]
        return {**parts, NAME: json.dumps(manifest).encode()}

    repacked(path, change)
    assert wrong(path) == [("tide", "n")]


def _cut(path):
    path.write_bytes(path.read_bytes()[:-40])


def _newer(parts):
    manifest = json.loads(parts[NAME]) | {"version": 99}
    return {**parts, NAME: json.dumps(manifest).encode()}


def _said(name, value):
    """A manifest whose rows are of other kinds than ours."""

    def change(parts):
        return {**parts, NAME: json.dumps(json.loads(parts[NAME]) | {name: value}).encode()}

    return lambda path: repacked(path, change)


def _overlapping(path):
    """Two names for the same bytes: more to read than there is."""
    big = b"x" * 100_000
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry_of("a", len(big)), big)
        again = entry_of("b", len(big))
        first = archive.getinfo("a")
        again.CRC, again.compress_size, again.header_offset = first.CRC, first.compress_size, first.header_offset
        archive.filelist.append(again)
        archive._didModify = True
    path.write_bytes(target.getvalue())


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda path: path.unlink(), "no-file"),
        (lambda path: path.write_bytes(b"not a zip"), "no-zip"),
        (_cut, "cut"),
        (lambda path: repacked(path, _newer), "newer"),
        (lambda path: repacked(path, lambda parts: {"a": b""}), "foreign"),
        (lambda path: repacked(path, lambda parts: {**parts, NAME: b'{"format":"other"}'}), "foreign"),
        (lambda path: repacked(path, lambda parts: {**parts, NAME: b"[1"}), "manifest"),
        (lambda path: repacked(path, lambda parts: {**parts, "../out": b""}), "path"),
        (lambda path: repacked(path, lambda parts: {**parts, "/etc/x": b""}), "path"),
        (lambda path: repacked(path, lambda parts: {**parts, "a\\..\\b": b""}), "path"),
        (lambda path: repacked(path, lambda parts: {**parts, "z": b"0" * 10**7}, zipfile.ZIP_DEFLATED), "packed"),
        (_overlapping, "overfull"),
        (_said("members", [{"path": ["a"], "kind": "x", "size": 1, "sha256": "0", "personal": False}]), "manifest"),
        (_said("witnesses", [{"subject": "call/1", "entry": 1, "field": 7, "member": "a"}]), "manifest"),
        (_said("replays", [{"kind": [], "name": "n", "inputs": {}, "result": "a"}]), "manifest"),
        (_said("replays", [{"kind": "draw", "name": "n", "inputs": {"record": []}, "result": "a"}]), "manifest"),
    ],
)
def test_what_is_no_archive_of_ours_is_refused_with_the_reason(path, harm, code):
    harm(path)
    with pytest.raises(Refused) as caught:
        list(check(path))
    assert caught.value.code == code
    assert caught.value.said.zh
    assert caught.value.said.en


def test_a_path_that_leads_out_is_never_written():
    with pytest.raises(ValueError, match="folders and names"):
        contents().text("../up", "x", TITLE, "")


def test_the_digest_that_the_journal_has_is_told(tmp_path):
    made = write(contents(), tmp_path / "a.zip", **ABOUT, chains=("journal/call-1.jsonl",))
    assert made.digest in next(check(tmp_path / "a.zip")).words.en


def test_what_a_terminal_would_obey_is_only_shown(tmp_path):
    """Whoever wrote the archive may have written anything into it."""
    found = Contents()
    found.text("a.txt", "document", TITLE, "a")
    found.replay("\x1b[2J", "\x1b]0;名\x07", {}, "a.txt")
    write(found, tmp_path / "a.zip", chains=(), **ABOUT)
    said = CliRunner().invoke(verify, ["--lang", "zh", str(tmp_path / "a.zip")])
    assert "本程序不会重演" in said.output
    assert "\x1b" not in said.output
    assert "名" in said.output
