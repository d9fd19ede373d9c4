"""Kept files and printed papers in an archive: each content once, by its digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from juli.engines.paper.document import Document
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import PaperError
from juli.engines.policy.labels import Label
from juli.registry.archive.contents import FILES, Contents, Member
from juli.registry.canonical import SHANGHAI
from juli.registry.files.models import Attachment, StoredFile
from juli.registry.files.store import store
from juli.registry.parties import Subject

_UNREAD = Label("文件库中没有这份内容", "the store of files does not hold it")


def kept_file(contents: Contents, file: StoredFile, title: Label, **said: Any) -> str | None:
    """A kept file by its digest; its path, None where the store has lost it (which the inner list says)."""
    path = f"{FILES}/{file.digest}.{file.kind}"
    if contents.has(path):
        return path
    kept = store()
    if not kept.has(file.digest):
        contents.lacks(Label(f"{title.zh}（{file.digest[:12]}）", f"{title.en} ({file.digest[:12]})"), _UNREAD)
        return None
    date = file.kept_at.astimezone(SHANGHAI).date()
    given = {"date": date, "pages": file.pages, "personal": True} | said
    return contents.add(Member(path, "file", title, lambda: kept.open(file.digest), **given))


def attached(contents: Contents, subjects: Iterable[Subject], title: Label) -> list[dict[str, str]]:
    """The files that belong to some subjects; what each proves, by its digest."""
    found = []
    for subject in subjects:
        links = Attachment.objects.filter(subject_type=subject.type, subject_id=subject.id)
        for link in links.select_related("file").order_by("tag", "file__digest"):
            kept_file(contents, link.file, named(title, link.name))
            found.append({"of": str(subject), "tag": link.tag, "name": link.name, "sha256": link.file.digest})
    return found


def by_digest(contents: Contents, names: Iterable[tuple[str, str]], title: Label) -> None:
    """Kept files by digest and name, as a frozen copy lists them."""
    wanted = dict(names)
    known = {file.digest: file for file in StoredFile.objects.filter(digest__in=list(wanted))}
    for digest, name in wanted.items():
        if digest in known:
            kept_file(contents, known[digest], named(title, name))
        else:
            contents.lacks(named(title, name), _UNREAD)


def paper(
    contents: Contents, path: str, title: Label, made: Callable[[], Document], *, date: dt.datetime, **said: Any
) -> None:
    """A paper as PDF; what cannot be printed is named on the inner list, with the reason."""
    if contents.has(path):
        return
    try:
        contents.text(path, "paper", title, pdf(made()), date=date.astimezone(SHANGHAI).date(), **said)
    except PaperError as error:
        contents.lacks(title, Label("；".join(error.say("zh").splitlines()), "; ".join(error.say("en").splitlines())))


def named(title: Label, name: str) -> Label:
    """A title with the name of the one."""
    return Label(f"{title.zh}：{name}", f"{title.en}: {name}") if name else title
