"""What the office says of panels."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juli.registry.canonical import SHANGHAI
from juli.stages.review.actions.panels import Making
from juli.stages.review.forms.pool import DAY
from juli.stages.review.models import Panel

_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PanelForm(forms.Form):
    """A panel to be made."""

    name = forms.CharField(label=_("Name of the panel"), max_length=60)
    track = forms.ChoiceField(label=_("Track"), required=False)
    round = forms.ChoiceField(label=_("Round"))
    how = forms.ChoiceField(label=_("How experts come to it"), choices=Panel.How.choices, initial=Panel.How.DRAW)
    size = forms.IntegerField(
        label=_("Experts"),
        min_value=1,
        max_value=99,
        help_text=_("Of the panel where they are drawn, of each application where they are matched."),
    )
    reserves = forms.IntegerField(label=_("Reserves"), min_value=0, max_value=99, initial=2)
    load = forms.IntegerField(
        label=_("Applications for one expert at most"), min_value=1, max_value=999, initial=10,
        help_text=_("Where they are matched."),
    )  # fmt: skip
    one_per_institution = forms.BooleanField(
        label=_("At most one expert of an institution"), required=False, initial=True
    )
    field = forms.CharField(
        label=_("Only experts of the field"), max_length=40, required=False, help_text=_("Empty: of all fields.")
    )
    first_day = forms.DateField(label=_("First day of review"), widget=DAY)
    last_day = forms.DateField(label=_("Last day of review"), widget=DAY)
    closes_at = forms.DateTimeField(label=_("Scoring ends at (Beijing time)"), widget=_MOMENT)
    former_years = forms.IntegerField(
        label=_("Years for which a former employer counts"), min_value=0, max_value=50, initial=3
    )
    place = forms.CharField(label=_("Place of the meeting"), max_length=120, required=False)
    fee = forms.DecimalField(
        label=_("Fee of an expert (yuan before tax)"), min_value=Decimal(0), max_digits=9, decimal_places=2, initial=0
    )

    def __init__(
        self, tracks: list[tuple[str, str]], rounds: list[tuple[str, str]], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["track"].choices = tracks or [("", "—")]  # type: ignore[attr-defined]
        self.fields["round"].choices = rounds  # type: ignore[attr-defined]

    def making(self) -> Making:
        """What was said, for the action: money in 分."""
        said = dict(self.cleaned_data)
        return Making(**{**said, "fee": int(said["fee"] * 100)})


class UntilForm(forms.Form):
    """Until when, and why."""

    closes_at = forms.DateTimeField(label=_("Scoring ends at (Beijing time)"), widget=_MOMENT)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class SecretForm(forms.Form):
    """A party's secret; with the code that was shown when it was committed to, once it is revealed."""

    secret = forms.CharField(
        label=_("Secret"), max_length=200, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Words or digits that only you know; you need them again at the draw."),
    )  # fmt: skip
    nonce = forms.CharField(
        label=_("Code that was shown"), max_length=40, required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


def beijing(at: dt.datetime) -> str:
    """An instant for a field of this sort."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"
