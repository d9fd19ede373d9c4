"""The addresses of the stage, a file for each part of it."""

from juli.stages.review.urls import pool

app_name = "review"

urlpatterns = [*pool.urlpatterns]
