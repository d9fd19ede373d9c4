"""The clause board of an application."""

from django.urls import path

from juli.stages.applications.views import board

_BOARD = "organisations/<int:organisation>/applications/<int:application>/board/"

urlpatterns = [
    path(_BOARD, board.board, name="board"),
    path(_BOARD + "claim/", board.claim, name="claim"),
    path(_BOARD + "best/", board.best, name="best_claims"),
    path(_BOARD + "undo/<int:change>/", board.undo, name="undo_claims"),
    path(_BOARD + "missing/", board.missing, name="missing"),
    path(_BOARD + "evidence/<int:achievement>/", board.evidence, name="board_evidence"),
]
