"""The section of the organisation and what it handed in: who, when, under which number, who recommends it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.stages.applications.models import Recommendation, Submission
from juli.stages.applications.notices import moment
from juli.stages.calls import deadlines
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.screening.whole.sections import Glance, Line, Matter, joined

_WORD = Recommendation.Word


def receipt(matter: Matter) -> Glance:
    """The organisation, the receipt, the recommender's word."""
    row = matter.application
    rows = Submission.objects.filter(application=row, taken_back__isnull=True).select_related("final__version")
    handed = list(rows.defer("final__content", "final__version__content").order_by("number"))
    counts = matter.submission
    last = handed[-1] if handed else counts
    return Glance(
        state=row.get_state_display(),
        lines=tuple(_lines(matter, handed or [counts])),
        who=last.by_name or "",
        when=last.at,
        page=reverse("calls:call", args=[row.call.edition]),
        page_label=_("The call"),
    )


def _lines(matter: Matter, handed: list[Submission]) -> Iterator[Line]:
    row, programme = matter.application, matter.programme
    types = vocabulary().applicant_types
    kind = matter.say(types[row.applicant_type]) if row.applicant_type in types else row.applicant_type
    own = row.organisation
    yield Line(_("Applicant"), own.name, note=" · ".join(filter(None, (own.uscc, kind))))
    if row.joint:
        yield Line(_("Together with"), joined(str(one.get("name", "")) for one in row.joint))
    if row.tracks:
        yield Line(_("Track"), joined(matter.say(t.label) for t in programme.tracks if t.id in row.tracks))
    if row.title:
        yield Line(_("Project"), row.title)
    first, last = handed[0], handed[-1]
    end = deadlines.closes_for(matter.frame.rules, row.tracks)
    in_time = end is None or first.at < end
    times = ngettext("handed in once", "handed in %(n)d times", len(handed)) % {"n": len(handed)}
    yield Line(
        _("Handed in"),
        moment(first.at, seconds=True),
        note=times if in_time else _("after the closing"),
        late=not in_time,
    )
    yield Line(
        _("Check code"),
        last.check_code,
        url=reverse("applications:receipt", kwargs={"code": last.check_code}),
        note=_("version %(number)d") % {"number": last.final.version.number},
    )
    # Whom a unit prefers is the office's to know.
    said = Recommendation.objects.filter(submission=last).first() if matter.reads else None
    if said is not None:
        place = _("place %(number)d") % {"number": said.rank} if said.rank else ""
        yield Line(
            _("Recommender"),
            f"{said.unit}: {said.get_word_display()}",
            note=" · ".join(filter(None, (place, said.opinion))),
            status={_WORD.RECOMMENDED: "met", _WORD.DECLINED: "unmet"}.get(_WORD(said.word), "open"),
        )
