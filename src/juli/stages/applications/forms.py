"""What is asked when an application begins, and of its people. The form itself comes from the call's file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application, Author
from juli.stages.applications.starting import Entry, joint_rules, say
from juli.stages.organisations.models import Membership, Organisation
from juli.stages.organisations.queries.types import applicant_types

#: Empty rows offered for joint applicants beside those that are there.
_SPARE = 2


class EntryForm(forms.Form):
    """Applicant type, tracks, what the tracks let choose, joint applicants: as far as the call asks for them."""

    def __init__(self, programme: Programme, *, entry: Entry | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.programme = programme
        self.joint_rows = 0
        self._type(entry)
        if programme.tracks:
            self._tracks(entry)
        if any(joint_rules(programme)):
            self._joint(entry)

    def _type(self, entry: Entry | None) -> None:
        words = self.programme.vocabulary.applicant_types
        types = self.programme.applicants.types
        choices = [(name, say(words[name]) if name in words else name) for name in types]
        only = types[0] if len(types) == 1 else None
        self.fields["applicant_type"] = forms.ChoiceField(
            label=_("Applying as"),
            choices=choices,
            widget=forms.RadioSelect,
            initial=entry.applicant_type if entry else only,
        )

    def _tracks(self, entry: Entry | None) -> None:
        programme = self.programme
        self.fields["tracks"] = forms.MultipleChoiceField(
            label=_("Sub-projects"),
            help_text=_("Sub-projects that may not stand together need an application each."),
            choices=[(track.id, say(track.label)) for track in programme.tracks],
            widget=forms.CheckboxSelectMultiple,
            initial=list(entry.tracks) if entry else [],
            required=False,
        )
        labels = {track.id: say(track.label) for track in programme.tracks}
        for track in programme.tracks:
            for name, values, exactly in track.choose:
                chosen = entry.choices.get(track.id, {}).get(name, "").split(",") if entry else []
                self.fields[f"choice.{track.id}.{name}"] = forms.MultipleChoiceField(
                    label=_("%(what)s of “%(track)s”")
                    % {"what": say(track.choice or track.label), "track": say(track.label)},
                    help_text=_("Choose %(number)d, where you apply for it.") % {"number": exactly},
                    choices=[(value, labels.get(value, value)) for value in values],
                    widget=forms.CheckboxSelectMultiple,
                    initial=[value for value in chosen if value],
                    required=False,
                )

    def _joint(self, entry: Entry | None) -> None:
        words = self.programme.vocabulary.applicant_types
        rules = list(joint_rules(self.programme))
        types = list(dict.fromkeys(name for _track, names, _clauses in rules for name in names))
        clauses = list(dict.fromkeys(name for _track, _names, ids in rules for name in ids))
        known = list(entry.joint) if entry else []
        posted = sum(key.startswith("joint-") and key.endswith("-name") for key in self.data)
        self.joint_rows = max(len(known) + _SPARE, posted)
        for i in range(self.joint_rows):
            row = known[i] if i < len(known) else {}
            self.fields[f"joint-{i}-name"] = forms.CharField(
                label=_("Name of the body"), required=False, max_length=120, initial=row.get("name", "")
            )
            self.fields[f"joint-{i}-type"] = forms.ChoiceField(
                label=_("Kind of body"),
                required=False,
                choices=[("", "—"), *((name, say(words[name]) if name in words else name) for name in types)],
                initial=row.get("type", ""),
            )
            if clauses:
                self.fields[f"joint-{i}-clauses"] = forms.MultipleChoiceField(
                    label=_("Takes part in"),
                    required=False,
                    choices=[(name, say(self.programme.clauses[name].label)) for name in clauses],
                    widget=forms.CheckboxSelectMultiple,
                    initial=list(row.get("clauses", ())) or clauses,
                )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields without the joint applicants'."""
        return [self[name] for name in self.fields if not name.startswith("joint-")]

    @property
    def bodies(self) -> list[list[forms.BoundField]]:
        """The fields of each joint applicant."""
        return [[self[name] for name in self.fields if name.startswith(f"joint-{i}-")] for i in range(self.joint_rows)]

    def entry(self) -> Entry:
        """What was chosen; a body that only has marks and no word of its own is none."""
        cleaned = self.cleaned_data
        tracks = tuple(cleaned.get("tracks", ()))
        choices: dict[str, dict[str, str]] = {}
        for track in self.programme.tracks:
            for name, _values, _exactly in track.choose:
                picked = cleaned.get(f"choice.{track.id}.{name}")
                if picked and track.id in tracks:
                    choices.setdefault(track.id, {})[name] = ",".join(picked)
        joint = []
        for i in range(self.joint_rows):
            row = {key: cleaned.get(f"joint-{i}-{key}") for key in ("name", "type", "clauses")}
            if row["name"] or row["type"]:
                joint.append(
                    {"name": (row["name"] or "").strip(), "type": row["type"], "clauses": row["clauses"] or []}
                )
        return Entry(cleaned["applicant_type"], tracks, choices, tuple(joint))


def entry_of(application: Application) -> Entry:
    """What an application was begun as, or changed to since."""
    return Entry(application.applicant_type, tuple(application.tracks), application.choices, tuple(application.joint))


class LetInForm(forms.Form):
    """One of the organisation's people who shall work on an application."""

    leads = forms.BooleanField(label=_("as project leader"), required=False)

    def __init__(self, application: Application, **options: Any) -> None:
        super().__init__(**options)
        inside = Author.objects.filter(application=application, until__isnull=True, leads=True).values("user")
        people = Membership.objects.filter(
            organisation=application.organisation_id, until__isnull=True, user__is_active=True
        )
        self.fields["user"] = forms.ModelChoiceField(
            label=_("Person"),
            queryset=User.objects.filter(pk__in=people.values("user")).exclude(pk__in=inside).order_by("name", "email"),
            error_messages={
                "invalid_choice": _("This person does not belong to your organisation; invite them first.")
            },
        )
        self.order_fields(["user", "leads"])


def usual_type(programme: Programme, organisation: Organisation, on: dt.date) -> str | None:
    """The type that the organisation's record names for such a call, else that of its last application."""
    last = Application.objects.filter(organisation=organisation).order_by("-created_at")
    own = applicant_types(organisation, programme.family, on)
    for name in [*own, *last.values_list("applicant_type", flat=True)[:5]]:
        if name in programme.applicants.types:
            return str(name)
    return None
