"""Somebody with a browser: walks by what the pages offer, and looks at every page passed."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.utils.translation import gettext, override

#: Where pictures go, for whoever wants to look; nowhere otherwise.
PICTURES = os.environ.get("JULI_PICTURES")
_MOST_TABS = 250
#: What has the focus: whether it is the one looked for, and what somebody would miss who sees and has no mouse: the
#: element itself on the screen, not under another one, with something drawn around it (WCAG 2.2, 2.4.7 and 2.4.11).
_STOP = """looked_for => {
  const on = document.activeElement;
  if (!on || on === document.body || on === document.documentElement) return {there: false, wrong: ""};
  const rings = [];
  for (let one = on, n = 0; one && n < 4; one = one.parentElement, n += 1) rings.push(getComputedStyle(one));
  const ringed = rings.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
  const boxes = [...on.getClientRects()].filter(box => box.width * box.height > 1);
  const seen = boxes.some(box => [[.5, .5], [.02, .1], [.98, .1], [.02, .9], [.98, .9]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
    return top && (on.contains(top) || top.contains(on) && top !== document.body && top !== document.documentElement
      || [...(on.labels || [])].some(label => label.contains(top)));
  }));
  const wrong = !seen ? "is not to be seen" : !ringed ? "shows no focus" : "";
  return {there: on === looked_for, wrong: wrong && on.outerHTML.slice(0, 200) + " " + wrong};
}"""


class Clock:
    """What time it is for the site, where ``JULI_CLOCK`` names ``now``: a test moves it on."""

    at = dt.datetime(2025, 9, 1, 2, tzinfo=dt.UTC)

    @classmethod
    def now(cls):
        """The present instant."""
        return cls.at


now = Clock.now


def said(language, words, **values):
    """What a page in this language says for the words."""
    with override(language):
        return gettext(words) % values if values else gettext(words)


def zh(words, **values):
    """What a page in Chinese says for this."""
    return said("zh-hans", words, **values)


def act(page, name):
    """The button of the form that goes to the address so called."""
    return page.locator(f'form[action$="/{name}/"] button').last


def field(page, name):
    """The first field of this name."""
    return page.locator(f'main [name="{name}"]').first


class Walker:
    """Somebody with a browser. ``looks``: nothing that axe objects to, nothing too wide, on every page passed."""

    def __init__(self, page, name, barriers, overflow, *, looks=True, language="zh-hans"):
        self.page, self.name, self.barriers, self.overflow, self.looks = page, name, barriers, overflow, looks
        self.language = language
        self.seen = 0
        # Listened to from the start: a chooser that opens before anybody listens is a window that nobody sees.
        page.on("filechooser", lambda _: None)

    def said(self, words, **values):
        """What this one's pages say for the words."""
        return said(self.language, words, **values)

    def go(self, where):
        self.page.goto(where)
        self.look()

    def follow(self, link):
        with self.page.expect_navigation():
            link.click()
        self.look()

    def press(self, words, within=None):
        """Press the button that says this, by keyboard."""
        self.push((within or self.page).get_by_role("button", name=self.said(words), exact=True))

    def push(self, button):
        """Press a button that leads on, by keyboard."""
        button.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def tab_to(self, target):
        """Come to it by the tab key alone; every stop on the way shows itself."""
        there = target.element_handle(timeout=20_000)
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            stop = there.evaluate(_STOP)
            assert not stop["wrong"], f"{self.page.url}: {stop['wrong']}"
            if stop["there"]:
                return
        raise AssertionError(f"{self.page.url}: the tab key does not come to {target}")

    def enter_on(self, target):
        """Come to it by the tab key, and press Enter."""
        self.tab_to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def enter_button(self, words, within=None):
        """Come by the tab key to the button that says this, and press Enter."""
        self.enter_on((within or self.page).get_by_role("button", name=self.said(words), exact=True))

    def unfold(self, summary):
        """Come to a fold by the tab key, and open it."""
        self.tab_to(summary)
        self.page.keyboard.press("Enter")

    def type(self, target, words):
        """Come to a field by the tab key, and write over what is there."""
        self.tab_to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, select, label):
        """Come to a list by the tab key, and go down to the choice that says this."""
        self.tab_to(select)
        for _ in range(select.locator("option").count()):
            if label in select.evaluate("list => list.selectedOptions[0]?.label ?? ''"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no choice says {label}")

    def bring(self, picker, path):
        """Come to a file picker by the tab key, and choose a file."""
        self.tab_to(picker)
        with self.page.expect_file_chooser() as choosing:
            self.page.keyboard.press("Enter")
        choosing.value.set_files(path)

    def look(self):
        self.seen += 1
        if not self.looks:
            return
        assert self.barriers(self.page) == [], self.page.url
        assert self.overflow(self.page) == 0, self.page.url
        if PICTURES:
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=Path(PICTURES) / f"way-{self.name}-{self.seen:02}-{width}.png", full_page=True)
