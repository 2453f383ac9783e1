"""What an article says of itself, a line each: how it is kept, found, shown and exported follows
from here.

Its id, its text with what is counted in that, and what the corpus notes of it stand outside: there
is one of each, and no other will be like them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

# str or None; people, a tuple of str; other names, a tuple of str; a date or None
Kind = Literal["text", "names", "labels", "day"]


@dataclass(frozen=True, slots=True)
class ArticleField:
    """A field of an article; empty where it has no part in something."""

    name: str  # attribute of `Article`, key of its record and of JSON, column of its row
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()  # keys of records by others
    correctable: bool = False      # by people, who win over what was found
    # what stands before the colon in a query, the parameter of pages, the option of commands: its
    # words are searched by themselves, its names filter
    term: str = ""
    leads: bool = False            # searched with the text, as a paragraph before it
    facet: bool = False            # whether its commonest names are counted; needs a term
    absent: str = ""               # what the facet calls articles that have none
    on_card: bool = False          # beside the day of a hit, of an article, of an entry in a list
    on_hits: bool = True           # whether a hit says it
    csv: bool = False              # a column of its name
    ris: str = ""                  # the tag, one a name
    bibtex: str = ""               # the key

    @property
    def whole(self) -> str:
        """What an index calls the field of its whole names, each of which is one word there."""
        return f"{self.term}_name"

    @property
    def column(self) -> str:
        """What an index calls the column of its names."""
        return f"{self.term}s"

    @property
    def stored(self) -> str:
        """What an index calls it where it is shown: several names go by their column."""
        return self.column if self.term and self.kind != "text" else self.name


# A later one goes to the end: the records of an index hold them in this order.
FIELDS = (
    ArticleField("title", correctable=True),
    ArticleField("url"),
    ArticleField("byline", "names", ("author", "authors"), correctable=True, term="author",
                 facet=True, absent="unsigned", on_card=True, csv=True, ris="AU", bibtex="author"),
    ArticleField("section", correctable=True, term="section", facet=True, on_card=True,
                 csv=True, ris="SE"),
    ArticleField("published", "day", ("date", "publish_date"), correctable=True),
    ArticleField("date_source", correctable=True),
    ArticleField("language", on_hits=False),
    ArticleField("updated", "day", ("modified",), csv=True, ris="N1"),
    ArticleField("tags", "labels", ("keywords",), term="tag", csv=True, ris="KW",
                 bibtex="keywords"),
    ArticleField("standfirst", leads=True, csv=True, ris="AB", bibtex="abstract"),
)  # fmt: skip

NAMED = tuple(field for field in FIELDS if field.term)  # searched and filtered by themselves
LEADING = tuple(field for field in FIELDS if field.leads)
ON_CARDS = tuple(field for field in FIELDS if field.on_card)
TERMS = tuple(field.term for field in NAMED)


def texts_of(article: object, field: ArticleField) -> tuple[str, ...]:
    """What stands in a field of an article, or of a hit or an entry made of one: its names, its
    text or its day, in ISO's form; nothing where it is empty."""
    value = getattr(article, field.name)
    if isinstance(value, date):
        return (value.isoformat(),)
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value or ())


def leading_texts(article: object) -> tuple[str, ...]:
    """What is searched with the text and stands before it."""
    return tuple(text for field in LEADING for text in texts_of(article, field))


def card_names(article: object) -> list[tuple[str, tuple[str, ...]]]:
    """The same by the term of each field."""
    told = ((field.term, texts_of(article, field)) for field in ON_CARDS)
    return [(term, texts) for term, texts in told if texts]


def card_texts(article: object) -> list[tuple[str, ...]]:
    """What stands beside its day in a list, of each field that says something."""
    told = (texts_of(article, field) for field in ON_CARDS)
    return [texts for texts in told if texts]
