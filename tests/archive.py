"""An archive made for the features that people expect: of each article it is known by heart which
question has to find it."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from corpus.article import Article, article_id
from tests.kept import made_once
from tests.newsroom import build, fill, settle, soup
from web.base.config import Settings

NAME = "The Selmak Courier"


def written(number: int, title: str, *paragraphs: str, day: date | None, **fields: Any) -> Article:
    """An article at an address of the paper's own."""
    url = f"https://courier.invalid/news/{number}"
    article = Article(
        id=article_id(url, "", ""),
        url=url,
        title=title,
        paragraphs=paragraphs,
        published=day,
        date_source="url" if day else "unknown",
        language="en",
    )
    return replace(article, **fields)


EXPENSES = written(
    1, "Forty journeys", "The minister showed nobody his expenses.", day=date(2014, 3, 12),
    byline=("Osman Keld",), section="Editorial",
)  # fmt: skip
EXPENSIVE = written(
    2, "Bread again", "Bread has become expensive in the north.", day=date(2016, 6, 1),
    byline=("Lalia Torshe",), section="Editorial",
)  # fmt: skip
HAMLET = written(
    3, "The question", "Our council was to be or not to be by the spring.", day=date(2012, 3, 12),
    byline=("Osman Keld",), section="Opinion",
)  # fmt: skip
DEAL = written(
    4, "Signed at last", "They signed a peace deal. In Kabul the bells rang.",
    day=date(2015, 1, 9), section="Opinion",
)  # fmt: skip
APART = written(
    5, "Not signed", "Kabul wants peace. Nobody has a deal to offer.", day=date(2015, 2, 9),
    section="Opinion",
)  # fmt: skip
FERRY = written(
    6, "The ferry to Hazrun", "The ferry was late.", "Nobody on the quay was told of it.",
    "The old ferry crosses the river Amu twice a day. It carries goats. The harbour master counts "
    "them, and no goat was ever lost. The price has not changed since the war.",
    day=date(2011, 3, 12), byline=("Ben Ash", "Cy Low"), section="Editorial",
)  # fmt: skip
LONE = written(7, "A bridge", "Some say a ferry would do.", day=date(2019, 8, 2))
TREATY = written(
    8, "The storks", "A treaty of storks, and of nothing else, was kept.", day=date(2013, 5, 5)
)
SPECIAL = (EXPENSES, EXPENSIVE, HAMLET, DEAL, APART, FERRY, LONE, TREATY)

# twenty-five on one subject, of five years and two authors; two of them undated
HERONS = tuple(
    written(
        100 + number,
        f"Heron number {number}",
        f"A heron called number{number} waits by the water.",
        day=None if number in (3, 4) else date(2010 + number % 5, 1 + number % 12, 1 + number),
        byline=("Ada Reed",) if number % 2 else ("Ben Ash", "Cy Low"),
        section="Nature" if number % 3 else "Editorial",
    )
    for number in range(25)
)
# what the paper wrote besides, a year more than the next
OTHERS = tuple(
    written(
        200 + number,
        f"On the price of bread, {number}",
        f"The council of town{number} speaks of the price of bread and of schools.",
        day=date(2010 + number % 3, 1 + number % 12, 5),
    )
    for number in range(30)
)
_TEXT = (
    "The lanterns of the lower bridge were lit on the first evening of the frost, by hand, as they "
    "have been for a hundred winters, and the keeper was paid in coal for each of the forty nights "
    "that followed. When the council bought electric light it promised that no keeper would go "
    "without coal. He has gone without for three winters. The bridge is dark by ten, the light "
    "having been bought for eight hours, and those who cross it carry torches. We ask for little: "
    "that what was promised to him be paid, and that somebody walk across the bridge at eleven."
)
FIRST = written(300, "Lanterns", _TEXT, day=date(2013, 12, 1))
REPRINTS = (
    written(301, "Lanterns once more", _TEXT, day=date(2016, 12, 1)),
    written(
        302, "Lanterns again", _TEXT.replace("three winters", "six winters"), day=date(2018, 12, 1)
    ),
)  # fmt: skip
ARTICLES = (*SPECIAL, *HERONS, *OTHERS, FIRST, *REPRINTS)


def archive(folder: Path, **more: Any) -> Settings:
    """A data folder of one's own with all of them, indexed."""
    shutil.copytree(made_once(_write), folder / "data")
    return settle(folder / "data", **{"site_name": NAME, **more})


def _write(folder: Path) -> None:
    settings = settle(folder)
    fill(settings, ARTICLES)
    build(settings)


def results(client: FlaskClient, q: str = "", **more: Any) -> TestResponse:
    """The page of results of a question."""
    return client.get("/search", query_string={"q": q, **more})


def found(client: FlaskClient, q: str = "", **more: Any) -> list[str]:
    """The ids of the hits that have all the words, on the page of results."""
    page = soup(results(client, q, **more))
    divider = page.select_one("h2.divider")
    partial = divider.find_all_next(class_="card") if divider else []
    return [str(card["id"]) for card in page.select(".card") if card not in partial]


def ids(articles: Iterable[Article]) -> list[str]:
    """Their ids."""
    return [article.id for article in articles]
