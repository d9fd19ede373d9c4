"""Who follows which projects."""

from django.urls import path

from juli.stages.awards.views import following

urlpatterns = [
    path("office/calls/<int:call>/following/", following.follow, name="follow"),
    path("office/calls/<int:call>/following/<int:following>/end/", following.end, name="end_following"),
]
