"""The addresses of the conflicts."""

from django.urls import path

from juli.stages.review.views import conflicts

urlpatterns = [
    path("office/experts/<int:expert>/conflicts/", conflicts.of_expert, name="conflicts_of"),
    path("office/experts/conflicts/<int:conflict>/end/", conflicts.end, name="end_conflict"),
    path("office/experts/conflicts/avoided/", conflicts.avoided, name="avoided"),
    path("office/experts/conflicts/template.xlsx", conflicts.template, name="conflict_template"),
    path("office/review/<slug:edition>/conflicts/", conflicts.of_call, name="conflicts_in"),
]
