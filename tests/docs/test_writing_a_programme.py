"""The handbook is true: its examples load and judge as it says, its tables name every key, its lists are the product's."""

from __future__ import annotations

import datetime as dt
import importlib.util
import inspect
import re
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from juli.cli.commands import COMMANDS
from juli.engines.policy import blocks, cited, dossier_file, schema, verdict, vocabulary_file, wording, workflow
from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier_reader import dossier_from_mapping, read_dossier
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.loader import load_programme
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.source import read
from juli.engines.policy.structure import keys_of
from juli.engines.policy.vocabulary_file import load_vocabulary
from tests.programmes.cases import Case
from tests.programmes.test_cases import said

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "writing-a-programme.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
CATALOGUE = open_catalogue(ROOT / "programmes")

BLOCK = re.compile(r"^```yaml ?([a-z-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(m[1], m[2], TEXT[: m.start()].count("\n") + 1) for m in BLOCK.finditer(TEXT)]


def blocks_of(kind):
    return [pytest.param(text, id=f"line-{line}") for found, text, line in BLOCKS if found == kind]


def one(kind):
    (text,) = [text for found, text, _ in BLOCKS if found == kind]
    return text


#: What a fragment stands in, where it doesn't say so itself.
AROUND = {
    "id": "id: fragment\n",
    "title": "title: Fragment\n",
    "what": "what: call\n",
    "year": "year: 2025\n",
    "applicants": "applicants: {types: [industry, factor, hub]}\n",
    "settings": "settings: {tolerance: 0.1}\n",
    "windows": "windows:\n  this_year: {years: 0}\n  last_year: {years: -1}\n"
    "  past: {from: 2024-08, to: application}\n  period: {from: contract, to: 2026-06}\n",
}


def around(part):
    keys = {line.partition(":")[0] for line in part.splitlines()}
    return "".join(text for key, text in AROUND.items() if key not in keys)


def load(text):
    return load_programme(text, "programme.yaml", CATALOGUE.vocabulary)


def table(mark):
    """The rows of the table that follows a mark, as lists of cells."""
    _, _, rest = TEXT.partition(f"<!-- {mark} -->\n\n")
    assert rest, f"no table is marked {mark}"
    lines = rest.partition("\n\n")[0].splitlines()
    assert lines[0].startswith("|"), f"no table follows {mark}"
    return [[c.strip() for c in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines[2:]]


def codes(cell):
    return re.findall(r"`([^`]+)`", cell)


# -- the examples ------------------------------------------------------------------------------------------------------


def test_every_example_is_of_a_kind_that_is_run():
    kinds = {"programme", "dossier", "dossier-reference", "case", "part", "clauses", "refused", "plan", "vocabulary"}
    assert {kind for kind, _, _ in BLOCKS} == kinds


@cache
def example():
    return load("\n".join(text for kind, text, _ in BLOCKS if kind == "programme"))


@cache
def example_verdict():
    found = read_dossier(one("dossier"), "dossier.yaml", CATALOGUE.vocabulary)
    return Judge(example(), CATALOGUE.calendar).verdict(found, dt.date(2026, 5, 20))


def test_the_worked_example_says_met_with_a_warning():
    assert example_verdict().status == "met"
    assert "reading-decides" in {f.code for f in example_verdict().findings}


@pytest.mark.parametrize("row", table("verdict"), ids=lambda row: row[0].strip("`"))
def test_the_worked_example_is_judged_as_told(row):
    node = example_verdict().node(row[0].strip("`"))
    low, _, high = row[2].partition("–")
    expected = (row[1], int(low), None if high == "?" else int(high or low))
    assert (node.status, node.actual.low, node.actual.high) == expected


CASES = [Case("haitang-2026", "example", n, one_case["clause"], dt.date.fromisoformat(one_case["as_of"]), case)
         for one_case in [read(one("case"), "case").data] for n, case in enumerate(one_case["cases"], 1)]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_example_cases_hold(case):
    (data,) = case.dossiers("industry")
    found = dossier_from_mapping(data, str(case), CATALOGUE.vocabulary)
    verdict_ = Judge(example(), CATALOGUE.calendar).verdict(found, case.as_of)
    for clause, wanted in {case.clause: case.data["expect"], **(case.data.get("also") or {})}.items():
        wanted = wanted if isinstance(wanted, dict) else {"status": wanted}
        told = said(verdict_.node(clause))
        assert {k: told[k] for k in wanted} == wanted
    assert case.data.get("verdict", verdict_.status) == verdict_.status
    assert set(case.data.get("findings") or []) <= {f.code for f in verdict_.findings}


@pytest.mark.parametrize("text", blocks_of("part"))
def test_parts_load(text):
    assert load(around(text) + text).id == "fragment"


@pytest.mark.parametrize("text", blocks_of("clauses"))
def test_clauses_load(text):
    found = load(around("") + "categories:\n" + indent(text, "  "))
    assert found.categories


def test_the_plan_loads():
    assert load(one("plan")).what == "plan"


def test_the_reference_dossier_loads():
    found = read_dossier(one("dossier-reference"), "dossier.yaml", CATALOGUE.vocabulary)
    assert (len(found.achievements), len(found.plan), len(found.verifications)) == (3, 1, 2)


def test_the_reference_dossier_names_everything_a_dossier_may_hold():
    data = read(one("dossier-reference"), "dossier.yaml").data
    assert set(data) == {"organisation", "achievements", "plan", *keys_of(dossier_file.Rest)}
    text = one("dossier-reference")
    lacking = {key for key in keys_of(dossier_file.WrittenApplication) if not re.search(rf"\b{key}\b", text)}
    assert lacking == set()


def test_the_vocabulary_excerpt_is_a_field():
    text = (ROOT / "programmes" / "vocabulary.yaml").read_text(encoding="utf-8")
    (line,) = [x for x in one("vocabulary").splitlines() if "broadcast" in x]
    grown = text.replace("      permanent_venue:", f"{line}\n      permanent_venue:", 1)
    assert "broadcast" in load_vocabulary(grown, "vocabulary.yaml").kinds["activity"].fields


def test_the_mistakes_are_told_as_printed():
    text = "".join(AROUND.values()).replace(AROUND["windows"], "windows: {last_year: {years: -1}}\n")
    with pytest.raises(ProgrammeUnusable) as error:
        load(text + one("refused"))
    for lang, column in (("en", 1), ("zh", 2)):
        told = {re.sub(r"\S+  ", "", p.say(lang), count=1) for p in error.value.problems}
        printed = {row[column].replace("\\|", "|") for row in table("said")}
        assert {_anywhere(t) for t in told} == {_anywhere(t) for t in printed}


def _anywhere(sentence):
    """A sentence without the number of a line, which is another one in the document."""
    return re.sub(r"(at line|第) \d+( 行)?$", r"\1", sentence)


# -- the tables --------------------------------------------------------------------------------------------------------

MODELS = {
    name: model
    for module in (schema, blocks, workflow, cited, vocabulary_file)
    for name, model in vars(module).items()
    if inspect.isclass(model) and issubclass(model, BaseModel) and model.__module__ == module.__name__
}
MARKS = sorted(set(re.findall(r"<!-- keys: ([A-Za-z]+)(?: [a-z]+)? -->", TEXT)))


def keys(model):
    """The keys a model has of its own."""
    inherited = (
        set(blocks.Cited.model_fields) if issubclass(model, blocks.Cited) and model is not blocks.Cited else set()
    )
    if model is workflow.Stage:
        inherited |= {"name"}  # It is the key that leads to the stage.
    return {found.alias or name for name, found in model.model_fields.items() if name not in inherited}


def words_of(annotation):
    """The words that a ``Literal`` somewhere in an annotation allows."""
    if get_origin(annotation) is Literal:
        return {word for word in get_args(annotation) if isinstance(word, str)}
    return {word for inner in get_args(annotation) for word in words_of(inner)}


def listed(name):
    """The keys that the tables of a model name in their first column."""
    marks = re.findall(rf"<!-- (keys: {name}(?: [a-z]+)?) -->", TEXT)
    return [code for mark in marks for row in table(mark) for code in codes(row[0])]


@pytest.mark.parametrize("name", sorted(set(MODELS) - {"WrittenMeasure"}))
def test_every_key_of_the_schema_is_in_a_table_and_nothing_else(name):
    found = set(listed(name))
    if name == "WrittenClause":
        found |= {"judge", "apart"}
    assert found == keys(MODELS[name])


def test_tables_are_of_models():
    assert set(MARKS) <= set(MODELS)


def test_every_stage_is_named():
    assert [s for s in workflow.STAGES if f"`{s}`" not in TEXT] == []


def test_every_type_of_field_is_named():
    types = {
        "text",
        "choice",
        "choices",
        "integer",
        "money",
        "boolean",
        "date",
        "year",
        "reference",
        "references",
        "links",
    }
    assert [t for t in types if not re.search(rf"\b{t}\b", TEXT)] == []


def test_every_value_that_a_key_may_have_is_named():
    """The words that the schema lists for a key stand somewhere in the document, as code."""
    words = {
        w for model in MODELS.values() for found in model.model_fields.values() for w in words_of(found.annotation)
    }
    named = {w for code in re.findall(r"`([^`\n]+)`", TEXT) for w in re.findall(r"[A-Za-z_]+", code)}
    assert sorted(words - named) == []


def test_every_finding_is_in_the_table():
    assert {code for row in table("findings") for code in codes(row[0])} == set(wording._FINDINGS)


def test_every_command_is_in_the_table():
    told = {code.split()[1] for row in table("commands") for code in codes(row[0])}
    assert told == {command.name for command in COMMANDS}


def test_every_part_of_a_node_is_told():
    _, _, rest = TEXT.partition("## 11. What comes out")
    told = set(re.findall(r"`([a-z_]+)`", rest.partition("Findings say")[0]))
    assert set(verdict.Node._fields) - {"clause"} <= told


# -- the list of the vocabulary ----------------------------------------------------------------------------------------


def lister():
    path = ROOT / "scripts" / "list_vocabulary.py"
    spec = importlib.util.spec_from_file_location("list_vocabulary", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_vocabulary_is_printed_as_it_stands():
    assert lister().printed(TEXT, CATALOGUE.vocabulary) == TEXT


def test_the_list_follows_the_vocabulary():
    found = lister().listing(CATALOGUE.vocabulary)
    names = [*CATALOGUE.vocabulary.kinds, *CATALOGUE.vocabulary.evidence, *CATALOGUE.vocabulary.applicant_types]
    built_in = {"achievement", "organisation"}
    assert [n for n in names if f"`{n}`" not in found and n not in built_in] == []


def test_the_links_inside_lead_somewhere():
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    }
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", TEXT) if link not in anchors] == []


def test_there_is_no_text_of_a_notice_in_it():
    """Own words only: no long run of characters of a programme's own Chinese texts beyond labels of the vocabulary."""
    assert "海棠" in TEXT
    assert not re.search(r"中关村(?!论坛|标准|一区|园区)", TEXT.partition("## 15.")[0])
