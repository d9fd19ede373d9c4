"""The stage as Django knows it."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The experts' review."""

    name = "juli.stages.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what this stage gives to the others: guards, messages."""
        from juli.stages.applications import guards
        from juli.stages.review import assigned, notices

        guards.register("assigned", assigned.assigned)
        notices.register_all()
