"""The peer: the same server, the same way in, one row of the size that a submission's rows have together."""

from datetime import datetime

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from juli.stages.accounts.gate import began, public

handler403 = "juli.site.views.permission_denied"

TABLE = "CREATE TABLE bare (id integer PRIMARY KEY, said text NOT NULL, at text NOT NULL)"


@csrf_exempt
@public
def insert(request: HttpRequest) -> HttpResponse:
    """Write one row in one transaction; ``id`` and ``bytes`` come with the form."""
    at: datetime = began(request)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bare (id, said, at) VALUES (%s, %s, %s)",
            [int(request.POST["id"]), "x" * int(request.POST["bytes"]), at.isoformat()],
        )
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [path("bare/", insert), path("", include("juli.site.urls"))]
