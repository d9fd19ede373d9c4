"""Every write of the file store, by noun: uploads, keeping, attachments, upkeep."""

from juli.registry.files.actions.attachments import attach, attach_also, detach
from juli.registry.files.actions.keeping import Kept, keep, take
from juli.registry.files.actions.upkeep import draw_previews, scan_again, sweep
from juli.registry.files.actions.uploads import append, finish, start, terminate

__all__ = [
    "Kept",
    "append",
    "attach",
    "attach_also",
    "detach",
    "draw_previews",
    "finish",
    "keep",
    "scan_again",
    "start",
    "sweep",
    "take",
    "terminate",
]
