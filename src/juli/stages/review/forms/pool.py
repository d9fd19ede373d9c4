"""What the office says of experts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juli.stages.review.facts import Facts, parted
from juli.stages.review.models import Expert, Intake, Tie

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class ExpertForm(forms.Form):
    """An expert's record. The numbers are typed and never shown again: empty leaves what is kept."""

    name = forms.CharField(label=_("Name of the expert"), max_length=60)
    employer = forms.CharField(label=_("Employer"), max_length=120, required=False)
    employer_code = forms.CharField(
        label=_("Employer's credit code"), max_length=40, required=False, widget=forms.TextInput(_PLAIN)
    )
    post = forms.CharField(label=_("Position"), max_length=60, required=False)
    title = forms.CharField(label=_("Professional title"), max_length=60, required=False)
    fields_said = forms.CharField(
        label=_("Fields of review"), max_length=400, required=False, help_text=_("Several between commas.")
    )
    email = forms.EmailField(label=_("E-mail of the expert"), required=False)
    phone = forms.CharField(label=_("Telephone of the expert"), max_length=30, required=False)
    document = forms.ChoiceField(label=_("Document"), choices=Expert.Document.choices, initial=Expert.Document.RESIDENT)
    number = forms.CharField(label=_("ID number"), max_length=60, required=False, widget=forms.TextInput(_PLAIN))
    bank = forms.CharField(label=_("Bank"), max_length=120, required=False)
    account = forms.CharField(label=_("Bank account"), max_length=60, required=False, widget=forms.TextInput(_PLAIN))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, expert: Expert | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = _("Empty leaves what is kept; it is never shown again but for its last four characters.")
        for name in ("number", "account"):
            self.fields[name].help_text = kept
        if expert is not None:
            said = {name: getattr(expert, name) for name in self.fields if hasattr(expert, name)}
            said |= {"number": "", "account": "", "fields_said": "、".join(sorted(f.name for f in expert.fields.all()))}
            self.initial = {**said, **self.initial}

    def facts(self) -> Facts:
        """What was said, for the action."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Facts._fields}
        return Facts(**said, fields=parted(self.cleaned_data["fields_said"]))


class TieForm(forms.Form):
    """What binds an expert to a unit."""

    kind = forms.ChoiceField(label=_("Kind of tie"), choices=Tie.Kind.choices)
    unit = forms.CharField(label=_("Unit"), max_length=120, required=False)
    code = forms.CharField(label=_("Its credit code"), max_length=40, required=False, widget=forms.TextInput(_PLAIN))
    since = forms.DateField(label=_("Since"), required=False, widget=DAY)
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY, help_text=_("Empty while it holds."))
    over = forms.BooleanField(label=_("It is over, nobody knows since when"), required=False)
    source = forms.CharField(label=_("Source"), max_length=200)

    def tie(self) -> Tie:
        """The row, not saved."""
        return Tie(**self.cleaned_data)


class AwayForm(forms.Form):
    """Days of absence."""

    since = forms.DateField(label=_("First day"), widget=DAY)
    until = forms.DateField(label=_("Last day"), widget=DAY)


class ListForm(forms.Form):
    """A workbook."""

    of = forms.ChoiceField(choices=Intake.Of.choices, widget=forms.HiddenInput)
    file = forms.FileField(label=_("Workbook (XLSX)"))


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}), max_length=2000)
