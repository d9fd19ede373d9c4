"""What the processes of a test's site do; tests.registry.zygote starts them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

#: The instant of all tests.
AT = datetime(2024, 3, 13, 7, 59, 59, 123456, tzinfo=UTC)


def migrate():
    """Make the tables."""
    from django.core.management import call_command

    from tests import migrated

    migrated.install()
    call_command("migrate", verbosity=0)


def record(subject, times=1):
    """Record so many acts, each in a transaction of its own."""
    from django.db import transaction

    from juli.registry.journal.actions import record
    from juli.registry.parties import Actor, Subject

    for i in range(times):
        with transaction.atomic():
            record(subject=Subject("call", subject), actor=Actor("user:1", "lead"), act="call.note", details={"i": i},
                   personal={"leader.phone": "13800000000"}, at=AT)  # fmt: skip


def record_crossed(subjects, times):
    """Record on several subjects in one transaction, in the order given, holding them first."""
    from django.db import transaction

    from juli.registry.journal.actions import hold, record
    from juli.registry.parties import Actor, Subject

    wanted = [Subject("call", subject) for subject in subjects]
    for _ in range(times):
        with transaction.atomic():
            hold(subjects=wanted)
            for subject in wanted:
                record(subject=subject, actor=Actor("user:1", "lead"), act="call.note", at=AT)


def publish(times=1):
    """Write roots."""
    from juli.registry.journal.roots import publish_root

    return [publish_root(at=AT, reason="test").number for _ in range(times)]


def state():
    """How the journal is."""
    from juli.registry.journal.models import Entry, Root, Waiting
    from juli.registry.journal.verification import verify_all

    report = verify_all()
    numbers = {}
    for subject, number in Entry.objects.order_by("number").values_list("subject_id", "number"):
        numbers.setdefault(subject, []).append(number)
    return {
        "numbers": numbers,
        "findings": [finding.say() for finding in report.findings],
        "roots": sorted(Root.objects.values_list("number", flat=True)),
        "waiting": Waiting.objects.count(),
    }


def keep(source, name):
    """Keep a file, link it and record that, as a stage would."""
    from juli.registry.files.actions import attach, keep
    from juli.registry.journal.actions import record
    from juli.registry.parties import Actor, Subject

    actor, subject = Actor("user:1", "staff"), Subject("achievement", "1")

    def then(kept):
        attach(file=kept.file, subject=subject, tag="photos", name=kept.name, by=actor, at=AT)
        record(subject=subject, actor=actor, act="evidence.attach", details={"digest": kept.file.digest}, at=AT)

    return keep(path=Path(source), name=name, at=AT, then=then).file.digest


def begin_upload(content):
    """Begin an upload and send all of it."""
    from juli.registry.files.actions import append, finish, start
    from juli.registry.parties import Actor

    data = bytes.fromhex(content)
    upload = start(endpoint="e", owner=Actor("user:1", "staff"), name="a.png", length=len(data), at=AT,
                   expires_at=AT + timedelta(days=9999))  # fmt: skip
    append(upload=upload, offset=0, blocks=[data])
    return finish(upload=upload, at=AT).file.digest


def go_on(content):
    """Send the rest of the upload that is there, and finish it."""
    from juli.registry.files.actions import append, finish
    from juli.registry.files.models import Upload

    upload = Upload.objects.get()
    if upload.offset < upload.length:
        append(upload=upload, offset=upload.offset, blocks=[bytes.fromhex(content)[upload.offset :]])
    return finish(upload=upload, at=AT).file.digest


def files(swept=True):
    """How the store is: rows, contents, links, what arrived; then again after a sweep."""
    from django.utils import timezone

    from juli.registry.files.actions import sweep
    from juli.registry.files.models import Attachment, StoredFile, Upload
    from juli.registry.files.queries import damaged
    from juli.registry.files.store import arrivals, store

    def told():
        return {
            "rows": sorted(StoredFile.objects.values_list("digest", flat=True)),
            "contents": sorted(content.digest for content in store().contents()),
            "links": Attachment.objects.count(),
            "damaged": [d.digest for d in damaged()],
            "uploads": [[u.state, u.offset] for u in Upload.objects.all()],
            "arriving": len(list(arrivals().iterdir())),
        }

    before = told()
    if not swept:
        return {"before": before}
    sweep(before=timezone.now() + timedelta(days=3650))
    return {"before": before, "after": told()}


def tell(keys):
    """Enqueue a message for each key, and hand over what is due."""
    from django.db import transaction

    from juli.registry.messages.actions import Recipient, enqueue
    from juli.registry.messages.delivery import deliver

    kind_for_tests()
    for key in keys:
        with transaction.atomic():
            to = Recipient("user:1", email="office@association.example")
            enqueue(kind="test.returned", to=to, params={"title": "甲", "days": 3}, at=AT, key=key)
    return list(deliver(now=AT))


def deliver(minutes):
    """Hand over what is due so many minutes later."""
    from juli.registry.messages.delivery import deliver

    return list(deliver(now=AT + timedelta(minutes=minutes)))


def messages():
    """How the messages are."""
    from juli.registry.messages.models import Message

    return sorted([m.channel, m.state, m.attempts] for m in Message.objects.all())


def kind_for_tests():
    """The kind of message that tests send."""
    from juli.engines.policy.labels import Label
    from juli.registry.messages.kinds import Kind, register

    return register(
        Kind(
            "test.returned",
            Label("退回补正", "Returned for correction"),
            Label("《{title}》退回补正", "“{title}” was returned"),
            Label("请在 {days} 天内补正《{title}》。", "Correct “{title}” within {days} days."),
            short=Label("《{title}》退回，限 {days} 天", "“{title}” returned, {days} days"),
        )
    )


def back_up(path):
    """Take a backup."""
    from juli.registry.backup import backup

    return list(backup(to=Path(path), at=AT))


def restore(path):
    """Read a backup back; the refusal, where it is one."""
    from juli.registry.backup import Unfit, restore

    try:
        return list(restore(source=Path(path)))
    except Unfit as error:
        return str(error)


def everything():
    """Every row of every table as text, every content with its digest, the roots: what must come back as it was."""
    from django.apps import apps

    from juli.registry.files.queries import damaged
    from juli.registry.files.store import store
    from juli.registry.journal.roots import roots_file
    from juli.registry.journal.verification import verify_all

    rows = {
        model._meta.label: [
            [repr(_plain(value)) for value in row] for row in model.objects.order_by("pk").values_list()
        ]
        for model in apps.get_models()
    }
    return {
        "rows": rows,
        "contents": sorted(content.digest for content in store().contents()),
        "damaged": [list(d) for d in damaged()],
        "roots": roots_file().read_text(encoding="utf-8") if roots_file().exists() else "",
        "findings": [finding.say("en") for finding in verify_all().findings],
    }


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
