"""What is filled in and what happens next, as branches: form, stages, effort."""

from __future__ import annotations

from collections.abc import Iterator

from juli.cli.desk import Desk
from juli.cli.programme_parts import tail
from juli.cli.tree import DIM, Branch
from juli.engines.policy import blocks, workflow
from juli.engines.policy.describe import applies_words, digits, duration_words, rule
from juli.engines.policy.interpreter.given import given
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Duration
from juli.engines.policy.rules import Programme
from juli.engines.policy.wording import STAGES

#: What files call the usual people, sections, rounds and ways to count; other words are shown as they are.
_WORDS = {
    "experts": Label("评审专家", "experts"),
    "points": Label("量化分值", "points"),
    "third_party": Label("第三方机构", "a third party"),
    "district_association": Label("区科协", "the district association"),
    "shortlisted": Label("入围单位", "those shortlisted"),
    "awards_elsewhere": Label("其他渠道获支持情况", "awards elsewhere"),
    "exclusions": Label("排除情形", "exclusions"),
    "dates": Label("日期", "dates"),
    "form": Label("申报书", "the form"),
    "online": Label("网上评审", "online"),
    "meeting": Label("会议评审", "in a meeting"),
    "targets": Label("任务目标", "targets"),
    "commitments": Label("承诺", "commitments"),
    "year_end": Label("年末", "the end of the year"),
    "mean": Label("平均分", "mean"),
    "median": Label("中位数", "median"),
    "trimmed_mean": Label("去掉最高分和最低分后的平均分", "mean without the highest and the lowest"),
    "weighted_mean": Label("加权平均分", "weighted mean"),
    "stage": Label("阶段进展", "progress by stages"),
}


def form(p: Programme, desk: Desk) -> Iterator[Branch]:
    """The sections in order, with their fields; then what the applicant signs."""
    if p.form is None:
        return
    if p.form.cover is not None:
        cover = p.form.cover
        names = (*cover.fields, cover.maker) if cover.maker else cover.fields
        front = [(desk.say("、", ", ").join(names), DIM)]
        yield Branch(desk.say(f"封面：{cover.title.zh}", f"Cover: {cover.title.en}"), notes=front)
    for part in p.form.sections:
        notes = [(desk.word(part.hint), DIM)] if part.hint is not None else []
        notes += [(desk.word(x.label), DIM) for x in part.parts if x.label is not None]
        if part.needs:
            needed = desk.say("、", ", ").join(part.needs)
            notes.append((desk.say(f"先有：{needed}", f"needs first: {needed}"), DIM))
        if part.personal:
            notes.append((desk.say("含个人信息", "holds personal data"), DIM))
        fields = [*part.fields, *part.columns]
        if fields:
            notes.append((desk.say("、", ", ").join(_field(f, desk) for f in fields), DIM))
        judged = [f"sum-{i + 1}" for i in range(len(part.sums))] + (["within"] if part.within is not None else [])
        notes += [(desk.word(rule(given(f"form.{part.id}.{name}", Label("", "")), p)), DIM) for name in judged]
        if part.applies_to:
            notes.append((desk.word(applies_words(frozenset(part.applies_to), p.vocabulary)), "cyan"))
        label = desk.word(part.label or Label.both(part.id))
        optional = "" if part.required else desk.say("（选填）", " (may stay empty)")
        yield Branch(label + optional, tail=tail(part.id, part.cite, part.req), notes=notes)
    for how in (x.label for x in p.form.notes if x.label is not None):
        yield Branch(desk.say(f"填写说明：{how.zh}", f"How to fill it in: {how.en}"))
    if p.form.pledges:
        signed = [(desk.word(x.label or Label.both(x.id)), DIM) for x in p.form.pledges]
        yield Branch(desk.say("承诺", "Pledges"), notes=signed)


def _field(found: blocks.Column, desk: Desk) -> str:
    name = desk.word(found.label or Label.both(found.id))
    return name if found.required else name + desk.say("（选填）", " (may stay empty)")


def stages(p: Programme, desk: Desk) -> Iterator[Branch]:
    """The stages of the call's life, with all that the file says of each."""
    if p.workflow is None:
        return
    for stage in p.workflow.stages:
        notes = [(said, DIM) for said in _stage(stage, p, desk)]
        if stage.note is not None:
            notes.append((desk.say(f"注：{stage.note.zh}", f"note: {stage.note.en}"), DIM))
        if stage.source is not None:
            notes.append((desk.say("通知未载明，为设定", "not in the notice: an assumption"), "yellow"))
        label = desk.word(stage.label or STAGES[stage.name])
        yield Branch(label, tail=tail(stage.name, stage.cite, stage.req), notes=notes)


def _stage(stage: workflow.Stage, p: Programme, desk: Desk) -> Iterator[str]:
    def words(names: tuple[str, ...]) -> str:
        return desk.say("、", ", ").join(_word(name, desk) for name in names)

    say = desk.say
    window = p.windows.get(stage.within or "")
    facts: list[tuple[str, str, str | None]] = [
        ("由 ", "by ", _word(stage.by, desk) if stage.by else None),
        ("对象：", "of ", _word(stage.of, desk) if stage.of else None),
        ("待完成：", "after ", say("、", ", ").join(desk.word(STAGES[n]) for n in stage.after if n in STAGES) or None),
        ("时长：", "length: ", _length(stage.length, desk)),
        ("时段：", "within: ", desk.word(window.label) if window is not None else None),
        ("每隔：", "every ", desk.word(duration_words(stage.every)) if stage.every is not None else None),
        ("时间：", "at ", _word(stage.at, desk) if stage.at else None),
        ("不通过的依据：", "refuses on: ", words(stage.refuse_on) or None),
        ("评审轮次：", "rounds: ", words(stage.rounds) or None),
        ("专家人数：", "experts: ", _experts(stage.experts, desk)),
        ("评分：", "score: ", stage.score),
        ("会议：", "meetings: ", say("、", ", ").join(desk.word(m) for m in stage.meetings) or None),
        ("公示地点：", "where: ", desk.word(stage.site) if stage.site is not None else None),
        ("报送：", "reports: ", words(stage.tracking) or None),
        ("跟踪：", "tracked by: ", next((desk.word(t.label) for t in p.tracks if t.id == stage.tracked_by), None)),
        ("确定：", "fixes: ", words(stage.fixes) or None),
        ("对照：", "measures again: ", words(stage.reuses) or None),
    ]
    said = [say(zh, en) + fact for zh, en, fact in facts if fact is not None]
    if stage.letter:
        said.append(say("出具推荐函", "writes a letter"))
    if stage.ranks:
        said.append(say("排序推荐", "ranks"))
    if stage.blind is not None:
        said.append(say("匿名", "names hidden") if stage.blind else say("不匿名", "names shown"))
    if said:
        yield say("；", "; ").join(said)
    for line in stage.rubric:
        weight = "" if line.weight == 1 else f" × {digits(line.weight)}"
        step = "" if line.step == 1 else desk.say(f"（步长 {digits(line.step)}）", f" (steps of {digits(line.step)})")
        yield f"{desk.word(line.label)} {digits(line.max)}{weight}{step}"
    if stage.aggregate is not None:
        how = _word(stage.aggregate.how, desk)
        least, places, spread = stage.aggregate.least, stage.aggregate.decimals, stage.aggregate.spread
        far = "" if spread is None else say(f"，相差超过 {spread} 分的复核", f", looked at again beyond {spread} apart")
        yield say(
            f"合成：{how}，至少 {least} 份评分，保留 {places} 位小数{far}",
            f"one score: {how}, from at least {least}, to {places} decimals{far}",
        )
        yield from _weights(stage.aggregate, desk)
    if stage.ranking is not None:
        yield _ranking(stage.ranking, desk)


def _weights(aggregate: workflow.Aggregation, desk: Desk) -> Iterator[str]:
    if aggregate.how == "trimmed_mean":
        n, least = aggregate.trim, aggregate.trim_from or 2 * aggregate.trim + 1
        yield desk.say(
            f"满 {least} 份评分时，最高、最低各去掉 {n} 份",
            f"the {n} highest and the {n} lowest dropped from {least} scores up",
        )
    if aggregate.rounds:
        said = [
            desk.word(_WORDS.get(name) or Label.both(name)) + f" {digits(w)}" for name, w in aggregate.rounds.items()
        ]
        yield desk.say("各轮权重：", "weights: ") + desk.say("，", ", ").join(said)


def _ranking(ranking: workflow.Ranking, desk: Desk) -> str:
    by = {
        "points": ("按量化分值", "by points"),
        "scores": ("按评分", "by scores"),
        "combined": (
            f"分值 × {digits(ranking.points or 0)} + 评分 × {digits(ranking.scores or 0)}",
            f"points × {digits(ranking.points or 0)} + scores × {digits(ranking.scores or 0)}",
        ),
    }[ranking.by]
    ties = desk.say("、", ", ").join(ranking.ties)
    after = desk.say(f"；同分依次看：{ties}", f"; ties by {ties}") if ties else ""
    return desk.say("排序：", "order: ") + desk.say(*by) + after


def _word(name: str, desk: Desk) -> str:
    return desk.word(_WORDS.get(name) or Label.both(name))


def _length(length: Duration | str | None, desk: Desk) -> str | None:
    if length is None:
        return None
    return desk.say("待填", "not stated yet") if isinstance(length, str) else desk.word(duration_words(length))


def _experts(experts: object, desk: Desk) -> str | None:
    if experts is None:
        return None
    return desk.say("待填", "not stated yet") if experts == "unstated" else str(experts)


def costs(p: Programme, desk: Desk) -> Iterator[Branch]:
    """What one more work of each kind costs; kinds that aren't named cost 1."""
    for kind, cost in p.costs.items():
        yield Branch(desk.word(p.vocabulary.kinds[kind].label), tail=kind, right=[(digits(cost), "")])
