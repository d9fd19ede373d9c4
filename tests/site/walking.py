"""Somebody with a browser: walks by what the pages offer, and looks at every page passed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.utils.translation import gettext, override

#: Where pictures go, for whoever wants to look; nowhere otherwise.
PICTURES = os.environ.get("JULI_PICTURES")
_MOST_TABS = 150


class Clock:
    """What time it is for the site, where ``JULI_CLOCK`` names ``now``: a test moves it on."""

    at = dt.datetime(2025, 9, 1, 2, tzinfo=dt.UTC)

    @classmethod
    def now(cls):
        """The present instant."""
        return cls.at


now = Clock.now


def zh(words, **values):
    """What a page in Chinese says for this."""
    with override("zh-hans"):
        return gettext(words) % values if values else gettext(words)


class Walker:
    """Somebody with a browser. ``looks``: nothing that axe objects to, nothing too wide, on every page passed."""

    def __init__(self, page, name, barriers, overflow, *, looks=True):
        self.page, self.name, self.barriers, self.overflow, self.looks = page, name, barriers, overflow, looks
        self.seen = 0

    def go(self, where):
        self.page.goto(where)
        self.look()

    def follow(self, link):
        with self.page.expect_navigation():
            link.click()
        self.look()

    def press(self, words, within=None):
        """Press the button that says this, by keyboard."""
        self.push((within or self.page).get_by_role("button", name=zh(words), exact=True))

    def push(self, button):
        """Press a button that leads on, by keyboard."""
        button.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def tab_to(self, target):
        """Come to it by the tab key alone."""
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the tab key does not come to {target}")

    def enter_on(self, target):
        """Come to it by the tab key, and press Enter."""
        self.tab_to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def look(self):
        self.seen += 1
        if not self.looks:
            return
        assert self.barriers(self.page) == [], self.page.url
        assert self.overflow(self.page) == 0, self.page.url
        if PICTURES:
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=Path(PICTURES) / f"way-{self.name}-{self.seen:02}-{width}.png", full_page=True)
