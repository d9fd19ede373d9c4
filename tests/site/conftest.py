"""A real browser: pages as people see them."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

# Playwright's synchronous interface keeps an event loop in this thread, and Django then refuses to touch the database
# in it. Nothing here is asynchronous in fact.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 375, "height": 740}
TABLET = {"width": 768, "height": 1024}
#: How long something on a page is waited for, in milliseconds. Whether it comes is tested, not how soon: on a busy
#: machine a population of a thousand takes a while.
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)
SWITCHES = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("JULI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    executable = _chromium()
    if executable is None:
        message = "no Chromium here; `make setup` as root installs it, JULI_CHROMIUM names another one"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=switches)
        yield started
        started.close()


@dataclass
class Watch:
    """What went wrong on a page: errors in the console (policy violations among them), in scripts, in loading."""

    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        """Listen to ``page``."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._response)

    def expect(self, words: str) -> None:
        """A problem that contains ``words`` is what the test is about."""
        self.expected.append(words)

    def unexpected(self) -> list[str]:
        """The problems that no test asked for."""
        return [problem for problem in self.problems if not any(words in problem for words in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"loading: {response.status} {response.url}")


@pytest.fixture
def watch() -> Watch:
    """The page's problems; the test fails at its end when there are any it did not expect."""
    return Watch()


@pytest.fixture
def new_context(browser: Browser, live_server) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts that know the site's address: a visitor each, e.g. ``new_context(viewport=NARROW)``."""
    contexts = []

    def make(**options) -> BrowserContext:
        context = browser.new_context(**{"base_url": live_server.url, "viewport": WIDE, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    # The server's threads end with their visitors; whoever outlives the last test finds its database gone.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext], watch: Watch) -> Iterator[Callable[..., Page]]:
    """Makes watched pages: ``new_page(viewport=NARROW)``. The test fails at its end when one of them had a problem."""

    def make(**options) -> Page:
        page = new_context(**options).new_page()
        watch.on(page)
        return page

    yield make
    assert watch.unexpected() == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A watched page, 1280 wide."""
    return new_page()


@pytest.fixture
def narrow_page(new_page: Callable[..., Page]) -> Page:
    """A watched page, 375 wide."""
    return new_page(viewport=NARROW)


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """Finds what axe objects to on a page, as lines of rule, element and reason."""

    def find(page: Page) -> list[str]:
        # Violations alone: the reasons why all else passes are most of the work, and nobody reads them.
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            f"{violation['id']}: {node['html']} — {node['failureSummary']}"
            for violation in found
            for node in violation["nodes"]
        ]

    return find


@pytest.fixture
def overflow() -> Callable[[Page], int]:
    """Measures by how many pixels a page is wider than its window."""

    def measure(page: Page) -> int:
        # Through a locator, which waits for the page that a click has only begun to open.
        return page.locator("html").evaluate("html => html.scrollWidth - html.clientWidth")

    return measure
