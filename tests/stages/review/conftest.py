"""People for the review."""

import pytest

from tests.people import people


@pytest.fixture
def world(database):
    """People of every role, on each database."""
    return people()


@pytest.fixture
def worlds(db):
    """People of every role, on SQLite: for pages."""
    return people()


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    """Folders of this test's own beside the database."""
    for name in ("JULI_FILES_DIR", "JULI_OUTBOX_DIR", "JULI_ROOTS_DIR"):
        setattr(settings, name, tmp_path / name.lower())
