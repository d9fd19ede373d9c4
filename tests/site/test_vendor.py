"""Front-end files from npm: those that are named, and no others."""

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from juli.site.vendor import FILES, VendorFinder


def test_every_named_file_is_installed_and_found():
    finder = VendorFinder()
    assert finder.check() == []
    listed = [f"{storage.prefix}/{name}" for name, storage in finder.list(None)]
    assert {name.split("/dist/")[0].split("/index")[0].split("/files")[0] for name in listed} == {
        f"vendor/{package}" for package in FILES
    }
    assert [name for name in listed if not isinstance(finders.find(name), str)] == []
    assert all(isinstance(storage, FileSystemStorage) and storage.exists(name) for name, storage in finder.list(None))


@pytest.mark.parametrize(
    "path",
    [
        "vendor/htmx.org/package.json",
        "vendor/htmx.org/dist/htmx.js",
        "vendor/htmx.org/dist/../package.json",
        "vendor/htmx.org/../htmx.org/dist/htmx.min.js",
        "vendor/@fontsource-variable/noto-serif-sc/files/../package.json",
        "vendor/zrender/package.json",
        "htmx.org/dist/htmx.min.js",
    ],
)
def test_nothing_else_is_within_reach(path):
    assert VendorFinder().find(path) == []


def test_missing_files_are_named_with_the_remedy(settings, tmp_path):
    settings.NODE_MODULES = tmp_path
    found = VendorFinder().check()
    assert [(warning.id, warning.hint) for warning in found] == [
        ("juli.W001", "Run `make setup`: it installs the packages.")
    ] * sum(map(len, FILES.values()))
    assert found[0].msg == "htmx.org/dist/htmx.min.js is not installed."
