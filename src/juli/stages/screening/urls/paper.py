"""The register of paper."""

from django.urls import path

from juli.stages.screening.views import paper

_ONE = "office/paper/<int:application>/"

urlpatterns = [
    path("office/paper/", paper.register, name="paper_register"),
    path(_ONE, paper.of, name="paper_of"),
    path(_ONE + "log/", paper.log, name="paper_log"),
    path(_ONE + "<int:parcel>/correct/", paper.correct, name="paper_correct"),
    path("office/applications/<int:application>/paper/", paper.tab, name="paper"),
    path("office/applications/<int:application>/paper/letters/<int:letter>/", paper.letter, name="paper_letter"),
]
