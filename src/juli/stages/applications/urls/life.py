"""Review, final version, submission, receipt; the recommender's place."""

from django.urls import path

from juli.stages.applications.views import life, office, receipts, recommending

_ONE = "organisations/<int:organisation>/applications/<int:application>/"
_FINAL = _ONE + "finals/<int:version>/"
_TO = "recommendations/"
_TO_ONE = _TO + "applications/<int:application>/"

urlpatterns = [
    path(_ONE + "life/", life.life, name="life"),
    path(_ONE + "life/<slug:event>/", life.step, name="step"),
    path(_ONE + "scan/", life.scan, name="scan"),
    path(_ONE + "scans/<int:scan>/", life.scanned, name="scanned"),
    path(_FINAL + "<slug:form>/", life.final, name="final"),
    path(_ONE + "submissions/<int:number>/receipt/", receipts.paper, name="receipt_paper"),
    path("receipts/", receipts.ask, name="receipts"),
    path("receipts/<str:code>/", receipts.receipt, name="receipt"),
    path(_TO, recommending.home, name="recommendations"),
    path(_TO + "<slug:edition>/", recommending.call, name="recommendations_in"),
    path(_TO + "<slug:edition>/order/", recommending.order, name="recommendation_order"),
    path(_TO + "<slug:edition>/letter/", recommending.letter, name="recommendation_letter"),
    path(_TO + "<slug:edition>/letter/paper/", recommending.letter_paper, name="recommendation_letter_paper"),
    path(_TO + "<slug:edition>/letter/<int:letter>/", recommending.letter_file, name="recommendation_letter_file"),
    path(_TO_ONE, recommending.application, name="to_recommend"),
    path(_TO_ONE + "step/<slug:event>/", recommending.step, name="recommendation_step"),
    path(_TO_ONE + "paper/", recommending.paper, name="recommendation_paper"),
    path(_TO_ONE + "files/<int:link>/", recommending.file, name="recommendation_file"),
    path("office/recommenders/", office.recommenders, name="recommenders"),
    path("office/recommenders/<int:organisation>/", office.assign, name="assign_recommender"),
]
