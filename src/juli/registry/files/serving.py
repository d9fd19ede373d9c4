"""Handing files out: only through a link, only to those who may, so that nothing in them acts in the site's name."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from juli.registry.files.examine.kinds import KINDS
from juli.registry.files.models import Attachment, Preview
from juli.registry.files.permissions import MayRead, require_readable
from juli.registry.files.store import place, store

#: Scripts, frames and forms in what is handed out do nothing.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: Browsers show a PDF by an extension of their own, which a sandbox keeps out; scripts of the page stay forbidden.
_POLICY_PDF: Final = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


def open_for(*, link: Attachment, may_read: MayRead, in_place: bool = False) -> HttpResponseBase:
    """The file behind a link, to be saved; ``in_place`` shows it where its kind is one that cannot act.

    Raises PermissionDenied, Http404 where the content is lost.
    """
    require_readable(link, may_read)
    kind = KINDS[link.file.kind]
    return _response(
        link.file.digest, media_type=kind.media_type, name=link.name, save=not (in_place and kind.shown), keep=False
    )


def preview_for(*, link: Attachment, page: int, may_read: MayRead) -> HttpResponseBase:
    """A picture of one page; page 0 is the thumbnail. Raises PermissionDenied, Http404 where there is none."""
    require_readable(link, may_read)
    drawn = Preview.objects.filter(file=link.file_id, page=page).first()
    if drawn is None:
        raise Http404(f"no preview of page {page}")
    return _response(drawn.digest, media_type="image/jpeg", name=f"{page}.jpg", save=False, keep=True)


def _response(digest: str, *, media_type: str, name: str, save: bool, keep: bool) -> HttpResponseBase:
    response: HttpResponseBase
    if settings.JULI_FILES_ACCEL and "files" not in settings.STORAGES:
        response = HttpResponse(content_type=media_type)
        response.headers["X-Accel-Redirect"] = f"{settings.JULI_FILES_ACCEL.rstrip('/')}/kept/{place(digest)}"
    else:
        try:
            response = FileResponse(store().open(digest), content_type=media_type)
        except FileNotFoundError as error:
            raise Http404("the content is lost") from error
    response.headers["Content-Disposition"] = content_disposition_header(save, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY_PDF if media_type == "application/pdf" else _POLICY
    response.headers["Cache-Control"] = "private, max-age=3600" if keep else "private, no-store"
    return response
