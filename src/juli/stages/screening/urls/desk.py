"""The desk."""

from django.urls import path

from juli.stages.screening.views import desk

urlpatterns = [
    path("office/", desk.desk, name="desk"),
    path("office/search/", desk.search, name="search"),
]
