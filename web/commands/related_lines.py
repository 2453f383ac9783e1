"""Articles on the subject of another as lines of a terminal."""

from collections.abc import Iterator, Sequence
from itertools import count

from corpus.article import Article
from search.matching.results import Related
from web.base.related import NONE, by_time
from web.commands.hit_lines import hit_lines
from web.commands.terminal import plain


def related_lines(article: Article, related: Sequence[Related]) -> Iterator[str]:
    """Older and newer ones, with the words that they share with the article."""
    yield plain(f"Similar to {article.title} ({article.id})")
    if not related:
        yield NONE
    numbers = count(1)
    for heading, some in by_time(article, related):
        yield f"\n-- {heading} --"
        for each in some:
            yield ""
            yield from hit_lines(next(numbers), each.hit)
            yield plain(f"   Shares: {', '.join(each.shared)}")
