"""The fields of the index, and the version they make.

`text` and `text_exact` hold the title and then the body, at identical positions: stems in the one,
forms in the other. The title stands in `text` three times, a gap after each run: a word of the
title counts as three of the body, in frequency and in length alike, which measured better than
adding up the scores of two fields (index/base/ranking.py)."""

from whoosh import fields

from corpus.field import ArticleField
from index.base.analysis import Token, tokenize
from index.base.fields import DayField, NameField, NamesField, WordField, Words
from index.base.stems import stem_of

SCHEMA_VERSION = 2
TITLE_RUNS = 3
RUN_GAP = 100  # positions between two runs: no phrase and no NEAR reaches across

Layout = tuple[tuple[Token, int], ...]  # tokens with their position in a field


def name_column(field: ArticleField) -> str:
    """The column of the whole names in a field with a term, for facets."""
    return f"{field.term}s"


def schema() -> fields.Schema:
    """The schema of every generation this program writes."""
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        title=WordField(stems=True, stored=True),
        title_exact=WordField(),
        text=WordField(stems=True, stored=True),
        text_exact=WordField(),
        author=WordField(),
        section=WordField(stored=True),
        published=DayField(),
        author_name=NameField(),  # whole names, as facets show them
        section_name=NameField(),
        authors=NamesField(stored=True),
        sections=NamesField(),
        url=fields.STORED(),
        sentences=fields.STORED(),
        date_source=fields.STORED(),
        language=fields.STORED(),
    )


def lay_out(title: str, body: str) -> tuple[Layout, int]:
    """The tokens of an article with their positions in `text_exact`, and how many of them are the
    title's."""
    head, rest = tuple(tokenize(title)), tuple(tokenize(body))
    start = TITLE_RUNS * (title_length(head) + RUN_GAP)
    placed = tuple((t, t.position) for t in head) + tuple((t, start + t.position) for t in rest)
    return placed, len(head)


def title_length(tokens: tuple[Token, ...]) -> int:
    """Positions that a title takes."""
    return max((token.position for token in tokens), default=-1) + 1


def word_fields(title: str, body: str) -> dict[str, Words]:
    """The four word fields of an article."""
    placed, size = lay_out(title, body)
    exact = [(token.form, position) for token, position in placed]
    stems = [(stem_of(token.form), position) for token, position in placed]
    step = title_length(tuple(token for token, _ in placed[:size])) + RUN_GAP
    runs = [
        (text, position + run * step)
        for run in range(TITLE_RUNS)
        for text, position in stems[:size]
    ]
    return {
        "title": stems[:size],
        "title_exact": exact[:size],
        "text": runs + stems[size:],
        "text_exact": exact,
    }


def plain_words(text: str) -> Words:
    """Forms and positions of a short field."""
    return [(token.form, token.position) for token in tokenize(text)]
