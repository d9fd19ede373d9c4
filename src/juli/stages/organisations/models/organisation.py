"""An organisation and its record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from juli.registry.language import language
from juli.registry.parties import Subject
from juli.stages.organisations.codes import kind_of_body


class Organisation(models.Model):
    """A body that may apply. Its credit code is the one thing nobody else can have."""

    class State(models.TextChoices):
        """How far its registration is. Only an accepted one applies; a refused one may be handed in again."""

        DRAFT = "draft", _("Being entered")
        WAITING = "waiting", _("Waiting for the audit")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    #: 统一社会信用代码 (GB 32100), empty only for a body under its host's.
    uscc = models.CharField(max_length=18, unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    #: The organisation whose code it uses, for enterprise and park associations without one of their own.
    host = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="hosted")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    #: 法定代表人; for a body without a code, the person who answers for it.
    legal_representative = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    #: 单位简介 (S4-81), 党建工作 (S2-39), 发展规划: texts that forms take over.
    profile = models.TextField(blank=True)
    party_work = models.TextField(blank=True)
    development_plan = models.TextField(blank=True)
    #: The applicant's own fields as the vocabulary names them, except name, uscc and type; dates as YYYY-MM-DD,
    #: money in 分.
    record = models.JSONField(default=dict)
    #: Kinds of standing of which the recorded rows are all there are (none, perhaps); the others are not known yet.
    complete = models.JSONField(default=list)
    #: Rises with every change: a save that names an older one is told (design §6).
    version = models.PositiveIntegerField(default=1)
    #: Why it was refused, or why the acceptance was taken back; in the words of the office.
    remark = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc__isnull=False) | Q(host__isnull=False), name="organisations_code_or_host"
            ),
            models.UniqueConstraint(
                fields=["host", "name"], condition=Q(host__isnull=False), name="organisations_hosted_once"
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def body(self) -> str:
        """What body its code says it is, in the language of the page; empty for one under its host's code."""
        return kind_of_body(self.uscc).say(language()) if self.uscc else ""

    @property
    def subject(self) -> Subject:
        """What it is called in the journal and by its files."""
        return Subject("organisation", str(self.pk))
