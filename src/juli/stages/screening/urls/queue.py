"""The list of applications."""

from django.urls import path

from juli.stages.screening.views import queue

_ALL = "office/screening/"
_CALL = _ALL + "<slug:edition>/"

urlpatterns = [
    path(_ALL, queue.calls, name="queues"),
    path(_CALL, queue.queue, name="queue"),
    path(_CALL + "sheet/", queue.exported, name="queue_sheet"),
    path(_CALL + "several/", queue.several, name="several"),
    path(_CALL + "filters/", queue.keep, name="keep_filter"),
]
