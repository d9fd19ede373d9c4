"""Panels are the office's to make; the supervisor watches, and holds one half of a draw's seed."""

from juli.stages.review.models import Draw, Panel, Seat
from tests.permissions import applications_life as life
from tests.permissions.rows import OFFICE, Row
from tests.stages.review import panels as making
from tests.stages.review.pool import enrolled

LEAD, WATCHERS = ("lead",), (*OFFICE, "supervisor")


def call(world):
    making.accepted(world)
    return {"edition": making.CAST}


def experts():
    return range(1, 8)


def forming(world, **more):
    for n in experts():
        enrolled(world, n)
    making.accepted(world)
    return {"panel": making.made(world, **more).pk}


def match(world):
    return forming(world, how="match")


def formed(world):
    given = forming(world)
    making.drawn(world, Panel.objects.get())
    return given


def opened(world):
    return {"panel": making.opened(world, applications=1).pk}


def closed(world):
    given = opened(world)
    Panel.objects.update(state="closed")
    return given


def seat(world):
    opened(world)
    return {"seat": Seat.objects.filter(reserve=0).first().pk}


def entry(world):
    return {"entry": Panel.objects.get(pk=opened(world)["panel"]).entries.get().pk}


def scored(world):
    from tests.stages.review.test_scoring import assignments
    from tests.stages.review.test_scoring import scored as one

    row = assignments(Panel.objects.get(pk=opened(world)["panel"]))[0]
    one(row)
    return {"assignment": row.pk, "form": "xyz"}


def sheet(world):
    return {**opened(world), "sheet": "attendance", "form": "xyz"}


def application(world):
    """Handed in, so that the office sees it."""
    from juli.stages.applications.models import Application

    given = life.handed_in(world)
    Application.objects.filter(pk=given["application"]).update(state="accepted")
    return {"application": given["application"]}


def draw(world):
    forming(world)
    found, _nonces = making.committed(world, Panel.objects.get())
    return {"draw": found.pk}


def drawn(world):
    formed(world)
    return {"draw": Draw.objects.get().pk}


def secret(_world):
    return {"secret": "x", "nonce": "0" * 32}


def post(name, allows, arrange, action):
    return Row(f"review:{name}", allows, "POST", arrange=arrange, action=f"review.{action}")


ROWS = [
    Row("review:calls", WATCHERS),
    Row("review:panels", WATCHERS, arrange=call),
    Row("review:make_panel", OFFICE, arrange=call),
    post("make_panel", OFFICE, call, "make_panel"),
    Row("review:panel", WATCHERS, arrange=forming),
    Row("review:panel", WATCHERS, state="open", arrange=opened),
    post("gather", OFFICE, forming, "gather"),
    post("open_panel", OFFICE, formed, "open_panel"),
    post("extend", OFFICE, opened, "extend"),
    post("close_panel", OFFICE, opened, "close_panel"),
    post("reopen_panel", LEAD, closed, "reopen_panel"),
    post("dissolve", LEAD, forming, "dissolve"),
    post("pin", OFFICE, match, "pin"),
    Row("review:match", OFFICE, arrange=match),
    post("match", OFFICE, match, "confirm_match"),
    post("plan_draw", OFFICE, forming, "plan_draw"),
    post("withdraw_expert", OFFICE, seat, "withdraw_expert"),
    post("stand_in", OFFICE, entry, "stand_in"),
    Row("review:draw", WATCHERS, arrange=draw),
    Row("review:commit_secret", WATCHERS, "POST", arrange=draw, body=secret, action="review.commit_secret"),
    Row("review:reveal_secret", WATCHERS, "POST", arrange=draw, body=secret, action="review.reveal_secret"),
    post("break_off", LEAD, draw, "break_off"),
    Row("review:draw_record", WATCHERS, arrange=drawn),
    Row("review:results", WATCHERS, arrange=opened),
    Row("review:results_workbook", WATCHERS, arrange=opened),
    post("look_again", LEAD, entry, "look_again"),
    Row("review:sheet", (), hides=WATCHERS, state="no such form", arrange=sheet),
    Row("review:scorecard", (), hides=WATCHERS, state="no such form", arrange=scored),
    Row("review:of_application", WATCHERS, arrange=life.plain(application)),
]

#: Acts that no address leads to.
BY_OTHER_WAYS = {
    "review.held": "holds a panel for an act",
    "review.seated": "part of a draw",
    "review.next_draw": "numbers a draw",
    "review.proposed": "looks who would stand in",
    "review.serving": "looks who scores",
}
