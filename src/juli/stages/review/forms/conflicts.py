"""What the office says of conflicts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juli.stages.applications.models import Application
from juli.stages.review.forms.pool import DAY
from juli.stages.review.models import Conflict, Expert

_KINDS = [(kind.value, kind.label) for kind in Conflict.Kind if kind != Conflict.Kind.DECLARED]


class ConflictForm(forms.Form):
    """A conflict of an expert: with one application, by its number, or with a unit."""

    kind = forms.ChoiceField(label=_("Kind of conflict"), choices=_KINDS)
    number = forms.CharField(label=_("Application's number"), max_length=30, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=120, required=False)
    code = forms.CharField(label=_("Its credit code"), max_length=40, required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=DAY)
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY)
    source = forms.CharField(label=_("Source"), max_length=300)

    def clean_number(self) -> str:
        """The number of an application that is there."""
        number = str(self.cleaned_data["number"]).strip()
        self.application = Application.objects.filter(number=number).first() if number else None
        if number and self.application is None:
            raise ValidationError(_("No application has this number."))
        return number

    def conflict(self, expert: Expert | None) -> Conflict:
        """The row, not kept."""
        said: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "number"}
        return Conflict(expert=expert, application=self.application, **said)


class AvoidForm(ConflictForm):
    """An expert whom an applicant asks to keep out, by name: the office writes down what the applicant said."""

    kind = forms.ChoiceField(choices=_KINDS, initial="to_avoid", widget=forms.HiddenInput)
    named = forms.CharField(label=_("Name of the expert"), max_length=60)
    named_unit = forms.CharField(label=_("The expert's employer"), max_length=120, required=False)
