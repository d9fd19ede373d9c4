"""What visitors send."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: Name endings that are read, with the most bytes of each: text takes longer to read than a workbook of the same size.
LIMITS = {".xlsx": 5_000_000, ".yaml": 500_000, ".yml": 500_000, ".json": 500_000}
_KILO = 1_000


class DossierForm(forms.Form):
    """A dossier as a file."""

    file = forms.FileField(
        label=_("Dossier"),
        max_length=200,
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty."),
            "max_length": _("The file's name is too long; shorten it."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(LIMITS)}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Of a kind that is read, and not too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        ending = PurePath(file.name or "").suffix.lower()
        most = LIMITS.get(ending)
        if most is None:
            raise forms.ValidationError(
                gettext("“{name}” is not a dossier; bring an .xlsx, .yaml or .json file.").format(name=file.name)
            )
        if (file.size or 0) > most:
            raise forms.ValidationError(
                gettext("The file is larger than {size} kB; split it, or leave out what no clause reads.").format(
                    size=most // _KILO
                )
            )
        return file
