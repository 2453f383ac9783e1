"""The fields of the index, and the version they make.

`text` and `text_exact` hold the title and then the body, at identical positions: stems in the one,
forms in the other. The title stands in `text` three times, a gap after each run: a word of the
title counts as three of the body, in frequency and in length alike, which measured better than
adding up the scores of two fields (index/base/ranking.py)."""

from whoosh import fields

from corpus.article import Article
from corpus.field import FIELDS, NAMED, ArticleField, texts_of
from index.base.analysis import Token, is_mark, tokenize
from index.base.fields import DayField, NameField, NamesField, WordField, Words
from index.base.stems import stem_of

SCHEMA_VERSION = 3
TITLE_RUNS = 3
RUN_GAP = 100  # positions between two runs: no phrase and no NEAR reaches across

Layout = tuple[tuple[Token, int], ...]  # tokens with their position in a field


def schema() -> fields.Schema:
    """The schema of every generation this program writes: of each field with a term its words, its
    whole names as facets show them, and their column."""
    made = fields.Schema(
        id=fields.ID(unique=True, stored=True),
        title=WordField(stems=True, stored=True),
        title_exact=WordField(),
        text=WordField(stems=True, stored=True),
        text_exact=WordField(),
        published=DayField(),
        sentences=fields.STORED(),
    )
    for field in NAMED:
        made.add(field.term, WordField(stored=field.stored == field.term))
        made.add(field.whole, NameField())
        made.add(field.column, NamesField(stored=field.stored == field.column))
    for field in FIELDS:
        if field.stored not in made:
            made.add(field.stored, fields.STORED())
    return made


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


def term_words(article: Article, field: ArticleField) -> str:
    """The text whose words find the names in a field: an author's also as the page spells it."""
    texts = texts_of(article, field)
    return " , ".join((*texts, *article.signed) if field.name == "byline" else texts)


def length_of(words: Words) -> int:
    """The length of a field: its words, the wholes of compounds among them, but no marks."""
    return sum(not is_mark(form) for form, _ in words)


def plain_words(text: str) -> Words:
    """Forms and positions of a short field."""
    return [(token.form, token.position) for token in tokenize(text)]
