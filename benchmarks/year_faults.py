"""What goes wrong with servers: a table, name -> what the server does in place of the good answer.

`TROUBLE` marks kinds after which a page that was due could not be had: the night has to say so.
After `WELL` ones the true page came, however oddly; of `EITHER` ones a crawler may think as it
likes (a page that is gone, or one held back). No nonsense lasts five nights, after which a new text
of a page may be believed.
"""

import gzip
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from benchmarks.year_paper import HTML, Paper, Reply, Story, head

Night = Literal["trouble", "either", "well"]
TROUBLE: Night = "trouble"
EITHER: Night = "either"
WELL: Night = "well"

ARTICLE, LIST, START, FEED, ROBOTS = "article", "list", "start", "feed", "robots"
AWAY = "away"  # of a host that the paper has left
# addresses that are made up without end, and what leads there
TRAPS = {"/more/": "a list without an end", "/calendar/": "a calendar"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, and the answer it would have had."""

    path: str
    paper: Paper
    good: Reply
    times: int  # of this address this night, from 1
    elsewhere: str  # another site


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault."""

    name: str
    answer: Callable[[Ask], Reply]
    night: Night = TROUBLE
    most: int = 3  # nights that it lasts
    weight: float = 1.0  # how often it is drawn, beside the others
    slow: bool = False  # it takes the client's whole patience
    # for good, in place of an answer: what becomes of the paper
    effect: Callable[[Paper, Story | None], None] | None = None


# -- answers


def says(status: int, **headers: str) -> Callable[[Ask], Reply]:
    """A bare status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    page = Reply.html(f"<h1>{status}</h1>", status)
    return lambda ask: replace(page, headers={**page.headers, **named})


def page(title: str, words: str, **headers: str) -> Callable[[Ask], Reply]:
    """A page of the site with status 200 that says something else."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(ask: Ask) -> Reply:
        text = f"<h1>{title}</h1>" + "".join(f"<p>{part}</p>" for part in words.split("\n"))
        reply = Reply.html(ask.paper.framed(title, text))
        return replace(reply, headers={**reply.headers, **named})

    return answer


def bare(text: str, kind: str = HTML) -> Callable[[Ask], Reply]:
    """A body without the site's frame."""
    return lambda ask: Reply(200, {"Content-Type": kind}, text.encode())


def leads(status: int, where: str) -> Callable[[Ask], Reply]:
    """A redirect; `{path}`, `{bare}` (without a query), `{home}`, `{times}` and `{elsewhere}` are
    filled in."""

    def answer(ask: Ask) -> Reply:
        filled = where.format(
            path=ask.path,
            bare=ask.path.partition("?")[0],
            home=ask.paper.home,
            times=ask.times,
            elsewhere=ask.elsewhere,
        )
        return Reply(status, {"Location": filled} if filled else {})

    return answer


def once(answer: Callable[[Ask], Reply]) -> Callable[[Ask], Reply]:
    """At the first try of a night, and well at the next."""
    return lambda ask: answer(ask) if ask.times == 1 else ask.good


def changed(change: Callable[[str], str]) -> Callable[[Ask], Reply]:
    """The good page with its text changed."""
    return lambda ask: Reply(
        ask.good.status,
        {"Content-Type": ask.good.headers.get("Content-Type", HTML)},
        change(ask.good.body.decode()).encode(),
    )


def headed(**headers: str) -> Callable[[Ask], Reply]:
    """The good page with other headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda ask: replace(ask.good, headers={**ask.good.headers, **named})


def sent(then: str, raw: Callable[[Ask], bytes] = lambda ask: b"") -> Callable[[Ask], Reply]:
    """Raw bytes, and the connection's end."""
    return lambda ask: Reply(raw=raw(ask), then=then)


def _cut(ask: Ask) -> bytes:
    """A body that can be cut, where a redirect would have had none."""
    return ask.good.body or b"<p>This page has moved.</p>"


def _long(ask: Ask) -> bytes:
    body = _cut(ask)
    return head(200, {"Content-Type": HTML, "Content-Length": str(len(body) + 999)}) + body


def _half(ask: Ask) -> bytes:
    body = _cut(ask)
    return head(200, {"Content-Type": HTML, "Content-Length": str(len(body))}) + (
        body[: len(body) // 2]
    )


def _chunks(ending: bytes) -> Callable[[Ask], bytes]:
    def raw(ask: Ask) -> bytes:
        first = _cut(ask)[:400]
        start = head(200, {"Content-Type": HTML, "Transfer-Encoding": "chunked"})
        return start + f"{len(first):x}\r\n".encode() + first + b"\r\n" + ending

    return raw


def _gzip_cut(ask: Ask) -> Reply:
    packed = gzip.compress(ask.good.body, mtime=0)
    return Reply(
        200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, packed[: len(packed) // 2]
    )


def _gzip_well(ask: Ask) -> Reply:
    return replace(
        ask.good,
        headers={**ask.good.headers, "Content-Encoding": "gzip"},
        body=gzip.compress(ask.good.body, mtime=0),
    )


def _bomb(ask: Ask) -> Reply:
    packed = gzip.compress(b"<p>" + b"0" * 12_000_000, 9, mtime=0)
    return Reply(200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, packed)


def _another(ask: Ask) -> Reply:
    story = ask.paper.by_path[ask.path.partition("?")[0]]
    other = ask.paper.stories[story.number - 1 if story.number else -1]
    return Reply.html(ask.paper.told(other, other.versions[-1]))


def _teaser(ask: Ask) -> Reply:
    story = ask.paper.by_path[ask.path.partition("?")[0]]
    wall = "To read on, subscribe to the Ledger. Three months for the price of one. Sign in."
    return Reply.html(ask.paper.told(story, (story.versions[-1][0][:90] + " …", wall)))


def _teaser_as_before(ask: Ask) -> Reply:
    reply = _teaser(ask)
    tag = ask.good.headers.get("ETag", "")
    return replace(reply, headers={**reply.headers, "ETag": tag})


def _shortened(ask: Ask) -> Reply:
    story = ask.paper.by_path[ask.path.partition("?")[0]]
    return Reply.html(ask.paper.told(story, story.versions[-1][:1]))


def _seen(ask: Ask) -> Reply:
    return ask.good if "?" in ask.path else Reply(302, {"Location": f"{ask.path}?seen=1"})


def _front(ask: Ask) -> Reply:
    return Reply(200, {"Content-Type": HTML}, ask.paper.reply(ask.paper.home).body)


def _cut_html(text: str) -> str:
    return text[: len(text) * 6 // 10]


def _of_last_week(ask: Ask) -> Reply:
    if b"<ul>" not in ask.good.body:
        return ask.good
    old = [story for story in reversed(ask.paper.stories[:-20]) if story.listed][:25]
    return Reply.html(ask.paper.framed("List", ask.paper.rows(old)))


def _linking(suffix: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        made = suffix.replace("{}", str(random.Random(text).randrange(10**9)))
        return re.sub(r'(href="/(?:editorials|opinion)/[^"]+)', rf"\1{made}", text)

    return change


def _turning(to: str) -> Callable[[str], str]:
    return lambda text: text.replace("</main>", f'<a rel="next" href="{to}">Older</a></main>')


def trap(paper: Paper, path: str) -> Reply:
    """A page that is made up for any address below one of TRAPS."""
    found = [story for story in paper.stories if story.listed][-5:]
    if path.startswith("/calendar/"):
        year, month = map(int, path.split("/")[2:4])
        before, after = year * 12 + month - 2, year * 12 + month
        turns = "".join(
            f'<a href="/calendar/{at // 12}/{at % 12 + 1}">{at // 12}, {at % 12 + 1}</a> '
            for at in (before, after)
        )
        return Reply.html(paper.framed("Calendar", f"<h1>Calendar</h1>{turns}"))
    number = int(path.rpartition("=")[2])
    turn = f'<a rel="next" href="/more/?page={number + 1}">Older</a>'
    return Reply.html(paper.framed("More", paper.rows(found) + turn))


# -- for good


def _down(status: int) -> Callable[[Paper, Story | None], None]:
    def effect(paper: Paper, story: Story | None) -> None:
        assert story
        paper.take_down(story, status)

    return effect


def _move(paper: Paper, story: Story | None) -> None:
    assert story
    paper.move(story)


def _edit(paper: Paper, story: Story | None) -> None:
    assert story
    paper.edit(story)


def _move_home(paper: Paper, story: Story | None) -> None:
    paper.home = "/home"
    for one in paper.stories:
        one.page = None
    paper.forget_lists()


def move_host(paper: Paper, story: Story | None) -> None:
    """The server, which knows where to, does the rest."""
    paper.forget_lists()


MAINTENANCE = (
    "We are working on our servers\nThe Ledger will be back in a few hours. Our engineers move the "
    "archive to new machines, and while they do so no page can be shown. We are sorry for the "
    "trouble that this means for you.\nReaders who wish to reach the desk may call or write as "
    "ever. Subscribers need do nothing; their papers will come as usual in the morning."
)
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and "
    "cookies to continue</noscript><script>window.challenge='c3R5bGU';location.reload()</script>"
    "</body></html>"
)
TRACE = (
    "<b>Warning</b>: mysql_connect(): Too many connections in <b>/var/www/db.php</b> on line <b>12"
    "</b><br>Could not connect"
)
LISTING = "<h1>Index of /</h1><ul><li><a href='../'>Parent Directory</a></li></ul>"
PARKED = (
    "<h1>ledger.example</h1><p>This domain may be for sale. Buy this domain. Related searches</p>"
)
CONSENT = (
    "Before you go on\nWe and our 812 partners store and read information on your device, such as "
    "cookies, and process personal data for advertising and content that suits you, and for "
    "research. You may accept or object at any time in the settings. Accept all. Reject all."
)
OVERRUN = "A page of ours was asked for too often from your network\nPlease solve the puzzle below."
LOGIN = "Sign in\nYour address and the word that only you know let you in. Forgotten it?"
NOT_FOUND = (
    "Page not found\nWhat you look for may have been moved. Try the search or the front page."
)
PROMOTION = (
    "A hundred years of the Ledger\nFor one night the front page belongs to our centenary. Come to "
    "the harbour, bring lanterns, and read with us what the first editor wrote."
)
REFRESH = '<meta http-equiv=refresh content="0;url=/">'
SPACE = " \n\t" * 30
SECURITY = "default-src 'self' " + "https://cdn.partner.example/path " * 300

OF_ARTICLES = (
    Fault("500", says(500)),
    Fault("500 once", once(says(500))),
    Fault("502", says(502)),
    Fault("503", says(503)),
    Fault("503 once", once(says(503))),
    Fault("503, Retry-After an hour", says(503, Retry_After="3600")),
    Fault("503, Retry-After gone by", says(503, Retry_After="Mon, 01 Jan 2018 00:00:00 GMT")),
    Fault("503, Retry-After in words", says(503, Retry_After="soon")),
    Fault("504", says(504)),
    Fault("520", says(520)),
    Fault("429", says(429)),
    Fault("429, Retry-After an hour", says(429, Retry_After="3600")),
    Fault("408", says(408)),
    Fault("403 for a while", says(403), EITHER),
    Fault("401 for a while", says(401), EITHER),
    Fault("451 for a while", says(451), EITHER),
    Fault("404 for a night", says(404), EITHER, most=1),
    Fault("410 for a night", says(410), EITHER, most=1),
    Fault("400 for a while", says(400), EITHER),
    Fault("a hang before the answer", sent("hang"), slow=True, weight=0.1),
    Fault("a hang in the body", sent("hang", _half), slow=True, weight=0.1),
    Fault("a reset", sent("reset")),
    Fault("a reset once", once(sent("reset"))),
    Fault("closed without a byte", sent("close")),
    Fault("closed in the headers", sent("close", lambda ask: b"HTTP/1.1 200 OK\r\nContent-")),
    Fault("no HTTP", sent("close", lambda ask: b"SSH-2.0-OpenSSH_9.2\r\n\r\n")),
    Fault("closed in the body", sent("close", _half)),
    Fault("a length too long", sent("close", _long)),
    Fault("a bad chunk", sent("close", _chunks(b"zz\r\nlost"))),
    Fault("chunks without an end", sent("close", _chunks(b""))),
    Fault("cut gzip", _gzip_cut, EITHER),
    Fault("gzip that is none", headed(Content_Encoding="gzip"), EITHER),
    Fault("gzip", _gzip_well, WELL),
    Fault("a gzip bomb", _bomb, EITHER, weight=0.1),
    Fault("an unknown coding", headed(Content_Encoding="zstd"), EITHER),
    Fault("a picture's type", headed(Content_Type="image/png"), EITHER),
    Fault("bytes without a type", headed(Content_Type="application/octet-stream"), EITHER),
    Fault("an error in JSON", bare('{"error": "overloaded"}', "application/json"), EITHER),
    Fault("an empty page", bare(""), EITHER),
    Fault("a page of spaces", bare(SPACE), EITHER),
    Fault("204", lambda ask: Reply(204, {}), EITHER),
    Fault("206", lambda ask: replace(ask.good, status=206), EITHER),
    Fault("304 that nobody asked for", lambda ask: Reply(304, {}), EITHER),
    Fault("a paywall", _teaser, EITHER),
    Fault("a paywall under the old tag", _teaser_as_before, EITHER, weight=0.5),
    Fault("a script's challenge", bare(CHALLENGE), EITHER),
    Fault("maintenance", page("Maintenance", MAINTENANCE), EITHER),
    Fault("a soft 404", page("Page not found", NOT_FOUND), EITHER),
    Fault("a wall of consent", page("Your privacy", CONSENT), EITHER),
    Fault("a captcha", page("Are you a machine?", OVERRUN), EITHER),
    Fault("an error's trace", bare(TRACE), EITHER),
    Fault("a listing of files", bare(LISTING), EITHER),
    Fault("a parked domain", bare(PARKED), EITHER),
    Fault("the front page's text", _front, EITHER),
    Fault("another article's text", _another, EITHER),
    Fault("the first paragraph only", _shortened, EITHER),
    Fault("a page cut in its middle", changed(_cut_html), EITHER),
    Fault("null bytes", lambda ask: Reply(200, {"Content-Type": HTML}, bytes(3000)), EITHER),
    Fault("a redirect to a login", leads(302, "/login?next={path}"), EITHER),
    Fault("a redirect to itself", leads(302, "{path}"), EITHER),
    Fault("redirects without end", leads(302, "{bare}?again={times}"), EITHER),
    Fault("a redirect to itself with a parameter", _seen, WELL),
    Fault("a redirect to the front page", leads(302, "{home}"), EITHER),
    Fault("a redirect to another site", leads(302, "{elsewhere}/"), EITHER),
    Fault("a redirect to nowhere", leads(302, ""), EITHER),
    Fault("a redirect to no address", leads(302, "http://[bad"), EITHER),
    Fault("a refresh to the front page", bare(REFRESH), EITHER),
    Fault("a wrong charset", headed(Content_Type="text/html; charset=iso-8859-1"), WELL),
    Fault("no type", lambda ask: replace(ask.good, headers={"Content-Type": ""}), WELL),
    Fault("headers of 10 kB", headed(Content_Security_Policy=SECURITY), EITHER),
    Fault("headers of 300 kB", headed(X_Debug="x" * 300_000), EITHER, weight=0.3),
    Fault("a body of 11 MB", changed(lambda text: text + " " * 11_000_000), EITHER, weight=0.05),
    Fault("noindex", changed(lambda text: text.replace(
        "<title>", '<meta name="robots" content="noindex"><title>', 1)), WELL),
)  # fmt: skip

# what becomes of an article that was had before
FOR_GOOD = (
    Fault("taken down, 404", says(404), EITHER, effect=_down(404)),
    Fault("taken down, 410", says(410), EITHER, effect=_down(410)),
    Fault("taken down, to the front page", says(404), EITHER, effect=_down(302), weight=0.5),
    Fault("moved, 301", says(404), WELL, effect=_move),
    Fault("edited", says(404), WELL, effect=_edit),
)

OF_LISTS = (
    Fault("a list of 500", says(500)),
    Fault("a list of 503", says(503)),
    Fault("a list reset", sent("reset")),
    Fault("a list of 404", says(404), EITHER),
    Fault("a list of 403", says(403), EITHER),
    Fault("an empty list", page("List", "Nothing here yet"), EITHER),
    Fault("a list of last week", _of_last_week, EITHER),
    Fault("a list with session ids", changed(_linking("?PHPSESSID=s{}")), EITHER),
    Fault("a list with trackers", changed(_linking("?utm_source=list{}")), EITHER),
    Fault("a list without an end", changed(_turning("/more/?page=1")), EITHER, weight=0.3),
    Fault("a calendar", changed(_turning("/calendar/2024/3")), EITHER, weight=0.3),
    Fault("a list cut in its middle", changed(_cut_html), EITHER),
    Fault("a list to the front page", leads(302, "{home}"), EITHER),
    Fault("a list to a login", leads(302, "/login"), EITHER),
    Fault("a list under maintenance", page("Maintenance", MAINTENANCE), EITHER),
    Fault("a list of broken gzip", _gzip_cut, EITHER),
)

OF_FEEDS = (
    Fault("a feed of 500", says(500)),
    Fault("a feed of 404", says(404), EITHER),
    Fault("an empty feed", bare("<rss version='2.0'><channel/></rss>", "text/xml"), EITHER),
    Fault("a feed cut in its middle", changed(_cut_html), EITHER),
    Fault("a page for a feed", page("Maintenance", MAINTENANCE), EITHER),
)

OF_STARTS = (
    Fault("a start of 500", says(500)),
    Fault("a start of 503, Retry-After an hour", says(503, Retry_After="3600")),
    Fault("a start of 403", says(403), EITHER),
    Fault("a start of 404", says(404), EITHER, most=1),
    Fault("a start reset", sent("reset")),
    Fault("a start with a promotion", leads(302, "/promotion"), EITHER, most=1),
    Fault(
        "a start with a promotion elsewhere", leads(302, "{elsewhere}/promotion"), EITHER, most=1
    ),
    Fault("a start under maintenance", page("Maintenance", MAINTENANCE), EITHER),
    Fault("a start that challenges", bare(CHALLENGE), EITHER),
    Fault("a start to a login", leads(302, "/login"), EITHER),
    Fault("an empty start", bare(""), EITHER),
    Fault("a start moved for good, 301", says(404), WELL, effect=_move_home),
)

OF_ROBOTS = (
    Fault("robots.txt of 500", says(500)),
    Fault("robots.txt of 503", says(503)),
    Fault("robots.txt of 500 once", once(says(500))),
    Fault("robots.txt of 429", says(429), EITHER),
    Fault("robots.txt of 403", says(403), EITHER),
    Fault("robots.txt of 404", says(404), EITHER),
    Fault("robots.txt hangs", sent("hang"), slow=True, most=2),
    Fault("robots.txt reset", sent("reset")),
    Fault("robots.txt that is a page", page("Maintenance", MAINTENANCE), EITHER),
    Fault("robots.txt forbids all", bare("User-agent: *\nDisallow: /\n", "text/plain"), EITHER, 2),
    Fault("robots.txt to another site", leads(302, "{elsewhere}/robots.txt"), EITHER),
    Fault("robots.txt to a login", leads(302, "/login"), EITHER),
    Fault("robots.txt of cut gzip", _gzip_cut, EITHER),
    Fault("robots.txt without an end", leads(302, "/robots.txt"), EITHER),
)

OF_SITES = (
    Fault("all down", sent("reset"), most=5, weight=3),
    Fault("all hang", sent("hang"), most=2, slow=True),
    Fault("all 500", says(500), most=5),
    Fault("all 502", says(502), most=5),
    Fault("all 503, Retry-After an hour", says(503, Retry_After="3600"), most=5),
    Fault("all 429", says(429), most=4),
    Fault("all 403", says(403), EITHER, most=4),
    Fault("all 404", says(404), EITHER, most=1),
    Fault("all under maintenance", page("Maintenance", MAINTENANCE), EITHER, most=4),
    Fault("all challenged", bare(CHALLENGE), EITHER, most=4),
    Fault("all empty", bare(""), EITHER, most=4),
    Fault("all to a login", leads(302, "/login?next={path}"), EITHER, most=4),
    Fault("all to the front page", leads(302, "{home}"), EITHER, most=3),
    Fault("all to another site", leads(302, "{elsewhere}/"), EITHER, most=3),
    Fault("all behind a captcha", page("Are you a machine?", OVERRUN), EITHER, most=4),
    Fault("all reset once", once(sent("reset")), most=2),
    Fault("another host for good, 301", says(404), EITHER, effect=move_host, weight=0.5),
)

# killed by SIGKILL, before or after the answer to one of its requests
KILLS = (Fault("killed before an answer", says(500)), Fault("killed after an answer", says(500)))

KINDS = (
    *OF_ARTICLES, *FOR_GOOD, *OF_LISTS, *OF_FEEDS, *OF_STARTS, *OF_ROBOTS, *OF_SITES, *KILLS,
)  # fmt: skip
NAMES = {kind.name: kind for kind in KINDS}
assert len(NAMES) == len(KINDS), "two kinds have one name"
