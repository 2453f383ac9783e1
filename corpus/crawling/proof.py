"""Whether pages that differ in one parameter alone are articles, each of its own."""

from collections.abc import Sequence
from itertools import combinations

from corpus.article import Article
from corpus.crawling.told_apart import Headline
from corpus.page.text import fold
from corpus.pagination.same_text import keeps_most


def are_apart(found: Sequence[tuple[Headline, Article]]) -> bool:
    """Whether each page's title is what its link says, and no two have most of a text in common.

    So a page that a server makes up anew for each who asks, or one that is the same under each
    session, proves nothing.
    """
    return all(_is_titled(article, link) for link, article in found) and not any(
        keeps_most(one.paragraphs, other.paragraphs)
        for (_, one), (_, other) in combinations(found, 2)
    )


def _is_titled(article: Article, link: Headline) -> bool:
    title, said = _letters(article.title), _letters(link.text)
    return bool(said) and (said in title or title in said)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
