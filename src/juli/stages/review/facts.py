"""What is said of an expert, checked: the same for the form and for a row of a workbook."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from juli.stages.organisations.codes import checked
from juli.stages.review import identities
from juli.stages.review.models import Expert

_BETWEEN: Final = re.compile(r"[、,，;；\n]")
_LONGEST_FIELD: Final = 40
#: Columns of the model that are said in words.
TEXTS: Final = ("name", "employer", "post", "title", "email", "phone", "bank", "note")


class Facts(NamedTuple):
    """What is said. ``number`` and ``account`` are whole here and nowhere else; empty ones leave what is kept."""

    name: str
    employer: str = ""
    employer_code: str = ""
    post: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    bank: str = ""
    note: str = ""
    fields: tuple[str, ...] = ()
    document: str = Expert.Document.RESIDENT
    number: str = ""
    account: str = ""

    def checked(self) -> Facts:
        """The same, plain and right. Raises ValidationError by field."""
        wrong: dict[str, ValidationError] = {}
        said = {name: " ".join(getattr(self, name).split()) for name in TEXTS if name != "note"}
        said["note"] = self.note.strip()
        if not said["name"]:
            wrong["name"] = ValidationError(_("Say who it is."))
        for name in TEXTS:
            longest = getattr(Expert._meta.get_field(name), "max_length", None)  # noqa: SLF001  # It is public.
            if longest is not None and len(said[name]) > longest:
                wrong[name] = ValidationError(_("At most %(most)d characters fit here.") % {"most": longest})
        checks = {
            "employer_code": checked,
            "number": identities.other if self.document == Expert.Document.OTHER else identities.resident,
            "account": identities.account,
            "email": _email,
        }
        for name, check in checks.items():
            value = getattr(self, name).strip()
            try:
                said[name] = check(value) if value else ""
            except ValidationError as error:
                wrong[name] = error
        fields = tuple(dict.fromkeys(" ".join(field.split()) for field in self.fields if field.strip()))
        if any(len(field) > _LONGEST_FIELD for field in fields):
            wrong["fields"] = ValidationError(_("A field has at most %(most)d characters.") % {"most": _LONGEST_FIELD})
        if wrong:
            raise ValidationError(wrong)
        return self._replace(**said, fields=fields)


def parted(text: str) -> tuple[str, ...]:
    """Fields as they are typed, between 、 or commas."""
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def _email(text: str) -> str:
    validate_email(text)
    return text.lower()
