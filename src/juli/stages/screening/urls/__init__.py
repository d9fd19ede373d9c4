"""The addresses of the stage, a file for each part of it."""

from juli.stages.screening.urls import (
    case,
    desk,
    extensions,
    judgements,
    opinions,
    overlaps,
    paper,
    queue,
    verification,
    whole,
)

app_name = "screening"

urlpatterns = [
    *whole.urlpatterns,
    *case.urlpatterns,
    *desk.urlpatterns,
    *queue.urlpatterns,
    *paper.urlpatterns,
    *verification.urlpatterns,
    *judgements.urlpatterns,
    *overlaps.urlpatterns,
    *opinions.urlpatterns,
    *extensions.urlpatterns,
]
