"""The addresses of the stage."""

from django.urls import path

from juli.stages.calls.views import editor, office, public
from juli.stages.calls.views import programmes as views

app_name = "calls"

urlpatterns = [
    path("check/", views.choose, name="start"),
    path("check/forget/", views.forget, name="forget"),
    path("check/<slug:who>/", views.overview, name="overview"),
    path("programmes/<slug:programme>/", views.rules, name="rules"),
    path("programmes/<slug:programme>/programme.yaml", views.source, name="source"),
    path("programmes/<slug:programme>/clauses.json", views.data, name="data"),
    path("programmes/<slug:programme>/workbook.xlsx", views.template, name="template"),
    path("programmes/<slug:programme>/check/", views.choose, name="choose"),
    path("programmes/<slug:programme>/check/<slug:who>/", views.check, name="check"),
    path("programmes/<slug:programme>/check/<slug:who>/missing/", views.advice, name="advice"),
    path("programmes/<slug:programme>/difference/<slug:old>/", views.difference, name="difference"),
    path("programmes/<slug:programme>/what-if/", views.what_if, name="what_if"),
    path("programmes/<slug:programme>/what-if/result/", views.what_if_result, name="what_if_result"),
    path("calls/", public.calls, name="calls"),
    path("calls/<slug:edition>/", public.call, name="call"),
    path("calls/<slug:edition>/amendments/<int:number>/", public.amendment, name="amendment"),
    path("calls/<slug:edition>/programme.yaml", public.source, name="call_source"),
    path("calls/<slug:edition>/calendar.ics", public.calendar_file, name="calendar"),
    path("calls/<slug:edition>/questions/", public.ask, name="ask"),
    path("office/calls/<int:call>/questions/", public.questions, name="office_questions"),
    path("office/questions/<int:question>/", public.answer, name="answer"),
    path("office/calls/", office.calls, name="office_calls"),
    path("office/calls/new/", office.new, name="office_new"),
    path("office/calls/<int:call>/", office.call, name="office_call"),
    path("office/calls/<int:call>/publish/", office.publish, name="publish"),
    path("office/calls/<int:call>/withdraw/", office.withdraw, name="withdraw"),
    path("office/calls/<int:call>/discard/", office.discard, name="discard"),
    path("office/calls/<int:call>/amendment/", office.propose, name="propose"),
    path("office/calls/<int:call>/amendment/reasons/", office.reasons, name="reasons"),
    path("office/calls/<int:call>/preview/", office.preview, name="office_preview"),
    path("office/calls/<int:call>/difference/", office.difference, name="office_difference"),
    path("office/calls/<int:call>/rules/", editor.desk, name="desk"),
    path("office/calls/<int:call>/rules/part/", editor.part, name="part"),
    path("office/calls/<int:call>/rules/check/", editor.check, name="check_draft"),
    path("office/calls/<int:call>/rules/step/", editor.step, name="step"),
    path("office/calls/<int:call>/text/", editor.text, name="text"),
    path("plans/<slug:programme>/", views.plan, name="plan"),
]
