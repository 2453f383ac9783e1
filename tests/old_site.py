"""The old site of tests/golden: its pages in bytes as served, what is expected of them, and made-up
mastheads."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from hypothesis import strategies as st

from corpus.article import Page
from tests.shell import PATIENCE

FOLDER = Path(__file__).parent / "golden" / "old-site"
SITE: dict[str, Any] = json.loads((FOLDER / "site.json").read_text("utf-8"))
ARTICLES: list[dict[str, Any]] = SITE["articles"]
RENDERED = date.fromisoformat(SITE["rendered"])
EDITORS = (
    "Moh. Dawud Parwiz", "DAWUD PARWIZ", "Dr. Ilse van der Brandt", "A. B. Corrigan", "O’Hara-Smith", "Ana de la Orsa",
    "Parwiz", "Sayed Yunus al-Karimi", "Editorial Board", "J.K. Rennick, MA", "Zoë Čapka",
)  # fmt: skip
PAPERS = (
    "The Sarbala Lantern",
    "SARBALA LANTERN",
    "The Sarbala Lantern Daily",
    "Lantern",
    "www.lantern.example",
)
OFFICES = (
    "Editor in Chief: {0}", "Chief Editor {0}", "Editor-in-Chief, {0}", "Publisher: {0}", "Founder and Publisher {0}",
    "Managing Editor: {0}; Deputy: {1}", "{0}, Editor", "Editors: {0} and {1}", "Edited by {0}", "Proprietor: {0}",
    "Responsible under the press law: {0}", "Founded by {0} in 1921", "{0}", "By {0}", "Owner and Licensee {0} | {1}",
)  # fmt: skip
LABELS = (
    "",
    "",
    "",
    "Today is ",
    "Today: ",
    "Date: ",
    "Printed on ",
    "Last updated: ",
    "Issue 4,312, ",
    "Kabul time ",
)
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
DAYS = (
    "{0:%A}, {0:%B} {0.day}{1}, {0.year}", "{0:%A, %B %d, %Y}", "{0:%A} {0.day} {0:%B} {0.year}", "{0:%d.%m.%Y}",
    "{0:%Y-%m-%d}", "{0:%d %b %Y %I:%M %p}", "{0:%B} {0.day},{0.year}", "{0:%B}, {0:%d} {0.year}", "{0:%d/%m/%Y}",
    "{0:%m/%d/%Y}", "{0:%a %d-%b-%Y}", "{0.day}{1} of {0:%B}, {0.year}", "{0:%A}, the {0.day}{1} {0:%B} {0.year}",
)  # fmt: skip
BETWEEN = (
    " &nbsp;&nbsp; ", " ", " | ", " - ", "<br>", "</font></td><td><font size=1>", "<br><br>", "</font><p><font size=1>",
    "</font></td></tr><tr><td colspan=3 align=right><font size=1>",
)  # fmt: skip


@dataclass(frozen=True)
class Masthead:
    """A masthead as HTML, and the days it carries."""

    html: str
    days: tuple[date, ...]


@st.composite
def mastheads(draw: st.DrawFn) -> Masthead:
    """A line of names and days in some order, as any paper might set it."""
    days = draw(st.lists(st.dates(date(1996, 1, 1), RENDERED), min_size=1, max_size=2))
    editors = draw(st.permutations(EDITORS))
    parts = [
        draw(st.sampled_from(LABELS)) + _written(day, draw(st.sampled_from(DAYS))) for day in days
    ]
    parts += [
        draw(st.sampled_from(OFFICES)).format(*editors) for _ in range(draw(st.integers(0, 2)))
    ]
    parts += [draw(st.sampled_from(PAPERS)) for _ in range(draw(st.integers(0, 1)))]
    line = draw(st.sampled_from(BETWEEN)).join(map(escape, draw(st.permutations(parts))))
    return Masthead(line, tuple(days))


def _written(day: date, form: str) -> str:
    return form.format(day, ENDINGS.get(day.day, "th"))


def body_of(address: str, masthead: str | None = None) -> bytes:
    """What the server sends for an address, with another masthead where one is given."""
    body = (
        FOLDER / "pages" / (address.removeprefix("/").replace("?", "@") or "index.html")
    ).read_bytes()
    given = SITE["masthead"].encode()
    return (
        body
        if masthead is None
        else body.replace(given, masthead.encode("ascii", "xmlcharrefreplace"))
    )


def page_of(address: str, masthead: str | None = None) -> Page:
    """The page as the crawler would keep it, fetched on the day it was rendered."""
    fetched_at = datetime(RENDERED.year, RENDERED.month, RENDERED.day, 12, tzinfo=UTC)
    body = body_of(address, masthead)
    return Page(f"http://lantern.example{address}", body, "text/html", "iso-8859-1", fetched_at)


@contextmanager
def serving(masthead: str) -> Iterator[str]:
    """Serve the site on 127.0.0.1 under this masthead while the block runs; gives its base URL."""

    class Exchange(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            known = {*SITE["no_article"], *(article["address"] for article in ARTICLES), "/"}
            body = body_of(self.path, masthead) if self.path in known else b"<h1>Not found</h1>"
            self.send_response(200 if self.path in known else 404)
            self.send_header("Content-Type", SITE["content_type"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
