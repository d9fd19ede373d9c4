"""What tracks, duties, attachments, items and the stages of a call must satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from juli.engines.policy import rules, workflow
from juli.engines.policy.forms import twice
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import series, told
from juli.engines.policy.problems import nearest
from juli.engines.policy.source import Path

Trouble = tuple[Path, Label, Label]
#: What only some stages read; on others it would be written for nobody.
_ONLY_ON: Mapping[str, tuple[str, ...]] = {
    "letter": ("recommendation",),
    "ranks": ("recommendation",),
    "refuse_on": ("screening",),
    "blind": ("review",),
    "experts": ("review",),
    "rounds": ("review",),
    "rubric": ("review",),
    "aggregate": ("review",),
    "ranking": ("review",),
    "site": ("publication",),
    "meetings": ("meeting",),
    "fixes": ("contract",),
    "reuses": ("contract", "appraisal"),
    "tracking": ("delivery", "appraisal"),
    "tracked_by": ("delivery", "appraisal"),
}


def check_procedure(p: rules.Programme) -> Iterator[Trouble]:
    """What is wrong with everything that follows the judging."""
    yield from _tracks(p)
    yield from _duties(p)
    for i, attachment in enumerate(p.attachments):
        if attachment.each_of is not None and attachment.each_year_of is not None:
            yield (
                ("attachments", i),
                told("one for each year, or one for each row?"),
                told("keep each_year_of or each_of"),
            )
    if p.budget is not None:
        for name in twice(out.id for out in p.budget.leave_out):
            yield ("budget", "leave_out"), told('"{}" is left out twice', name), told("ids are unique")
    yield from _items(p)
    yield from _workflow(p)


def _tracks(p: rules.Programme) -> Iterator[Trouble]:
    for i, track in enumerate(p.tracks):
        path: Path = ("tracks", i)
        for key, names in (("combine_with", track.combine_with), ("exclusive", track.exclusive)):
            if track.id in names:
                yield (*path, key), told('the track "{}" and itself', track.id), told("name another track")
        for name in set(track.combine_with) & set(track.exclusive):
            yield (*path, "exclusive"), told('"{}" may be chosen together, and may not', name), told("keep one of them")
        for field, values, exactly in track.choose:
            for name in twice(values):
                yield (*path, "choose", field), told('"{}" can be chosen twice', name), told("keep one of them")
            if not 1 <= exactly <= len(values):
                yield (
                    (*path, "choose", "exactly"),
                    told("{} of {} can't be chosen", exactly, len(values)),
                    told("check the number"),
                )


def _duties(p: rules.Programme) -> Iterator[Trouble]:
    lists: list[tuple[Path, tuple[rules.Duty, ...]]] = [(("duties",), p.duties)]
    lists += [(("tracks", i, "duties"), t.duties) for i, t in enumerate(p.tracks)]
    for path, duties in lists:
        for i, duty in enumerate(duties):
            if not duty.of:
                yield (*path, i, "of"), told("a duty to publish nothing"), told("name the kinds of work")
            for name in duty.of:
                if name in p.vocabulary.kinds and name not in {k.name for k in p.vocabulary.achievements}:
                    yield (
                        (*path, i, "of"),
                        told('"{}" is a record, which nobody publishes', name),
                        told("name kinds of achievement"),
                    )


def _items(p: rules.Programme) -> Iterator[Trouble]:
    for name in twice(i.id for i in p.items):
        yield ("items",), told('the item "{}" stands twice', name), told("ids are unique")
    groups = {item.id: item.group for item in p.items}
    for i, item in enumerate(p.items):
        above, seen = item.group, {item.id}
        while above in groups and above not in seen:
            seen.add(above)
            above = groups[above]
        if above == item.id:
            yield (
                ("items", i, "group"),
                told('the item "{}" belongs to itself', item.id),
                told("name what it belongs to"),
            )


def _review(stage: workflow.Stage, path: Path) -> Iterator[Trouble]:
    for name in twice(line.id for line in stage.rubric):
        yield (*path, "rubric"), told('the line "{}" stands twice', name), told("ids are unique")
    for i, line in enumerate(stage.rubric):
        for key in ("max", "step", "weight"):
            if not getattr(line, key):
                yield (
                    (*path, "rubric", i, key),
                    told("`{}` is 0: nothing can be scored", key),
                    told("write a number above 0"),
                )
    experts, least = stage.experts, stage.aggregate.least if stage.aggregate is not None else None
    if experts == 0 or (isinstance(experts, Decimal) and experts % 1):
        yield (*path, "experts"), told("{} is no number of experts", experts), told("write a whole number, or unstated")
    if least == 0:
        yield (*path, "aggregate", "least"), told("0 scores make none"), told("write at least 1")
    elif isinstance(experts, int) and least is not None and least > experts:
        yield (
            (*path, "aggregate", "least"),
            told("{} scores of {} experts", least, experts),
            told("write a smaller number"),
        )


def _aggregation(stage: workflow.Stage, path: Path) -> Iterator[Trouble]:
    found = stage.aggregate
    if found is None:
        return
    if found.trim_from is not None and found.trim_from <= 2 * found.trim:
        yield (
            (*path, "aggregate", "trim_from"),
            told("nothing is left of {} scores without {}", found.trim_from, 2 * found.trim),
            told("write at least {}", 2 * found.trim + 1),
        )
    for name, weight in found.rounds.items():
        if name not in stage.rounds:
            yield (*path, "aggregate", "rounds"), told('there is no round "{}"', name), nearest(name, stage.rounds)
        if not weight:
            yield (
                (*path, "aggregate", "rounds"),
                told('the round "{}" weighs nothing', name),
                told("write a number above 0"),
            )
    if found.rounds and set(stage.rounds) - set(found.rounds):
        yield (
            (*path, "aggregate", "rounds"),
            told("a round without a weight"),
            told("weigh {}", series(stage.rounds)),
        )


def _ranking(p: rules.Programme, stage: workflow.Stage, path: Path) -> Iterator[Trouble]:
    found = stage.ranking
    if found is None:
        return
    here = (*path, "ranking")
    if found.by in {"points", "combined"} and p.points is None:
        yield (*here, "by"), told("there is no table of points to rank by"), told("add points, or rank by scores")
    if found.by in {"scores", "combined"} and not stage.rubric:
        yield (*here, "by"), told("there is no scorecard to rank by"), told("add a rubric, or rank by points")
    if found.by == "combined" and not (found.points and found.scores):
        yield here, told("points and scores combined need their weights"), told("write points and scores, each above 0")
    if found.by != "combined" and (found.points or found.scores) is not None:
        yield here, told("weights are for both combined"), told("drop them, or write by: combined")
    known = {"points", "score", "prefer", *(line.id for line in stage.rubric), *(group.id for group in p.groups)}
    for name in found.ties:
        if name not in known:
            yield (*here, "ties"), told('nothing called "{}" can break a tie', name), nearest(name, sorted(known))


def _workflow(p: rules.Programme) -> Iterator[Trouble]:
    if p.workflow is None:
        return
    names = [s.name for s in p.workflow.stages]
    order = {name: i for i, name in enumerate(workflow.STAGES)}
    for name in twice(names):
        yield ("workflow", "stages"), told('the stage "{}" stands twice', name), told("keep one")
    for i, stage in enumerate(p.workflow.stages):
        if i and order[stage.name] < order[names[i - 1]]:
            yield (
                ("workflow", "stages", i),
                told('"{}" comes after "{}"', stage.name, names[i - 1]),
                told("keep the order of a call's life"),
            )
        path: Path = ("workflow", "stages", i, stage.name)
        for key, stages in _ONLY_ON.items():
            if stage.name not in stages and getattr(stage, key) not in (None, ()):
                yield (
                    (*path, key),
                    told("`{}` says nothing about {}", key, stage.name),
                    told("it belongs to {}", series(stages)),
                )
        yield from _review(stage, path)
        yield from _aggregation(stage, path)
        yield from _ranking(p, stage, path)
        for name in stage.after:
            if name not in names:
                yield (
                    ("workflow", "stages", i, stage.name),
                    told('no stage "{}" to come after', name),
                    nearest(name, names),
                )
        if stage.within and stage.within not in p.windows:
            yield (
                ("workflow", "stages", i, stage.name),
                told('no window "{}"', stage.within),
                nearest(stage.within, p.windows, otherwise=told("declare it under `windows`")),
            )
        if stage.tracked_by and stage.tracked_by not in {t.id for t in p.tracks}:
            text = told('no track "{}"', stage.tracked_by)
            yield ("workflow", "stages", i, stage.name), text, nearest(stage.tracked_by, [t.id for t in p.tracks])
