"""What is handed in beside the form: the documents that the call asks for, and files that stand in the form itself."""

from __future__ import annotations

from django.db import models

from juli.registry.files.models import Attachment
from juli.stages.applications.models.application import Application


class Material(models.Model):
    """One file of an application, and what it is handed in as.

    Either one of the call's attachments (``attachment``, with the year or the achievement that it is for), or a file in
    a field of the form (``section``, ``field``, in tables ``row`` and ``column``).
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="materials")
    link = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    attachment = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    achievement = models.CharField(max_length=20, blank=True)
    #: The day the document bears, and until when it is valid: where the call asks.
    dated = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    #: Whether it bears the seal that the call asks for, as the applicant says.
    sealed = models.BooleanField(default=False)
    section = models.CharField(max_length=80, blank=True)
    field = models.CharField(max_length=120, blank=True)
    row = models.CharField(max_length=12, blank=True)
    column = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "attachment"], name="applications_material_of")]

    def __str__(self) -> str:
        """What it is handed in as."""
        return f"{self.attachment or self.section} of {self.application_id}"
