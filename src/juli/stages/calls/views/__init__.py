"""The pages of the stage: programmes on the shelf, calls as everybody sees them, calls as the office makes them."""

from juli.stages.calls.views.programmes import home

__all__ = ["home"]
