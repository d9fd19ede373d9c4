"""What the approval prints and shows: the list of what is approved, a letter for each."""

from __future__ import annotations

from juli.engines.paper.document import Document
from juli.engines.paper.money import capitals, figures
from juli.engines.paper.papers.listing import Column, Listing
from juli.engines.paper.papers.public_notice import OfficialLetter, official_letter
from juli.engines.paper.problems import Language
from juli.registry.canonical import SHANGHAI
from juli.stages.applications.paper import issuer
from juli.stages.awards.models import Approval, ApprovalLine
from juli.stages.awards.money import from_cents, yuan_of
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review.models import Seat

_HEADS = {
    "zh": ("序号", "立项编号", "单位名称", "项目名称", "支持金额（万元）"),
    "en": ("No.", "Project number", "Organisation", "Project", "Amount, 万元"),
}


def expert_names(call: Call) -> list[str]:
    """Who reviewed the call's applications, by name; reserves and those who withdrew are left out."""
    seats = Seat.objects.filter(panel__call=call, reserve=0, withdrawn_at=None).exclude(panel__state="dissolved")
    return sorted(set(seats.values_list("expert__name", flat=True)))


def lines_of(approval: Approval) -> list[ApprovalLine]:
    """What was approved, in its order."""
    return list(approval.lines.select_related("application__organisation").order_by("place"))


def notice(approval: Approval, lines: list[ApprovalLine], lang: Language = "zh") -> Document:
    """The notice 立项通知 of all that was approved. Raises PaperError."""
    programme = current(approval.publication.call).programme
    heads = _HEADS[lang]
    titled = any(line.application.title for line in lines)
    columns = (
        Column(heads[0], "center", whole=True), Column(heads[1], "center", whole=True), Column(heads[2]),
        *((Column(heads[3]),) if titled else ()), Column(heads[4], "center", whole=True),
    )  # fmt: skip
    rows = tuple(
        (
            str(n),
            line.number,
            line.application.organisation.name,
            *((line.application.title,) if titled else ()),
            from_cents(line.amount),
        )
        for n, line in enumerate(lines, 1)
    )
    known = [line.amount for line in lines if line.amount is not None]
    total = f"支持金额合计{capitals(yuan_of(sum(known)))}（{figures(yuan_of(sum(known)))}元）。" if known else ""
    text = approval.body or f"根据《{programme.title.zh}》要求，经公示，下列{len(lines)}个项目予以立项。{total}"
    return official_letter(
        OfficialLetter(
            title=approval.title,
            addressed_to="各有关单位",
            paragraphs=tuple(text.splitlines()),
            issuer=issuer(programme, lang),
            dated=approval.at.astimezone(SHANGHAI),
            listings=(Listing(columns, rows),),
            after=("请各项目单位按要求签订任务合同，做好项目实施。",),
            number=approval.document,
        ),
        language=lang,
    )


def letter(line: ApprovalLine, lang: Language = "zh") -> Document:
    """The letter to one applicant: number, amount in figures and in capitals 大写. Raises PaperError."""
    approval = line.approval
    programme = current(approval.publication.call).programme
    name = f"“{line.application.title}”" if line.application.title else "项目"
    text = f"你单位申报的{name}（申报编号{line.application.number}）经审查、公示，准予立项，立项编号为{line.number}。"
    money = (
        f"核定支持金额为{capitals(yuan_of(line.amount))}（¥{figures(yuan_of(line.amount))}）。"
        if line.amount is not None
        else "支持金额以任务合同为准。"
    )
    return official_letter(
        OfficialLetter(
            title=f"《{programme.title.zh}》立项通知书",
            addressed_to=line.application.organisation.name,
            paragraphs=(text, money),
            issuer=issuer(programme, lang),
            dated=approval.at.astimezone(SHANGHAI),
            after=("请按要求签订任务合同，按合同组织实施，专款专用。",),
            number=approval.document,
        ),
        language=lang,
    )
