"""The stage as Django knows it."""

from datetime import datetime

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The applications."""

    name = "juli.stages.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the messages, their pages, whom they concern, the reminders and what falls due known."""
        from juli.registry import due
        from juli.registry.archive import composing
        from juli.stages.applications import addresses, archiving, claims, concerned, contents, notices, reminding

        notices.register_all()
        addresses.register_places()
        reminding.register_reminders()
        concerned.register()
        due.register("applications.seal", _seal_missing)
        due.register("applications.versions", _keep_pauses)
        contents.add(contents.CLAIMS, contents.Held(claims.held, claims.put_back))
        composing.register("application", "applications", 20, archiving.of_application)
        # After all that is the call's own, which tells more of its chains than one application's file may.
        composing.register("call", "applications", 90, archiving.of_call)


def _seal_missing(now: datetime) -> int:
    from juli.stages.applications.actions.submitting import seal_missing

    return seal_missing(at=now)


def _keep_pauses(now: datetime) -> int:
    from juli.stages.applications.actions.versions import keep_pauses

    return keep_pauses(at=now)
