"""The registration sheet of an organisation, to print, stamp and upload."""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from juli.engines.paper.document import Furniture
from juli.engines.paper.papers.registration import Administrator, RegistrationSheet, registration_sheet
from juli.engines.paper.pdf import pdf
from juli.registry.canonical import SHANGHAI
from juli.stages.organisations.codes import kind_of_body
from juli.stages.organisations.messages import administrators
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import shown


def sheet(organisation: Organisation, at: datetime) -> bytes:
    """The sheet as PDF, in Chinese as the office files it. Raises what ``engines.paper.pdf`` raises."""
    record, fields = organisation.record, vocabulary().organisation
    code = organisation.uscc or ""
    host = organisation.host
    people = administrators(organisation)
    person = people[0] if people else None
    founded = record.get("founded")

    def said(name: str) -> str:
        return shown(fields[name], record.get(name)) if name in fields else ""

    content = RegistrationSheet(
        name=organisation.name,
        uscc=code,
        kind=kind_of_body(code).zh if code else "",
        legal_representative=organisation.legal_representative,
        administrator=Administrator(
            person.name if person else "", person.phone if person else "", person.email if person else ""
        ),
        # A file carries its date to the second.
        printed_at=at.astimezone(SHANGHAI).replace(microsecond=0),
        founded=dt.date.fromisoformat(founded) if founded else None,
        registrar=said("registrar"),
        level=said("registered_level"),
        address=organisation.address,
        host=f"{host.name} {host.uscc or ''}".strip() if host else "",
    )
    return pdf(registration_sheet(content, Furniture(version=organisation.version)))
