"""Bad input: exit code 2, the place and the remedy, everything at once, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import HOUSE, ROOT, juli


def told(*arguments: object, cwd: Path = HOUSE) -> list[str]:
    """What is said on the error side."""
    result = juli(*arguments, cwd=cwd)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr.strip().splitlines()


SAID = [
    (("check", "fare", "dossier.yaml"),
     'fare  no programme or file "fare"; did you mean "fair"?',
     "fare  没有“fare”这个项目或文件；是不是“fair”？"),
    (("check", "fair", "dosier.yaml"),
     'dosier.yaml  no such file; did you mean "dossier.yaml"?',
     "dosier.yaml  没有这个文件；是不是“dossier.yaml”？"),
    (("check", "fair", "fair"),
     'fair  "fair" is no kind of dossier; a dossier is a file ending in .yaml, .yml, .json, .xlsx',
     "fair  “fair”不是材料的格式；材料文件的扩展名为 .yaml、.yml、.json、.xlsx"),
    (("check", "fair", "fair/programme.yaml"),
     "fair/programme.yaml:1:1  this is a programme, not a dossier; give the dossier after the programme",
     "fair/programme.yaml:1:1  这是项目文件，不是材料；材料写在项目之后"),
    (("check", "outlook", "dossier.yaml"),
     "outlook  outlook is a plan: it has indicators, and judges no single organisation; use `juli indicators`",
     "outlook  outlook 是行动方案，只有指标，不判定单个单位；请用 `juli indicators`"),
    (("indicators", "fair", "dossier.yaml"),
     "fair  fair is a call: it has no indicators; use `juli check` for each organisation",
     "fair  fair 是申报批次，没有指标；请对各单位用 `juli check`"),
    (("check", "fair", "dossier.yaml", "--track", "x"),
     '--track x  no track "x"; fair has none',
     "--track x  没有“x”这个子项目；fair 没有子项目"),
    (("check", "fair", "dossier.yaml", "--reading", "mony=x"),
     '--reading mony=x  no clause "mony" with several readings; did you mean "money"?',
     "--reading mony=x  没有“mony”这个有多种读法的条款；是不是“money”？"),
    (("check", "fair", "dossier.yaml", "--reading", "money=money.eech"),
     '--reading money=money.eech  "money" is not read as "money.eech"; did you mean "money.each"?',
     "--reading money=money.eech  “money”没有“money.eech”这种读法；是不是“money.each”？"),
    (("indicators", "outlook", "dossier.yaml", "dossier.yaml"),
     '样例学会  two dossiers are of "样例学会"; leave one out, or rename it',
     "样例学会  “样例学会”有两份材料；请去掉一份，或改名"),
    (("show", "nowhere/at/all.yaml"),
     'nowhere/at/all.yaml  no programme or file "nowhere/at/all.yaml"; use one of fair, fair-next, outlook',
     "nowhere/at/all.yaml  没有“nowhere/at/all.yaml”这个项目或文件；可用：fair、fair-next、outlook"),
    (("show", "."), ".  a folder without programme.yaml; name a file, or a folder that holds a programme.yaml",
     ".  文件夹中没有 programme.yaml；写一个文件，或含有 programme.yaml 的文件夹"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"), SAID, ids=lambda v: " ".join(map(str, v)) if isinstance(v, tuple) else ""
)
def test_what_is_said(arguments: tuple[str, ...], english: str, chinese: str) -> None:
    assert told(*arguments, "--lang", "en") == [english]
    assert told(*arguments, "--lang", "zh") == [chinese]
    # Without --lang the terminal's language decides; the tests' terminal is Chinese.
    assert told(*arguments) == [chinese]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "fair", "dossier.yaml", "--as-of", "2025-02-30"), '"2025-02-30" is not a day; write YYYY-MM-DD'),
        (("check", "fair"), "Missing argument 'DOSSIER'"),
        (("calendar", "--seed", "2040"), "the holidays of 2040 are not known to chinesecalendar"),
        (("calendar", "--seed", "soon"), '"soon" names no years; write 2026 or 2024-2026'),
        (
            ("template", "fair", "-o", "dossier.yaml"),
            '"dossier.yaml" is there already; name another file with -o, or use --force',
        ),
        (("template", "fair", "-o", "no/such/folder.xlsx"), "can't be written: No such file or directory"),
        (("schema", "club"), "'club' is not one of 'programme', 'dossier'"),
        (("chek", "fair"), "No such command 'chek'; did you mean \"check\"?"),
        (("xyz", "fair"), "No such command 'xyz'; juli --help lists them"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_how_it_is_used(arguments: tuple[str, ...], said: str) -> None:
    assert said in " ".join(told(*arguments))


BAD = """\
organisation:
  name: 样例学会
  type: sociaty
  uscc: "123"
achievements:
  - {id: t1, kind: tolk, title: 甲}
  - {id: t2, kind: talk, seets: 60}
  - {id: t3, kind: talk, date: 2024-13-01}
  - {id: t4, kind: talk, scale: huge, seats: many}
"""


def test_everything_in_a_dossier_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    assert told("check", "fair", "bad.yaml", "--lang=zh", cwd=tmp_path) == [
        "bad.yaml:3:9  没有“sociaty”这种申报主体类型；是不是“society”？",
        "bad.yaml:4:9  “123”不是统一社会信用代码；应为 18 位，请逐位核对",
        "bad.yaml:6:20  没有“tolk”这类事项；是不是“talk”？",
        "bad.yaml:7:26  “talk”类没有“seets”这个字段；是不是“seats”？",
        "bad.yaml:8:32  date：没有 2024-13-01 这一天；写成“年-月-日”，月和日各两位",
        "bad.yaml:9:33  scale：“huge”不在“scale”的可选值之内；可用：large、small",
        "bad.yaml:9:46  seats：“many”不是整数；只写数字，不带单位和分隔符",
    ]
    assert told("check", "fair", "bad.yaml", "--lang=en", cwd=tmp_path) == [
        'bad.yaml:3:9  unknown applicant type "sociaty"; did you mean "society"?',
        'bad.yaml:4:9  "123" is not a unified social credit code; 18 characters; check them one by one',
        'bad.yaml:6:20  unknown kind "tolk"; did you mean "talk"?',
        'bad.yaml:7:26  unknown field "seets" of kind talk; did you mean "seats"?',
        "bad.yaml:8:32  date: no such day: 2024-13-01; write YYYY-MM-DD",
        'bad.yaml:9:33  scale: "huge" is not a value of scale; use one of large, small',
        "bad.yaml:9:46  seats: 'many' is not a whole number; digits only, without unit or separators",
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("not.yaml", b"organisation: [", "not.yaml:1:16  not readable as YAML:"),
        (
            "latin.yaml",
            "organisation: {name: \u00e9}".encode("latin-1"),
            "latin.yaml:1:1  not UTF-8 text; save the file as UTF-8",
        ),
        ("empty.yaml", b"", "empty.yaml  the file is empty"),
        ("list.json", b"[]", "list.json:1:1  a dossier is a mapping; with organisation, achievements"),
        ("junk.xlsx", b"junk", "junk.xlsx  not readable as a workbook:"),
        (
            "tabs.yaml",
            b"organisation:\n\tname: S\n",
            (
                "tabs.yaml:2:1  not readable as YAML: found character '\\t' that cannot start any token; "
                "indent with spaces, not with tabs"
            ),
        ),
    ],
)
def test_files_that_are_no_dossiers(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    (line,) = told("check", "fair", name, "--lang=en", cwd=tmp_path)
    assert line.startswith(said)


def test_a_folder_for_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert told("check", "fair", "folder.yaml", cwd=tmp_path) == ["folder.yaml  这是文件夹，不是文件；请写其中的文件"]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    text = (HOUSE / "dossier.yaml").read_text(encoding="utf-8")
    (tmp_path / "bom.yaml").write_text(text, encoding="utf-8-sig")
    assert juli("check", "fair", "bom.yaml", cwd=tmp_path).exit_code == 0
    assert juli("validate", "bom.yaml", cwd=tmp_path, env={"LANG": "en_GB.UTF-8"}).output == (
        "✓ bom.yaml  dossier, 样例学会, 7 works\n"
    )


def test_a_programme_with_mistakes_names_them_all(tmp_path: Path) -> None:
    text = (HOUSE / "fair" / "programme.yaml").read_text(encoding="utf-8")
    text = text.replace("seats >= 60", "seets >= 60").replace(
        "within: two_years, where: kind", "within: two_yars, where: kind"
    )
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    lines = told("show", "mine.yaml", "--lang=en", cwd=tmp_path)
    assert len(lines) == 2
    chinese = told("show", "mine.yaml", "--lang=zh", cwd=tmp_path)
    assert [line.partition("  ")[0] for line in chinese] == [line.partition("  ")[0] for line in lines]
    assert chinese[0].endswith("没有“two_yars”这个时段；是不是“two_years”？")
    assert "“talk”类没有“seets”这个字段" in chinese[1]
    assert 'no window "two_yars"; did you mean "two_years"?' in lines[0]
    assert 'unknown field "seets" of kind talk' in lines[1]
    assert all(line.startswith(("mine.yaml:", str(tmp_path))) for line in lines)


def test_validate_tells_of_every_file_and_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    result = juli("validate", "fair", "bad.yaml", HOUSE / "dossier.yaml", "--lang=en", cwd=tmp_path)
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert lines[0] == "✓ fair  programme fair, 19 clauses"
    assert lines[1] == "✗ bad.yaml  7 problems"
    assert lines[-1].endswith("dossier.yaml  dossier, 样例学会, 7 works")
    chinese = juli("validate", "bad.yaml", "--lang=zh", cwd=tmp_path).stdout.splitlines()
    assert chinese[:2] == ["✗ bad.yaml  7 处问题", "  bad.yaml:3:9  没有“sociaty”这种申报主体类型；是不是“society”？"]


def test_validate_writes_json_in_the_language_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    said = {}
    for lang in ("en", "zh"):
        result = juli("validate", "bad.yaml", "--json", f"--lang={lang}", cwd=tmp_path)
        assert result.exit_code == 2
        said[lang] = json.loads(result.stdout)[0]["problems"]
    assert (said["en"][0]["text"], said["en"][0]["remedy"]) == (
        'unknown applicant type "sociaty"',
        'did you mean "society"?',
    )
    assert (said["zh"][0]["text"], said["zh"][0]["remedy"]) == ("没有“sociaty”这种申报主体类型", "是不是“society”？")
    assert [p["line"] for p in said["en"]] == [p["line"] for p in said["zh"]]


def test_a_broken_programme_does_not_hide_the_others(tmp_path: Path) -> None:
    for name in ("vocabulary.yaml", "calendar.yaml"):
        (tmp_path / name).write_text((HOUSE / name).read_text(encoding="utf-8"), encoding="utf-8")
    for folder, text in (
        ("good", (HOUSE / "outlook/programme.yaml").read_text(encoding="utf-8")),
        ("ill", "id: ill\n"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "programme.yaml").write_text(text, encoding="utf-8")
    result = juli("programmes", programmes=tmp_path)
    assert result.exit_code == 2
    assert "样例行动方案" in result.stdout
    assert "缺少“title”；请补上" in result.stderr
    assert '"title" is missing; add it' in juli("programmes", "--lang=en", programmes=tmp_path).stderr


# -- the real process ---------------------------------------------------------------------------------------------------


def process(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "JULI_PROGRAMMES": str(HOUSE), "LANG": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT / "src"), **extra}
    command = [sys.executable, "-c", "from juli.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=HOUSE, env=env, check=False)


def test_exit_codes_of_the_process() -> None:
    # Ran, whatever the verdict: unmet here.
    assert process("check", "fair", "second.yaml", "--as-of", "2025-03-20").returncode == 0
    bad = process("check", "fair", "zzz.yaml")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.splitlines() == ["zzz.yaml  没有这个文件；请核对路径"]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    env = {**os.environ, "JULI_PROGRAMMES": str(ROOT / "programmes"), "PYTHONPATH": str(ROOT / "src")}
    code = "from juli.cli import main; main()"
    first = subprocess.Popen(
        [sys.executable, "-c", code, "schema", "dossier"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    )
    assert first.stdout is not None
    assert first.stderr is not None
    first.stdout.read(10)
    first.stdout.close()
    assert first.wait() == 0
    assert first.stderr.read() == b""
    first.stderr.close()


def test_the_root_is_where_it_is_said_to_be(tmp_path: Path) -> None:
    result = process("programmes", JULI_PROGRAMMES=str(tmp_path))
    assert result.returncode == 2
    assert result.stderr.strip() == f"{tmp_path}/vocabulary.yaml  没有这个文件；项目文件与这两个文件放在同一文件夹"


def test_ctrl_c_ends_quietly() -> None:
    import click
    from click.testing import CliRunner

    from juli.cli.program import Program

    @click.command()
    def wait() -> None:
        raise KeyboardInterrupt

    result = CliRunner().invoke(Program(name="juli", commands={"wait": wait}), ["wait"])
    assert (result.exit_code, result.output.strip()) == (130, "")


@pytest.mark.parametrize("arguments", [("show", "fair"), ("programmes",)], ids=" ".join)
def test_a_reader_who_is_gone_before_the_first_line(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = f"import sys; sys.argv = ['juli', *{list(arguments)!r}]; from juli.cli import main; main()"
    env = {**os.environ, "JULI_PROGRAMMES": str(HOUSE)}
    result = subprocess.run([sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE, env=env, check=False)
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")
