"""Credit and meetings."""

from django.urls import path

from juli.stages.awards.views import meetings

urlpatterns = [
    path("office/calls/<int:call>/awards/", meetings.awards, name="awards"),
    path("office/calls/<int:call>/awards/table/", meetings.table, name="table"),
    path("office/calls/<int:call>/awards/meetings/", meetings.hold, name="hold_meeting"),
    path("office/calls/<int:call>/awards/<int:application>/credit/", meetings.check_credit, name="check_credit"),
    path("office/calls/<int:call>/awards/<int:application>/drop/", meetings.drop, name="drop"),
    path("office/meetings/<int:meeting>/", meetings.meeting, name="meeting"),
    path("office/meetings/<int:meeting>/paper/<slug:form>/", meetings.paper, name="minutes_paper"),
    path("office/meetings/<int:meeting>/write/", meetings.write, name="write_minutes"),
]
