"""Readable pages that hold no article: lists, front pages, pages about the paper."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.cleaning.body.content import Content
from corpus.errors import NotAnArticle
from corpus.page.dates import find_days
from corpus.page.lines import TITLE_SIZE, Blocks, Line
from corpus.page.text import count_words, fold
from corpus.wording.said import leads_on

# The whole title or the whole last part of the path says it; "About the peace talks" is an
# editorial.
_ABOUT = re.compile(
    r"about|about us|about the (?:paper|newspaper|site|company|publisher)|who we are|our (?:team|"
    r"staff|mission)|"
    r"contact|contacts|contact us|advertise|advertise with us|advertising|subscribe|subscriptions?|"
    r"privacy|"
    r"privacy policy|terms|terms of (?:use|service)|terms and conditions|cookie policy|disclaimer|"
    r"imprint|"
    r"impressum|masthead|feedback|"
    r"log ?in|sign in|register|site ?map|search|search results|page not found|not found|404|error "
    r"404|404 not found|access denied|"
    r"forbidden|403 forbidden|service unavailable|faq"
)
_FRONT = re.compile(
    r"/?(?:index|default|home)?(?:\.(?:s?html?|php|aspx?|jsp|cfm))?/?", re.IGNORECASE
)
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cfm)$", re.IGNORECASE)
_MIN_LINKS = 3  # linked headlines that make a list
_TEASER_WORDS = 45  # words of text to each; an article has more between two that it links to
_SHORT_TEASER_WORDS = 28  # where the links begin or end a line of text, as they may in prose
_LONGEST_RUN = 120  # words without such a link between them: an article has more in a row somewhere
_BARE_LINKS = 8  # and so many make one when there is next to no text on the page
_BARE_WORDS = 60
_TEASER = 8  # words: with fewer, a line is a day, a button or a label
_CUT_SHORT = ("...", "…", ". . .")
_SCRAP = 40  # characters: not words, for not every language has spaces between them
_HEADLINE_WORDS = 3  # "Read more" is no headline
_LONGEST_DAY = 40  # characters: what stands before the link in a row that begins with its day
_AROUND_MORE = " []()<>«»›‹→…."
_NUMBERED = re.compile(r"\d+[.)]")  # so begins a point of an article


@dataclass(slots=True)
class _Rows:
    """The rows of what may be a list: each begins with a headline that links to a page, or ends
    with "more"."""

    sure: bool  # all begin with a headline that has a line of its own
    headlines: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)  # that they lead to
    # of these, by a headline before the teaser and "more" behind it
    firm: set[str] = field(default_factory=set)
    # words above the first, between two, and below the last
    runs: list[int] = field(default_factory=lambda: [0])
    links: int = 0
    stretches: int = 0  # lines of running text
    teasers: int = 0  # words of these
    named: bool = False  # a heading without a link, or a line in bold, stands above the teaser
    last: str = ""

    def begin(self, headline: str, page: str) -> None:
        """A row begins with a headline, which leads to a page."""
        self.named = False
        self.links += headline not in self.headlines
        self.headlines.add(headline)
        self.pages.add(page)
        self.last = page
        self.runs.append(0)

    def add(self, line: Line, headline: str) -> None:
        """A line of text, or what is left of it behind its headline."""
        words = line.words - count_words(headline)
        self.runs[-1] += words
        if not headline and (line.kind == "heading" or line.bold):
            self.named = (
                line.size < TITLE_SIZE
                and not _NUMBERED.match(line.text)
                and not _is_at_most_a_day(line.text)
            )
        elif words >= _TEASER:
            self.stretches += 1
            self.teasers += words

    def end(self, line: Line) -> None:
        """A row ends with a link to its page, whether it began with one or not."""
        if line.href == self.last or (self.named and line.is_link):
            self.firm.add(line.href)
        self.named = False
        self.links += line.href not in self.pages
        self.pages.add(line.href)
        self.runs.append(0)

    def are_list(self, words: int) -> bool:
        """Whether they are many, and of the `words` of text there is only a teaser to each.

        A stretch longer than a teaser that has two thirds of the text, or above the rows a third,
        is an article. So is a text whose rows are not sure, unless they are short, each of one
        stretch, with no introduction.
        """
        longest, above = max(self.runs), self.runs[0]
        if self.links < _MIN_LINKS or longest >= _LONGEST_RUN:
            return False
        text = sum(self.runs)
        if (longest >= _TEASER_WORDS and longest * 3 > text * 2) or (
            above >= _TEASER_WORDS and above * 3 > text
        ):
            return False
        if self.sure:
            return words < _TEASER_WORDS * self.links
        if len(self.firm) == len(self.pages) == self.links:
            return True
        short = self.teasers < _SHORT_TEASER_WORDS * self.links and above < _TEASER_WORDS
        return short and self.stretches <= self.links


def refuse_listing(url: str | None, blocks: Blocks, content: Content, title: int) -> None:
    """Raise NotAnArticle where headlines that link to the same site, each with a teaser, fill a
    page below `title`.

    One is enough where nothing but teasers is on the page: text that breaks off with three dots.
    """
    if not blocks.regions:
        return
    region = blocks.regions[content.region]
    texts = _texts(blocks, content, title)
    words = sum(words for words in map(count_words, texts) if words >= _TEASER)
    span = content.lines if content.whole else range(region.start, region.end)
    below = [blocks.lines[index] for index in span if index >= title]
    for rows in (_sure_rows(url, below), _rows(url, below)):
        if rows.are_list(words):
            raise NotAnArticle(
                f"no article: a list of linked headlines ({rows.links}, with {words} words of text "
                f"around them)"
            )
    if (links := len(_headlines(url, below))) and _is_teased(texts):
        raise NotAnArticle(f"no article: all text breaks off below a linked headline ({links})")
    everywhere = _headlines(
        url, (line for index, line in enumerate(blocks.lines) if index not in content.furniture)
    )
    if len(everywhere) >= _BARE_LINKS and words < _BARE_WORDS:
        raise NotAnArticle(
            f"no article: links and hardly a text ({len(everywhere)} links, {words} words)"
        )


def refuse_scrap(paragraphs: Sequence[str]) -> None:
    """Raise NotAnArticle for a few words, which no paper ever printed as an article."""
    if sum(map(len, paragraphs)) < _SCRAP:
        raise NotAnArticle("no article: the text has but a few words")


def refuse_about(url: str | None, title: str) -> None:
    """Raise NotAnArticle for a page that by its title or address is about the paper, or is an error
    page."""
    path = _path(url)
    last = _ENDING.sub("", path.rstrip("/").rpartition("/")[2])
    for said in (fold(title), fold(last.replace("-", " ").replace("_", " "))):
        if _ABOUT.fullmatch(said):
            raise NotAnArticle(f"no article: a page about the site itself ({said})")


def refuse_front(url: str | None) -> None:
    """Raise NotAnArticle for the address of a site's first page."""
    if url and "?" not in url and _FRONT.fullmatch(_path(url)):
        raise NotAnArticle("no article: the front page of the site")


def _path(url: str | None) -> str:
    try:
        return urlsplit(url).path if url else ""
    except ValueError:
        return ""


def _sure_rows(url: str | None, lines: Iterable[Line]) -> _Rows:
    rows = _Rows(sure=True)
    for line in lines:
        pictured = line.kind == "heading" and _is_elsewhere(line.pictured, url)
        if pictured or (line.is_link and _stands_alone(line, url)):
            rows.begin(line.text, line.pictured or line.href)
        elif not line.is_link:
            rows.runs[-1] += line.words
    return rows


def _rows(url: str | None, lines: Iterable[Line]) -> _Rows:
    rows = _Rows(sure=False)
    for line in lines:
        headline = _headline(line) if line.linked and _is_elsewhere(line.href, url) else ""
        if headline:
            rows.begin(headline, line.href)
        if not line.is_link:
            rows.add(line, headline)
        if not headline and line.linked and _ends_row(line, rows) and _is_elsewhere(line.href, url):
            rows.end(line)
    return rows


def _headlines(url: str | None, lines: Iterable[Line]) -> set[str]:
    """The headlines among `lines` that stand for themselves and link to other pages of the same
    site."""
    return {line.text for line in lines if line.is_link and _stands_alone(line, url)}


def _stands_alone(link: Line, url: str | None) -> bool:
    return link.words >= _HEADLINE_WORDS and _is_elsewhere(link.href, url)


def _headline(line: Line) -> str:
    """The headline with which a line begins, a day aside; none where its link has a few words and
    is no heading."""
    if line.is_link:
        return (
            line.text if line.kind == "heading" or line.words >= _HEADLINE_WORDS else ""
        )
    head = line.text[line.ahead :].lstrip()[: line.linked]
    named = sum(any(map(str.isalpha, word)) for word in head.split()) >= _HEADLINE_WORDS
    return (
        head
        if named and _is_at_most_a_day(line.text[: line.ahead]) and not _runs_on(line, head)
        else ""
    )


def _runs_on(line: Line, head: str) -> bool:
    """Whether a sentence goes on behind its first words, which link: "by" and a name alone do
    not."""
    rest = line.text.partition(head)[2].lstrip(" ,;’'")
    return rest[:1].islower() and count_words(rest) >= _TEASER


def _is_at_most_a_day(text: str) -> bool:
    """Whether a text has no letters but those of a day."""
    if not any(map(str.isalpha, text)):
        return True
    rest = text
    for day in reversed(find_days(text) if len(text) <= _LONGEST_DAY else []):
        rest = rest[: day.start] + rest[day.end :]
    return rest != text and not any(map(str.isalpha, rest))


def _ends_row(line: Line, rows: _Rows) -> bool:
    """Whether a line ends with a link to the page of the last headline, or with "Read more" where
    prose would not.

    An article, too, may say so behind a paragraph: it does not break off there, nor has each a
    headline of its own.
    """
    ends = (line.text[-line.linked :], line.text.rstrip(_AROUND_MORE)[-line.linked :])
    if line.href == rows.last:
        return True
    if not any(leads_on(end) for end in ends):
        return False
    return rows.named


def _texts(blocks: Blocks, content: Content, title: int) -> list[str]:
    """The lines of the text below `title`; without its links where they were never told from the
    text."""
    below = (blocks.lines[index] for index in content.lines if index > title)
    return [line.text for line in below if not (content.whole and line.is_link)]


def _is_teased(texts: Sequence[str]) -> bool:
    """Whether all running text breaks off with three dots."""
    prose = [text for text in texts if count_words(text) >= _TEASER]
    return bool(prose) and all(text.endswith(_CUT_SHORT) for text in prose)


def _is_elsewhere(href: str, url: str | None) -> bool:
    """Whether a link leads to another page of the site, with or without www. and by http or
    https."""
    try:
        parts, own = urlsplit(href.strip()), urlsplit(url or "")
    except ValueError:
        return False  # an address no one can follow
    if parts.netloc and parts.netloc.lower().removeprefix(
        "www."
    ) != own.netloc.lower().removeprefix("www."):
        return False
    itself = own.path.endswith(parts.path) and own.query == parts.query
    return bool(parts.path) and parts.scheme in ("", "http", "https") and not itself
