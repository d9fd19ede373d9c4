"""One application in screening."""

from django.urls import path

from juli.stages.screening.views import case

_ONE = "office/applications/<int:application>/screening/"

urlpatterns = [
    path(_ONE, case.case, name="case"),
    path(_ONE + "answer/", case.answer, name="answer"),
    path(_ONE + "see/", case.see, name="see"),
    path(_ONE + "find/", case.add, name="add_finding"),
    path(_ONE + "give/", case.give, name="give"),
    path(_ONE + "step/<slug:event>/", case.decide, name="decide"),
    path(_ONE + "files/<slug:digest>/", case.file, name="file"),
    path(_ONE + "decisions/<int:decision>/<slug:form>/", case.opinion_of, name="opinion_paper"),
]
