"""What the form takes from the organisation's record: entered once, used by every form."""

from __future__ import annotations

from collections.abc import Mapping

from juli.engines.policy import blocks
from juli.engines.policy.rules import Programme
from juli.stages.applications.form.layout import Part
from juli.stages.applications.models import Application
from juli.stages.applications.starting import say
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import shown

#: ``from: organisation`` takes the field of the record that has the form field's own id.
_WHOLE = "organisation"


def source(field: blocks.FormField) -> str | None:
    """The name of the record's field that fills a form field; None where it is typed."""
    if field.from_ is None:
        return None
    return field.id if field.from_ == _WHOLE else field.from_


def filled(programme: Programme, application: Application, part: Part) -> Mapping[str, str]:
    """What the record says for each field of a section that it fills, in the reader's language; empty where nothing."""
    names = {field.id: source(field) for field in part.section.fields}
    return {id_: told(programme, application, name) for id_, name in names.items() if name is not None}


def told(programme: Programme, application: Application, name: str) -> str:
    """One field of the applicant's record in words."""
    organisation: Organisation = application.organisation
    if name == "name":
        return organisation.name
    if name == "uscc":
        return organisation.uscc or (organisation.host.uscc if organisation.host else "") or ""
    if name == "type":
        label = programme.vocabulary.applicant_types.get(application.applicant_type)
        return say(label) if label else application.applicant_type
    field = vocabulary().organisation.get(name)
    return shown(field, organisation.record.get(name)) if field is not None else ""
