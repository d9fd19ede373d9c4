"""Questions for people."""

from django.urls import path

from juli.stages.screening.views import judgements

_ONE = "office/judgements/<int:application>/"

urlpatterns = [
    path("office/applications/<int:application>/judgements/", judgements.judgements, name="judgements"),
    path("office/applications/<int:application>/judgements/<int:link>/", judgements.proof, name="judgement_proof"),
    path("office/judgements/", judgements.queue, name="judgement_queue"),
    path(_ONE, judgements.question, name="question"),
    path(_ONE + "answer/", judgements.judge, name="judge"),
    path(_ONE + "files/<int:link>/", judgements.evidence, name="question_file"),
]
