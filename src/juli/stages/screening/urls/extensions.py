"""More time for a track."""

from django.urls import path

from juli.stages.screening.views import extensions

urlpatterns = [
    path("office/extensions/", extensions.extensions, name="extensions"),
    path("office/extensions/<slug:edition>/<str:track>/", extensions.extend, name="extend"),
]
