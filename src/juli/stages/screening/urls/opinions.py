"""Opinions of sister offices."""

from django.urls import path

from juli.stages.screening.views import opinions

urlpatterns = [
    path("office/opinions/", opinions.requests, name="opinion_requests"),
    path("office/opinions/ask/<slug:edition>/", opinions.ask, name="opinion_ask"),
    path("office/opinions/<int:number>/", opinions.request_, name="opinion_request"),
    path("office/opinions/<int:number>/remind/", opinions.remind, name="opinion_remind"),
    path("office/opinions/<int:number>/withdraw/", opinions.withdraw, name="opinion_withdraw"),
    path("office/applications/<int:application>/opinions/", opinions.tab, name="opinions"),
    path("opinions/<str:token>/", opinions.give, name="give_opinion"),
]
