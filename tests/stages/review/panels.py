"""Panels for tests, with accepted applications before them."""

import datetime as dt

from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from juli.stages.review.actions import drawing, panels
from juli.stages.review.actions.panels import Making
from juli.stages.review.models import Draw, Panel
from tests.stages.applications.conftest import published
from tests.stages.review.pool import NOW, enrolled

CAST = "cast-2023"
CLOSES = NOW + dt.timedelta(days=10)
#: The supervisor's and the office's secrets.
SECRETS = {"officer": "office says so", "supervisor": "supervisor says so"}


def accepted(world, n=1, track="standards", where=None, **more):
    """The n-th accepted application of the call."""
    call = Call.objects.filter(edition=CAST).first() or published(CAST)
    return Application.objects.create(
        call=call, organisation=where or world.ours, applicant_type="national_society", tracks=[track],
        state="accepted", number=f"CAST-{n:03d}", created_at=NOW, changed_at=NOW, **more,
    )  # fmt: skip


def making(how="draw", **more):
    """What a panel is made with."""
    said = {
        "round": "online", "name": "第一组", "how": how, "size": 5, "track": "standards", "reserves": 2,
        "first_day": dt.date(2023, 6, 5), "last_day": dt.date(2023, 6, 10), "closes_at": CLOSES, **more,
    }  # fmt: skip
    return Making(**said)


def made(world, how="draw", **more):
    """A panel of the call's accepted applications."""
    call = Call.objects.get(edition=CAST)
    return panels.make_panel(call=call, making=making(how, **more), by=world.users["officer"], at=NOW)


def committed(world, panel):
    """A draw to which both have committed, and their nonces."""
    draw = drawing.plan_draw(panel=panel, by=world.users["officer"], at=NOW)
    nonces = {
        who: drawing.commit_secret(draw=draw, secret=secret, by=world.users[who], at=NOW)
        for who, secret in SECRETS.items()
    }
    return draw, nonces


def drawn(world, panel):
    """The panel drawn."""
    draw, nonces = committed(world, panel)
    for who, secret in SECRETS.items():
        drawing.reveal_secret(draw=draw, secret=secret, nonce=nonces[who], by=world.users[who], at=NOW)
    return Draw.objects.get(pk=draw.pk)


def opened(world, experts=7, applications=2, **more):
    """A panel whose experts score."""
    for n in range(1, experts + 1):
        enrolled(world, n)
    for n in range(1, applications + 1):
        accepted(world, n)
    panel = made(world, **more)
    drawn(world, panel)
    panel.refresh_from_db()
    panels.open_panel(panel=panel, had=panel.version, by=world.users["officer"], at=NOW)
    return Panel.objects.get(pk=panel.pk)
