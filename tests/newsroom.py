"""A small archive for the tests of the pages: the sample paper's editorials, and some made to be
awkward."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from corpus.article import Article, article_id
from corpus.sample.editorial import editorials
from corpus.sentences import SentenceSplitter
from corpus.store.store import ArticleStore
from index import indexer, open_indexer
from tests.kept import made_once
from web import create_app
from web.base.config import Settings

FETCHED = datetime(2021, 12, 2, 9, 30, tzinfo=UTC)

UNDATED = Article(
    id=article_id("https://courier.invalid/undated", "", ""),
    url="https://courier.invalid/undated",
    title="A page that never told its day",
    paragraphs=("Nobody wrote down when the lanterns were lit.", "They were lit all the same."),
    language="en",
)
PERSIAN = Article(
    id=article_id("https://courier.invalid/persian", "", ""),
    url="https://courier.invalid/persian",
    title="کتابخانه و شهر",
    paragraphs=("کتابخانهٔ شهر باز شد. مردم خوشحال شدند.", "The library, کتابخانه, opened."),
    byline=("گروه سردبیران",),
    published=date(2019, 5, 4),
    date_source="byline",
    language="fa",
)
HOSTILE = Article(
    id=article_id(None, "hostile", "hostile"),
    url="javascript:alert(document.domain)",
    title='<script>alert("title")</script> & "quoted" </title>',
    paragraphs=(
        "A lantern <img src=x onerror=alert(1)> in the text.",
        "=cmd|' /C calc'!A0 &amp; more",
    ),
    byline=('"><svg onload=alert(2)>',),
    section="<b>Opinion</b>",
    published=date(2018, 1, 15),
    date_source="url",
    language="en",
)
TAKEN_DOWN = Article(
    id=article_id("https://courier.invalid/gone", "", ""),
    url="https://courier.invalid/gone",
    title="The lantern that was put out",
    paragraphs=("Every lantern has an end.",),
    published=date(2017, 6, 1),
    date_source="url",
    language="en",
)
SPECIAL = (UNDATED, PERSIAN, HOSTILE, TAKEN_DOWN)


def sample_articles() -> tuple[Article, ...]:
    """The sample paper, as a perfect cleaner would find it."""
    return tuple(
        Article(
            id=article_id(f"https://courier.invalid{editorial.path}", "", ""),
            url=f"https://courier.invalid{editorial.path}",
            title=editorial.title,
            paragraphs=editorial.paragraphs,
            byline=editorial.byline,
            section=editorial.section,
            published=editorial.published,
            date_source="byline",
            language="en",
            fetched_at=FETCHED,
        )
        for editorial in editorials()
    )


def settle(folder: Path, **more: Any) -> Settings:
    """Settings of a data folder, with the codec that the suite runs on."""
    return Settings(data=folder, codec=indexer.CODEC, **more)


def fill(settings: Settings, articles: tuple[Article, ...]) -> None:
    """Write the articles into the corpus; the one that was taken down is, with a reason."""
    splitter = SentenceSplitter.learn(())
    with ArticleStore(settings.corpus) as store, store.transaction():
        for article in articles:
            store.put(replace(article, sentences=splitter.split(article.paragraphs)))
    if TAKEN_DOWN in articles:
        with ArticleStore(settings.corpus) as store:
            store.remove(TAKEN_DOWN.id, "taken down at the wish of a person named in it")


def build(settings: Settings) -> None:
    """Index the corpus."""
    with ArticleStore(settings.corpus) as store:
        open_indexer(settings.index).rebuild(store)


def found_a_paper(folder: Path) -> Settings:
    """A data folder with the sample and the awkward ones, indexed."""
    shutil.copytree(made_once(_print_a_paper), folder / "data")
    return settle(folder / "data", site_name="The Selmak Courier")


def _print_a_paper(folder: Path) -> None:
    settings = settle(folder)
    fill(settings, (*sample_articles(), *SPECIAL))
    build(settings)


@contextmanager
def read_site(settings: Settings) -> Iterator[FlaskClient]:
    """Somebody who reads the site."""
    app = create_app(settings)
    try:
        yield app.test_client()
    finally:
        app.extensions["shelf"].close()


def index_sample(folder: Path) -> None:
    """A corpus of the sample articles alone, in the folder itself, and its index."""
    with ArticleStore(folder / "corpus.db") as store:
        for article in sample_articles():
            store.put(article)
        open_indexer(folder / "index").rebuild(store)


def made(number: int, text: str, **fields: Any) -> Article:
    """An article with one paragraph."""
    url = f"https://courier.invalid/made/{number}"
    article = Article(
        id=article_id(url, "", ""), url=url, title=f"Made {number}", paragraphs=(text,), language="en",
        published=date(2010 + number % 5, 1 + number % 12, 1 + number % 28), date_source="url",
    )  # fmt: skip
    return replace(article, **fields)


def soup(response: Response, status: int = 200) -> BeautifulSoup:
    """The page of a response that came with this status."""
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    return BeautifulSoup(response.get_data(as_text=True), "lxml")
