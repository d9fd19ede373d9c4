"""What applicants are told from the publication to the approval; never who objected."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse

from juli.engines.policy.labels import Label
from juli.registry.messages.actions import enqueue
from juli.registry.messages.kinds import Kind, register
from juli.stages.accounts.messages import recipient
from juli.stages.applications.addresses import absolute
from juli.stages.applications.models import Application, Turn
from juli.stages.applications.notices import concerned
from juli.stages.applications.transitions import State
from juli.stages.awards import lists
from juli.stages.awards.models import ListLine, OrderDecision
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current


def _kind(key: str, label: Label, title: Label, body: Label) -> Kind:
    ends = Label(f"{body.zh}\n{{link}}", f"{body.en}\n{{link}}")
    return Kind(f"awards.{key}", label, title, ends, required=True)


KINDS: Final = (
    _kind(
        "published",
        Label("公示", "Published for objections"),
        Label("{number} 列入公示名单", "{number} is on the published list"),
        Label(
            "《{call}》申报（编号 {number}）列入拟支持名单，公示至 {note}。",
            "Your application {number} in “{call}” is on the published list, open to objections until {note}.",
        ),
    ),
    _kind(
        "unpublished",
        Label("公示撤回", "Publication withdrawn"),
        Label("{number} 所在的公示已撤回", "The publication with {number} was withdrawn"),
        Label(
            "《{call}》公示已撤回（申报编号 {number}），理由：\n{note}",
            "The publication of “{call}” with your application {number} was withdrawn, because:\n{note}",
        ),
    ),
    _kind(
        "objected",
        Label("收到异议", "Objected to"),
        Label("{number} 有异议，正在核查", "{number} was objected to"),
        Label(
            "对《{call}》申报（编号 {number}）的异议已受理（{note}），核查期间暂缓立项。请配合核查。",
            "An objection ({note}) to your application {number} in “{call}” was admitted. Nothing is approved while it "
            "is looked into; please help with that.",
        ),
    ),
    _kind(
        "settled",
        Label("异议办结", "Objection settled"),
        Label("{number} 的异议已办结", "The objection to {number} is settled"),
        Label(
            "对《{call}》申报（编号 {number}）的异议已办结：\n{note}",
            "The objection to your application {number} in “{call}” is settled:\n{note}",
        ),
    ),
    _kind(
        "approved",
        Label("立项", "Approved"),
        Label("{number} 已立项", "{number} is approved"),
        Label(
            "《{call}》申报（编号 {number}）已立项，立项编号 {note}。立项通知见：",
            "Your application {number} in “{call}” is approved as {note}. The letter is at:",
        ),
    ),
    _kind(
        "unsuccessful",
        Label("未获支持", "Not supported"),
        Label("{number} 未获支持", "{number} is not supported"),
        Label(
            "《{call}》申报（编号 {number}）未获支持，理由：\n{note}",
            "Your application {number} in “{call}” is not supported, because:\n{note}",
        ),
    ),
)
#: Why somebody is not on the list, where no person said more.
BY_ORDER: Final = Label(
    "按通知规定的办法排序，未进入支持名额。", "In the order that the call sets, it is beyond the number of places."
)
NOT_ELIGIBLE: Final = Label("按核定的情况不符合申报条件。", "By the verified facts it does not meet the conditions.")


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in KINDS:
        register(kind)


def tell(kind: str, application: Application, note: Label | str, *, key: str, at: dt.datetime, link: str = "") -> None:
    """Tell everybody concerned, in the transaction of the act. Raises OutsideTransaction."""
    title = current(application.call).programme.title
    where = absolute(link or result_page(application))
    for person in concerned(application):
        said = note if isinstance(note, str) else note.say(person.language)
        params = {"call": title.say(person.language), "number": application.number, "note": said, "link": where}
        enqueue(kind=f"awards.{kind}", to=recipient(person), params=params, at=at, about=application.subject, key=key)


def tell_unsuccessful(call: Call, *, at: dt.datetime) -> None:
    """Tell those whom the list leaves out why, each once for a list and a decision, however often it is asked for."""
    standing = lists.standing(call)
    number = standing.number if standing is not None else 0
    rows = Application.objects.filter(call=call, state__in=(State.NOT_SHORTLISTED, State.NOT_APPROVED))
    for row in rows.select_related("call", "organisation").order_by("number"):
        dropped = _dropped(row)
        occasion = f"{row.pk}:{number}" if dropped is None else f"{row.pk}:turn:{dropped.pk}"
        tell("unsuccessful", row, why_not(row), key=occasion, at=at)


def _dropped(application: Application) -> Turn | None:
    """The step that took it off the list; None where it was never on it."""
    if application.state != State.NOT_APPROVED:
        return None
    return Turn.objects.filter(application=application, event="drop").order_by("-pk").first()


def why_not(application: Application) -> Label:
    """Why an application is not supported: what the person who decided wrote, else the order."""
    if (turn := _dropped(application)) is not None:
        return Label.both(turn.remarks)
    lines = ListLine.objects.filter(application=application, ranked_list__reopened__isnull=True, on_list=False)
    reasons = [line.reason for line in lines.order_by("pk")]
    decided = OrderDecision.objects.filter(call=application.call_id, kind="exception", taken_back_at=None)
    said = [row.reason for row in decided if row.value.get("application") == application.number]
    if said:
        return Label.both("\n".join(dict.fromkeys(said)))
    return NOT_ELIGIBLE if "not eligible" in reasons else BY_ORDER


def result_page(application: Application) -> str:
    """The applicant's page of what became of it."""
    where = {"organisation": application.organisation_id, "application": application.pk}
    return reverse("awards:own_result", kwargs=where)
