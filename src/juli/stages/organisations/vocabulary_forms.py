"""Forms made from the vocabulary: each of its fields becomes a field of a form (design §5).

What comes out of ``clean`` is typed by the engine (``engines.policy.values.typed``): what a form accepts is what a
verdict is computed from. What a person may type is a little wider than what a file may say: full-width digits,
separators in amounts, days as 2021/6/1 or 2021年6月1日; nothing is guessed or rounded.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juli.engines.policy.dossier import Bare
from juli.engines.policy.problems import BadValue
from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import Field
from juli.stages.organisations.vocabulary_values import given, kept_all
from juli.stages.organisations.vocabulary_widgets import LinksWidget
from juli.stages.organisations.wording import say

#: Characters of one text, and of one name in a list.
LONGEST_TEXT: Final = 1000
LONGEST_NAME: Final = 200
MOST_NAMES: Final = 5000
#: Digits alone of at most so many are a number; more are a name made of digits (a credit code).
_NUMBER_LENGTH: Final = 9
_LARGEST: Final = 10**15
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\Z", re.ASCII)
_UNKNOWN: Final = ""
_YES, _NO = "yes", "no"
_BOTTOM = gettext_lazy("not known yet")


class VocabularyField(forms.Field):
    """A field of a form for a field of the vocabulary; ``clean`` gives the engine's type, None where it is empty."""

    def __init__(self, field: Field, **options: Any) -> None:
        self.vocabulary = field
        label = options.pop("label", None) or _labelled(field)
        super().__init__(label=label, help_text=_hint(field), **options)

    def to_python(self, value: Any) -> Any:
        """The value in the engine's type. Raises ValidationError with what would fit."""
        try:
            found = typed(self.vocabulary, self._plain(value))
        except BadValue as error:
            raise ValidationError(self._refusal(), code="invalid") from error
        return found

    def _plain(self, value: Any) -> Any:
        """What was typed, as a file would say it."""
        return value.strip() if isinstance(value, str) else value

    def _refusal(self) -> str:
        """What would fit."""
        return _("This does not fit here.")

    def prepared(self, value: Any) -> Any:
        """A value from JSON as the control shows it."""
        return given(self.vocabulary, value)


class TextField(VocabularyField):
    """One line of text, or the name of somebody or something."""

    def _plain(self, value: Any) -> Any:
        text = (value or "").strip()
        if len(text) > LONGEST_TEXT:
            raise ValidationError(
                _("%(number)d characters are too long; write at most %(most)d.")
                % {"number": len(text), "most": LONGEST_TEXT}
            )
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t" for c in text):
            raise ValidationError(_("There is a character that cannot be shown; type the text anew."))
        return text


class NumberField(VocabularyField):
    """A whole number, a year or an amount in yuan."""

    def __init__(self, field: Field, **options: Any) -> None:
        mode = "decimal" if field.type == "money" else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(field, widget=widget, **options)

    def _plain(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", (value or "").strip()).replace(",", "").replace(" ", "")
        if self.vocabulary.type == "money":
            whole = text.partition(".")[0]
            if whole.isdecimal() and (len(whole) > len(str(_LARGEST)) or int(whole) >= _LARGEST):
                raise ValidationError(_("This is more money than there is; check the number of digits."))
            return text
        if not text:
            return None
        if not (text.isascii() and text.isdecimal()) or len(text) > len(str(_LARGEST)):
            raise ValidationError(self._refusal(), code="invalid")
        return int(text)

    def _refusal(self) -> str:
        if self.vocabulary.type == "money":
            return _("Write an amount in yuan: digits, at most two places, not below zero.")
        if self.vocabulary.type == "year":
            return _("Write a year with four digits.")
        return _("Write a whole number, 0 or more, without its unit.")

    def prepared(self, value: Any) -> Any:
        """The number as text: in no language does a year have a separator."""
        return "" if value is None else str(given(self.vocabulary, value))


class DateField(VocabularyField):
    """A day."""

    def __init__(self, field: Field, **options: Any) -> None:
        super().__init__(field, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def _plain(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", value.strip()) if isinstance(value, str) else value
        if isinstance(text, str) and (match := _DAY.match(text)):
            return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        return text

    def _refusal(self) -> str:
        return _("There is no such day; write YYYY-MM-DD.")


class ChoiceField(VocabularyField):
    """One of the vocabulary's values, or none yet."""

    def __init__(self, field: Field, **options: Any) -> None:
        choices = [(_UNKNOWN, "—"), *((code, say(label)) for code, label in field.choices.items())]
        super().__init__(field, widget=forms.Select(choices=choices), **options)

    def _refusal(self) -> str:
        return _("Choose one of the list.")


class ChoicesField(VocabularyField):
    """Any of the vocabulary's values."""

    def __init__(self, field: Field, **options: Any) -> None:
        choices = [(code, say(label)) for code, label in field.choices.items()]
        super().__init__(field, widget=forms.CheckboxSelectMultiple(choices=choices), **options)

    def _refusal(self) -> str:
        return _("Choose from the list.")

    def prepared(self, value: Any) -> Any:
        """The codes that are ticked."""
        return list(value or ())


class TruthField(VocabularyField):
    """Yes, no, or not known yet: three answers, none of them by default."""

    def __init__(self, field: Field, **options: Any) -> None:
        choices = [(_YES, gettext_lazy("yes")), (_NO, gettext_lazy("no")), (_UNKNOWN, _BOTTOM)]
        super().__init__(field, widget=forms.RadioSelect(choices=choices), **options)

    def _plain(self, value: Any) -> Any:
        return {_YES: True, _NO: False, _UNKNOWN: None, None: None}.get(value, value)

    def _refusal(self) -> str:
        return _("Choose yes, no or not known yet.")

    def prepared(self, value: Any) -> Any:
        """The answer that is marked."""
        return {True: _YES, False: _NO}.get(value, _UNKNOWN)


class ReferencesField(VocabularyField):
    """Names or credit codes, one on each line; or only how many there are."""

    def __init__(self, field: Field, **options: Any) -> None:
        super().__init__(field, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def _plain(self, value: Any) -> Any:
        text = (value or "").strip()
        number = unicodedata.normalize("NFKC", text)
        if number.isascii() and number.isdecimal() and len(number) <= _NUMBER_LENGTH:
            return int(number)
        names = list(dict.fromkeys(filter(None, (name.strip() for name in re.split(r"[\n、;；]", text)))))
        for name in names:
            if len(name) > LONGEST_NAME:
                raise ValidationError(
                    _("“%(name)s…” is too long for a name; one name on each line.") % {"name": name[:20]}
                )
        if len(names) > MOST_NAMES:
            raise ValidationError(
                _("%(number)d names are too many; write how many there are, and bring the list as a file.")
                % {"number": len(names)}
            )
        return names

    def _refusal(self) -> str:
        return _("Write one name on each line, or only how many there are.")

    def prepared(self, value: Any) -> Any:
        """The names as lines, or the number."""
        if value is None:
            return ""
        return str(int(value)) if isinstance(value, int | Bare) else "\n".join(value)


class LinksField(VocabularyField):
    """Where something was published: platform, address and day, a row each."""

    def __init__(self, field: Field, **options: Any) -> None:
        super().__init__(field, widget=LinksWidget(), **options)

    def _plain(self, value: Any) -> Any:
        rows = []
        for platform, url, on in value or ():
            if not platform:
                raise ValidationError(_("Name the platform of each row."))
            day = _DAY.match(unicodedata.normalize("NFKC", on))
            if on and day is None:
                raise ValidationError(_("“%(day)s” is no day; write YYYY-MM-DD.") % {"day": on[:20]})
            if url and not url.startswith(("http://", "https://")):
                raise ValidationError(
                    _("“%(url)s” is no web address; it begins with https:// or http://.") % {"url": url[:60]}
                )
            row = {"platform": platform[:LONGEST_NAME], "url": url[:LONGEST_TEXT]}
            rows.append(row | ({"on": f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"} if day else {}))
        return rows

    def _refusal(self) -> str:
        return _("There is no such day; write YYYY-MM-DD.")


_FORMS: Final[Mapping[str, type[VocabularyField]]] = {
    "text": TextField,
    "reference": TextField,
    "choice": ChoiceField,
    "choices": ChoicesField,
    "integer": NumberField,
    "year": NumberField,
    "money": NumberField,
    "boolean": TruthField,
    "date": DateField,
    "references": ReferencesField,
    "links": LinksField,
}


def form_field(field: Field, *, required: bool = False, label: str = "") -> VocabularyField:
    """The form's field for a field of the vocabulary, in the language of the page."""
    return _FORMS[field.type](field, required=required, label=label)


class VocabularyForm(forms.Form):
    """A form of vocabulary fields, in the vocabulary's order; ``values`` are kept ones (JSON) to begin with.

    ``names`` picks some of the fields. After ``is_valid``: ``cleaned_data`` is typed, ``kept()`` is for JSON.
    """

    def __init__(
        self,
        fields: Mapping[str, Field],
        *args: Any,
        names: Iterable[str] | None = None,
        values: Mapping[str, Any] | None = None,
        required: Collection[str] = (),
        **options: Any,
    ) -> None:
        self.vocabulary = {name: fields[name] for name in (fields if names is None else names)}
        super().__init__(*args, **options)
        for name, field in self.vocabulary.items():
            made = form_field(field, required=name in required)
            self.fields[name] = made
            if values is not None and name in values:
                self.initial.setdefault(name, made.prepared(values[name]))

    def kept(self) -> dict[str, Any]:
        """What was typed, as JSON keeps it; empty fields left out."""
        return kept_all(self.vocabulary, self.cleaned_data)


def typed_day(value: str) -> dt.date | None:
    """A day as a person writes it; None where it is none."""
    match = _DAY.match(unicodedata.normalize("NFKC", value.strip()))
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _labelled(field: Field) -> str:
    said = say(field.label)
    if field.type == "money":
        return _("%(field)s (yuan)") % {"field": said}
    return _("%(field)s (%(unit)s)") % {"field": said, "unit": say(field.unit)} if field.unit else said


def _hint(field: Field) -> str:
    said = say(field.help) if field.help else ""
    if field.type == "references":
        how = _("One name or credit code on each line; or only how many there are.")
        said = f"{said} {how}".strip()
    return said
