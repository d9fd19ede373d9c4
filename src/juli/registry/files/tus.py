"""Resumable uploads over HTTP: the tus protocol 1.0.0 with creation, expiration, checksum and termination.

A stage mounts an endpoint with its own idea of who may bring files and what becomes of them::

    evidence = Endpoint("evidence", authorise=may_bring_evidence, then=attach_evidence)
    urlpatterns = [path("evidence/uploads/", include(evidence.urls))]
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import URLPattern, path
from django.utils.http import http_date

from juli.registry import clock
from juli.registry.files import limits
from juli.registry.files.actions import uploads
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.examine.kinds import USUAL
from juli.registry.files.findings import Refused, as_data
from juli.registry.files.models import Upload
from juli.registry.parties import Actor

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
CONTENT_TYPE = "application/offset+octet-stream"
_BLOCK = 1 << 16

#: Who asks; raises PermissionDenied with its reason where the answer is no.
Authorise = Callable[[HttpRequest], Actor]
#: What becomes of a file once it is kept, in the transaction that keeps it.
Then = Callable[[HttpRequest, Upload, Kept], None]


class _Answer(Exception):
    """The request ends here."""

    def __init__(self, status: int, text: str = "", data: Any = None) -> None:
        super().__init__(text)
        self.status, self.text, self.data = status, text, data


class Endpoint:
    """One door for uploads. ``accept`` are ids of kinds; an upload goes on by the door it began at, for its owner."""

    def __init__(
        self,
        name: str,
        *,
        authorise: Authorise,
        then: Then | None = None,
        accept: Collection[str] = USUAL,
        lifetime: timedelta = timedelta(days=1),
    ) -> None:
        self.name = name
        self.authorise = authorise
        self.then = then
        self.accept = frozenset(accept)
        self.lifetime = lifetime

    @property
    def urls(self) -> list[URLPattern]:
        """The routes ``NAME-uploads`` and ``NAME-upload``, to be included under a path of the stage's choice."""
        return [
            path("", self._view({"OPTIONS": self._options, "POST": self._create}), name=f"{self.name}-uploads"),
            path(
                "<uuid:key>/",
                self._view(
                    {"OPTIONS": self._options, "HEAD": self._head, "PATCH": self._patch, "DELETE": self._delete}
                ),
                name=f"{self.name}-upload",
            ),
        ]

    def _view(self, methods: dict[str, Callable[..., HttpResponse]]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **given: Any) -> HttpResponse:
            try:
                response = _dispatched(request, methods, given)
            except _Answer as answer:
                response = _said(answer)
            response.headers["Tus-Resumable"] = VERSION
            response.headers["Cache-Control"] = "no-store"
            return response

        return view

    def _options(self, request: HttpRequest, key: UUID | None = None) -> HttpResponse:
        del request, key
        return HttpResponse(
            status=204,
            headers={
                "Tus-Version": VERSION,
                "Tus-Extension": EXTENSIONS,
                "Tus-Max-Size": str(limits.largest_of(self.accept)),
                "Tus-Checksum-Algorithm": ",".join(uploads.ALGORITHMS),
            },
        )

    def _create(self, request: HttpRequest) -> HttpResponse:
        owner = self.authorise(request)
        now = clock.now()
        upload = _tried(
            uploads.start,
            endpoint=self.name,
            owner=owner,
            name=_metadata(request).get("filename", ""),
            length=_number(request, "Upload-Length"),
            at=now,
            expires_at=now + self.lifetime,
            accept=self.accept,
        )
        place = request.build_absolute_uri(f"{request.path}{upload.pk}/")
        return HttpResponse(status=201, headers={"Location": place, **_progress(upload)})

    def _head(self, request: HttpRequest, key: UUID) -> HttpResponse:
        upload = self._upload(request, key)
        if upload.offset == upload.length:
            # Whole, but the server died before it was kept: now is the time.
            self._finish(request, upload)
        return HttpResponse(headers={**_progress(upload), "Upload-Length": str(upload.length)})

    def _patch(self, request: HttpRequest, key: UUID) -> HttpResponse:
        upload = self._upload(request, key)
        if request.content_type != CONTENT_TYPE:
            raise _Answer(415, f"send {CONTENT_TYPE}")
        said = request.headers.get("Upload-Checksum")
        try:
            checksum = uploads.Checksum.parsed(said) if said else None
        except ValueError as error:
            raise _Answer(400, str(error)) from error
        offset = _number(request, "Upload-Offset")
        whole = _tried(uploads.append, upload=upload, offset=offset, blocks=_blocks(request), checksum=checksum)
        if whole:
            self._finish(request, upload)
        return HttpResponse(status=204, headers=_progress(upload))

    def _delete(self, request: HttpRequest, key: UUID) -> HttpResponse:
        _tried(uploads.terminate, upload=self._upload(request, key))
        return HttpResponse(status=204)

    def _finish(self, request: HttpRequest, upload: Upload) -> None:
        def then(upload: Upload, kept: Kept) -> None:
            if self.then is not None:
                self.then(request, upload, kept)

        _tried(uploads.finish, upload=upload, at=clock.now(), accept=self.accept, then=then)

    def _upload(self, request: HttpRequest, key: UUID) -> Upload:
        owner = self.authorise(request)
        upload = Upload.objects.filter(pk=key, endpoint=self.name, owner=owner.id).first()
        # Somebody else's upload and none at all look the same from outside.
        if upload is None:
            raise _Answer(404, "there is no such upload")
        if upload.expires_at <= clock.now():
            raise _Answer(410, "the upload has expired; begin anew")
        return upload


def _dispatched(
    request: HttpRequest, methods: dict[str, Callable[..., HttpResponse]], given: dict[str, Any]
) -> HttpResponse:
    method = request.method or ""
    if method == "POST":
        # For places where a firewall lets only GET and POST pass; a GET never acts, it is not checked for forgery.
        method = request.headers.get("X-HTTP-Method-Override", method).upper()
    if method not in methods:
        raise _Answer(405, f"use one of {', '.join(methods)}")
    if method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise _Answer(412, f"speak tus {VERSION}")
    return methods[method](request, **given)


def _said(answer: _Answer) -> HttpResponse:
    response: HttpResponse
    if answer.data is not None:
        response = JsonResponse(answer.data, status=answer.status)
    else:
        response = HttpResponse(answer.text, status=answer.status, content_type="text/plain; charset=utf-8")
    if answer.status == 412:
        response.headers["Tus-Version"] = VERSION
    return response


_STATUS: dict[type[Exception], int] = {
    uploads.WrongOffset: 409,
    uploads.Gone: 410,
    uploads.TooMuch: 413,
    uploads.Busy: 423,
    uploads.TooMany: 429,
    uploads.Corrupt: 460,
}


def _tried(action: Callable[..., Any], **given: Any) -> Any:
    """Do it, or answer with why not."""
    try:
        return action(**given)
    except Refused as refusal:
        status = 413 if any(f.code == "too-large" for f in refusal.findings) else 422
        raise _Answer(status, data={"findings": as_data(refusal.findings)}) from refusal
    except tuple(_STATUS) as error:
        raise _Answer(_STATUS[type(error)], str(error)) from error


def _progress(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.offset), "Upload-Expires": http_date(upload.expires_at.timestamp())}


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise _Answer(400, f"{header} is {text!r}: send a whole number")
    return int(text)


def _metadata(request: HttpRequest) -> dict[str, str]:
    said = {}
    for pair in filter(None, (part.strip() for part in request.headers.get("Upload-Metadata", "").split(","))):
        key, _, encoded = pair.partition(" ")
        try:
            said[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise _Answer(400, f"Upload-Metadata: the value of {key} is not UTF-8 in base64") from error
    return said


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    """What arrives until the request ends, or the line breaks."""
    while True:
        try:
            block = request.read(_BLOCK)
        except UnreadablePostError:
            return
        if not block:
            return
        yield block
