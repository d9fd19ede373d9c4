"""Complete files: officers, the head of office and the supervisor take them out; nobody else."""

from juli.stages.awards.models import CallArchive
from tests.permissions.applications_life import plain
from tests.permissions.rows import Row
from tests.stages.applications.life.conftest import submitted
from tests.stages.awards.world import LATER, call

ARCHIVISTS = ("officer", "lead", "supervisor")


@plain
def application(people):
    call()
    return {"application": submitted("zgc-2025", people).application_id}


def published(_people):
    return {"call": call().pk}


def lost(people):
    row = CallArchive.objects.create(
        call=call(), state="ready", by=people.users["lead"], role="lead", at=LATER, made_at=LATER
    )
    return {"call": row.call_id, "archive": row.pk}


ROWS = [
    Row("awards:archive", ARCHIVISTS, arrange=application),
    Row("awards:export_archive", ARCHIVISTS, "POST", arrange=application, action="awards.export_application"),
    Row("awards:call_archives", ARCHIVISTS, arrange=published),
    Row("awards:order_archive", ARCHIVISTS, "POST", arrange=published, action="awards.order_archive"),
    Row("awards:fetch_archive", (), arrange=lost, hides=ARCHIVISTS, state="content lost"),
]
BY_OTHER_WAYS = {
    "awards.make_ordered": "What falls due: the worker makes what was asked for.",
}
