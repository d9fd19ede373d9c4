"""Which entry of the top bar is current."""

import pytest

from juli.site import navigation
from juli.site.navigation import Entry

pytestmark = pytest.mark.urls("tests.site.gallery")


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", ["/"]), ("/gallery/", ["/gallery/"]), ("/gallery/below/", ["/gallery/"]), ("/elsewhere/", [])],
)
def test_the_closest_entry_is_current(monkeypatch, path, current):
    monkeypatch.setattr(navigation, "ENTRIES", (Entry("home", "Home"), Entry("gallery", "Parts")))
    assert [link.url for link in navigation.links(path) if link.current] == current
