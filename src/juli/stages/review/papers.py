"""The sheets of a panel on paper: attendance, fees, scorecards; and its results as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from juli.engines.paper.document import Document
from juli.engines.paper.papers import panel_sheets
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import Language
from juli.engines.paper.word import word
from juli.registry.canonical import SHANGHAI
from juli.stages.review.models import Assignment, Panel, Scorecard, Seat
from juli.stages.review.reading import reading

#: What a sheet is written as.
WRITERS: Final[dict[str, tuple[Callable[[Document], bytes], str]]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def attendance(panel: Panel, call: str, seats: Sequence[Seat], language: Language) -> Document:
    """The sheet to sign on arrival: the members. Raises PaperError."""
    return panel_sheets.attendance_sheet(
        panel_sheets.AttendanceSheet(
            call=call,
            meeting=panel.name,
            held=_days(panel),
            place=panel.place or "—",
            attendees=tuple(
                panel_sheets.Attendee(seat.expert.name, seat.expert.employer, seat.expert.title or seat.expert.post)
                for seat in seats
            ),
            dated=(panel.opened_at or panel.created_at).astimezone(SHANGHAI),
            blank=2,
        ),
        language=language,
    )


def fees(panel: Panel, call: str, seats: Sequence[Seat], issuer: str, language: Language) -> Document:
    """The list of fees; numbers are masked. Raises PaperError."""
    return panel_sheets.fee_list(
        panel_sheets.FeeList(
            call=call,
            meeting=panel.name,
            fees=tuple(
                panel_sheets.Fee(
                    seat.expert.name,
                    seat.expert.masked,
                    seat.expert.masked_account,
                    Decimal(panel.fee) / 100,
                    seat.expert.bank,
                )
                for seat in seats
            ),
            issuer=issuer,
            dated=(panel.opened_at or panel.created_at).astimezone(SHANGHAI),
            held=_days(panel),
        ),
        language=language,
    )


def scorecard(row: Assignment, card: Scorecard, call: str, language: Language) -> Document:
    """One card that was handed in. Raises PaperError."""
    panel, application = row.entry.panel, row.entry.application
    lines = reading(panel).lines
    marks = {item: Decimal(mark) for item, mark in card.marks.items()}
    abstained = card.state == Scorecard.State.ABSTAINED
    total = None if abstained else sum((line.item.weight * marks[line.item.id] for line in lines), Decimal(0))
    return panel_sheets.scorecard(
        panel_sheets.Scorecard(
            call=call,
            number=application.number,
            project=application.title or "—",
            applicant=application.organisation.name,
            expert=row.seat.expert.name,
            items=tuple(
                panel_sheets.ScoredItem(
                    line.label.say(language),
                    line.limits,
                    None if abstained else marks.get(line.item.id),
                    card.comments.get(line.item.id, ""),
                )
                for line in lines
            ),
            total=total,
            dated=(card.submitted_at or card.changed_at).astimezone(SHANGHAI),
            opinion=card.opinion,
            abstained=card.reason,
            panel=panel.name,
        ),
        language=language,
    )


def _days(panel: Panel) -> str:
    if panel.first_day == panel.last_day:
        return panel.first_day.isoformat()
    return f"{panel.first_day.isoformat()} – {panel.last_day.isoformat()}"
