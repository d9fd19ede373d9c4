"""The ranking and the list."""

from django.urls import path

from juli.stages.awards.views import on_list, rankings

urlpatterns = [
    path("office/calls/<int:call>/ranking/", rankings.ranking, name="ranking"),
    path("office/calls/<int:call>/ranking/changes/", rankings.changes, name="changes"),
    path("office/calls/<int:call>/ranking/workbook/", rankings.workbook, name="ranking_workbook"),
    path("office/calls/<int:call>/ranking/paper/<slug:form>/", rankings.paper, name="ranking_paper"),
    path("office/calls/<int:call>/ranking/decide/", rankings.decide, name="decide"),
    path("office/calls/<int:call>/ranking/decisions/<int:decision>/", rankings.take_back, name="take_back"),
    path("office/applications/<int:application>/list/", on_list.tab, name="on_list"),
    path("office/applications/<int:application>/letter/<slug:form>/", on_list.letter, name="office_letter"),
    path("office/calls/<int:call>/list/", rankings.make, name="make_list"),
    path("office/calls/<int:call>/list/<int:number>/reopen/", rankings.reopen, name="reopen_list"),
]
