"""Where contents lie: once, as long as something leads to them, and never handed out infected."""

import hashlib
import io
import socketserver
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.db import transaction
from PIL import Image

from juli.registry.files import queries
from juli.registry.files.actions import attach, detach, draw_previews, scan_again, start, sweep, take
from juli.registry.files.findings import Refused
from juli.registry.files.models import Attachment, StoredFile, Upload
from juli.registry.files.store import DjangoStore, FolderStore, arrivals, store
from juli.registry.parties import Actor, Subject
from juli.registry.transactions import OutsideTransaction
from tests.registry.acts import AT
from tests.registry.corpus import HARMLESS, pdf, picture

STAFF = Actor("user:1", "staff")
WORK = Subject("achievement", "1")
#: After everything that a test does.
LATER = datetime.now(UTC) + timedelta(days=2)


def kept(content, name="照片.png", **given):
    return take(blocks=[content], name=name, at=AT, **given).file


def linked(file, subject=WORK, tag="photos"):
    return attach(file=file, subject=subject, tag=tag, name="照片.png", by=STAFF, at=AT)


def contents():
    return sorted(content.digest for content in store().contents())


@pytest.mark.parametrize("kind", ["folder", "files", "memory"])
def test_a_store_keeps_content_by_its_digest(tmp_path, kind):
    shelves = {
        "folder": FolderStore(tmp_path / "kept"),
        "files": DjangoStore(FileSystemStorage(tmp_path / "kept")),
        "memory": DjangoStore(InMemoryStorage()),
    }[kind]
    source = tmp_path / "source"
    source.write_bytes(b"content")
    digest = hashlib.sha256(b"content").hexdigest()
    assert (shelves.has(digest), list(shelves.contents())) == (False, [])
    for _ in range(2):
        shelves.put(source, digest)
    assert shelves.has(digest)
    with shelves.open(digest) as content:
        assert content.read() == b"content"
    assert [content.digest for content in shelves.contents()] == [digest]
    assert source.read_bytes() == b"content"
    shelves.remove(digest)
    with pytest.raises(FileNotFoundError):
        shelves.open(digest)


def test_a_damaged_copy_is_replaced_by_a_sound_one(tmp_path):
    shelves, source = FolderStore(tmp_path / "kept"), tmp_path / "source"
    source.write_bytes(b"content")
    digest = hashlib.sha256(b"content").hexdigest()
    shelves.put(source, digest)
    shelves.path(digest).chmod(0o600)
    shelves.path(digest).write_bytes(b"con")
    shelves.put(source, digest)
    assert shelves.path(digest).read_bytes() == b"content"


def test_one_file_proves_several_things_and_is_there_once(database, places):
    file = kept(picture("PNG"))
    assert kept(picture("PNG"), "又一张.png") == file
    first, second = linked(file), linked(file, Subject("achievement", "2"))
    assert linked(file) == first
    assert list(queries.uses(file)) == [first, second]
    assert list(queries.attachments(WORK, tag="photos")) == [first]
    assert list(queries.attachments(WORK, tag="press")) == []
    assert contents() == [file.digest]


@pytest.mark.django_db(transaction=True)
def test_links_belong_to_an_act(places):
    with pytest.raises(OutsideTransaction):
        linked(StoredFile(digest="0" * 64))
    with pytest.raises(OutsideTransaction):
        detach(link=Attachment(pk=1))


def test_a_sweep_lets_go_of_what_nothing_leads_to(database, places):
    used, unused = kept(picture("PNG")), kept(pdf(), "a.pdf")
    link = linked(used)
    draw_previews()
    drawn = sorted(preview.digest for preview in used.drawn.all())
    orphan = places / "orphan"
    orphan.write_bytes(b"orphan")
    store().put(orphan, hashlib.sha256(b"orphan").hexdigest())
    assert sweep(before=AT) == (0, 0, 0, 0)
    gone = {preview.digest for preview in unused.drawn.all()} | {unused.digest, hashlib.sha256(b"orphan").hexdigest()}
    assert sweep(before=LATER) == (0, 1, len(gone), 0)
    assert contents() == sorted({used.digest, *drawn})
    assert list(StoredFile.objects.all()) == [used]
    detach(link=link)
    sweep(before=LATER)
    assert (contents(), StoredFile.objects.count()) == ([], 0)


def test_a_sweep_ends_uploads_that_expired(database, places):
    given = {"endpoint": "e", "owner": STAFF, "name": "a.png", "length": 9, "at": AT}
    old = start(**given, expires_at=AT + timedelta(days=1))
    new = start(**given, expires_at=LATER + timedelta(days=1))
    (arrivals() / "left-behind").write_bytes(b"x")
    assert sweep(before=LATER) == (1, 0, 0, 1)
    assert list(Upload.objects.all()) == [new]
    assert [path.name for path in arrivals().iterdir()] == [str(new.pk)]
    assert old.pk != new.pk


def test_lost_and_changed_contents_are_told(database, places):
    lost, changed, sound = (kept(picture("PNG", (n, n))) for n in (10, 11, 12))
    shelves = store()
    shelves.remove(lost.digest)
    shelves.path(changed.digest).chmod(0o600)
    shelves.path(changed.digest).write_bytes(b"x")
    assert set(queries.damaged()) == {(lost.digest, "missing"), (changed.digest, "changed")}
    assert sound.digest in contents()


def clear_png():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.django_db
def test_what_is_clear_is_drawn_on_white(places):
    file = kept(clear_png())
    draw_previews()
    with store().open(file.drawn.get(page=1).digest) as content, Image.open(content) as page:
        assert page.getextrema() == ((255, 255),) * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "drawn"),
    [
        ("a.pdf", pdf(3), [(0, 226, 320), (1, 990, 1400), (2, 990, 1400), (3, 990, 1400)]),
        ("long.pdf", pdf(30), 21),
        ("vast.pdf", pdf(size=(14_000, 14_000)), [(0, 320, 320), (1, 1400, 1400)]),
        ("a.png", picture("PNG", (3000, 1500)), [(0, 320, 160), (1, 1400, 700)]),
        ("small.gif", picture("GIF", (20, 10)), [(0, 20, 10), (1, 20, 10)]),
        ("turned.jpg", picture("JPEG", (400, 200), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"), [(0, 160, 320), (1, 200, 400)]),
        ("a.docx", HARMLESS["申报书.docx"][0](), []),
    ],
    ids=str,
)  # fmt: skip
def test_previews_are_drawn_apart(places, name, content, drawn):
    file = kept(content, name)
    assert draw_previews() == (name != "a.docx")
    found = [(p.page, p.width, p.height) for p in file.drawn.order_by("page")]
    assert (len(found) if isinstance(drawn, int) else found) == drawn
    assert draw_previews() == 0
    for preview in file.drawn.all():
        with store().open(preview.digest) as content, Image.open(content) as page:
            assert (page.format, page.size) == ("JPEG", (preview.width, preview.height))


class Clamd(socketserver.ThreadingTCPServer):
    """Speaks clamd's INSTREAM, and takes everything that says VIRUS for one."""

    allow_reuse_address = True

    class RequestHandlerClass(socketserver.StreamRequestHandler):
        def handle(self):
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(self.rfile.read(4), "big"):
                content += self.rfile.read(length)
            if b"STRANGE" in content:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            else:
                self.wfile.write(b"stream: Test.Virus FOUND\0" if b"VIRUS" in content else b"stream: OK\0")

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.RequestHandlerClass)


@pytest.fixture
def clamd():
    with Clamd() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.django_db
def test_the_scanner_is_asked_where_there_is_one(places, settings, clamd):
    settings.JULI_CLAMD = clamd
    assert (kept(b"words", "a.txt").scan, kept(b"STRANGE", "b.txt").scan) == ("clean", "unscanned")
    with pytest.raises(Refused) as refusal:
        kept(b"a VIRUS", "c.txt")
    assert [f.say("en") for f in refusal.value.findings] == ["A virus was found (Test.Virus)."]
    assert StoredFile.objects.count() == 2


@pytest.mark.django_db
def test_what_was_not_scanned_is_scanned_later(places, settings, clamd):
    settings.JULI_CLAMD = "tcp://127.0.0.1:1"
    files = [kept(b"words", "a.txt"), kept(b"a VIRUS", "b.txt")]
    assert [file.scan for file in files] == ["unscanned", "unscanned"]
    assert scan_again(at=AT) == 0
    settings.JULI_CLAMD = clamd
    assert scan_again(at=AT) == 2
    assert list(StoredFile.objects.order_by("id").values_list("scan", flat=True)) == ["clean", "infected"]
    settings.JULI_CLAMD = ""
    with pytest.raises(Refused, match="A virus was found"):
        kept(b"a VIRUS", "b.txt")


@pytest.mark.django_db(transaction=True)
def test_no_act_waits_for_an_examination(places):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        kept(picture("PNG"))
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_what_is_made_of_a_file_is_undone_with_it(places):
    def stop(kept):
        linked(kept.file)
        raise RuntimeError("taken back")

    with pytest.raises(RuntimeError, match="taken back"):
        take(blocks=[picture("PNG")], name="a.png", at=AT, then=stop)
    assert (StoredFile.objects.count(), Attachment.objects.count()) == (0, 0)
    assert sweep(before=LATER).contents == 1
