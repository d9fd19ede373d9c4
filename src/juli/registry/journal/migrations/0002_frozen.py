from typing import ClassVar

from django.db import migrations

from juli.registry.frozen import Freeze


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry_journal", "0001_initial")]
    operations: ClassVar = [
        Freeze("Entry"),
        Freeze("Salt", erasable=["salt"]),
        Freeze("Root"),
    ]
