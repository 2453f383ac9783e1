"""A real browser for tests, and the site that it visits."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.shell import PATIENCE
from web import create_app
from web.base.config import Settings

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SHOTS = os.environ.get("BACKFILE_SHOTS")  # a folder for pictures, to be looked at
# what a browser says of a page that is not there, as it should
_EXPECTED = ("404 (NOT FOUND)", "401 (UNAUTHORIZED)")


@contextmanager
def launched() -> Iterator["Browser"]:
    """A browser; a machine without one skips the test."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address of the site while it is served."""
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, _at_once(app), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()
        app.extensions["shelf"].close()


class Visits:
    """Opens pages of a site, and notes what their consoles complain of, and whom else they ask."""

    def __init__(self, browser: "Browser", site: str) -> None:
        self.site = site
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []

    def __call__(self, path: str, **options: Any) -> "Page":
        """A page in a window of its own."""
        self._contexts.append(self._browser.new_context(**options))
        page = self._contexts[-1].new_page()
        page.set_default_timeout(1_000 * PATIENCE)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.on("console", self._hear)
        page.on("request", lambda asked: self._note(asked.url))
        page.goto(self.site + path)
        return page

    @property
    def complaints(self) -> list[str]:
        """What went wrong on the pages so far."""
        return [line for line in self._complaints if not any(one in line for one in _EXPECTED)]

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    def _hear(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self._complaints.append(said.text)

    def _note(self, url: str) -> None:
        if not url.startswith((self.site, "blob:", "data:")):
            self._complaints.append(url)


def follow(page: "Page", link: str) -> None:
    """Click what leads to another page, a link or a form's button, and wait until that has loaded.

    A click alone is done when the browser has left, or is about to: what is asked then is answered
    by the page before it, or by one without its styles.
    """
    with page.expect_navigation():
        page.click(link)


def enter(page: "Page", at: str) -> None:
    """Press Enter in a form's field or on a link, and wait until the page it leads to has loaded."""
    with page.expect_navigation():
        page.press(at, "Enter")


class _Quiet(WSGIRequestHandler):
    def log(self, *args: object) -> None:
        """Say nothing."""


def _at_once(app: "Flask") -> Callable[..., Iterable[bytes]]:
    """The app with each answer read before it is sent: where a browser has left, this server does
    not close the file that it sends."""

    def answer(environ: Any, start: Any) -> list[bytes]:
        with closing(app.wsgi_app(environ, start)) as parts:  # type: ignore[type-var]
            return [b"".join(parts)]

    return answer
