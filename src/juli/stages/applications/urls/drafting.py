"""Beginning an application, its form, and what stands around the form."""

from django.urls import path

from juli.stages.applications.views import drafting, handing, writing

_ALL = "organisations/<int:organisation>/applications/"
_ONE = _ALL + "<int:application>/"

urlpatterns = [
    path(_ALL, drafting.mine, name="mine"),
    path(_ALL + "start/<slug:edition>/", drafting.start, name="start"),
    path(_ONE, writing.form, name="application"),
    path(_ONE + "form/<slug:section>/", writing.form, name="form"),
    path(_ONE + "here/", writing.here, name="here"),
    path(_ONE + "texts/<int:rival>/", writing.settle, name="settle"),
    path(_ONE + "check/", handing.check, name="check"),
    path(_ONE + "documents/", handing.materials, name="materials"),
    path(_ONE + "documents/<int:material>/", handing.material, name="material"),
    path(_ONE + "versions/", handing.versions, name="versions"),
    path(_ONE + "versions/<int:number>/", handing.version, name="version"),
    path(_ONE + "versions/<int:number>/restore/", handing.restore, name="restore"),
    path(_ONE + "copy/", handing.copy, name="copy"),
    path(_ONE + "application.<str:kind>", handing.printed, name="print"),
    path(_ONE + "settings/", drafting.settings, name="settings"),
    path(_ONE + "settings/people/", drafting.let_in, name="let_in"),
    path(_ONE + "settings/people/<int:author>/end/", drafting.let_out, name="let_out"),
]
