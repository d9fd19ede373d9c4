"""The stage as Django knows it."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The experts' review."""

    name = "juli.stages.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what this stage gives to the others."""
        from juli.stages.review import starting

        starting.start()
