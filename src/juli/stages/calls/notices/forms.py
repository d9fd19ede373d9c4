"""What officers send: a file, an annex, a contact."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_CHOOSE = {"required": _("Choose a file first."), "empty": _("The file is empty.")}


class ImportForm(forms.Form):
    """The notice as a file."""

    file = forms.FileField(
        label=_("Notice"),
        max_length=200,
        error_messages=_CHOOSE,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )


class AnnexForm(forms.Form):
    """An annex, or a further version of one."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    title_zh = forms.CharField(label=_("Title"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    note = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("Asked for from the second version on; the public reads it."),
    )
    annex = forms.FileField(label=_("File"), max_length=200, error_messages=_CHOOSE)


class ContactForm(forms.Form):
    """Who answers, in one of the roles that the programme file names."""

    person = forms.CharField(label=_("Contact person"), max_length=60, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)

    def clean(self) -> dict[str, object]:
        """Something must be entered."""
        found = super().clean() or {}
        if not any(found.values()) and not self.errors:
            raise forms.ValidationError(_("Enter a person, a unit, a number or an address."))
        return found
