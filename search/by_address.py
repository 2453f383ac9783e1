"""An article found by its original address, pasted as a question."""

import re
from collections.abc import Callable

from corpus.store.store import ArticleStore
from search.matching.results import Explanation

_ADDRESS = re.compile(r"(?:https?://|(?=[\w-]+(?:\.[\w-]+)+(?::\d+)?/))[^\s<>\"]+", re.IGNORECASE)
_AROUND = "<>\"'“”‘’«» \t\r\n"
_STOPS = ".,;:!?"  # of the sentence that it was copied with


def article_at(text: str, corpus: Callable[[], ArticleStore] | None) -> str | None:
    """The id of the article whose address a question is; None for another question."""
    if corpus is None or "/" not in text:
        return None
    address = text.strip(_AROUND)
    bare = address.rstrip(_STOPS)
    if bare[:1] == "(" and bare[-1:] == ")":
        bare = bare[1:-1]
    addresses = [each for each in dict.fromkeys((address, bare)) if _ADDRESS.fullmatch(each)]
    if not addresses:
        return None
    from corpus.crawling.address import addressed_article  # not loaded for words

    found = (addressed_article(corpus(), each) for each in addresses)
    return next(filter(None, found), None)


def explain_address(text: str, found: int) -> Explanation:
    """How such a question was understood, where so many articles of it are in the index."""
    meaning = "the address of an article"
    if not found:
        meaning += " that was taken down, or is not in the index yet"
    return Explanation(text.strip(), meaning, "address", found)
