"""Verification, for the office and for the applicant."""

from django.urls import path

from juli.stages.screening.views import verification

_ONE = "office/applications/<int:application>/verification/"
_OWN = "organisations/<int:organisation>/applications/<int:application>/verification/"

urlpatterns = [
    path("office/verifications/", verification.queue, name="verification_queue"),
    path(_ONE, verification.verification, name="verification"),
    path(_ONE + "accept/", verification.accept, name="verification_accept"),
    path(_ONE + "announce/", verification.announce, name="verification_announce"),
    path(_ONE + "files/<int:link>/", verification.file, name="work_file"),
    path(_ONE + "files/<int:link>/pages/<int:page>/", verification.picture, name="work_picture"),
    path(_ONE + "answer/<int:link>/", verification.reply_file, name="verification_reply_file"),
    path(_ONE + "works/<str:work>/", verification.word, name="verification_word"),
    path(_ONE + "works/<str:work>/correct/", verification.correct, name="verification_correct"),
    path(_OWN, verification.own, name="own_verification"),
    path(_OWN + "answer/", verification.answer, name="own_verification_answer"),
]
