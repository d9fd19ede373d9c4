"""The addresses of a call's notice."""

from django.urls import path

from juli.stages.calls.notices import views

app_name = "notices"

_OFFICE = "office/calls/<int:call>/notice/"

urlpatterns = [
    path(_OFFICE, views.overview, name="overview"),
    path(f"{_OFFICE}import/", views.bring, name="import"),
    path(f"{_OFFICE}<int:number>/", views.preview, name="preview"),
    path(f"{_OFFICE}<int:number>/line/", views.line, name="line"),
    path(f"{_OFFICE}<int:number>/take/", views.take, name="take"),
    path(f"{_OFFICE}<int:number>/discard/", views.discard, name="discard"),
    path(f"{_OFFICE}<int:number>/file/", views.file, name="file"),
    path(f"{_OFFICE}anchors/", views.anchors, name="anchors"),
    path(f"{_OFFICE}anchors/confirm/", views.confirm, name="confirm"),
    path(f"{_OFFICE}anchors/sure/", views.confirm_sure, name="confirm_sure"),
    path(f"{_OFFICE}anchors/release/", views.release, name="release"),
    path(f"{_OFFICE}annexes/", views.annex, name="annex"),
    path(f"{_OFFICE}contacts/", views.contact, name="contact"),
    path(f"{_OFFICE}contacts/remove/", views.remove_contact, name="remove_contact"),
    path("calls/<slug:edition>/notice/", views.public_text, name="public"),
    path("calls/<slug:edition>/annexes/<int:number>/<int:version>/", views.annex_file, name="annex_file"),
]
