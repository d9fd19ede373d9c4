"""The sections of what the office wrote down: paper, duplicates, opinions of sister offices."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.stages.accounts.roles import Role
from juli.stages.screening.decided import standing_parcels
from juli.stages.screening.models import Opinion, OpinionAsked, OverlapResult, Parcel
from juli.stages.screening.overlaps import looked_for
from juli.stages.screening.queries.paper import expected
from juli.stages.screening.whole.sections import Glance, Line, Matter

#: Lines of each kind that are told one by one; the page behind has all of them.
_MOST = 6


def has_paper(matter: Matter) -> bool:
    """Whether the call asks for paper, or some came all the same."""
    return matter.programme.paper is not None or Parcel.objects.filter(application=matter.application).exists()


def paper(matter: Matter) -> Glance:
    """What came by post, and whether it was in time."""
    row = matter.application
    came = standing_parcels([row.pk])[row.pk]
    asked = expected(matter.programme)
    lines = []
    for one in came[:_MOST]:
        late = asked.late(one)
        said = _("posted %(day)s") % {"day": one.posted} if one.posted else _("posting date not readable")
        note = " · ".join(
            filter(None, (one.carrier, str(one.get_code_is_display()), _("posted too late") if late else ""))
        )
        lines.append(Line(_("Came %(day)s") % {"day": one.received}, said, note=note, late=late))
    copies = sum(one.copies for one in came)
    wanted = asked.paper.copies if asked.paper is not None else None
    if wanted:
        counted = _("%(has)d of %(wants)d") % {"has": copies, "wants": wanted}
        lines.insert(0, Line(_("Copies"), counted, status="met" if copies >= wanted else "open"))
    last = came[-1] if came else None
    return Glance(
        state=ngettext("%(n)d parcel", "%(n)d parcels", len(came)) % {"n": len(came)}
        if came
        else _("nothing has come"),
        status="met" if came else "open",
        lines=tuple(lines),
        who=str(last.by) if last else "",
        when=last.at if last else None,
        page=reverse("screening:paper", args=[row.pk]),
        page_label=_("Paper"),
        empty=_("Nothing has come yet."),
    )


def has_overlap(matter: Matter) -> bool:
    """Whether the call looks for duplicates."""
    return looked_for(matter.programme)


def overlap(matter: Matter) -> Glance:
    """What was found twice."""
    row = matter.application
    results = list(OverlapResult.objects.filter(application=row).select_related("by").order_by("-pk"))
    last = results[0] if results else None
    phase = {OverlapResult.Word.FOUND: "unmet"}
    return Glance(
        state=last.get_word_display() if last else _("not looked for yet"),
        status=phase.get(OverlapResult.Word(last.word), "met") if last else "open",
        lines=tuple(
            Line(f"{one.at:%Y-%m-%d}", one.get_word_display(), note=" · ".join(filter(None, (one.with_whom, one.text))))
            for one in results[:_MOST]
        ),
        who=str(last.by) if last else "",
        when=last.at if last else None,
        page=reverse("screening:overlap", args=[row.pk]),
        page_label=_("Duplicates"),
        empty=_("No result is written down yet."),
    )


def opinions(matter: Matter) -> Glance:
    """What sister offices said; each office's latest word counts."""
    row = matter.application
    asked = list(OpinionAsked.objects.filter(application=row).select_related("request").order_by("pk"))
    last = {one.asked_id: one for one in Opinion.objects.filter(asked__in=asked).order_by("pk")}
    words = {Opinion.Word.AGAINST: "unmet"}
    lines = []
    for one in asked[:_MOST]:
        said = last.get(one.pk)
        url = (
            reverse("screening:opinion_request", args=[one.request_id]) if matter.holds(Role.OFFICER, Role.LEAD) else ""
        )
        lines.append(
            Line(
                one.request.unit,
                said.get_word_display() if said else _("not answered yet"),
                url=url,
                note=said.text if said else _("until %(day)s") % {"day": f"{one.request.until:%Y-%m-%d}"},
                status=words.get(Opinion.Word(said.word), "met") if said else "open",
                late=said is None and one.request.withdrawn_at is None and one.request.until <= matter.at,
            )
        )
    against = sum(one.word == Opinion.Word.AGAINST for one in last.values())
    waiting = len(asked) - len(last)
    state = (
        _("%(answered)d of %(asked)d answered") % {"answered": len(last), "asked": len(asked)}
        if asked
        else _("nobody asked")
    )
    return Glance(
        state=state,
        status="unmet" if against else "open" if waiting else "met" if asked else "",
        lines=tuple(lines),
        page=reverse("screening:opinions", args=[row.pk]),
        page_label=_("Sister offices"),
        empty=_("No sister office was asked about it."),
    )
