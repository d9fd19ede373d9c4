"""Controls for what one line cannot hold: a list of links, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

#: Rows offered beyond those that are filled; more come once these are saved, or at the button.
SPARE_ROWS: Final = 2
#: Rows that are read at most.
MOST_ROWS: Final = 60
PARTS: Final = ("platform", "url", "on")


class LinksWidget(forms.Widget):
    """Rows of platform, address and day. Read as a list of (platform, url, on), rows without a word left out."""

    template_name = "organisations/widgets/links.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows that are filled, and some to fill."""
        context = super().get_context(name, value, attrs)
        rows = [self._row(item) for item in value or ()] + [("", "", "")] * SPARE_ROWS
        context["widget"]["rows"] = rows
        return context

    @staticmethod
    def _row(item: Any) -> tuple[str, str, str]:
        if isinstance(item, Mapping):
            return item.get("platform", ""), item.get("url", ""), item.get("on", "")
        return item[0], item[1], item[2]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The rows as typed."""
        columns = [data.getlist(f"{name}-{part}") if hasattr(data, "getlist") else [] for part in PARTS]
        rows = list(zip(*columns, strict=False))[:MOST_ROWS]
        return [tuple(text.strip() for text in row) for row in rows if any(text.strip() for text in row)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had no such rows at all."""
        return f"{name}-platform" not in data
