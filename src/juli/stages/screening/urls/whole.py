"""The whole file of one application."""

from django.urls import path

from juli.stages.screening.views import whole

_ONE = "office/applications/<int:application>/"

urlpatterns = [
    path(_ONE, whole.whole, name="whole"),
    path(_ONE + "sections/<slug:name>/", whole.section, name="whole_section"),
    path(_ONE + "beside/<int:earlier>/", whole.beside, name="whole_beside"),
    path(_ONE + "shown/<slug:digest>/", whole.shown, name="whole_shown"),
    path(_ONE + "shown/<slug:digest>/pages/<int:page>/", whole.picture, name="whole_picture"),
    path(_ONE + "form/", whole.form, name="form"),
]
