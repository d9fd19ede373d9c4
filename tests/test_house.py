"""Rules of the house that no linter holds: no rule of a programme in code, small files, no drawers, a word on everything.

Who may import whom is held by import-linter, which ``make check`` runs.
"""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "juli"
PROGRAMMES = ROOT / "programmes"
#: Names of places where anything could go, so that nothing is found again.
DRAWERS = {"utils", "util", "common", "helpers", "helper", "base", "misc", "shared", "tools", "core", "lib"}
MOST_LINES = 400
#: 2000 is more often a number than a year; a letter may be written \\u20….
YEAR = re.compile(r"(?<![0-9u])20(?!00)[0-9][0-9](?![0-9])")
#: A date that only shows how dates are written.
SAMPLE = re.compile(r"YYYY|such as|like|例如|如 |示例|Example|>>>|write |--seed |://")


def python_files(*folders):
    return [p for folder in folders for p in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in p.parts]


#: Modules that show how dates are written, with dates.
SHOWS_DATES = {"src/juli/engines/policy/workbook/template.py"}
CODE = python_files("src/juli")
OUTSIDE_DEMO = [p for p in CODE if "demo" not in p.relative_to(SOURCE).parts[:1]]


def name(path):
    return str(path.relative_to(ROOT))


@cache
def programmes():
    """Ids and families of the programmes, and the names of those that issue them."""
    yaml = YAML(typ="safe", pure=True)
    ids, issuers = set(), set()
    for path in PROGRAMMES.glob("*/programme.yaml"):
        data = yaml.load(path.read_text(encoding="utf-8"))
        ids |= {data["id"], data.get("programme", data["id"])}
        issuer = data.get("notice", {}).get("issuer")
        issuers |= set(issuer.values()) if isinstance(issuer, dict) else {issuer}
    return frozenset(ids), frozenset(filter(None, issuers))


@cache
def tokens(path):
    """The strings and numbers of a module, without comments and docstrings, with their lines."""
    text = path.read_text(encoding="utf-8")
    docs = set()
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            docs |= set(range(body[0].lineno, (body[0].end_lineno or body[0].lineno) + 1))
    kinds = {tokenize.STRING, tokenize.NUMBER} | (
        {tokenize.FSTRING_MIDDLE} if hasattr(tokenize, "FSTRING_MIDDLE") else set()
    )
    found = tokenize.generate_tokens(io.StringIO(text).readline)
    return [(t.start[0], t.string) for t in found if t.type in kinds and t.start[0] not in docs]


def saying(paths, wrong):
    """The strings and numbers that are ``wrong``, by the file and line they stand in. One test looks at all files:
    thousands of small ones take longer to tell than to run.
    """
    return {f"{name(path)}:{line}": text for path in paths for line, text in tokens(path) if wrong(text)}


def test_no_year_in_code():
    paths = [path for path in OUTSIDE_DEMO if name(path) not in SHOWS_DATES]
    assert saying(paths, lambda text: YEAR.search(text) and not SAMPLE.search(text)) == {}


def test_no_programme_in_code():
    ids, _ = programmes()
    known = [i for i in ids if "-" in i]
    assert saying(OUTSIDE_DEMO, lambda text: text.strip("\"'frb") in ids or any(i in text for i in known)) == {}


def test_no_issuer_in_code():
    _, issuers = programmes()
    assert saying(OUTSIDE_DEMO, lambda text: any(issuer in text for issuer in issuers)) == {}


def test_there_are_programmes_to_look_for():
    ids, issuers = programmes()
    assert len(ids) >= 5
    assert len(issuers) >= 5


def test_files_are_small():
    lines = {name(p): p.read_text(encoding="utf-8").count("\n") for p in python_files("src", "tests", "scripts")}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_drawers():
    folders = {p for p in SOURCE.rglob("*") if p.is_dir() and p.name != "__pycache__"}
    names = {p.stem: name(p) for p in [*CODE, *folders]}
    assert {stem: path for stem, path in names.items() if stem.lower() in DRAWERS} == {}


def undocumented(path):
    """The public classes, functions and methods of a module that say nothing of themselves."""

    def walk(node, prefix):
        for child in node.body:
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            public = not child.name.startswith("_")
            if public and not ast.get_docstring(child):
                yield f"{prefix}{child.name}"
            if public and isinstance(child, ast.ClassDef):
                yield from walk(child, f"{prefix}{child.name}.")

    tree = ast.parse(path.read_text(encoding="utf-8"))
    return ([] if ast.get_docstring(tree) or not tree.body else ["the module"]) + list(walk(tree, ""))


def test_what_is_public_in_the_engines_has_a_word_on_it():
    found = {name(path): undocumented(path) for path in python_files("src/juli/engines")}
    assert {path: silent for path, silent in found.items() if silent} == {}
