"""What a list that was brought says, until it is entered or put aside."""

from __future__ import annotations

import json
from typing import Final

from juli.stages.review import roster, sealing
from juli.stages.review.models import Intake

#: What the rows are sealed for.
SEALED: Final = "intake.rows"


def content(intake: Intake) -> roster.Read:
    """What was read. Raises Unsealable."""
    if not intake.rows:
        return roster.Read()
    said = json.loads(sealing.opened(intake.rows, SEALED))
    return roster.Read([roster.Row(*one) for one in said["rows"]], [roster.Bad(*one) for one in said["bad"]])
