"""What the processes of a killed site do while a form is written; tests.registry.zygote starts them."""

import datetime as dt


def _world():
    from juli.stages.accounts.models import User
    from juli.stages.applications.models import Application
    from tests.stages.applications.conftest import NOW

    return {
        "application": Application.objects.get(),
        "by": User.objects.get(email="staff@example.org"),
        "at": NOW["cast-2023"],
    }


def arrange():
    """An application with one section."""
    from tests.people import people
    from tests.stages.applications.conftest import begun

    begun("cast-2023", people())
    save("basis", "第一稿", 0)


def save(section, value, had):
    """Save a section; the version it has."""
    from juli.stages.applications.actions import writing

    return writing.save(**_world(), section=section, value=value, had=had).version


def save_after_a_pause(section, value, had):
    """Save a section twenty minutes later: what stood is kept as a version first."""
    from juli.stages.applications.actions import writing

    given = _world()
    given["at"] += dt.timedelta(minutes=20)
    return writing.save(**given, section=section, value=value, had=had).version


def restore():
    """Restore the first version."""
    from juli.stages.applications.actions import versions
    from juli.stages.applications.models import Version

    given = _world()
    given["at"] += dt.timedelta(minutes=40)
    del given["application"]
    return versions.restore(version=Version.objects.get(number=1), **given).number


def state():
    """What is said, and what is recorded of it."""
    from juli.registry.journal.models import Entry
    from juli.registry.journal.verification import verify_all
    from juli.stages.applications.models import Answer, Application, Rival, Version

    row = Application.objects.get()
    return {
        "answers": {a.section: [a.value, a.version] for a in Answer.objects.order_by("section")},
        "rivals": list(Rival.objects.values_list("value", flat=True)),
        "version": row.version,
        "versions": [[v.number, v.cause, v.content["answers"]] for v in Version.objects.order_by("number")],
        "acts": list(Entry.objects.filter(subject_type="application").order_by("number").values_list("act", flat=True)),
        "findings": [finding.say() for finding in verify_all().findings],
    }
