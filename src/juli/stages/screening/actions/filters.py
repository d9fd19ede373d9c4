"""Filters of the list that somebody keeps."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.screening import permissions
from juli.stages.screening.models import SavedFilter

#: Filters that one person keeps.
MOST = 20


def keep_filter(*, name: str, query: str, by: User, at: dt.datetime) -> SavedFilter:
    """Keep a view of the list under a name; a name that is there takes the new one. Raises Refused, NotReady."""
    permissions.officer(by, at)
    called = name.strip()
    if not called or len(called) > 60 or len(query) > 300:
        raise NotReady([_("Give the filter a name of at most 60 characters.")])
    with transaction.atomic():
        if SavedFilter.objects.filter(user=by).exclude(name=called).count() >= MOST:
            raise NotReady([_("At most %(most)d filters are kept; drop one first.") % {"most": MOST}])
        return SavedFilter.objects.update_or_create(user=by, name=called, defaults={"query": query, "at": at})[0]


def drop_filter(*, kept: int, by: User, at: dt.datetime) -> None:
    """Drop one's own filter. Raises Refused."""
    permissions.officer(by, at)
    SavedFilter.objects.filter(pk=kept, user=by).delete()
