"""``juli validate``: whether files can be used, and everything that is wrong with them."""

from __future__ import annotations

import click
from rich.text import Text

from juli.cli.desk import Desk
from juli.cli.dossiers import load_dossier
from juli.cli.files import Kind, kind_of, text_of
from juli.cli.options import at_desk, command
from juli.engines.policy.calendar import load_calendar
from juli.engines.policy.problems import Problem, Unusable
from juli.engines.policy.vocabulary_file import load_vocabulary


@command(
    short=("检查文件能否使用", "Check whether files can be used"),
    more=(
        "支持项目、材料、词汇表或工作日历；一次列出全部问题、位置和改法，有问题时返回 2。",
        (
            "Programmes, dossiers, the vocabulary or the calendar: every problem at once, with its place and remedy. "
            "Exits with 2 when there is any."
        ),
    ),
    example="juli validate call.yaml dossier.xlsx",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@at_desk
def validate(desk: Desk, files: tuple[str, ...]) -> int:
    """Check each file."""
    results = [(name, *_checked(name, desk)) for name in files]
    if desk.as_json:
        desk.data([_data(name, said, problems, desk) for name, said, problems in results])
    else:
        for name, said, problems in results:
            _show(name, said, problems, desk)
    return 2 if any(problems for _, _, problems in results) else 0


def _checked(name: str, desk: Desk) -> tuple[str, tuple[Problem, ...]]:
    """What the file is, in words; and what is wrong with it."""
    try:
        return _read(name, desk), ()
    except Unusable as error:
        return "", error.problems


def _read(name: str, desk: Desk) -> str:
    kind: Kind = kind_of(name, desk)
    if kind == "dossier":
        dossier = load_dossier(name, desk.catalogue.vocabulary)
        works = len(dossier.achievements) + len(dossier.plan)
        return desk.say(f"材料，{dossier.name}，{works} 项工作", f"dossier, {dossier.name}, {works} works")
    if kind == "vocabulary":
        found = load_vocabulary(text_of(name), name)
        kinds = len(found.achievements) + len(found.standing)
        return desk.say(f"词汇表，{kinds} 类事项", f"vocabulary, {kinds} kinds")
    if kind == "calendar":
        years = sorted(load_calendar(text_of(name), name).years)
        return desk.say(f"工作日历，{years[0]}—{years[-1]}", f"calendar, {years[0]} to {years[-1]}")
    programme = desk.catalogue.load(name)
    return desk.say(
        f"支持项目 {programme.id}，{len(programme.clauses)} 条",
        f"programme {programme.id}, {len(programme.clauses)} clauses",
    )


def _show(name: str, said: str, problems: tuple[Problem, ...], desk: Desk) -> None:
    if not problems:
        desk.print(Text("✓ ", style="green").append(f"{name}  {said}", style="default"))
        return
    count = desk.say(f"{len(problems)} 处问题", "1 problem" if len(problems) == 1 else f"{len(problems)} problems")
    desk.print(Text("✗ ", style="red").append(f"{name}  {count}", style="default"))
    for problem in problems:
        desk.print(f"  {problem.say(desk.lang)}")


def _data(name: str, said: str, problems: tuple[Problem, ...], desk: Desk) -> dict[str, object]:
    return {
        "file": name,
        "usable": not problems,
        "what": said or None,
        "problems": [
            {
                "file": p.place.file,
                "sheet": p.place.sheet or None,
                "line": p.place.line or None,
                "column": p.place.column or None,
                "text": desk.word(p.text),
                "remedy": desk.word(p.remedy),
            }
            for p in problems
        ],
    }
