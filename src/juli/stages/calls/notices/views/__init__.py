"""The pages of a call's notice."""

from juli.stages.calls.notices.views.anchoring import anchors, confirm, confirm_sure, release
from juli.stages.calls.notices.views.reading import annex_file, public_text
from juli.stages.calls.notices.views.texts import (
    annex,
    bring,
    contact,
    discard,
    file,
    line,
    overview,
    preview,
    remove_contact,
    take,
)

__all__ = [
    "anchors",
    "annex",
    "annex_file",
    "bring",
    "confirm",
    "confirm_sure",
    "contact",
    "discard",
    "file",
    "line",
    "overview",
    "preview",
    "public_text",
    "release",
    "remove_contact",
    "take",
]
