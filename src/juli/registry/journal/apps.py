"""The journal as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Its label is not plain ``journal``: labels are shared with every installed package."""

    name = "juli.registry.journal"
    label = "registry_journal"
    verbose_name = "操作日志"
