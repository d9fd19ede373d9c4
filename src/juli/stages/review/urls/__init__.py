"""The addresses of the stage, a file for each part of it."""

from juli.stages.review.urls import conflicts, panels, pool, results, scoring

app_name = "review"

_PARTS = (pool, conflicts, panels, results, scoring)

urlpatterns = [pattern for part in _PARTS for pattern in part.urlpatterns]
