"""The other documents: the index is whole, the map shows what is there, links lead somewhere, words stand once."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
POLICY = ROOT / "src" / "juli" / "engines" / "policy"
DOCUMENTS = sorted(DOCS.rglob("*.md"))


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def first_column(document):
    for line in document.splitlines():
        if line.startswith("| ") and not line.startswith("|---"):
            yield line.strip("|").split("|")[0].strip()


def test_every_document_is_in_the_index():
    linked = set(re.findall(r"\]\(([^)]+)\)", text("README.md")))
    there = {str(p.relative_to(DOCS)) for p in DOCUMENTS} - {"README.md"}
    assert there <= linked


def test_decisions_are_listed_under_their_titles():
    for path in sorted((DOCS / "decisions").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"- [{title}](decisions/{path.name})" in text("README.md")


def test_decisions_have_numbers_of_their_own_and_say_what_they_must():
    numbers = [p.name[:4] for p in (DOCS / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
    for path in (DOCS / "decisions").glob("*.md"):
        found = path.read_text(encoding="utf-8")
        assert found.startswith(f"# {path.name[:4]} · ")
        assert all(f"**{part}" in found for part in ("Context", "Choice", "What we gave up"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(DOCS)))
def test_links_lead_somewhere(path):
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_map_of_the_policy_engine_shows_what_is_there():
    _, _, rest = text("architecture.md").partition("## Modules of `engines/policy`")
    told = {name for cell in first_column(rest.partition("## ")[0]) for name in re.findall(r"`([a-z_]+)`", cell)}
    there = {p.stem for p in POLICY.glob("*.py") if p.stem != "__init__"}
    there |= {p.name for p in POLICY.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert (sorted(told - there), sorted(there - told)) == ([], [])


def test_modules_named_elsewhere_in_the_architecture_exist():
    _, _, rest = text("architecture.md").partition("## Where to add what")
    named = re.findall(r"`((?:tests|scripts|programmes|cli|stages|interpreter|population|describe)/[a-z_/.]+)`", rest)
    roots = (ROOT, ROOT / "src" / "juli", POLICY)
    missing = [n for n in named if not any((r / n).exists() or (r / f"{n}.py").exists() for r in roots)]
    assert missing == []


def test_every_stage_is_named_in_its_order():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = [c["layers"] for c in contracts if c["id"] == "stages"]
    listed = re.search(r"left to right:\s+([a-z,\s]+)\.", text("architecture.md"))
    assert [s.strip() for s in listed[1].split(",")] == [layer.strip("()") for layer in reversed(layers)]


def test_a_word_stands_once_in_the_glossary():
    words = [w for w in first_column(text("glossary.md")) if w != "code"]
    assert sorted(w for w in set(words) if words.count(w) > 1) == []
    assert len(words) > 60
