"""What the processes of a killed site do; tests.registry.zygote starts them."""

import datetime as dt


def _plain():
    """Blank forms count as complete, and nothing is printed."""
    from juli.stages.applications import guards
    from juli.stages.applications.actions import finalising

    guards.form_complete = lambda _case: []
    finalising.require_printable = lambda _application, _at: None


def arrange():
    """Ours has begun an application and sent it to review; its ledger holds one entry with a file."""
    _plain()
    from django.db import transaction

    from juli.registry.files.actions import attach
    from juli.registry.parties import Actor, Subject
    from juli.stages.applications.actions import reviewing
    from juli.stages.ledger.models import Achievement
    from tests.people import people
    from tests.stages.applications.conftest import NOW, begun
    from tests.stages.applications.life.conftest import stored

    world, at = people(), NOW["cast-2023"]
    entry = Achievement.objects.create(
        organisation=world.ours, kind="activity", title="活动", vocabulary=1, created_at=at, changed_at=at
    )
    with transaction.atomic():
        attach(
            file=stored("photo"), subject=Subject("achievement", str(entry.pk)), tag="photos", name="a.pdf",
            by=Actor("user:1", "staff"), at=at,
        )  # fmt: skip
    row = begun("cast-2023", world)
    reviewing.send(application=row, by=world.users["staff"], at=at)


def _who():
    from juli.stages.accounts.models import User
    from juli.stages.applications.models import Application
    from tests.stages.applications.conftest import NOW

    boss = User.objects.get(email="administrator@example.org")
    return {"application": Application.objects.get(), "by": boss, "at": NOW["cast-2023"]}


def finalise():
    """Make the final version."""
    _plain()
    from juli.stages.applications.actions import finalising

    return finalising.finalise(**_who()).check_code


def submit():
    """Hand it in."""
    from juli.stages.applications.actions import submitting

    return submitting.submit(**_who()).check_code


def tick():
    """Do what falls due."""
    from juli.registry.worker import tick

    return list(tick(now=dt.datetime(2023, 5, 11, tzinfo=dt.UTC)))


def state():
    """How everything is that belongs to the application."""
    from juli.registry.files.models import Attachment
    from juli.registry.journal.models import Entry, Waiting
    from juli.registry.journal.verification import verify_all
    from juli.registry.messages.models import Message
    from juli.stages.applications.models import (
        Application,
        FinalVersion,
        RulesText,
        Seal,
        Sequence,
        Submission,
        Turn,
        Version,
    )
    from juli.stages.applications.paper import receipt_of

    row = Application.objects.get()
    receipts = [receipt_of(seal.submission, seal, "zh").title for seal in Seal.objects.select_related("submission")]
    return {
        "state": row.state,
        "number": row.number,
        "counted": sum(Sequence.objects.values_list("last", flat=True)),
        "versions": Version.objects.count(),
        "finals": FinalVersion.objects.count(),
        "rules": RulesText.objects.count(),
        "submissions": list(Submission.objects.values_list("number", flat=True)),
        "receipts": receipts,
        "turns": list(Turn.objects.order_by("pk").values_list("event", flat=True)),
        "acts": list(Entry.objects.filter(subject_type="application").order_by("number").values_list("act", flat=True)),
        "links": sorted(Attachment.objects.values_list("subject_type", flat=True)),
        "told": Message.objects.filter(kind="application.submitted").count(),
        "waiting": Waiting.objects.filter(head__subject_type="application").count(),
        "findings": [finding.say() for finding in verify_all().findings],
    }
