"""What is judged from other data than rows, as sentences: applicant, attachments, dates, form, paper, duties."""

from __future__ import annotations

from juli.engines.policy import blocks
from juli.engines.policy.describe.filtering import filter_words
from juli.engines.policy.describe.joining import NOTHING, bracketed, clauses, either, every, quoted
from juli.engines.policy.describe.spans import ANCHOR_WORDS, moment_words, window_words
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Attachment, Clause, Duty, Given, Programme
from juli.engines.policy.wording import GIVEN

#: What files call the usual places of a seal and the usual signers; other words are quoted.
_PLACES = {
    "cover": Label("封面", "the cover"),
    "letter": Label("推荐函", "the letter"),
    "opinion": Label("意见栏", "the statement"),
    "edge": Label("骑缝处", "the edges"),
}
_SIGNERS = {"head": Label("单位负责人", "the head"), "leader": Label("项目负责人", "the project leader")}


def place_words(place: str) -> Label:
    """Where on paper a seal stands; a file's own word as it is."""
    return _PLACES.get(place, Label(place, place))


def signer_words(signer: str) -> Label:
    """Who signs on paper; a file's own word as it is."""
    return _SIGNERS.get(signer, Label(signer, signer))


def given_sentence(clause: Clause, test: Given, programme: Programme) -> Label:
    """The sentence of a clause that no test of the file decides."""
    kind, _, rest = clause.id.partition(".")
    if test.what == "attachment":
        found = next((a for a in programme.attachments if a.clause.id == clause.id), None)
        return Label("附件", "attachment") if found is None else _attachment(found, programme)
    if test.what == "duty":
        duties = (*programme.duties, *(d for t in programme.tracks for d in t.duties))
        duty = next((d for d in duties if d.clause.id == clause.id), None)
        return clause.label if duty is None else _duty(duty, programme)
    if kind == "date" and rest in programme.dates:
        return moment_words(programme.dates[rest])
    if kind == "form" and programme.form is not None:
        return _form(rest, programme.form, programme) if rest else Label("各部分均填写完整", "every section filled in")
    if kind == "paper" and programme.paper is not None:
        return _paper(rest, programme.paper, programme)
    if kind == "track":
        return _track(rest, programme) or clause.label
    fixed = {
        "applicant": _types(programme),
        "tracks": Label("所选子项目可以同时申报", "the tracks chosen may stand together"),
        "joint": Label(
            "联合申报单位的类型和参与内容符合规定",
            "joint applicants and their pieces of work are such as may join",
        ),
    }
    return fixed.get(test.what, clause.label)


def _types(programme: Programme) -> Label:
    names = programme.vocabulary.applicant_types
    who = either([names[t] for t in programme.applicants.types]) if programme.applicants.types else NOTHING
    return Label(f"申报主体为{who.zh}", f"the applicant is one of: {who.en}")


def _track(rest: str, programme: Programme) -> Label | None:
    name, _, field = rest.partition(".")
    labels = {t.id: t.label for t in programme.tracks}
    track = next((t for t in programme.tracks if t.id == name), None)
    if track is None:
        return None
    for chosen, values, exactly in track.choose:
        if chosen == field:
            among = either([labels.get(v, Label.both(v)) for v in values])
            return Label(f"在{among.zh}中选 {exactly} 项", f"choose {exactly} of {among.en}")
    return Label("本子项目的条件全部符合", "all conditions of this track")


def _attachment(a: Attachment, programme: Programme) -> Label:
    said = [Label("有则提供", "if there is any") if a.if_any else NOTHING]
    if a.each_year_of is not None:
        window = programme.windows[a.each_year_of]
        said.append(Label(f"{window.label.zh}每年一份", f"one for each year: {window.label.en}"))
    if a.each_of is not None:
        kind = programme.vocabulary.kinds[a.each_of.reads[0].kind]
        condition = NOTHING
        if a.each_of.where is not None:
            lists, family = programme.lists, programme.family
            condition = bracketed(filter_words(a.each_of.where, kind.fields, lists, kind.label, family))
        when = NOTHING if a.each_of.within is None else window_words(programme.windows[a.each_of.within])
        said.append(
            Label(
                f"{when.zh}{kind.label.zh}{condition.zh}每项一份",
                f"one for each of the {kind.plural.en} {condition.en} {when.en}".replace("  ", " ").strip(),
            )
        )
    if a.from_founding:
        said.append(Label("成立前的年度不要求", "not for years before the founding"))
    if a.valid_on is not None:
        on = ANCHOR_WORDS.get(a.valid_on, Label.both(a.valid_on))
        said.append(Label(f"{on.zh}仍在有效期内", f"valid on {on.en}"))
    said += [
        Label("载明日期", "dated") if a.dated else NOTHING,
        Label(f"{a.type} 文件", f"a {a.type} file") if a.type else NOTHING,
        Label("加盖公章", "sealed") if a.sealed else NOTHING,
        Label("含个人信息", "holds personal data") if a.personal else NOTHING,
        Label("由推荐单位出具", "from the recommender") if a.by == "recommender" else NOTHING,
    ]
    words = clauses(said)
    return words if words.zh else Label("一份", "one")


def _duty(duty: Duty, programme: Programme) -> Label:
    kinds = every([Label(k.label.zh, k.plural.en) for k in (programme.vocabulary.kinds[name] for name in duty.of)])
    proof = NOTHING if duty.proof is None else Label("，并填写网址", ", with its address")
    return Label(
        f"每项{kinds.zh}在“{duty.platform}”发布{proof.zh}",
        f"every one of the {kinds.en} published on “{duty.platform}”{proof.en}",
    )


def _form(rest: str, form: blocks.Form, programme: Programme) -> Label:
    name, _, part = rest.partition(".")
    if name == "pledges":
        words = every([p.label or Label.both(p.id) for p in form.pledges])
        return Label(f"作出承诺：{words.zh}", f"pledged: {words.en}")
    section = next((s for s in form.sections if s.id == name), None)
    if section is None:
        return Label("填写完整", "filled in")
    if part == "within":
        window = programme.windows.get(section.within or "")
        label = Label.both(section.within or "") if window is None else window.label
        return Label(f"所填日期均在{label.zh}内", f"every date lies within: {label.en}")
    if part.startswith("sum-"):
        return _sum(section.sums[int(part.removeprefix("sum-")) - 1], section)
    if section.columns:
        least = section.at_least or int(section.required)
        return Label(f"不少于 {least} 行", f"at least {least} {'row' if least == 1 else 'rows'}")
    if not section.required:
        return Label("可不填", "may stay empty")
    if section.fields:
        n = sum(f.required for f in section.fields)
        return Label(f"{n} 项必填内容均填写", f"all {n} required fields filled in")
    return Label("填写完整", "filled in")


def _sum(total: blocks.Sum, section: blocks.Section) -> Label:
    fields = {f.id: f for f in section.fields}

    def name(path: str) -> Label:
        head, _, column = path.partition(".")
        field = fields.get(head)
        if field is None:
            return Label.both(path)
        found = next((c for c in field.columns if c.id == column), None) if column else field
        label = (found.label if found is not None else None) or Label.both(path)
        return Label(f"{label.zh}合计", f"total of {label.en}") if column else label

    parts = [name(p) for p in total.parts]
    whole = name(total.total)
    return Label(f"{whole.zh} = {' + '.join(p.zh for p in parts)}", f"{whole.en} = {' + '.join(p.en for p in parts)}")


def _paper(rest: str, paper: blocks.Paper, programme: Programme) -> Label:
    if rest == "copies":
        return Label(f"一式 {paper.copies} 份", f"{paper.copies} copies" if paper.copies != 1 else "1 copy")
    if rest == "parts":
        optional = {a.clause.id for a in programme.attachments if a.if_any}
        names = [GIVEN["form"] if p == "form" else programme.clauses[p].label for p in paper.parts]
        words = every(
            [
                Label(f"{name.zh}（如有）", f"{name.en} (if there is any)") if part in optional else name
                for part, name in zip(paper.parts, names, strict=True)
            ]
        )
        return Label(f"含{words.zh}", f"with {words.en}")
    if rest == "seals":
        places = every([_PLACES.get(s.place) or quoted(Label.both(s.place)) for s in paper.seals])
        return Label(f"在{places.zh}盖章", f"sealed on {places.en}")
    if rest == "signatures":
        who = every([_SIGNERS.get(s) or quoted(Label.both(s)) for s in paper.signatures])
        return Label(f"由{who.zh}签字", f"signed by {who.en}")
    return Label(f"{GIVEN['paper'].zh}齐全", "complete on paper")
