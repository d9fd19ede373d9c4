"""The addresses of the stage, a file for each part of it."""

from juli.stages.review.urls import conflicts, panels, pool, results

app_name = "review"

urlpatterns = [*pool.urlpatterns, *conflicts.urlpatterns, *panels.urlpatterns, *results.urlpatterns]
