"""What a page's head says of another article than its own: a card of a related one, or a template left as it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.page.markup import MAX_TITLE, Tree
from corpus.page.text import fold, tidy
from corpus.wording.publisher import UNKNOWN, Paper

_ARTICLE = re.compile(r"Article|Posting|Report")
_HEADINGS = "//h1|//h2|//h3|//h4"
_TITLES = "//head/title/text()|//title[1]/text()|//meta[@property='og:title' or @name='twitter:title']/@content"
_SHORTEST = 3  # words of a headline: with fewer it may be a label, "Article", or the name of the paper
_LETTERS = 4  # with which words begin that say what a headline is about
_MOST = 100  # headings, and objects of microdata, that are looked at


@dataclass(frozen=True, slots=True)
class Called:
    """What a page calls its article, in its title and in its headings."""

    titles: tuple[str, ...] = ()
    heading: bool = False  # its largest heading is in its title
    headings: tuple[str, ...] = ()  # those that lead nowhere

    @classmethod
    def of(cls, root: Tree, paper: Paper = UNKNOWN) -> "Called":
        """What the page with this tree says."""
        titles = tuple(filter(None, (fold(str(text)[:MAX_TITLE]) for text in root.xpath(_TITLES)[:_MOST])))
        found = root.xpath(_HEADINGS)[:_MOST]
        said = [(element, tidy("".join(element.itertext()))[:MAX_TITLE]) for element in found]
        largest = [text for element, text in said if element.tag == "h1" and not paper.is_named(text)]
        heading = any(len(text.split()) > 1 and fold(text) in title for text in largest for title in titles)
        return cls(titles, heading, tuple(fold(text) for element, text in said if not _is_link(element)))

    def is_other(self, headline: str) -> bool:
        """Whether a headline is surely of another article: the page's is known, and the two have no word in common."""
        name = fold(headline)
        if not self.heading or len(name.split()) < _SHORTEST or name in self.headings:
            return False
        ours = set(_beginnings((*self.titles, *self.headings[:1])))
        theirs = set(_beginnings((name,)))
        return bool(theirs) and not ours & theirs


def disown(root: Tree, called: Called) -> bool:
    """Take from the tree what its microdata says of other articles; whether there was any."""
    found = False
    for scope in root.xpath("//*[@itemtype]")[:_MOST]:
        if not _ARTICLE.search(scope.get("itemtype")):
            continue
        headline = next(iter(scope.xpath(".//*[contains(@itemprop, 'headline')]")), None)
        said = "" if headline is None else headline.get("content") or "".join(headline.itertext())
        if said and called.is_other(said[:MAX_TITLE]):
            found = True
            for element in scope.iter():
                element.attrib.pop("itemprop", None)
                if element.get("rel") == "author":
                    element.attrib.pop("rel")
    return found


def _beginnings(texts: tuple[str, ...]) -> Iterator[str]:
    return (word[:_LETTERS] for text in texts for word in text.split() if len(word) >= _LETTERS)


def _is_link(element: Tree) -> bool:
    inside = element.find(".//a[@href]") is not None
    return inside or any(around.tag == "a" for around in element.iterancestors())
