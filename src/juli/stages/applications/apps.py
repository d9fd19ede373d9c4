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
        from juli.stages.applications import addresses, claims, concerned, contents, notices, reminding

        notices.register_all()
        addresses.register_places()
        reminding.register_reminders()
        concerned.register()
        due.register("applications.seal", _seal_missing)
        due.register("applications.versions", _keep_pauses)
        contents.add(contents.CLAIMS, contents.Held(claims.held, claims.put_back))


def _seal_missing(now: datetime) -> int:
    from juli.stages.applications.actions.submitting import seal_missing

    return seal_missing(at=now)


def _keep_pauses(now: datetime) -> int:
    from juli.stages.applications.actions.versions import keep_pauses

    return keep_pauses(at=now)
