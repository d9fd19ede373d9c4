"""The applications: an organisation's own affair until they are handed in."""

from tests.permissions.rows import OURS, Row
from tests.stages.applications.conftest import ENTRIES, begun, published

EDITION = "cast-2023"
ADMINISTRATOR = ("administrator",)


def ours(world):
    return {"organisation": world.ours.pk}


def call(world):
    """One without dates yet: the printed ones closed years ago."""
    return {**ours(world), "edition": published("zgc-2022").edition}


def application(world, by="staff", **changes):
    row = begun(EDITION, world, by=by)
    type(row).objects.filter(pk=row.pk).update(**changes)
    return {**ours(world), "application": row.pk}


def another_authors(world):
    """One that the administrator began and let nobody into."""
    return application(world, by="administrator")


def with_staff(world):
    given = application(world)
    from juli.stages.applications.models import Author

    return {**given, "author": Author.objects.get(application=given["application"]).pk}


def entry(_world):
    return {"applicant_type": ENTRIES[EDITION].applicant_type, "tracks": ["awards"], "had": 1}


def type_alone(_world):
    return {"applicant_type": "industry"}


def staff(world):
    return {"user": world.users["staff"].pk}


ROWS = [
    Row("applications:mine", OURS, arrange=ours),
    Row("applications:start", OURS, arrange=call),
    Row("applications:start", OURS, "POST", arrange=call, body=type_alone, action="applications.start"),
    Row("applications:application", OURS, arrange=application),
    Row("applications:application", ADMINISTRATOR, state="nobody let in", arrange=another_authors),
    Row("applications:settings", OURS, arrange=application),
    Row("applications:settings", ADMINISTRATOR, state="nobody let in", arrange=another_authors),
    Row("applications:settings", OURS, "POST", arrange=application, body=entry, action="applications.rearrange"),
    Row("applications:settings", (), "POST", "handed in", lambda w: application(w, state="submitted"), entry),
    Row("applications:let_in", ADMINISTRATOR, "POST", arrange=application, body=staff, action="applications.let_in"),
    Row("applications:let_out", ADMINISTRATOR, "POST", arrange=with_staff, action="applications.let_out"),
]
