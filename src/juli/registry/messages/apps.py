"""The messages as a Django app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Its label is not plain ``messages``: Django's own flash messages are called that."""

    name = "juli.registry.messages"
    label = "registry_messages"
    verbose_name = "消息"
