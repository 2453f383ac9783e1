"""A paper that grows by night: its articles, its lists, and what a server that is well says."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from html import escape
from xml.sax.saxutils import escape as escape_xml

FIRST_DAY = date(2024, 3, 4)  # of the year that is simulated
MONTHS_BEFORE = 24  # that the articles of before are spread over
SECTIONS = ("leaders", "city", "abroad", "letters")
NAMES = ("Hanne Oslav", "Osman Keld", "Mirela Dunn", "Tobias Arkwright", "Yusra Feld", "Inès Corvo")
WORDS = """harbour ferry council budget lantern orchard railway signal teacher drought reservoir
verdict witness ballot turnout border customs tariff census market bakery flour hospital nurse
vaccine winter frost granary bridge toll viaduct quarry miner strike union wage pension library
archive theatre museum painter river dam flood levee meadow forest ranger wolf shepherd fence parish
mayor deputy minister cabinet treaty truce envoy consul refugee camp tent blanket school pupil
uniform exam bursary college lecture prison warden appeal pardon court clerk oath police patrol
curfew newspaper printer editor censor reader weather harvest plough tractor lamp cable turbine
café naïveté façade""".split()
A_LIST, LISTS_A_SECTION, ON_FRONT, IN_FEED, IN_SITEMAP = 25, 3, 20, 30, 200

HTML = "text/html; charset=utf-8"
XML = "application/xml"

Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sends, and what it does after."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    body: bytes = b""
    raw: bytes | None = None  # bytes to send in place of all that
    then: str = "keep"  # or "close", "reset", "hang"

    @classmethod
    def html(cls, text: str, status: int = 200) -> "Reply":
        return cls(status, body=text.encode())

    def wire(self) -> bytes:
        """The bytes of the whole answer."""
        if self.raw is not None:
            return self.raw
        length = {"Content-Length": str(len(self.body))} if self.status not in (204, 304) else {}
        return head(self.status, {**length, **self.headers}) + self.body


def head(status: int, headers: dict[str, str]) -> bytes:
    """A status line and headers."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode("latin-1")


@dataclass(slots=True)
class Story:
    """An article as its author wrote it, and what became of it."""

    number: int
    day: date
    section: str
    title: str
    byline: str
    versions: list[Paragraphs]
    path: str
    former: list[str] = field(default_factory=list)  # paths that lead to it by 301
    status: int = 200  # other: taken down, and answered so
    listed: bool = True
    page: Reply | None = None  # as it is served now

    @property
    def is_up(self) -> bool:
        return self.status == 200


class Paper:
    """One paper on one host. `base` is where it is served, `http://127.0.0.1:port`."""

    def __init__(self, name: str, base: str, articles: int, first_day: date = FIRST_DAY) -> None:
        self.name, self.base, self.home = name, base, "/"
        self.stories: list[Story] = []
        self.by_path: dict[str, Story] = {}
        self._kept: dict[str, Reply] = {}
        span = MONTHS_BEFORE * 30
        for number in range(articles):
            self._publish(first_day - timedelta(days=span - number * span // max(1, articles)))

    # -- what happens at the paper

    def publish(self, day: date, count: int) -> None:
        """So many new articles."""
        for _ in range(count):
            self._publish(day)
        self.forget_lists()

    def _publish(self, day: date) -> None:
        number = len(self.stories)
        rng = random.Random(f"{self.name} {number}")
        words = " ".join(rng.sample(WORDS[:-3], 3))
        title = f"The {words} of {day.year}, part {number}"
        slug = title.lower().replace(" ", "-").replace(",", "")
        story = Story(
            number,
            day,
            rng.choice(SECTIONS),
            title,
            rng.choice(NAMES),
            [made_up_text(self.name, number, 0)],
            f"/editorials/{number}-{slug}",
        )
        self.stories.append(story)
        self.by_path[story.path] = story

    def edit(self, story: Story) -> None:
        """Another second paragraph."""
        first, _, *rest = story.versions[-1]
        another = made_up_text(self.name, story.number, len(story.versions))[1]
        story.versions.append((first, another, *rest))
        story.page = None

    def take_down(self, story: Story, status: int) -> None:
        """It is answered by `status` from now on: 404, 410, or 302 for a way to the front page."""
        story.status, story.listed = status, False
        self.forget_lists()

    def move(self, story: Story) -> None:
        """It has another address from now on."""
        story.former.append(story.path)
        story.path = f"/opinion/{story.number}-{story.path.partition('-')[2]}"
        self.by_path[story.path] = story
        story.page = None
        self.forget_lists()

    def forget_lists(self) -> None:
        """Set the lists anew when they are asked for."""
        self._kept.clear()

    # -- what it says

    def reply(self, path: str) -> Reply:
        """What the paper's server says when it is well."""
        bare = path.partition("?")[0]
        story = self.by_path.get(bare)
        if story:
            return self._reply_of(story, bare)
        if path not in self._kept:
            self._kept[path] = self._list(path)
        return self._kept[path]

    def role(self, path: str) -> str:
        """What an address is to the paper: article, list, start, feed, robots; "" is none."""
        bare = path.partition("?")[0]
        if bare in self.by_path:
            return "article"
        if bare in ("/", self.home):
            return "start"
        fixed = {"/robots.txt": "robots", "/feed.xml": "feed", "/sitemap.xml": "feed"}
        if bare in fixed:
            return fixed[bare]
        return "list" if bare.startswith(("/section/", "/archive/")) else ""

    def missing(self) -> Reply:
        """What it says of an address that it does not know."""
        return Reply.html(self.framed("Not found", "<h1>Not found</h1>"), 404)

    def framed(self, title: str, main: str) -> str:
        """A page of the paper."""
        sections = "".join(f'<a href="/section/{name}">{name.title()}</a> ' for name in SECTIONS)
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | '
            f"The {self.name} Ledger</title>"
            '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>'
            f'<header><a href="{self.home}">The {self.name} Ledger</a><nav>{sections}'
            '<a href="/archive/">Archive</a></nav></header>'
            f"<main>{main}</main><footer>Printed at the harbour since 1921</footer></body></html>"
        )

    def told(self, story: Story, paragraphs: Paragraphs) -> str:
        """The page of an article with these paragraphs."""
        text = "".join(f"<p>{escape(one)}</p>\n" for one in paragraphs)
        day = f'<time datetime="{story.day}">{story.day.day} {story.day:%B %Y}</time>'
        byline = f'<p class="byline">By {story.byline}</p>'
        return self.framed(
            story.title, f"<article><h1>{escape(story.title)}</h1>{byline}{day}\n{text}</article>"
        )

    def _reply_of(self, story: Story, path: str) -> Reply:
        if story.status == 302:
            return Reply(302, {"Location": self.home})
        if not story.is_up:
            return Reply.html(self.framed("Gone", "<h1>It is no longer here</h1>"), story.status)
        if path != story.path:
            return Reply(301, {"Location": story.path})
        if story.page is None:
            story.page = _tagged(HTML, self.told(story, story.versions[-1]))
        return story.page

    def _list(self, path: str) -> Reply:
        bare, _, query = path.partition("?")
        listed = [story for story in reversed(self.stories) if story.listed]
        if bare == "/robots.txt":
            text = f"User-agent: *\nDisallow: /private\n\nSitemap: {self.base}/sitemap.xml\n"
            return _tagged("text/plain", text)
        if bare == self.home:
            return _tagged(HTML, self.framed("Front page", self.rows(listed[:ON_FRONT])))
        if bare == "/":
            return Reply(301, {"Location": self.home})
        if bare == "/feed.xml":
            return _tagged("application/rss+xml", self._feed(listed[:IN_FEED]))
        if bare == "/sitemap.xml":
            return _tagged(XML, self._sitemap(listed[:IN_SITEMAP]))
        if bare == "/archive/":
            months = sorted({f"{story.day:%Y-%m}" for story in self.stories}, reverse=True)
            rows = "".join(f'<li><a href="/archive/{month}">{month}</a></li>' for month in months)
            return _tagged(HTML, self.framed("Archive", f"<ul>{rows}</ul>"))
        if bare.startswith("/archive/"):
            month = bare.removeprefix("/archive/")
            found = [story for story in listed if f"{story.day:%Y-%m}" == month]
            return _tagged(HTML, self.framed(month, self.rows(found))) if found else self.missing()
        return self._section(bare.removeprefix("/section/"), query, listed)

    def _section(self, name: str, query: str, listed: list[Story]) -> Reply:
        turned = query.removeprefix("page=")
        page = int(turned) if turned.isdigit() else 1
        found = [story for story in listed if story.section == name]
        rows = found[(page - 1) * A_LIST : page * A_LIST]
        if name not in SECTIONS or page > LISTS_A_SECTION or not rows:
            return self.missing()
        more = page < LISTS_A_SECTION and len(found) > page * A_LIST
        turn = f'<a rel="next" href="/section/{name}?page={page + 1}">Older</a>' if more else ""
        return _tagged(HTML, self.framed(name.title(), self.rows(rows) + turn))

    def rows(self, stories: list[Story], suffix: str = "") -> str:
        """A list of articles; `suffix` is put to each address."""
        rows = "".join(
            f'<li><a href="{story.path}{suffix}">{escape(story.title)}</a> '
            f"<span>{story.day.day} {story.day:%B %Y}</span></li>\n"
            for story in stories
        )
        return f"<ul>{rows}</ul>"

    def _feed(self, stories: list[Story]) -> str:
        items = "".join(
            f"<item><title>{escape_xml(story.title)}</title>"
            f"<link>{self.base}{story.path}</link></item>"
            for story in stories
        )
        channel = f"<channel><title>{self.name}</title>{items}</channel>"
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'

    def _sitemap(self, stories: list[Story]) -> str:
        rows = "".join(f"<url><loc>{self.base}{story.path}</loc></url>" for story in stories)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="{space}">{rows}</urlset>'


def _tagged(kind: str, text: str) -> Reply:
    body = text.encode()
    return Reply(200, {"Content-Type": kind, "ETag": f'"{sha256(body).hexdigest()[:16]}"'}, body)


def made_up_text(paper: str, number: int, version: int) -> Paragraphs:
    rng = random.Random(f"{paper} {number} in version {version}")
    return tuple(" ".join(_sentence(rng) for _ in range(3)) for _ in range(4))


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randrange(9, 15))).capitalize() + "."
