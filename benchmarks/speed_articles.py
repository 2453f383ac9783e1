"""The articles of speed.py: the given ones, then as many derived from them as are wanted, and the
corpus they fill.

A derived article takes its title and its length from one article, and its paragraphs from others, a
few in a row from each. So lengths, and how often a word occurs, stay as they are in the given ones;
no new word appears. """

import gzip
import json
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from corpus.article import Article, Span
from corpus.sentences import SAMPLE_ARTICLES, SentenceSplitter
from corpus.store.store import ArticleStore

SEED = 3
IN_A_ROW = 3  # paragraphs taken from one article at a time: what it is about goes on for a while
AT_ONCE = 5_000  # articles in a transaction: all in one would double the file in its log
FIRST_DAY, DAYS, WRITERS, SECTIONS = date(2008, 1, 1), 5_000, 40, 8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the bounds of its sentences, counted from its own beginning."""

    text: str
    sentences: tuple[Span, ...]


@dataclass(slots=True)
class Given:
    """The given articles in memory: titles, and each paragraph once, split once."""

    titles: list[str] = field(default_factory=list)
    # where each article's paragraphs begin, and the last ends
    begins: list[int] = field(default_factory=lambda: [0])
    paragraphs: list[Paragraph] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, count: int) -> "Given":
        """The first `count` articles of the file, or as many as it holds."""
        splitter = SentenceSplitter.learn(
            article["body"] for article in islice(read_lines(path), SAMPLE_ARTICLES)
        )
        given = cls()
        for article in islice(read_lines(path), count):
            texts = filter(str.strip, article["body"].split("\n\n"))
            given.titles.append(article["title"])
            given.paragraphs.extend(Paragraph(text, splitter.split((text,))) for text in texts)
            given.begins.append(len(given.paragraphs))
        return given

    def articles(self, count: int) -> Iterator[tuple[str, list[Paragraph]]]:
        """Titles and paragraphs of `count` articles, the same in every process: the given, then
        derived ones."""
        for number, title in enumerate(self.titles[:count]):
            yield title, self._own(number)
        # only random() is promised to stay the same in later versions of Python
        dice = random.Random(SEED)
        for _ in range(count - len(self.titles)):
            title = self.titles[int(dice.random() * len(self.titles))]
            yield title, self._derive(dice)

    def _own(self, number: int) -> list[Paragraph]:
        return self.paragraphs[self.begins[number] : self.begins[number + 1]]

    def _derive(self, dice: random.Random) -> list[Paragraph]:
        """Paragraphs about as long together as those of some given article; every paragraph is as
        likely."""
        model = self._own(int(dice.random() * len(self.titles)))
        wanted = sum(len(paragraph.text) for paragraph in model)
        drawn: list[Paragraph] = []
        while True:
            for paragraph in self._draw(dice):
                if drawn and wanted < len(paragraph.text) / 2:
                    return drawn
                drawn.append(paragraph)
                wanted -= len(paragraph.text)

    def _draw(self, dice: random.Random) -> Iterator[Paragraph]:
        """A paragraph and those after it in its article, whose end is followed by its beginning."""
        place = int(dice.random() * len(self.paragraphs))
        number = bisect_right(self.begins, place) - 1
        own, begin = self._own(number), place - self.begins[number]
        return (own[(begin + step) % len(own)] for step in range(min(IN_A_ROW, len(own))))


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def fill_store(data: Path, corpus: Path, docs: int) -> None:
    """Our corpus of `docs` articles, made anew, with sentence bounds.

    Dates, authors and sections are dealt out, for facets to count.
    """
    articles = enumerate(Given.read(data, docs).articles(docs))
    with ArticleStore(corpus) as store:
        while batch := list(islice(articles, AT_ONCE)):
            with store.transaction():
                for number, (title, paragraphs) in batch:
                    store.put(to_article(number, title, paragraphs))


def to_article(number: int, title: str, paragraphs: list[Paragraph]) -> Article:
    bounds: list[Span] = []
    offset = 0
    for paragraph in paragraphs:
        bounds.extend((offset + start, offset + end) for start, end in paragraph.sentences)
        offset += len(paragraph.text) + 2
    return Article(
        id=f"d{number:06}",
        title=title,
        paragraphs=tuple(paragraph.text for paragraph in paragraphs),
        sentences=tuple(bounds),
        byline=(f"Writer {number * 7 % WRITERS}",),
        section=f"Section {number * 3 % SECTIONS}",
        published=FIRST_DAY + timedelta(days=number * 31 % DAYS),
        date_source="record",
    )
