"""A form and its answers as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from juli.engines.paper.blocks import (
    Attachment,
    Attachments,
    Block,
    Heading,
    Line,
    LongText,
    Opinion,
    PageBreak,
    Pledge,
    Pledges,
    Prose,
    Sign,
    Title,
)
from juli.engines.paper.document import Cover, CoverField, Document, Furniture
from juli.engines.paper.forms.fields import field_blocks
from juli.engines.paper.forms.spec import CoverSpec, FieldSpec, FormSpec, Group, SectionSpec, SignSpec
from juli.engines.paper.forms.tables import answer_table, group_table, target_table
from juli.engines.paper.forms.values import Writer, mapping, rows, wrong
from juli.engines.paper.problems import BadAnswer, Language, Problem, Said
from juli.engines.paper.words import known, printed

COVER, PLEDGES = "cover", "pledges"
_KINDS: Final = ("申报书", "申请书", "任务书", "合同书")
_LONG_LINES: Final = 14


def build_form(
    spec: FormSpec,
    answers: Mapping[str, Any],
    furniture: Furniture,
    *,
    dated: dt.datetime,
    language: Language = "zh",
    attachments: Sequence[Attachment] = (),
) -> Document:
    """The printed form of ``spec`` filled in with ``answers`` (S4-66…S4-101).

    Answers by section id: a text for ``line``, ``long`` and ``opinion``; values by field id for ``fields``; rows, each
    by column id, for ``table``; Groups for ``claims``, ``plan`` and ``targets``; under ``cover`` the cover's lines by
    id, under ``pledges`` True or False by pledge id. Values are str, int, Decimal (money in yuan), date, (date, date)
    for spans of months, bool, mappings for persons; None and what is left out print empty, to be filled in by hand.
    Raises BadAnswer for an unknown key or a value of another kind.
    """
    usual = (COVER, PLEDGES)
    mapping(answers, spec.title, [*(section.id for section in spec.sections), *usual])
    writer = Writer(language, spec.money)
    blocks: list[Block] = []
    if spec.notes:
        blocks += [
            Title(printed("notes", language)),
            Prose("\n".join(spec.notes), indent=False, numbered=True),
            PageBreak(),
        ]
    for section in spec.sections:
        blocks += _section(section, answers.get(section.id), writer)
    if spec.pledges:
        blocks += _pledges(spec, answers.get(PLEDGES), language)
    if attachments:
        blocks += [Heading(printed("attachments", language)), Attachments(tuple(attachments))]
    cover = _cover(spec.cover, answers.get(COVER), writer) if spec.cover else None
    if cover is None:
        blocks.insert(0, Title(spec.title))
    return Document(spec.title, tuple(blocks), dated, "form", language, cover, furniture)


def _cover(spec: CoverSpec, value: Any, writer: Writer) -> Cover:
    place = spec.title
    values = mapping(value, place, [field.id for field in spec.fields])
    fields = []
    for field in spec.fields:
        name = f"{COVER}.{field.id}"
        if not field.label and not known(name):
            raise BadAnswer(
                [
                    Problem(
                        f"{place} › {field.id}",
                        Said("封面栏目没有标签", "this line of the cover has no label"),
                        Said("请写明标签", "give it one"),
                    )
                ]
            )
        label = field.label or printed(name, writer.language)
        answer = values.get(field.id)
        kind = FieldSpec(field.id, label, "date" if isinstance(answer, dt.date) else "text")
        fields.append(CoverField(label, writer.text(kind, answer, f"{place} › {label}")))
    title, kind_of_form = spec.title, spec.kind
    ending = next((k for k in _KINDS if title.endswith(k) and title != k), "")
    if not kind_of_form and ending:
        title, kind_of_form = title.removesuffix(ending), ending
    return Cover(title, kind_of_form, tuple(fields), spec.maker, spec.seal, spec.mark)


def _section(section: SectionSpec, value: Any, writer: Writer) -> Iterator[Block]:
    if section.type == "line":
        yield Line(section.label, _text(value, section.label))
        return
    yield Heading(section.label, hint=section.hint)
    if section.type == "fields":
        yield from field_blocks(section, value, writer)
    elif section.type == "table" or section.columns:
        totals = [c.id for c in section.columns if f"{section.id}.{c.id}" in {p for s in section.sums for p in s.parts}]
        yield answer_table(section.columns, value, writer, section.label, totals=totals, least=section.least)
    elif section.type == "long":
        yield LongText(_text(value, section.label), section.least or _LONG_LINES)
    elif section.type == "opinion":
        yield _opinion(section, value, writer)
    else:
        groups = rows(value, section.label)
        strange = next((g for g in groups if not isinstance(g, Group)), None)
        if strange is not None:
            raise wrong(section.label, strange, Said("分组的工作或指标", "groups of works or targets"))
        if section.type == "targets":
            yield target_table(groups, section.parts, writer)
        else:
            yield group_table(groups, writer, planned=section.type == "plan", least=section.least)


def _opinion(section: SectionSpec, value: Any, writer: Writer) -> Opinion:
    text = _text(value, section.label)
    if not text and section.parts:
        between, end = (printed(name, writer.language) for name in ("between labels", "ends"))
        text = between.join(section.parts) + end
    return Opinion(text, _signs(section.signs, writer.language), section.least or 5)


def _signs(specs: Sequence[SignSpec], language: Language) -> tuple[Sign, ...]:
    """The places asked for; where none are, one signature, the seal and a date."""
    if specs:
        return tuple(Sign(s.label, s.kind) for s in specs)
    return (
        Sign(printed("signature", language), "signature"),
        Sign(printed("seal", language), "seal"),
        Sign(printed("date", language), "date"),
    )


def _pledges(spec: FormSpec, value: Any, language: Language) -> Iterator[Block]:
    given = mapping(value, printed("pledges", language), [p.id for p in spec.pledges])
    items = []
    for pledge in spec.pledges:
        answer = given.get(pledge.id)
        if answer is not None and not isinstance(answer, bool):
            raise wrong(pledge.label, answer, Said("是或否", "true or false"))
        items.append(Pledge(pledge.label, answer))
    yield Heading(printed("pledges", language))
    yield Pledges(tuple(items), _signs(spec.pledge_signs, language))


def _text(value: Any, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(place, value, Said("文字", "a text"))
    return value
