"""The addresses of the expert's place."""

from django.urls import path

from juli.stages.review.views import scoring

_ONE = "review/<slug:name>/"

urlpatterns = [
    path("review/", scoring.listed, name="mine"),
    path("review/seats/<int:seat>/pledge/", scoring.pledge, name="pledge"),
    path("review/seats/<int:seat>/hand-in/", scoring.hand_in_all, name="hand_in_all"),
    path(_ONE, scoring.card, name="card"),
    path(f"{_ONE}declare/", scoring.declare, name="declare"),
    path(f"{_ONE}marks/", scoring.mark, name="mark"),
    path(f"{_ONE}hand-in/", scoring.hand_in, name="hand_in"),
    path(f"{_ONE}abstain/", scoring.abstain, name="abstain"),
    path(f"{_ONE}files/<slug:digest>/", scoring.file, name="scored_file"),
]
