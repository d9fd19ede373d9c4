"""Complete files."""

from django.urls import path

from juli.stages.awards.views import archives

urlpatterns = [
    path("office/applications/<int:application>/archive/", archives.tab, name="archive"),
    path("office/applications/<int:application>/archive/export/", archives.export, name="export_archive"),
    path("office/calls/<int:call>/archives/", archives.page, name="call_archives"),
    path("office/calls/<int:call>/archives/order/", archives.order, name="order_archive"),
    path("office/calls/<int:call>/archives/<int:archive>/", archives.fetch, name="fetch_archive"),
]
