"""The addresses of the stage, a file for each part of it."""

from juli.stages.screening.urls import desk

app_name = "screening"

urlpatterns = [
    *desk.urlpatterns,
]
