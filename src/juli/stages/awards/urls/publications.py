"""Publications, objections and approvals: the public's pages, the office's, the applicant's."""

from django.urls import path

from juli.stages.awards.views import approvals, objections, publications

_PUBLIC = "publications/<int:publication>/"
_OFFICE = "office/publications/<int:publication>/"
_OBJECTION = "office/objections/<int:objection>/"
_OWN = "organisations/<int:organisation>/applications/<int:application>/result/"

urlpatterns = [
    path("publications/", publications.listed, name="published_lists"),
    path(_PUBLIC, publications.page, name="publication"),
    path(_PUBLIC + "paper/<slug:form>/", publications.paper, name="publication_paper"),
    path(_PUBLIC + "results/<int:approval>/", approvals.result, name="approval"),
    path(_PUBLIC + "results/<int:approval>/paper/<slug:form>/", approvals.paper, name="approval_paper"),
    path("objections/", objections.status, name="objection_status"),
    path("objections/<int:publication>/", objections.object_, name="object"),
    path("office/publications/", publications.office, name="publications"),
    path("office/calls/<int:call>/publications/", publications.draft, name="draft_publication"),
    path(_OFFICE, publications.desk, name="publication_desk"),
    path(_OFFICE + "draft/", publications.compose, name="compose"),
    path(_OFFICE + "draft/paper/<slug:form>/", publications.preview, name="publication_preview"),
    path(_OFFICE + "draft/publish/", publications.publish, name="publish"),
    path(_OFFICE + "draft/discard/", publications.discard, name="discard_publication"),
    path(_OFFICE + "correct/", publications.correct, name="correct_publication"),
    path(_OFFICE + "withdraw/", publications.withdraw, name="withdraw_publication"),
    path(_OFFICE + "objections/", objections.on_paper, name="object_on_paper"),
    path(_OFFICE + "approve/", approvals.approve, name="approve"),
    path("office/approvals/<int:approval>/letters/", approvals.letters, name="approval_letters"),
    path("office/objections/", objections.listed, name="objections"),
    path(_OBJECTION, objections.page, name="objection"),
    path(_OBJECTION + "take/", objections.take, name="take_objection"),
    path(_OBJECTION + "step/", objections.step, name="step_objection"),
    path(_OBJECTION + "decide/", objections.decide, name="decide_objection"),
    path(_OBJECTION + "files/<int:link>/", objections.file, name="objection_file"),
    path("office/applications/<int:application>/publication/", publications.tab, name="published"),
    path(_OWN, approvals.own, name="own_result"),
    path(_OWN + "letter/<slug:form>/", approvals.letter, name="own_letter"),
]
