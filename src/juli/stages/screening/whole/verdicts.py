"""The section of the verdict: declared and verified side by side, clauses that open to their parts and citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.rules import Clause
from juli.engines.policy.verdict import Node, PointsState, Status, Verdict
from juli.registry.language import language
from juli.stages.screening.models import Announcement, Reply, Verification
from juli.stages.screening.whole.sections import Glance, Line, Matter

#: Levels of clauses that the page opens; what is deeper is read on the page of the verification.
_DEEPEST = 4


@dataclass(frozen=True)
class Row:
    """One clause on both sides. ``verified`` and ``other`` are as declared while nothing is verified."""

    clause: Clause
    status: Status | None
    declared: Label
    other: Status | None
    verified: Label
    differs: bool
    children: tuple[Row, ...]


def verdict(matter: Matter) -> Glance:
    """What the engine and the office's word come to."""
    page = reverse("screening:verification", args=[matter.application.pk])
    try:
        found = matter.verdict
    except DossierUnusable as error:
        told = tuple(Line(_("Trouble"), problem.say(language()), late=True) for problem in error.problems)
        return Glance(state=_("It cannot be judged"), status="open", lines=told)
    status = found.verified_status or found.status
    words = _words()
    last = Verification.objects.filter(application=matter.application).select_related("by").order_by("-pk").first()
    return Glance(
        state=words[status],
        status=status,
        lines=tuple(_lines(matter, found)),
        who=str(last.by) if last else "",
        when=last.at if last else None,
        page=page,
        page_label=_("Verification"),
        template="screening/whole/verdict.html",
        context={"verdict": found, "rows": list(rows(found)), "branches": list(_branches(found))},
    )


def _lines(matter: Matter, found: Verdict) -> Iterator[Line]:
    words = _words()
    yield Line(
        pgettext("works", "Declared"), words[found.status], note=_worth(matter, found.points), status=found.status
    )
    other = found.verified_status
    yield Line(
        pgettext("works", "Verified"),
        words[other] if other else _("nothing verified yet"),
        note=_worth(matter, found.verified_points),
        status=other or "open",
    )
    acts = Verification.objects.filter(application=matter.application).order_by("pk")
    counts = Counter({row["achievement"]: row["act"] for row in acts.values("achievement", "act")}.values())
    if counts:
        said = [f"{Verification.Act(act).label} {n}" for act, n in sorted(counts.items())]
        yield Line(pgettext("verification", "Works"), " · ".join(said))
    shown = Announcement.objects.filter(application=matter.application).select_related("by").order_by("-pk").first()
    if shown is not None:
        reply = Reply.objects.filter(application=matter.application).first()
        yield Line(
            _("Shown to the applicant"),
            f"{shown.at:%Y-%m-%d}",
            note=_("answered %(day)s") % {"day": f"{reply.at:%Y-%m-%d}"} if reply else _("not answered"),
        )
    for finding in found.findings[:2]:
        if finding.level == "warning":
            yield Line(_("Noted"), matter.say(finding.text), note=matter.say(finding.hint))


def _words() -> dict[str, str]:
    return {
        "met": pgettext("verdict", "Met"),
        "open": pgettext("verdict", "Open"),
        "unmet": pgettext("verdict", "Unmet"),
    }


def _worth(matter: Matter, points: PointsState | None) -> str:
    return "" if points is None else matter.say(describe.span_words(points.total, Label("分", "points")))


def rows(found: Verdict) -> Iterator[Row]:
    """What decides, top down; a measure decides nothing and is left out."""
    verified = found.verified_status is not None
    yield from _rows(found.children, 1, verified=verified)


def _rows(nodes: Iterable[Node], depth: int, *, verified: bool) -> Iterator[Row]:
    for node in nodes:
        if node.status is None:
            continue
        side = node.verified if verified else None
        other = node if side is None else node._replace(status=side.status, actual=side.actual, used=side.used)
        yield Row(
            clause=node.clause,
            status=node.status,
            declared=describe.actual_words(node),
            other=other.status,
            verified=describe.actual_words(other),
            differs=(other.status, other.actual) != (node.status, node.actual),
            children=tuple(_rows(node.children, depth + 1, verified=verified)) if depth < _DEEPEST else (),
        )


def _branches(found: Verdict) -> Iterator[tuple[str, list[str]]]:
    """What stands beside the root, each with how its clauses stand: attachments, form, dates, paper …"""
    names = {
        "attachments": _("Documents"), "form": pgettext("application", "Form"), "dates": _("Dates"),
        "paper": _("Paper"), "tracks": _("Tracks"), "commitments": _("Commitments"), "targets": _("Targets"),
        "duties": _("Duties"),
    }  # fmt: skip
    for name, nodes in found.branches.items():
        statuses = [node.status for node in nodes if node.status is not None]
        if statuses:
            yield names.get(name, name), list(statuses)


def difference(one: Verdict, other: Verdict) -> tuple[list[tuple[Clause, Status, Status]], int]:
    """The clauses of two applications that stand differently, earlier status first; how many are in both.

    Clauses are told apart by their ids, which editions of one programme keep.
    """
    before, after = _by_clause(one), _by_clause(other)
    both = [key for key in after if key in before]
    return [(after[key][0], before[key][1], after[key][1]) for key in both if before[key][1] != after[key][1]], len(
        both
    )


def _by_clause(found: Verdict) -> dict[str, tuple[Clause, Status]]:
    stands: dict[str, tuple[Clause, Status]] = {}
    for top in (*found.categories, *found.children):
        for node in (top, *top.children):
            status = node.verified.status if node.verified is not None and found.verified_status else node.status
            if status is not None:
                stands.setdefault(node.id, (node.clause, status))
    return stands
