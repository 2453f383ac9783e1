"""The oracle of answers: a question's tree asked of each article's own words, one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from corpus.article import Article, Span
from index.base.searched_article import as_searched
from search.query.pattern import Finder, pattern_of
from search.query.periods import DateRange
from search.query.query import And, Field, Near, Node, Not, Or
from search.snippets.passage_choice import merged


@dataclass
class Words:
    """The words of an article, each field read once."""

    article: Article
    _finders: dict[str, Finder] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """What is searched with the title, and shown."""
        return as_searched(self.article).text

    def holds(self, node: Node, within: str | None = None) -> bool:
        """Whether the tree is true of the article, its words looked for in a field; None is the
        text with the title."""
        match node:
            case And(children=children):
                return all(self.holds(child, within) for child in children)
            case Or(children=children):
                return any(self.holds(child, within) for child in children)
            case Not(child=child):
                return not self.holds(child, within)
            case Field(name=name, child=child):
                return self.holds(child, name)
            case DateRange(since=since, until=until):
                day = self.article.published
                return day is not None and (since or date.min) <= day <= (until or date.max)
            case _:
                fields = (within,) if within else ("title", "text")
                return any(self._spans(node, each, within) for each in fields)

    def marks(self, node: Node, shown: str, within: str | None = None) -> set[Span]:
        """The ranges of `shown`, "title" or "text", that made the tree true of the article."""
        match node:
            case And(children=children):
                return {span for child in children for span in self.marks(child, shown, within)}
            case Or(children=children):
                true = (child for child in children if self.holds(child, within))
                return {span for child in true for span in self.marks(child, shown, within)}
            case Field(name=name, child=child):
                return self.marks(child, shown, name) if name == shown else set()
            case Not() | DateRange():
                return set()
            case _:
                return self._spans(node, shown, within)

    def _spans(self, leaf: Node, name: str, within: str | None) -> set[Span]:
        finder, stemmed = self._finder(name), within in (None, "title")
        if isinstance(leaf, Near):
            left, right = (pattern_of(end, stemmed=stemmed) for end in (leaf.left, leaf.right))
            return {*map(finder.span, finder.near(left, right, leaf.distance))}
        return {*map(finder.span, finder.find(pattern_of(leaf, stemmed=stemmed)))}

    def _finder(self, name: str) -> Finder:
        if name not in self._finders:
            said: dict[str, Callable[[], str]] = {
                "title": lambda: self.article.title,
                "text": lambda: self.text,
                "author": lambda: " , ".join(self.article.byline),
                "section": lambda: self.article.section or "",
                "tag": lambda: " , ".join(self.article.tags),
            }
            self._finders[name] = Finder(said[name]())
        return self._finders[name]


def words_of(articles: Iterable[Article]) -> dict[str, Words]:
    """The words of articles, by their ids."""
    return {article.id: Words(article) for article in articles}


def within(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Those of the ranges that lie in text[start:end] from end to end, counted from `start`; what
    overlaps is one."""
    return merged([(a - start, b - start) for a, b in spans if start <= a and b <= end])
