"""Reading the XML of Office documents without following anything it points to."""

from __future__ import annotations

from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(data: bytes) -> Any:
    """The root of a part; entities are not resolved, nothing is fetched, depth and size have their limits."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)  # In a process of its own, and with the parser above.
    if root.getroottree().docinfo.doctype:
        raise ValueError("the part declares a document type, which Word never writes")
    return root


def value(element: Any, path: str) -> str | None:
    """The ``w:val`` of what stands at a path below; None where nothing does."""
    found = element.find("/".join(f"{W}{part}" for part in path.split("/")))
    said: str | None = None if found is None else found.get(f"{W}val")
    return said
