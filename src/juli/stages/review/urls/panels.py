"""The addresses of panels and draws."""

from django.urls import path

from juli.stages.review.views import draws, matching, panels

_ONE = "office/panels/<int:panel>/"
_DRAW = "office/draws/<int:draw>/"

urlpatterns = [
    path("office/review/", panels.calls, name="calls"),
    path("office/review/<slug:edition>/", panels.of_call, name="panels"),
    path("office/review/<slug:edition>/make/", panels.make, name="make_panel"),
    path(_ONE, panels.panel, name="panel"),
    path(f"{_ONE}gather/", panels.gather, name="gather"),
    path(f"{_ONE}open/", panels.open_, name="open_panel"),
    path(f"{_ONE}extend/", panels.extend, name="extend"),
    path(f"{_ONE}close/", panels.close, name="close_panel"),
    path(f"{_ONE}reopen/", panels.reopen, name="reopen_panel"),
    path(f"{_ONE}dissolve/", panels.dissolve, name="dissolve"),
    path(f"{_ONE}pins/", panels.pin, name="pin"),
    path(f"{_ONE}match/", matching.match, name="match"),
    path(f"{_ONE}draws/", draws.plan, name="plan_draw"),
    path("office/panels/seats/<int:seat>/withdraw/", panels.withdraw, name="withdraw_expert"),
    path("office/panels/entries/<int:entry>/stand-in/", panels.stand_in, name="stand_in"),
    path(_DRAW, draws.draw, name="draw"),
    path(f"{_DRAW}commit/", draws.commit, name="commit_secret"),
    path(f"{_DRAW}reveal/", draws.reveal, name="reveal_secret"),
    path(f"{_DRAW}break-off/", draws.break_off, name="break_off"),
    path(f"{_DRAW}record.json", draws.record, name="draw_record"),
]
