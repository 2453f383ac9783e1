"""An article as it is searched: what is searched with its text stands before it."""

from dataclasses import replace

from corpus.article import Article
from corpus.field import leading_texts


def as_searched(article: Article) -> Article:
    """The article with its leading texts as first paragraphs, a sentence each."""
    leading = leading_texts(article)
    if not leading:
        return article
    sentences, at = [], 0
    for text in leading:
        sentences.append((at, at + len(text)))
        at += len(text) + 2
    moved = ((start + at, end + at) for start, end in article.sentences)
    return replace(
        article, paragraphs=(*leading, *article.paragraphs), sentences=(*sentences, *moved)
    )
