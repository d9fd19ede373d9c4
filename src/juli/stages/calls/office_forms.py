"""What the office sends to make a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.labels import Label
from juli.stages.calls.actions.making import Moved
from juli.stages.calls.drafts import LONGEST
from juli.stages.calls.readiness import EDITION

#: A day, or a day and a time, as programme files write them.
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?"


class UploadForm(forms.Form):
    """A programme file."""

    file = forms.FileField(
        label=_("Programme file (YAML)"),
        max_length=200,
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> str:
        """Its text."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LONGEST:
            raise forms.ValidationError(
                gettext("The file is larger than {size} kB; a programme file is text.").format(size=LONGEST // 1000)
            )
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(gettext("The file is no text in UTF-8; save it as UTF-8.")) from None
        return text


class CopyForm(forms.Form):
    """What is moved in a copy of another edition."""

    edition = forms.RegexField(
        rf"\A{EDITION.pattern}\Z",
        label=_("Id of the new call"),
        max_length=60,
        help_text=_("Lower-case letters, digits and hyphens; it stands in the address."),
        error_messages={"invalid": _("Write lower-case letters, digits and hyphens, at most 60.")},
    )
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=9999)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    opens = forms.RegexField(
        rf"\A{_DATE}\Z",
        label=_("Opens"),
        required=False,
        help_text=_("YYYY-MM-DD, with THH:MM where it begins at an hour; may be entered later."),
        error_messages={"invalid": _("Write YYYY-MM-DD or YYYY-MM-DDTHH:MM.")},
    )
    closes = forms.RegexField(
        rf"\A{_DATE}\Z",
        label=_("Closes"),
        required=False,
        help_text=_("A day runs to its end; with THH:MM it closes strictly before that time."),
        error_messages={"invalid": _("Write YYYY-MM-DD or YYYY-MM-DDTHH:MM.")},
    )

    def moved(self) -> Moved:
        """What the officer moves."""
        data = self.cleaned_data
        title = Label(data["title_zh"], data["title_en"])
        return Moved(data["edition"], data["year"], title, data["opens"], data["closes"])
