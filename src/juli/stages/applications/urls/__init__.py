"""The addresses of the stage, a file for each part of it."""

from juli.stages.applications.urls import board, drafting, life, materials

app_name = "applications"

urlpatterns = [
    *drafting.urlpatterns,
    *board.urlpatterns,
    *life.urlpatterns,
    *materials.urlpatterns,
]
