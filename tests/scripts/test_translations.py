"""The catalogs are complete; and the check that says so notices when they are not."""

import gettext
import io
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CATALOG = "locale/zh_Hans/LC_MESSAGES/django.po"

pytestmark = pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="no gettext here; `make setup` as root installs it (apt.txt)"
)


def check(root):
    return subprocess.run([root / "scripts/translations", "check"], capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path):
    for name in ("src", "locale", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def test_the_catalogs_are_complete():
    answer = check(ROOT)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('msgstr "跳到正文"', 'msgstr ""', 'msgid "Skip to the content"'),
        ('msgid "Skip to the content"', '#, fuzzy\nmsgid "Skip to the content"', 'msgid "Skip to the content"'),
        ('msgid "Skip to the content"', 'msgid "Skip to the hearth"', '> msgid "Skip to the content"'),
        ('msgid "Skip to the content"', 'msgid "Skip to the hearth"', '< msgid "Skip to the hearth"'),
    ],
    ids=["untranslated", "fuzzy", "missing", "unused"],
)
def test_a_gap_is_noticed_and_named(copy, before, after, said):
    catalog = copy / CATALOG
    text = catalog.read_text()
    assert text.count(f"\n{before}\n") == 1
    catalog.write_text(text.replace(f"\n{before}\n", f"\n{after}\n"))
    answer = check(copy)
    assert answer.returncode == 1
    assert said in answer.stderr.splitlines()


def catalogs():
    """Every catalog of the project with its entries: text (and plural form) → Chinese."""
    for source in sorted([*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("src/**/LC_MESSAGES/*.po")]):
        compiled = subprocess.run(["msgfmt", "--output-file=-", source], check=True, capture_output=True).stdout
        yield source, gettext.GNUTranslations(io.BytesIO(compiled))._catalog


def test_one_text_has_one_translation_wherever_it_stands():
    """Django puts all catalogs together: of two translations of one text, one would be shown on the other's pages."""
    said = {}
    for _, entries in catalogs():
        for text, translated in entries.items():
            if text:
                said.setdefault(text, set()).add(translated)
    assert len(said) > 500
    assert {text: found for text, found in said.items() if len(found) > 1} == {}
