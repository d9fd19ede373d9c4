"""The addresses of the results."""

from django.urls import path

from juli.stages.review.views import results

urlpatterns = [
    path("office/panels/<int:panel>/results/", results.results, name="results"),
    path("office/panels/<int:panel>/results.xlsx", results.workbook, name="results_workbook"),
    path("office/panels/<int:panel>/sheets/<slug:sheet>.<slug:form>", results.sheet, name="sheet"),
    path("office/panels/entries/<int:entry>/look-again/", results.look_again, name="look_again"),
    path("office/panels/cards/<int:assignment>.<slug:form>", results.scorecard, name="scorecard"),
    path("office/applications/<int:application>/review/", results.of_application, name="of_application"),
]
