"""The file store as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Its label is not plain ``files``: labels are shared with every installed package."""

    name = "juli.registry.files"
    label = "registry_files"
    verbose_name = "文件"
