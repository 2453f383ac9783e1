"""Spellings of one author's name: joined over the corpus where it is certain, and found as the page
has them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.article import Article, Page
from corpus.intake.intake import clean_pages, take_in
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from corpus.wording.name_spellings import learn_spellings
from index import open_indexer
from index.manifest import Codec
from search import open_searcher
from search.matching.results import Filters, Request
from search.query.parser import parse

Signed = dict[str, int]  # names with how many texts each signs alone


def shown(signed: Signed, *together: tuple[str, ...]) -> dict[str, str]:
    return learn_spellings(
        {(name,): times for name, times in signed.items()} | dict.fromkeys(together, 1)
    )


@pytest.mark.parametrize(
    ("signed", "variants", "name"),
    [
        ({"Jane Doe": 3, "JANE DOE": 2, "Jáne Doe": 1}, {"JANE DOE", "Jáne Doe"}, "Jane Doe"),
        ({"Jane Doe": 1, "Jáne Doe": 1}, {"Jane Doe"}, "Jáne Doe"),
        ({"Ann O’Neil": 2, "Ann O'Neil": 1, "Ann ONeil": 1}, {"Ann O'Neil", "Ann ONeil"}, "Ann O’Neil"),
        ({"J. K. Example": 2, "J.K. Example": 1, "JK Example": 1}, {"J.K. Example", "JK Example"}, "J. K. Example"),
        ({"Jean-Luc Doe": 2, "Jean Luc Doe": 1}, {"Jean Luc Doe"}, "Jean-Luc Doe"),
        ({"Jane Doe": 2, "Dr. Jane Doe": 1, "Prof. Dr Jane Doe": 1}, {"Dr. Jane Doe", "Prof. Dr Jane Doe"}, "Jane Doe"),
        ({"محمد علی": 2, "محمد علي": 1}, {"محمد علي"}, "محمد علی"),
        ({"Jane Doe": 10, "Jane A. Doe": 1}, {"Jane A. Doe"}, "Jane Doe"),
        ({"Jane Doe": 2, "Jane A. Doe": 20}, {"Jane Doe"}, "Jane A. Doe"),
        ({"Mohammad Doe": 6, "Mohammed Doe": 2}, {"Mohammed Doe"}, "Mohammad Doe"),
        ({"Hossein Ahmad Doe": 6, "Hussain Ahmed Doe": 2}, {"Hussain Ahmed Doe"}, "Hossein Ahmad Doe"),
        ({"Gul Sahibzada": 10, "Gul Sahibbzada": 1}, {"Gul Sahibbzada"}, "Gul Sahibzada"),
        ({"Gul Sahibbzada": 20, "Gul Sahibzada": 2}, {"Gul Sahibzada"}, "Gul Sahibbzada"),
        ({"Ann Christiansen": 20, "Ann Christainsen": 2}, {"Ann Christainsen"}, "Ann Christiansen"),
        ({"Mohammad Doe": 20, "Mohammed Doe": 1, "Mohammad A. Doe": 1}, {"Mohammed Doe", "Mohammad A. Doe"},
         "Mohammad Doe"),
    ],
)  # fmt: skip
def test_spellings_of_one_person_are_shown_as_the_commonest(
    signed: Signed, variants: set[str], name: str
) -> None:
    assert shown(signed) == dict.fromkeys(variants, name)


@pytest.mark.parametrize(
    "signed",
    [
        {"Jane Doe": 9, "Jane A. Doe": 1},  # not often enough to be sure of her
        {"Jane A. Doe": 90, "Jane Doe": 3},  # too often for a slip
        {"Jane Doe": 90, "Jane A. Doe": 1, "Jane B. Doe": 1},
        {"Jane Doe": 90, "Jane A. Doe": 1, "Jane Barbara Doe": 1},
        {"Mohammad Doe": 5, "Mohammed Doe": 2},  # not clearly commoner
        {"Ali Ahmad": 90, "Ali Ahmed": 1},  # the names of families
        {"Karim Doe": 90, "Kerim Doe": 1},  # short
        {"Robert Example": 90, "Roberta Example": 1},
        {"Christina Doe": 90, "Christine Doe": 1},
        {"Ali Karimi": 90, "Ali Kazimi": 1},
        {"Ann Carter": 90, "Ann Cartier": 1, "Ann Cratler": 1},
        {"Mohammad": 90, "Mohammed": 1},  # no other word vouches for the person
        {"Mohammad Reza Doe": 90, "M. Reza Doe": 1},
        {"Gul Sahibzada": 9, "Gul Sahibbzada": 1},
        {"Jane Doe": 90, "J. Doe": 1},
        {"Jane Doe": 90, "Jane Roe": 1},
        {"Jane Doe": 90, "Doe Jane": 1},
        {"Ann Adoe": 90, "Anna Doe": 1},
        *(
            {one: 90, other: 1} for one, other in (
                ("Frances Doe", "Francis Doe"), ("Ann Hansen", "Ann Hanson"), ("Ann Petersen", "Ann Peterson"),
                ("Ann Schmidt", "Ann Schmitt"), ("Ann Muller", "Ann Miller"), ("Ann Burton", "Ann Borton"),
                ("Julian Doe", "Julien Doe"), ("Marian Doe", "Marion Doe"), ("Johnathan Doe", "Jonathan Doe"),
                ("Nikola Doe", "Nicola Doe"), ("Ann Ridley", "Ann Redley"),
            )
        ),
    ],
)  # fmt: skip
def test_names_that_may_be_of_two_people_stay_apart(signed: Signed) -> None:
    assert shown(signed) == {}


@pytest.mark.parametrize(
    ("signed", "together"),
    [
        ({"Mohammad Doe": 9, "Mohammed Doe": 1}, ("Mohammad Doe", "Mohammed Doe")),
        ({"Jane Doe": 20, "Jane A. Doe": 1}, ("Ann Roe", "Jane A. Doe", "Jane Doe")),
        ({"Jane Doe": 9, "Jáne Doe": 1}, ("Jane Doe", "Jáne Doe")),
    ],
)
def test_names_that_sign_together_are_two_people(signed: Signed, together: tuple[str, ...]) -> None:
    assert shown(signed, together) == {}
    assert shown(signed) != {}


def test_two_who_sign_together_do_not_meet_in_a_third() -> None:
    signed = {"Mohammad Doe": 30, "Mohammed Doe": 1, "Mohammad A. Doe": 1}
    joined = shown(signed, ("Mohammed Doe", "Mohammad A. Doe"))
    assert joined == {"Mohammed Doe": "Mohammad Doe"}


PROSE = "The council of {} met in the hall by the river and spoke for two hours about the price of bread and of salt. "


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore(tmp_path / "corpus.db") as store:
        yield store


def page(number: int, name: str) -> Page:
    text = "".join(f"<p>{PROSE.format(f'Selm {number} {part}') * 3}</p>" for part in "ab")
    head = f"<title>Hall {number} of Selm</title><meta name='author' content='{name}'>"
    body = f"<html><head>{head}</head><body><h1>Hall {number} of Selm</h1>{text}</body></html>"
    url = f"https://ledger.example/hall-{number}"
    return Page(url, body.encode(), "text/html", None, datetime(2024, 6, 7, tzinfo=UTC), "import")


def pages(names: list[str], start: int = 0) -> list[Page]:
    return [page(number, name) for number, name in enumerate(names, start)]


def by_number(store: ArticleStore) -> list[Article]:
    return sorted(store.articles(), key=lambda article: article.url or "")


NAMES = ["Mohammad Huwaida"] * 4 + ["Mohammed Huwaida", "Ann Roe"]


def test_articles_show_the_commonest_spelling_and_keep_their_own(store: ArticleStore) -> None:
    take_in(store, pages(NAMES))
    articles = by_number(store)
    assert [article.byline for article in articles] == [("Mohammad Huwaida",)] * 5 + [("Ann Roe",)]
    assert [article.signed for article in articles] == [()] * 4 + [("Mohammed Huwaida",), ()]
    seq = store.seq
    assert (clean_pages(store).changed, store.seq) == (0, seq)


def test_pages_one_by_one_end_as_pages_at_once(store: ArticleStore, tmp_path: Path) -> None:
    for number, name in reversed(list(enumerate(NAMES))):
        take_in(store, [page(number, name)])
    with ArticleStore(tmp_path / "other.db") as other:
        take_in(other, pages(NAMES))
        assert [(a.byline, a.signed) for a in by_number(store)] == [
            (a.byline, a.signed) for a in by_number(other)
        ]


def test_a_new_text_can_part_two_who_were_taken_for_one(store: ArticleStore) -> None:
    take_in(store, pages(NAMES))
    seq = store.seq
    take_in(store, [page(6, "Mohammad Huwaida and Mohammed Huwaida")])
    assert by_number(store)[4].byline == ("Mohammed Huwaida",)
    assert len(list(store.changes(seq))) == 2


def test_what_people_said_of_a_byline_stays(store: ArticleStore) -> None:
    take_in(store, pages(NAMES))
    article = by_number(store)[4]
    edited = store.edit(article.id, Correction(byline=("Mohammed Huwaida",)))
    assert (edited.byline, edited.signed) == (("Mohammed Huwaida",), ())
    clean_pages(store)
    assert store.get(article.id).byline == ("Mohammed Huwaida",)
    assert store.undo_edit(article.id).byline == ("Mohammad Huwaida",)


@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_readers_find_either_spelling_and_facets_count_one(
    store: ArticleStore, tmp_path: Path, codec: Codec
) -> None:
    take_in(store, pages(NAMES))
    open_indexer(tmp_path / "index", codec=codec).rebuild(store)
    searcher = open_searcher(tmp_path / "index", codec=codec)
    try:
        found = searcher.search(Request(parse("council"), size=10))
        assert found.facets[1].counts == (("Mohammad Huwaida", 5), ("Ann Roe", 1))
        for name, hits in {"Mohammad Huwaida": 5, "Mohammed Huwaida": 1, "Ann Roe": 1}.items():
            assert (
                searcher.search(Request(parse("council"), filters=Filters(names=(("author", name),)))).total
                == hits
            )
            assert searcher.search(Request(parse(f'author:"{name}"'))).total == hits
    finally:
        searcher.close()
