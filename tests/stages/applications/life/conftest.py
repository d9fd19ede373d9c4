"""Applications on their way: written, final, handed in."""

import datetime as dt
import hashlib

import pytest

from juli.registry.files.models import StoredFile
from juli.stages.applications import guards
from juli.stages.applications.actions import finalising, reviewing, submitting
from juli.stages.applications.models import Application, Recommends
from tests.stages.applications.conftest import NOW, begun, published

#: The recommenders' closing, which the printed call leaves open.
RECOMMENDING = {
    "recommendation: {at: unstated, label: {zh: 区科协推荐截止": "recommendation: {through: 2024-03-20, label: {zh: 区科协推荐截止"
}
UNIT = "示例区科协"
MICROSECOND = dt.timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _blank(monkeypatch, request):
    """Blank forms count as complete and are not printed, unless a test asks for ``the_check``."""
    if "the_check" not in request.fixturenames:
        monkeypatch.setattr(guards, "form_complete", lambda _case: [])
        monkeypatch.setattr(finalising, "require_printable", lambda _application, _at: None)


@pytest.fixture
def the_check():
    """Final versions are complete and can be printed."""


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    """Folders of this test's own beside the database."""
    for name in ("JULI_FILES_DIR", "JULI_OUTBOX_DIR", "JULI_ROOTS_DIR"):
        setattr(settings, name, tmp_path / name.lower())


def finalised(edition, world, at=None):
    """A final version of ours, by the whole way."""
    row = begun(edition, world)
    at = at or NOW[edition]
    reviewing.send(application=row, by=world.users["staff"], at=at)
    return finalising.finalise(application=row, by=world.users["administrator"], at=at)


def stored(text):
    """A kept file, as far as the database knows."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": len(text), "kind": "pdf", "previews": "none", "kept_at": NOW["bast-2024"]}
    )[0]


def scanned(final, world, at=None, text="scan"):
    """The stamped paper of a final version."""
    from django.db import transaction

    from juli.registry.files.actions.keeping import Kept

    row = final.application
    with transaction.atomic():
        return finalising.add_scan(
            application=row,
            kept=Kept(stored(text), "盖章版.pdf", ()),
            code=final.check_code.lower().replace("-", " "),
            by=world.users["staff"],
            at=at or NOW[row.call.edition],
        )


def submitted(edition, world, at=None):
    """Handed in, with the scan where the call asks for it."""
    final = finalised(edition, world)
    if edition == "bast-2024":
        scanned(final, world)
    return submitting.submit(application=final.application, by=world.users["administrator"], at=at or NOW[edition])


def recommended_by(world, unit=UNIT):
    """Our organisation belongs to the recommender's unit."""
    from juli.stages.accounts.models import Post

    Post.objects.filter(user=world.users["recommender"]).update(unit=unit)
    Recommends.objects.get_or_create(
        organisation=world.ours,
        until=None,
        defaults={"unit": unit, "by": world.users["lead"], "since": NOW["zgc-2022"]},
    )


def recommendable(world, at=None):
    """Handed in where a recommender has a word, until a day of its own."""
    published("bast-2024", words=RECOMMENDING)
    recommended_by(world)
    return submitted("bast-2024", world, at)


def fresh(row):
    """An application as it is now."""
    return Application.objects.select_related("call", "organisation").get(pk=row.pk)
