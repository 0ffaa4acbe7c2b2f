"""A real browser before the real server: what the browser tests share. Without either they are skipped, and say why."""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
SCREENS = Path(__file__).resolve().parent.parent / "results" / "screens"
WIDTHS = {1280: 800, 1920: 1080}
PATIENCE = 180_000
"""Milliseconds: machines of others are busy."""


def chromium() -> str:
    """Return the path of a Chromium that is installed, or skip."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip(
            "no Chromium is installed (Debian: apt-get install chromium): the page is not seen in a browser"
        )
    return found


@contextmanager
def served() -> Iterator[Any]:
    """Serve the page in this process, as `dilemma serve` does."""
    from solara.server.starlette import ServerStarlette

    from experiments.page.serving import CONNECTION, application
    from model.kernel import warm

    warm()
    server = ServerStarlette(port=0, host="127.0.0.1", starlette_app=application(), **CONNECTION)
    server.serve_threaded()
    server.wait_until_serving(60)
    yield server
    server.stop_serving()


class Visitor:
    """One visitor: a browser profile of his own, a tab, and what it asked for and complained of."""

    def __init__(self, browser: Any, address: str) -> None:
        """Open the page and wait for its first figure."""
        self.context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(PATIENCE)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        self.tab.on("response", self._note)
        self.tab.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        self.tab.goto(address)
        self.tab.wait_for_selector("#picture-front img")

    def _note(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def press(self, name: str) -> None:
        """Press a button."""
        self.tab.get_by_role("button", name=name, exact=True).click()

    def open(self, name: str) -> None:
        """Open a tab of the page."""
        self.tab.get_by_role("tab", name=name).click()

    def wait_for(self, selector: str, words: str) -> str:
        """Wait until an element says so; return all that it says."""
        self.tab.wait_for_function(
            "([selector, words]) => [...document.querySelectorAll(selector)].some(e => e.textContent.includes(words))",
            arg=[selector, words],
        )
        return str(self.tab.text_content(selector))

    def photograph(self, name: str) -> None:
        """Keep the page as a picture, on a laptop and on a large screen."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        for width, height in WIDTHS.items():
            self.tab.set_viewport_size({"width": width, "height": height})
            self.tab.screenshot(path=SCREENS / f"{name}-{width}.png")
        self.tab.set_viewport_size({"width": 1280, "height": 800})

    def leave(self) -> None:
        """Close the tab as a visitor does."""
        if not self.tab.is_closed():
            self.tab.close(run_before_unload=True)
            self.context.close()


def living(kind: type) -> int:
    """Count the objects of a kind that are still held by somebody."""
    gc.collect()
    return sum(isinstance(one, kind) for one in gc.get_objects())


def until(holds: Callable[[], bool]) -> bool:
    """Wait until something holds; return whether it does."""
    end = time.monotonic() + PATIENCE / 1000
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.2)
    return held
