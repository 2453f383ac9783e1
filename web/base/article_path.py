"""The path of an article's page, which no title and no upgrade changes but by a redirect."""

from functools import lru_cache

from corpus.page.text import fold

UNSLUGGED = "editorial"  # the slug of a title without a letter
SLUG_LENGTH = 70


def slug(title: str) -> str:
    """A title as part of an address: lower case, letters and digits of any script, hyphens.

    At most SLUG_LENGTH characters, cut between words where it can be; UNSLUGGED for no letter.
    """
    words = "-".join(fold(title).replace("_", " ").split())
    if len(words) > SLUG_LENGTH:
        words = words[: SLUG_LENGTH + 1].rpartition("-")[0] or words[:SLUG_LENGTH]
    return words or UNSLUGGED


@lru_cache(maxsize=4_096)  # a page of results leads to each of its articles several times
def article_path(article_id: str, title: str) -> str:
    """The path of the page of an article."""
    return f"/a/{article_id}/{slug(title)}"
