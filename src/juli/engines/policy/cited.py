"""What every part of a file is made of: names of which none stands twice, one word for a list of one, a citation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from juli.engines.policy.fields import Block, LabelField, Text
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import BadValue

UNSTATED_WORD = Literal["unstated"]


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of which none stands twice."""
    for i, name in enumerate(names):
        if name in names[:i]:
            raise BadValue(told('"{}" stands twice', name), told("keep one of them"))
    return names


Ids = Annotated[tuple[Text, ...], AfterValidator(_once)]


def _words(value: Any) -> Any:
    """A list, or one word standing for a list of one."""
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[Text, ...], BeforeValidator(_words), AfterValidator(_once)]
Labels = Annotated[tuple[LabelField, ...], BeforeValidator(lambda v: [v] if isinstance(v, (str, dict)) else v)]


class Cited(Block):
    """Anything that goes back to a place in the notice."""

    cite: Text = ""
    req: Ids = ()
    note: LabelField | None = None
    source: Literal["assumption"] | None = None
