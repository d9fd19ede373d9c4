"""The stage as Django knows it."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """The calls: programmes on the shelf, drafts, what is published."""

    name = "juli.stages.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the letters known."""
        from juli.stages.calls import letters

        letters.register_all()
