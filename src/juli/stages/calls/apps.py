"""The stage as Django knows it."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """The calls: programmes on the shelf, drafts, what is published."""

    name = "juli.stages.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the letters known, and what a call puts into an archive."""
        from juli.registry.archive import composing
        from juli.stages.calls import archiving, letters

        letters.register_all()
        composing.register("call", "calls", 10, archiving.of_call)
