"""Programme files: good ones load as written, and every mistake is told with its place and what to do about it."""

import ast
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from juli.engines.policy import rules
from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.labels import Label
from juli.engines.policy.loader import load_programme
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.quantities import UNSTATED, Amount, Duration
from tests.engines.policy.sample import VOCABULARY, programme, refused, written

FILES = Path(__file__).parent / "loader"
GOOD = sorted(FILES.glob("good/*.yaml"))
BAD = sorted(FILES.glob("bad/*.yaml"))
SOURCE = Path(__file__).parents[3] / "src" / "juli" / "engines" / "policy"
PROGRAMMES = Path(__file__).parents[3] / "programmes"


@cache
def catalogue():
    return open_catalogue(PROGRAMMES)


def loaded(name):
    path = FILES / "good" / f"{name}.yaml"
    return load_programme(path.read_text(encoding="utf-8"), path.name, VOCABULARY)


def problems(path):
    with pytest.raises(ProgrammeUnusable) as error:
        load_programme(path.read_text(encoding="utf-8"), path.name, VOCABULARY)
    return [str(p) for p in error.value.problems]


HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad_files(path):
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert problems(path) == expected


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad_files_are_told_of_in_chinese_too(path):
    with pytest.raises(ProgrammeUnusable) as error:
        load_programme(path.read_text(encoding="utf-8"), path.name, VOCABULARY)
    for problem in error.value.problems:
        assert HAN.search(problem.text.zh)
        assert bool(HAN.search(problem.remedy.zh)) == bool(problem.remedy.en)
        # What English quotes from the file, Chinese quotes too; words of English stay behind.
        assert _quoted(problem.text.en) <= _quoted(problem.text.zh) | set(_bare(problem.text.zh))
        assert not re.search(r" (is|are|the|of|not|has) ", problem.text.zh)


def _quoted(text):
    return set(re.findall(r'["“`]([a-z0-9._-]+)["”`]', text))


def _bare(text):
    return re.findall(r"[A-Za-z0-9._-]+", text)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_good_files(path):
    assert isinstance(loaded(path.stem), rules.Programme)


def test_every_bad_file_has_its_messages_and_the_other_way_round():
    assert {p.stem for p in FILES.glob("bad/*.yaml")} == {p.stem for p in FILES.glob("bad/*.txt")}


# -- every message that the loader can give is given by one of the bad files -------------------------------------------


def _template(node):
    """A message as a pattern: what is filled in may be anything."""
    match node:
        case ast.Call(func=ast.Name(id="told"), args=[ast.Constant(value=str(text)), *_]):
            return ".+".join(map(re.escape, text.split("{}")))
    return None


def _messages(path):
    """The texts that ``wrong(place, text, …)``, ``yield place, text, remedy`` and ``raise BadValue(text)`` give."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        named = {
            t.id: n.value
            for n in ast.walk(function)
            if isinstance(n, ast.Assign)
            for t in n.targets
            if isinstance(t, ast.Name)
        }
        for node in ast.walk(function):
            text = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "wrong":
                text = node.args[1] if len(node.args) > 1 else None
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
                text = node.value.elts[1]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BadValue":
                text = node.args[0]
            if isinstance(text, ast.Name):
                text = named.get(text.id)
            for part in (text.body, text.orelse) if isinstance(text, ast.IfExp) else (text,):
                template = None if part is None else _template(part)
                if template and template.strip(".+"):
                    yield template


TEMPLATES = [
    (name, template)
    for name in (
        "clauses",
        "references",
        "loader",
        "consistency",
        "soundness",
        "sense",
        "forms",
        "procedure",
        "schema",
        "blocks",
        "fields",
    )
    for template in sorted(set(_messages(SOURCE / f"{name}.py")))
]


def test_the_messages_are_found():
    assert len(TEMPLATES) > 60


@pytest.mark.parametrize(("module", "template"), TEMPLATES)
def test_every_message_has_its_file(module, template):
    said = "\n".join(p.read_text(encoding="utf-8") for p in FILES.glob("bad/*.txt"))
    assert re.search(template, said), f"no file under bad/ makes {module}.py say this"


# -- what the good files mean ------------------------------------------------------------------------------------------


class TestEverything:
    @pytest.fixture(scope="class")
    def found(self):
        return loaded("everything")

    def test_children_take_over_what_they_do_not_say(self, found):
        number, hosts, filed = (found.clauses[f"talks.{n}"] for n in ("number", "hosts", "filed"))
        assert (number.cite, number.req, number.group) == ("三.1", ("R-3",), "work")
        assert number.evidence == (("brief",), ("photos", "press"))
        assert [name for name, _ in number.evidence_if] == ["licence"]
        assert (filed.req, filed.cite) == (("R-5",), "三.1")
        assert (number.applies_to, hosts.applies_to) == (None, frozenset({"society"}))

    def test_labels_and_units_have_their_defaults(self, found):
        assert found.clauses["talks.number"].label == Label("talks.number", "talks.number")
        assert found.clauses["talks.number"].unit == Label("场", "")
        assert found.clauses["talks.largest"].unit is None
        assert found.clauses["licence"].label == Label("licence", "licence")

    def test_the_qualification_has_its_own_id(self, found):
        assert found.qualification.id == "qualification"
        assert found.qualification.children == found.categories

    def test_sections_give_rows(self, found):
        assert {c.test.rows for c in found.commitments} == {"plan"}
        assert {c.test.rows for c in (*found.targets, *found.tracks[0].targets)} == {"promised"}
        assert {c.test.within for c in found.targets} == {"period"}
        assert found.clauses["posts.here"].test.rows == "both"

    def test_a_conditions_cite_is_that_of_its_section(self, found):
        assert found.clauses["legal"].cite == "二"
        assert found.clauses["first.legal"].cite == "四.1"

    def test_assumptions_are_marked(self, found):
        assert found.clauses["talks.number"].assumption
        assert not found.clauses["talks.hosts"].assumption
        assert found.points.assumption

    def test_stages_have_their_names(self, found):
        assert [s.name for s in found.workflow.stages][:3] == ["unit_review", "recommendation", "screening"]
        assert found.workflow.stages[7].length == Duration(5, "working days")
        assert found.workflow.stages[8].length == "unstated"

    def test_every_clause_is_found_by_its_id(self, found):
        assert all(clause.id == name for name, clause in found.clauses.items())
        assert {"qualification", "first.shown", "press", "first.talks", "sites.each"} <= set(found.clauses)

    def test_places_point_into_the_file(self, found):
        place = found.clauses["talks"].place
        assert (place.file, place.column) == ("everything.yaml", 5)
        text = (FILES / "good" / "everything.yaml").read_text(encoding="utf-8").splitlines()
        assert text[place.line - 1].strip() == "- id: talks"

    def test_the_programme_family(self, found):
        assert (found.family, found.previous) == ("sample", "smallest")
        assert loaded("smallest").family == "smallest"


class TestForms:
    @pytest.fixture(scope="class")
    def found(self):
        return loaded("forms")

    @pytest.mark.parametrize(
        ("track", "part", "amount"),
        [
            (0, "quota", Amount(exact=17)),
            (0, "amount", Amount(about=200000, tolerance=Decimal("0.15"))),
            (0, "total", Amount(at_least=1, at_most=3400000)),
            (1, "quota", Amount(unlimited=True)),
            (1, "amount", Amount(share=Decimal("0.5"), of="audited", less="fees", at_most=300000)),
            (1, "total", Amount()),
            (2, "quota", Amount(per="field", each=1)),
            (2, "amount", Amount()),
        ],
    )
    def test_amounts(self, found, track, part, amount):
        assert getattr(found.tracks[track].support, part) == amount

    def test_windows(self, found):
        assert found.windows["this_year"].years == (0, 0)
        assert (found.windows["whole_years"].start, found.windows["whole_years"].end) == ("2024", "2025")
        assert found.windows["support"].end is UNSTATED
        assert not found.windows["objection"].first_day_counts

    def test_bounds(self, found):
        bounds = {name: found.clauses[name].bound for name in ("exact", "quoted", "open", "range", "capped", "measure")}
        assert bounds["quoted"].at_least == Decimal("1000000.50")
        assert bounds["open"].is_unstated
        assert (bounds["range"].at_least, bounds["range"].at_most) == (1, 2)
        assert bounds["measure"].is_measure
        assert not bounds["capped"].is_measure

    def test_about_on_rows_reads_the_tolerance(self, found):
        assert found.clauses["nearly"].test.about == (("seats", 100),)
        assert found.settings.tolerance == Decimal("0.15")


def test_the_digest_is_that_of_the_text():
    text = written("categories: []")
    one, other = (load_programme(t, "a.yaml", VOCABULARY) for t in (text, text + "# a word\n"))
    assert one.digest != other.digest
    assert load_programme(text, "b.yaml", VOCABULARY).digest == one.digest


def test_equal_files_are_equal_programmes():
    assert programme("categories: []") == load_programme(written("categories: []"), "sample.yaml", VOCABULARY)


def test_an_empty_evidence_list_takes_nothing_over():
    found = programme("""
        categories:
          - {id: c, evidence: [brief], any_of: [{id: a, count: talk, at_least: 1, evidence: []}]}
        """)
    assert found.clauses["a"].evidence == ()


def test_windows_are_never_taken_over():
    said = refused(written("categories: [{id: c, within: last_year, any_of: [{id: a, count: talk, at_least: 1}]}]"))
    assert said == ["sample.yaml:11:30  `within` is about rows; this clause reads none; move it to a clause that does"]


@pytest.mark.parametrize("name", sorted(p.parent.name for p in PROGRAMMES.glob("*/programme.yaml")))
def test_the_programmes_load(name):
    assert catalogue().load(name).id == name
