"""A Chromium that tells on the page: what it asked for, what went wrong in it, and how it looks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError, sync_playwright

WIDE, PHONE = (1280, 900), (360, 740)
PHONES = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
FLAGS = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET_NOW = """document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-stale=true]')"""
AT_REST = f"""() => {{  // for a while: an act is one run of the page and then another
  if (!({QUIET_NOW})) {{ window.restingSince = undefined; return false; }}
  window.restingSince ??= performance.now();
  return performance.now() - window.restingSince > 200;
}}"""
DRAWN = """() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('[data-testid=stDataFrame] canvas')].every(one => one.width > 100)"""


def installed() -> str | None:
    """The Chromium of this machine: the one that BLUELAMP_TEST_CHROMIUM names, on the path, or Playwright's own."""
    if named := os.environ.get("BLUELAMP_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None):
        return named
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """The browser, for as long as it is wanted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody at a screen."""

    page: Page
    address: str
    phone: bool = False
    asked: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def strangers(self) -> set[str]:
        """Whom the pages asked, besides this machine."""
        outside = (urlsplit(url) for url in self.asked)
        return {f"{url.scheme}://{url.hostname}" for url in outside
                if url.scheme not in ("data", "blob") and url.hostname != "127.0.0.1"}  # fmt: skip

    def at_rest(self) -> None:
        """Wait until the page is drawn."""
        self.page.evaluate("window.restingSince = undefined")
        self.page.wait_for_function(AT_REST, timeout=30_000)

    def answered(self) -> None:
        """After a press: wait until the page has begun to be drawn anew, at once or not at all, and is done."""
        with suppress(TimeoutError):
            self.page.wait_for_function(f"() => !({QUIET_NOW})", timeout=500)
        self.at_rest()

    def drawn(self, *, rested: bool = False) -> None:
        """Wait until charts and tables are there too; `rested`: the page itself is known to be at rest."""
        if not rested:
            self.at_rest()
        self.page.wait_for_function(DRAWN, timeout=15_000)

    def sign_in(self, name: str, path: str = "", title: str = "Questions") -> None:
        """Choose who to be, on the way to a page."""
        self.page.goto(self.address + path)
        self.page.get_by_text("Who are you today?").wait_for(timeout=30_000)
        self.at_rest()
        self.page.get_by_role("combobox", name="Person").click()
        self.page.keyboard.type(name)
        self.page.get_by_role("option", name=name).first.click()
        self.at_rest()
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        self.at_rest()

    def go(self, title: str) -> None:
        """Choose a page of the menu."""
        link = self.page.get_by_role("link", name=title).first
        if self.phone:
            self.page.get_by_test_id("stExpandSidebarButton").click()
        link.click()
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        self.at_rest()

    def press(self, label: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=label).first.click()
        self.answered()

    def key(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.answered()

    def reads(self, words: str) -> None:
        """Wait until the page says so."""
        self.page.get_by_text(words).first.wait_for(timeout=15_000)

    def picture(self, path: Path, *, rested: bool = False) -> None:
        """The page as it is seen, in its whole length; `rested`: nothing happened since it was last at rest."""
        path.parent.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size
        assert size
        length = self.page.evaluate("() => document.querySelector('[data-testid=stMain]')?.scrollHeight || 0")
        self.page.set_viewport_size({**size, "height": max(size["height"], min(int(length) + 40, 4_000))})
        self.drawn(rested=rested)
        self.page.screenshot(path=str(path))
        self.page.set_viewport_size(size)


def person(browser: Browser, address: str, *, phone: bool = False, dark: bool = False, **more: Any) -> Person:
    """Somebody with a browser of their own, wide or a phone."""
    width, height = PHONE if phone else WIDE
    if phone:
        more |= {"user_agent": PHONES, "has_touch": True, "is_mobile": True}
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB",
        timezone_id="Europe/London", **more,
    )  # fmt: skip
    page = context.new_page()
    somebody = Person(page, address, phone)
    page.on("request", lambda request: somebody.asked.add(request.url))
    page.on("websocket", lambda socket: somebody.asked.add(socket.url))
    page.on("console", lambda message: _noted(somebody, message))
    page.on("pageerror", lambda error: somebody.faults.append(str(error)))
    return somebody


def _noted(somebody: Person, message: ConsoleMessage) -> None:
    """Errors of the page; Streamlit itself asks for its server's base below the page's address first, in vain."""
    where = message.location["url"] if message.location else ""
    searching = "/_stcore/" in where and "404" in message.text
    if message.type == "error" and not searching:
        somebody.faults.append(f"{message.text} ({where})")
