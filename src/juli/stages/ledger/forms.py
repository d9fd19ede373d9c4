"""What people type into the ledger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.vocabulary import Field, Kind
from juli.registry.language import language
from juli.stages.ledger.actions.filings import Notice, Registered
from juli.stages.ledger.actions.listed import Facts
from juli.stages.ledger.entries import Unfit, open_fields
from juli.stages.ledger.models import Achievement, Filing, Listed
from juli.stages.ledger.registers import register_for
from juli.stages.organisations import codes
from juli.stages.organisations.vocabulary_forms import VocabularyForm


class EntryForm(VocabularyForm):
    """The form of one kind, made from the vocabulary. ``version`` is the one that the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        kind: Kind,
        *args: Any,
        fields: Mapping[str, Field] | None = None,
        names: Iterable[str] | None = None,
        **options: Any,
    ) -> None:
        self.kind = kind
        offered = dict(open_fields(kind) if fields is None else fields)
        required = ("title",) if "title" in offered else ()
        super().__init__(offered, *args, names=names, required=required, **options)
        for name, field in offered.items():
            register = register_for(field)
            if register is not None and name in self.fields:
                key = "list" if field.type == "reference" else "data-list"
                self.fields[name].widget.attrs[key] = f"names-{register}"

    @property
    def typed(self) -> dict[str, Any]:
        """The values that were typed, without the form's own."""
        return {name: self.cleaned_data.get(name) for name in self.vocabulary}

    def refuse(self, unfit: Unfit) -> None:
        """Say at each field what the ledger does not take."""
        for name, flaw in unfit.flaws.items():
            self.add_error(name if name in self.fields else None, flaw.say(language()))

    @property
    def wide(self) -> frozenset[str]:
        """The fields that take the whole width."""
        types = {"references", "links", "choices"}
        return frozenset(n for n, f in self.vocabulary.items() if f.type in types) | {"title"}


class ListedForm(forms.Form):
    """Somebody on one of the organisation's lists."""

    name = forms.CharField(max_length=120, label=_("Name of the body"))
    uscc = forms.CharField(
        required=False, max_length=40, label=_("Credit code"), help_text=_("18 characters; may stay empty")
    )
    size = forms.ChoiceField(choices=Listed.Size.choices, required=False, label=_("Size"))
    note = forms.CharField(required=False, max_length=200, label=_("Note"))

    def __init__(self, register: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if register != Listed.Register.ENTERPRISE:
            del self.fields["size"]
        else:
            self.fields["size"].initial = Listed.Size.UNKNOWN

    def clean_uscc(self) -> str:
        """The code, plain and with the right check digit; empty where none is given."""
        said: str = self.cleaned_data["uscc"]
        return codes.checked(said) if said.strip() else ""

    @property
    def facts(self) -> Facts:
        """What was typed."""
        said = self.cleaned_data
        return Facts(said["name"], said["uscc"], said.get("size") or Listed.Size.UNKNOWN, said["note"])


class FilingForm(forms.Form):
    """A new enterprise to be filed before its registration."""

    enterprise = forms.CharField(max_length=120, label=_("Name of the enterprise"))
    place = forms.CharField(max_length=120, label=_("Place of registration"))
    capital = forms.CharField(max_length=30, label=_("Registered capital (yuan)"))
    foreign = forms.ChoiceField(
        choices=[("no", _("no")), ("yes", _("yes"))], widget=forms.RadioSelect, label=_("Foreign-funded")
    )
    planned_on = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        label=_("Registration planned for"),
        help_text=_("To reckon the last safe day; may stay empty."),
    )
    business_scope = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), label=_("Business scope")
    )

    def clean_capital(self) -> Decimal:
        """The amount, to the cent."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["capital"]).replace(",", "").replace(" ", "")
        if not re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,2})?", text):
            raise forms.ValidationError(_("Write an amount in yuan: digits, at most two places, not below zero."))
        return Decimal(text)

    @property
    def notice(self) -> Notice:
        """What was typed."""
        said = self.cleaned_data
        return Notice(
            said["enterprise"],
            said["place"],
            said["capital"],
            said["business_scope"],
            said["foreign"] == "yes",
            said["planned_on"],
        )


class LicenceForm(forms.Form):
    """What the business licence says, and a copy of it."""

    name = forms.CharField(max_length=120, label=_("Name on the licence"))
    registered_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label=_("Day of registration")
    )
    uscc = forms.CharField(required=False, max_length=40, label=_("Credit code"))
    difference = forms.CharField(
        required=False, max_length=300, label=_("Why the name differs"), help_text=_("Where it is not the one filed.")
    )
    existing = forms.ChoiceField(required=False, label=_("Is it in your ledger already?"))
    file = forms.FileField(required=False, label=_("Copy of the licence"))

    def __init__(self, filing: Filing, like: Iterable[Achievement], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filing = filing
        self.like = {str(row.pk): row for row in like}
        rows = [(key, f"{row.date or ''} {row.title}".strip()[:80]) for key, row in self.like.items()]
        existing = self.fields["existing"]
        existing.choices = [("", _("no, enter it")), *rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields["existing"]
        self.fields["name"].initial = filing.enterprise

    def clean_uscc(self) -> str:
        """The code, plain and with the right check digit; empty where none is given."""
        said: str = self.cleaned_data["uscc"]
        return codes.checked(said) if said.strip() else ""

    def clean(self) -> dict[str, Any]:
        """Another name than the one filed needs its reason."""
        said = super().clean() or {}
        if said.get("name") and said["name"] != self.filing.enterprise and not said.get("difference"):
            self.add_error("difference", _("The name is not the one that was filed; say why."))
        return said

    @property
    def registered(self) -> Registered:
        """What was typed."""
        said = self.cleaned_data
        return Registered(said["name"], said["registered_on"], said["uscc"], said["difference"])

    @property
    def chosen(self) -> Achievement | None:
        """The entry that it belongs to."""
        return self.like.get(self.cleaned_data.get("existing", ""))
