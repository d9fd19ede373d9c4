"""Duplicates."""

from django.urls import path

from juli.stages.screening.views import overlaps

_ONE = "office/applications/<int:application>/overlap/"

urlpatterns = [
    path("office/overlaps/", overlaps.queue, name="overlap_queue"),
    path(_ONE, overlaps.overlap, name="overlap"),
    path(_ONE + "record/", overlaps.record, name="overlap_record"),
    path(_ONE + "files/<int:link>/", overlaps.file, name="overlap_file"),
]
