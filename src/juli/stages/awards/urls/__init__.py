"""The addresses of the stage, a file for each part of it."""

from juli.stages.awards.urls import archives, audits, following, meetings, publications, rankings

app_name = "awards"

urlpatterns = [
    *rankings.urlpatterns,
    *meetings.urlpatterns,
    *following.urlpatterns,
    *audits.urlpatterns,
    *publications.urlpatterns,
    *archives.urlpatterns,
]
