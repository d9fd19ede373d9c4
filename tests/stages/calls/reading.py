"""What a test reads off a page."""

import re


def words(answer):
    """The words of a page, without its tags."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).strip()


def status(answer):
    """The verdict in the head of a board."""
    return re.search(r'<div class="seal-of"><span class="tag (\w+)"', answer.content.decode())[1]
