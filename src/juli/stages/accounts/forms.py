"""What people say of themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from juli.stages.accounts import visits
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import POSTS, Role

PHONE = RegexValidator(r"^\+?[0-9][0-9 \-]{5,28}$", _("Write digits, with spaces or hyphens between them if you like."))


class SignupForm(forms.Form):
    """What allauth's form asks besides address and password."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing more: the adapter has taken the name."""


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types.
    """The second factor as allauth asks for it; too many failures are in the journal."""

    def clean_code(self) -> str:
        """The code. Raises ValidationError."""
        try:
            code: str = super().clean_code()
        except forms.ValidationError as error:
            if error.code == "too_many_login_attempts":
                visits.locked_out(current.request, self.user, "mfa")
            raise
        return code


class ProfileForm(forms.Form):
    """A person's own profile."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("As it should stand on forms and in the journal.")
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False, validators=[PHONE], widget=forms.TextInput({"type": "tel"})
    )
    language = forms.ChoiceField(
        label=_("Language of messages"), choices=[("zh", "中文"), ("en", "English")], widget=forms.RadioSelect
    )


class PostForm(forms.Form):
    """A post to be given."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=60)
    role = forms.ChoiceField(label=_("Post"))
    unit = forms.CharField(
        label=_("Unit or department"),
        max_length=120,
        required=False,
        help_text=_("The department, agency, district or institution that they act for."),
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}), help_text=_("Empty: until ended.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101  # Declared above.
        role.choices = [(r.value, r.label) for r in Role if r in POSTS]

    def clean_until(self) -> dt.date | None:
        """A day that has one after it: the post is held to its end."""
        until: dt.date | None = self.cleaned_data["until"]
        if until is not None and until.year == dt.MAXYEAR:
            raise forms.ValidationError(_("Choose an earlier day, or none: without one it is held until ended."))
        return until

    def clean_email(self) -> str:
        """In small letters, as it is looked up."""
        return str(self.cleaned_data["email"]).lower()
