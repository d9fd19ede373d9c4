"""The stage as Django knows it."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """The awards."""

    name = "juli.stages.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the guards of the stage's steps and its queues known."""
        from juli.stages.awards import (
            archives_starting,
            audited,
            auditing,
            audits,
            audits_starting,
            desk,
            guards,
            publications_starting,
            starting,
        )

        guards.register_guards()
        auditing.register_audit()
        audited.register(audits.costs)
        desk.register_queues()
        publications_starting.start()
        audits_starting.start()
        starting.start()
        archives_starting.start()
