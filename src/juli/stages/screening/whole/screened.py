"""The sections of the screening: findings, returns and the decision; questions that people answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.engines.policy.problems import DossierUnusable
from juli.registry.language import language
from juli.stages.screening.decided import latest_judgements
from juli.stages.screening.findings import Sheet, sheet
from juli.stages.screening.models import Decision, Judgement, Screening
from juli.stages.screening.questions import WHO, questions
from juli.stages.screening.whole.sections import Glance, Line, Matter, joined

_KIND = Decision.Kind
_PHASE = {_KIND.ACCEPTED: "met", _KIND.REFUSED: "unmet", _KIND.RETURNED: "open"}
#: Findings, questions and decisions that are told one by one.
_MOST = 3
#: Questions that are told; the page of the judgements has all of them.
_SHOWN = 7


def screening(matter: Matter) -> Glance:
    """What was found, what was answered, what was decided."""
    row = matter.application
    decisions = list(Decision.objects.filter(application=row).select_related("by").order_by("-pk"))
    begun = Screening.objects.filter(application=row).select_related("officer").first()
    lines = []
    if begun is not None:
        lines.append(Line(_("With"), str(begun.officer) if begun.officer else _("nobody's yet")))
    try:
        lines += _findings(sheet(row))
    except DossierUnusable as error:
        lines += [Line(_("It cannot be judged"), problem.say(language()), late=True) for problem in error.problems[:1]]
    lines += _decisions(matter, decisions)
    last = decisions[0] if decisions else None
    return Glance(
        state=last.get_kind_display() if last else _("not decided yet"),
        status=_PHASE[_KIND(last.kind)] if last else "open",
        lines=tuple(lines),
        who=str(last.by) if last else "",
        when=last.at if last else None,
        page=reverse("screening:case", args=[row.pk]),
        page_label=_("Screening"),
    )


def _findings(found: Sheet) -> Iterator[Line]:
    counts: Counter[str] = Counter(one.standing for one in found.settled)
    words = (
        ("open", _("to answer")), ("defect", _("defects")), ("dismissed", _("dismissed")), ("mended", _("put right")),
        ("met", _("in order")),
    )  # fmt: skip
    said = [f"{counts[name]} {word}" for name, word in words if counts[name]]
    yield Line(_("Findings"), " · ".join(said) or _("none"), status="open" if counts["open"] else "met")
    for one in found.defects[:_MOST]:
        label = one.item.label.say(language())
        yield Line(_("Defect"), label, note=" · ".join(filter(None, (one.item.cite, one.reason))), status="unmet")


def _decisions(matter: Matter, decisions: list[Decision]) -> Iterator[Line]:
    returns = sum(one.kind == _KIND.RETURNED for one in decisions)
    if returns:
        times = ngettext("returned once", "returned %(n)d times", returns) % {"n": returns}
        due = next((one.due for one in decisions if one.kind == _KIND.RETURNED), None)
        yield Line(_("Correction"), times, note=_("due %(day)s") % {"day": due} if due else "")
    for one in decisions[:_MOST]:
        paper = reverse("screening:opinion_paper", args=[matter.application.pk, one.pk, "pdf"])
        who = f"{one.by} · {one.at:%Y-%m-%d}"
        yield Line(one.get_kind_display(), _("Opinion (PDF)"), url=paper, note=who, status=_PHASE[_KIND(one.kind)])


def judgements(matter: Matter) -> Glance:
    """What the call leaves to people, and what they said."""
    row = matter.application
    page = reverse("screening:judgements", args=[row.pk])
    try:
        asked = questions(matter.verdict)
    except DossierUnusable:
        return Glance(state=_("It cannot be judged"), status="open", page=page, page_label=_("Judgements"))
    answers = {(one.clause, one.achievement): one for one in latest_judgements([row.pk])[row.pk]}
    given = [answers[one.key] for one in asked if one.key in answers and answers[one.key].answer is not None]
    waiting = len(asked) - len(given)
    last: Judgement | None = max(given, key=lambda one: one.pk, default=None)
    lines = []
    for one in asked[:_SHOWN]:
        answer = answers.get(one.key)
        known = answer if answer is not None and answer.answer is not None else None
        who = joined(sorted(str(role.label) for role in WHO[one.judge.by]))
        note = known.reason if known is not None else _("asked of: %(who)s") % {"who": who}
        lines.append(
            Line(
                matter.say(one.question),
                (_("yes") if known.answer else _("no")) if known is not None else _("not answered"),
                note=" · ".join(filter(None, (one.clause.cite, note))),
                status=("met" if known.answer else "unmet") if known is not None else "open",
            )
        )
    return Glance(
        state=ngettext("%(n)d question waits", "%(n)d questions wait", waiting) % {"n": waiting}
        if waiting
        else _("all answered"),
        status="open" if waiting else "met",
        lines=tuple(lines),
        who=str(last.by) if last else "",
        when=last.at if last else None,
        page=page,
        page_label=_("Judgements"),
        empty=_("The call leaves nothing of this application to people."),
    )
