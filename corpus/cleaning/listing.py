"""Readable pages that hold no article: lists, front pages, pages about the paper."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from corpus.cleaning.blocks import Blocks, Line
from corpus.cleaning.content import Content
from corpus.cleaning.text import count_words, fold
from corpus.errors import NotAnArticle

# The whole title or the whole last part of the path says it; "About the peace talks" is an editorial.
_ABOUT = re.compile(
    r"about|about us|about the (?:paper|newspaper|site|company|publisher)|who we are|our (?:team|staff|mission)|"
    r"contact|contacts|contact us|advertise|advertise with us|advertising|subscribe|subscriptions?|privacy|"
    r"privacy policy|terms|terms of (?:use|service)|terms and conditions|cookie policy|disclaimer|imprint|"
    r"impressum|masthead|feedback|"
    r"log ?in|sign in|register|site ?map|search|search results|page not found|not found|404|error 404|404 not found|faq"
)
_FRONT = re.compile(r"/?(?:index|default|home)?(?:\.(?:s?html?|php|aspx?|jsp|cfm))?/?", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cfm)$", re.IGNORECASE)
_MIN_LINKS = 3  # linked headlines that make a list
_TEASER_WORDS = 45  # words of text to each; an article has more between two that it links to
_LONGEST_RUN = 120  # words without such a link between them: an article has more in a row somewhere
_BARE_LINKS = 8  # and so many make one when there is next to no text on the page
_BARE_WORDS = 120
_TEASER = 8  # words: with fewer, a line is a day, a button or a label
_CUT_SHORT = ("...", "…", ". . .")
_SCRAP = 40  # characters: not words, for not every language has spaces between them
_HEADLINE_WORDS = 3  # "Read more" is no headline


def refuse_listing(url: str | None, blocks: Blocks, content: Content, title: int) -> None:
    """Raise NotAnArticle where headlines that link to the same site, each with a teaser, fill a page below `title`.

    One is enough where nothing but teasers is on the page: text that breaks off with three dots.
    """
    if not blocks.regions:
        return
    region = blocks.regions[content.region]
    words = sum(count_words(blocks.lines[index].text) for index in content.lines if index > title)
    links, run = _headlines(url, blocks.lines[max(region.start, title) : region.end])
    everywhere, _ = _headlines(url, [line for index, line in enumerate(blocks.lines) if index not in content.furniture])
    if links >= _MIN_LINKS and words < _TEASER_WORDS * links and run < _LONGEST_RUN:
        raise NotAnArticle(f"no article: a list of linked headlines ({links}, with {words} words of text around them)")
    if links and _is_teased(blocks, content, title):
        raise NotAnArticle(f"no article: all text breaks off below a linked headline ({links})")
    if everywhere >= _BARE_LINKS and words < _BARE_WORDS:
        raise NotAnArticle(f"no article: links and hardly a text ({everywhere} links, {words} words)")


def refuse_scrap(paragraphs: Sequence[str]) -> None:
    """Raise NotAnArticle for a few words, which no paper ever printed as an article."""
    if sum(map(len, paragraphs)) < _SCRAP:
        raise NotAnArticle("no article: the text has but a few words")


def refuse_about(url: str | None, title: str) -> None:
    """Raise NotAnArticle for a page that by its title or address is about the paper, or is an error page."""
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


def _headlines(url: str | None, lines: Iterable[Line]) -> tuple[int, int]:
    """How many different headlines among `lines` link to pages of the same site, and the most words between two."""
    host = (url or "").partition("://")[2].partition("/")[0]
    headlines: set[str] = set()
    run = longest = 0
    for line in lines:
        words = count_words(line.text)
        if not line.is_link:
            run += words
            longest = max(longest, run)
        elif words >= _HEADLINE_WORDS and _is_same_site(line.href, host):
            headlines.add(line.text)
            run = 0
    return len(headlines), longest


def _is_teased(blocks: Blocks, content: Content, title: int) -> bool:
    """Whether all running text below `title` breaks off with three dots."""
    texts = [blocks.lines[index].text for index in content.lines if index > title]
    prose = [text for text in texts if count_words(text) >= _TEASER]
    return bool(prose) and all(text.endswith(_CUT_SHORT) for text in prose)


def _is_same_site(href: str, host: str) -> bool:
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False  # an address no one can follow
    return (not parts.netloc or parts.netloc == host) and parts.scheme in ("", "http", "https") and bool(parts.path)
