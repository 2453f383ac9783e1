"""The sample newspaper's site as one pure function: an address in, a response out."""

from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl

from corpus.sample import modern_pages, old_pages, print_pages
from corpus.sample.editorial import published_in

HTML = "text/html; charset=utf-8"


class Response(NamedTuple):
    """A response of the sample site, as it goes over the wire."""

    status: int
    content_type: str
    body: bytes


def answer(target: str, *, today: date, base: str = "http://courier.invalid") -> Response:
    """The response to a GET of `target` (path and query).

    `today` is what the old pages print at their top; `base` (scheme and host, no slash at the end)
    stands before the addresses the site writes in full: sitemap, canonical links.
    """
    path, _, query = target.partition("#")[0].partition("?")
    if path in ("/editorial.php", "/editorial_detail.php"):
        return _old(path, dict(parse_qsl(query)), today)
    if path in ("/robots.txt", "/sitemap.xml"):
        return _for_robots(path, base)
    if path.startswith("/admin/"):
        return _html_response(403, modern_pages.frame("Staff only", "<h1>Staff only</h1>"))
    page = _page(path, base)
    return _html_response(200, page) if page else _not_found()


def _old(path: str, query: dict[str, str], today: date) -> Response:
    page: str | None
    if path == "/editorial.php":
        page = old_pages.list_page(_number(query.get("pageNum_editorial", "")), today=today)
    else:
        page = old_pages.detail_page(_number(query.get("post_id", "")), today=today)
    if page is None:
        return _not_found()
    return Response(200, old_pages.CONTENT_TYPE, page.encode(old_pages.ENCODING))


def _page(path: str, base: str) -> str | None:
    match path.split("/")[1:]:
        case [""]:
            return _front_page()
        case ["about.html"]:
            return modern_pages.frame("About us", ABOUT)
        case ["contact.html"]:
            return modern_pages.frame("Contact", CONTACT)
        case ["print", ""]:
            return print_pages.index_page()
        case ["print", _]:
            return print_pages.leaf_page(path)
        case ["opinion", ""]:
            return modern_pages.list_page(1, base=base)
        case ["opinion", "page", number, ""]:
            return modern_pages.list_page(_number(number), base=base)
        case ["opinion", *_]:
            return modern_pages.story_page(path, base=base)
    return None


def _for_robots(path: str, base: str) -> Response:
    if path == "/sitemap.xml":
        return Response(200, "application/xml", modern_pages.sitemap(base).encode())
    rules = f"User-agent: *\nDisallow: /admin/\n\nSitemap: {base}/sitemap.xml\n"
    return Response(200, "text/plain; charset=utf-8", rules.encode())


def _front_page() -> str:
    rows = len(published_in("old"))
    return modern_pages.frame(
        "Home",
        f"""<h1>Selmak Courier</h1>
<p>Independent since the first winter road was cleared.</p>
<ul>
<li><a href="/opinion/">Opinion</a></li>
<li><a href="/editorial.php?pageNum_editorial=0&amp;totalRows_editorial={rows - 2}">\
Editorials from the archive</a></li>
<li><a href="/print/">Print pages</a></li>
</ul>""",
    )


def _number(text: str) -> int:
    """The number; 0 for what is not one, as PHP reads it. Six digits are plenty here."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _not_found() -> Response:
    return _html_response(
        404, modern_pages.frame("Not found", "<h1>Not found</h1><p>There is no such page.</p>")
    )


def _html_response(status: int, page: str) -> Response:
    return Response(status, HTML, page.encode(modern_pages.ENCODING))


ABOUT = """<h1>About us</h1>
<p>The Selmak Courier is an invented newspaper of an invented country.</p>
<p>It is part of Backfile, for trying the program without a newspaper of one's own.</p>"""

CONTACT = """<h1>Contact</h1>
<p>Bridge Street 9, Selmak<br>Telephone 22 01 09<br>desk@courier.invalid</p>"""
