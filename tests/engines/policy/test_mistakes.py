"""Mistakes are told in both languages: no sentence without its twin, none that nothing tells, all names in both."""

import ast
import inspect
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import ruamel.yaml
from pydantic import BaseModel

import juli
from juli.engines.policy import calendar, dossier_file, schema, structure, vocabulary_file
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import (
    CHINESE,
    both,
    clauses,
    commands,
    dossiers,
    either,
    files,
    filters,
    populations,
    programmes,
    series,
    shapes,
    shown,
    told,
    workbooks,
)
from juli.engines.policy.mistakes.yaml import COMPLAINTS, complained

SOURCE = Path(juli.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")
HOLE = re.compile(r"\{([0-9]*)\}")
TABLES = (
    clauses.CLAUSES, commands.COMMANDS, dossiers.DOSSIERS, files.FILES, filters.FILTERS, populations.POPULATIONS,
    programmes.PROGRAMMES, shapes.SHAPES, workbooks.WORKBOOKS,
)  # fmt: skip
#: Sentences whose Chinese leaves out what English names: the quotes, or the words around a name, already say it.
ONLY_A_VALUE = {'"{}"', "{}: {}", '"{}": {}'}
#: The modules in which ``told`` is another function: the help of the command, in the terminal's language.
OTHERS_OF_THE_NAME = "juli.cli.language"


def calls(file: Path) -> Iterator[ast.Call]:
    """Every call of ``mistakes.told`` in a module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "juli.engines.policy.mistakes"
        and any(name.name == "told" for name in node.names)
        for node in ast.walk(tree)
    )
    defined = file == SOURCE / "engines" / "policy" / "mistakes" / "__init__.py"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id="told") if imported or defined:
                yield node
            case ast.Attribute(value=ast.Name(id="mistakes"), attr="told"):
                yield node


CALLS = [(file, call) for file in sorted(SOURCE.rglob("*.py")) for call in calls(file)]


def sentence(call: ast.Call) -> str | None:
    """The sentence a call tells; None where it isn't written out."""
    match call.args[:1]:
        case [ast.Constant(value=str(text))]:
            return text
    return None


def test_there_are_mistakes_to_look_at():
    assert len(CALLS) > 400


def test_every_sentence_is_written_out_where_it_is_told():
    # A sentence that is put together can't be looked up before somebody makes the mistake.
    assert [f"{file}:{call.lineno}" for file, call in CALLS if sentence(call) is None] == []


def test_every_sentence_has_its_twin():
    untold = {s: f"{file.name}:{call.lineno}" for file, call in CALLS if (s := sentence(call)) not in CHINESE}
    assert untold == {}


def test_no_twin_is_left_over():
    assert sorted(set(CHINESE) - {sentence(call) for _, call in CALLS}) == []


def test_no_sentence_is_translated_twice():
    assert sum(len(table) for table in TABLES) == len(CHINESE)


def test_a_call_fills_every_hole():
    short = [
        f"{file.name}:{call.lineno}"
        for file, call in CALLS
        if not any(isinstance(a, ast.Starred) for a in call.args)
        and len(call.args) - 1 != len(HOLE.findall(sentence(call) or ""))
    ]
    assert short == []


@pytest.mark.parametrize("english", sorted(set(CHINESE) - ONLY_A_VALUE))
def test_a_twin_is_chinese(english):
    assert HAN.search(CHINESE[english])


@pytest.mark.parametrize("english", sorted(CHINESE))
def test_a_twin_names_what_the_sentence_names(english):
    chinese = CHINESE[english]
    names = HOLE.findall(english)
    assert set(names) <= {""}, "English names things in their order"
    order = HOLE.findall(chinese)
    at = [int(n) for n in order if n] if any(order) else list(range(len(order)))
    assert sorted(at) == list(range(len(names)))
    # Keys and values of the language read the same in both: those in backquotes, and those with an underscore.
    assert keys(english) <= keys(chinese)


def keys(text: str) -> set[str]:
    bare = HOLE.sub("", text.replace("GROUP", "分组编号"))
    return {*re.findall("`[^`]*`", bare), *re.findall(r"[a-z]+_[a-z_]+", bare)}


def told_by_hand(file: Path) -> Iterator[int]:
    """Lines where a problem's words are made of one text for both languages."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in (
                "Problem",
                "BadValue",
                "FilterError",
                "Mistake",
                "wrong",
                "PopulationUnusable",
                "UnknownOverride",
            ):
                words = [a for a in ast.walk(node) if isinstance(a, ast.Attribute) and a.attr == "both"]
                yield from (w.lineno for w in words if getattr(w.value, "id", "") == "Label")


def test_no_problem_is_told_in_one_language():
    # mypy refuses a problem whose words aren't a Label; ``Label.both`` would be the way around it.
    assert [f"{file}:{line}" for file in SOURCE.rglob("*.py") for line in told_by_hand(file)] == []


class TestTold:
    def test_a_sentence_without_a_twin_is_refused(self):
        with pytest.raises(KeyError):
            told("nobody has put this into Chinese")

    def test_what_has_both_languages_keeps_them(self):
        assert told('unknown field "{}" of {}', "atendance", told("kind {}", "activity")) == Label(
            "“activity”类没有“atendance”这个字段", 'unknown field "atendance" of kind activity'
        )

    def test_braces_and_colons_of_a_value_stay(self):
        assert told('"{}" is not a link', "{0}: {}") == Label("“{0}: {}”不是链接", '"{0}: {}" is not a link')

    @pytest.mark.parametrize(
        ("value", "chinese", "english"),
        [
            (None, "空", "nothing"),
            (True, "true", "true"),
            ("many", "“many”", "'many'"),
            (Decimal("1.50"), "1.50", "1.50"),
            (7, "7", "7"),
            (["a"], "['a']", "['a']"),
            (["a" * 70], "一个列表", "a list"),
            ({"a": "b" * 70}, "一组“名称: 值”", "a mapping"),
        ],
    )
    def test_a_value_as_its_file_has_it(self, value, chinese, english):
        assert shown(value) == Label(chinese, english)

    def test_names_in_a_row(self):
        assert series("ab") == Label("a、b", "a, b")
        assert both("ab") == Label("a、b", "a and b")
        assert either("ab") == Label("a或 b", "a or b")


#: pydantic's errors by the types of its schema; of the types that are absent nothing can go wrong by themselves.
ERRORS = {
    "str": {"string_type"},
    "int": {"int_type"},
    "bool": {"bool_type"},
    "dict": {"dict_type"},
    "tuple": {"tuple_type"},
    "model": {"model_type"},
    "literal": {"literal_error"},
    "function-before": {"value_error"},
    "function-after": {"value_error"},
    "model-fields": {"missing", "extra_forbidden", "model_attributes_type"},
}
#: What a type may ask beyond being it.
ASKED = {"pattern": "string_pattern_mismatch", "min_length": "too_short", "max_length": "too_long",
         "ge": "greater_than_equal"}  # fmt: skip
#: Types behind a validator of Juli's own, which hands on nothing else.
SEEN_BEFORE = {
    "date",
    "datetime",
    "decimal",
    "call",
    "named-tuple",
    "named-tuple-field",
    "arguments",
    "is-instance",
    "any",
    "none",
    "float",
    "dataclass",
    "dataclass-args",
    "dataclass-field",
}
#: Types that only hold others.
HOLDING = {"definitions", "definition-ref", "nullable", "default", "union", "model-field", "arguments-parameter",
           "enum", "lax-or-strict", "json-or-python", "chain", "no-info", "with-info"}  # fmt: skip
SHAPES = [schema.ProgrammeFile, vocabulary_file.VocabularyFile, dossier_file.Rest, calendar._File]


def asked(node: object) -> Iterator[str]:
    """The errors that a part of pydantic's schema can end in; a type nobody has thought of is told as itself."""
    if isinstance(node, dict):
        kind = node.get("type")
        if isinstance(kind, str) and kind not in SEEN_BEFORE | HOLDING:
            yield from ERRORS.get(kind, {f"type {kind}"})
            yield from (error for key, error in ASKED.items() if key in node and kind != "model-field")
        for key, value in node.items():
            if key not in ("metadata", "serialization", "ctx", "expected"):
                yield from asked(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from asked(value)


@pytest.mark.parametrize("model", SHAPES, ids=lambda m: m.__name__)
def test_every_error_of_pydantic_has_words_of_its_own(model: type[BaseModel]):
    words = inspect.getsource(structure)
    found = set(asked(model.__pydantic_core_schema__))
    assert "string_type" in found
    assert {error for error in found if f'"{error}"' not in words} == set()


def complaints() -> Iterator[str]:
    """What ruamel.yaml's scanner and parser can complain of, with ``7`` for what they found."""
    for name in ("scanner.py", "parser.py", "composer.py"):
        for node in ast.walk(ast.parse((Path(ruamel.yaml.__file__).parent / name).read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if called not in ("ScannerError", "ParserError", "ComposerError"):
                continue
            # Context, its place, problem: or, without a context, None, None, problem.
            match node.args[2:3]:
                case [ast.Constant(value=str(text))]:
                    yield text
                case [ast.JoinedStr(values=parts)]:
                    yield "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)


def test_the_reader_of_yaml_complains_of_something():
    assert len(set(complaints())) > 20


@pytest.mark.parametrize("complaint", sorted(set(complaints())))
def test_a_complaint_about_yaml_has_its_twin(complaint):
    found = complained(complaint)
    assert found.en == complaint
    assert HAN.search(found.zh)


def test_a_complaint_nobody_has_heard_keeps_its_english():
    assert complained("something new") == Label.both("something new")


def test_a_complaint_keeps_what_was_found():
    assert complained("found character '\\t' that cannot start any token").zh == "字符 '\\t' 不能放在开头"
    assert set(COMPLAINTS) & set(CHINESE) == set()
