"""What people say of organisations. Fields of the vocabulary come from ``vocabulary_forms``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juli.stages.organisations.codes import checked
from juli.stages.organisations.models import Officer, Organisation
from juli.stages.organisations.queries.registration import PRINTED
from juli.stages.organisations.sections import LONG, TEXTS, Section
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_forms import VocabularyForm
from juli.stages.organisations.wording import say

_LONGEST = {"name": 120, "legal_representative": 60, "address": 200}
_LONGEST_TEXT = 20_000
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RegisterForm(forms.Form):
    """The beginning of a registration: under a code of its own, or under its host's."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120, help_text=_("As on its certificate."))
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("18 characters. Without a code of its own: leave this empty and name the host below."),
    )
    host_uscc = forms.CharField(
        label=_("Code of the host"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("For associations of an enterprise or a park that have no code of their own."),
    )
    host_name = forms.CharField(
        label=_("Name of the host"),
        max_length=120,
        required=False,
        help_text=_("Where the host is not registered yet."),
    )

    def clean_uscc(self) -> str:
        """The code, plain and right."""
        return checked(self.cleaned_data["uscc"]) if self.cleaned_data["uscc"].strip() else ""

    def clean_host_uscc(self) -> str:
        """The host's code, plain and right."""
        return checked(self.cleaned_data["host_uscc"]) if self.cleaned_data["host_uscc"].strip() else ""

    def clean(self) -> dict[str, Any]:
        """One of the two codes."""
        said = super().clean() or {}
        if not self.errors:
            if not said.get("uscc") and not said.get("host_uscc"):
                self.add_error("uscc", _("Write the organisation's code; where it has none, its host's below."))
            elif said.get("uscc") and said.get("host_uscc"):
                self.add_error(
                    "host_uscc", _("An organisation with a code of its own needs no host; empty one of them.")
                )
        return said


class SectionForm(VocabularyForm):
    """A part of the record: columns, then fields of the vocabulary."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    #: Asked for before the registration can be handed in, though a draft may lack them.
    needed = frozenset({"legal_representative", "address", *PRINTED})

    @property
    def wide(self) -> frozenset[str]:
        """What takes a line of its own."""
        return LONG | {name for name, field in self.vocabulary.items() if field.type in {"references", "links"}}

    def __init__(self, part: Section, organisation: Organisation, *args: Any, **options: Any) -> None:
        self.texts = part.texts
        super().__init__(vocabulary().organisation, *args, names=part.fields, values=organisation.record, **options)
        made: dict[str, forms.Field] = {}
        for name in part.texts:
            widget = forms.Textarea({"rows": 8}) if name in LONG else forms.TextInput()
            made[name] = forms.CharField(
                label=str(TEXTS[name]),
                max_length=_LONGEST.get(name, _LONGEST_TEXT),
                required=name == "name",
                widget=widget,
            )
            self.initial.setdefault(name, getattr(organisation, name))
        self.fields = {**made, **self.fields}
        self.initial.setdefault("version", organisation.version)
        self.order_fields([*made, *part.fields, "version"])


class ActivityForm(forms.Form):
    """A field of activity."""

    name = forms.CharField(label=_("Field"), max_length=60)
    since = forms.DateField(label=_("Since"), widget=_DAY)


class OfficerForm(forms.Form):
    """Somebody in one of the four posts."""

    person = forms.CharField(label=_("Name"), max_length=60)
    post = forms.ChoiceField(label=_("Office held"), choices=Officer.Post.choices)
    since = forms.DateField(label=_("Since"), widget=_DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=_DAY, help_text=_("Empty while in office."))


class TypeForm(forms.Form):
    """As which type it applies, under which family of programmes."""

    type = forms.ChoiceField(label=_("Applicant type"))
    programme = forms.ChoiceField(label=_("Family of programmes"), required=False)
    since = forms.DateField(label=_("Since"), widget=_DAY)

    def __init__(self, families: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self.fields["type"], [(key, say(label)) for key, label in vocabulary().applicant_types.items()])
        _choose(self.fields["programme"], [("", _("all programmes")), *families])


class EndForm(forms.Form):
    """Until which day something held."""

    until = forms.DateField(label=_("Until"), widget=_DAY)


class ChangeForm(forms.Form):
    """A change that the office audits."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=40, required=False)
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=60)
    types = forms.MultipleChoiceField(label=_("Applicant types"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text=_("What changed, and since when."),
    )

    def __init__(self, families: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.families = [("", str(_("all programmes"))), *families]
        known = vocabulary().applicant_types
        _choose(self.fields["types"], [(f"{family}:{key}", key) for family, _title in self.families for key in known])

    def table(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Types × families: a type's words, and for each family its title, the choice, whether it is ticked."""
        ticked = set(self["types"].value() or ())
        return [
            (say(label), [(title, f"{family}:{key}", f"{family}:{key}" in ticked) for family, title in self.families])
            for key, label in vocabulary().applicant_types.items()
        ]

    def clean_uscc(self) -> str:
        """The code, plain and right."""
        return checked(self.cleaned_data["uscc"]) if self.cleaned_data["uscc"].strip() else ""

    def wanted(self) -> dict[str, Any]:
        """What is asked for, as ``Change.wanted`` has it."""
        types: dict[str, list[str]] = {}
        for choice in sorted(self.cleaned_data["types"]):
            family, _colon, kind = choice.partition(":")
            types.setdefault(family, []).append(kind)
        said = {name: self.cleaned_data[name] for name in ("name", "uscc", "legal_representative")}
        return {**said, "types": types}


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)


class JoinForm(forms.Form):
    """An account for somebody who was invited."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least ten characters, not only digits, no common word."),
    )
    again = forms.CharField(
        label=_("Password, once more"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """The same."""
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise ValidationError(_("The two are not the same."))
        return str(self.cleaned_data["again"])


class ReasonForm(forms.Form):
    """Why the office says no."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=2000)
    release = forms.BooleanField(
        label=_("Whoever began it does not belong to it: let its own people register"), required=False
    )


class FileForm(forms.Form):
    """A file, and what it is."""

    file = forms.FileField(label=_("File"), max_length=200)
    tag = forms.ChoiceField(label=_("What it is"))

    def __init__(self, tags: list[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = vocabulary().evidence
        _choose(self.fields["tag"], [(tag, say(known[tag]) if tag in known else tag) for tag in tags])
        if len(tags) == 1:
            self.initial["tag"] = tags[0]
            self.fields["tag"].widget = forms.HiddenInput()


class ListForm(forms.Form):
    """A list of standing as a workbook."""

    file = forms.FileField(label=_("Workbook"), max_length=200, widget=forms.ClearableFileInput({"accept": ".xlsx"}))


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # Declared above.
    field.choices = choices
