"""The stage as Django knows it."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The screening."""

    name = "juli.stages.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what waits where, and what screening gives to the stages before it."""
        from juli.stages.screening import earlier, facts, starting
        from juli.stages.screening.whole import starting as whole

        starting.start()
        facts.start()
        earlier.register_queues()
        whole.start()
