"""Numbers in addresses: an article without a day between two of one day, and all the cases in which
they tell none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Page
from corpus.cleaning.site.numbered_days import learn_sequences
from corpus.intake.intake import clean_pages, take_in
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.examples import examples

FIRST = date(2015, 3, 2)
SITE = "https://selmak.example"
SHAPES = (
    "/article/{}", "/opinion/{}-new-pipes.html", "/opinion/new-pipes-and-wells-{}", "/view.php?lang=en&id={}",
    "/article{}.html", "/2015/{}/new-pipes.html", "/a/{}/",
)  # fmt: skip


def paper(shape: str = SHAPES[0], *, days: int = 30, a_day: int = 3) -> dict[str, date]:
    """The addresses of a paper that prints `a_day` articles every day, numbered from 1,800 on."""
    return {
        f"{SITE}{shape.format(1800 + day * a_day + place)}": FIRST + timedelta(day)
        for day in range(days)
        for place in range(a_day)
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_an_article_between_two_of_one_day_is_of_that_day(shape: str) -> None:
    known = paper(shape)
    between, last = f"{SITE}{shape.format(1831)}", f"{SITE}{shape.format(1832)}"
    day = known.pop(between)
    assert learn_sequences(known.items()).day(between) == day == FIRST + timedelta(10)
    known.pop(last)
    # the last of one day, before the first of the next
    assert learn_sequences(known.items()).day(last) is None


@examples(100, database=None)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 3)), min_size=60, max_size=120),
    st.sets(st.integers(0, 59), max_size=15),
    st.sampled_from(SHAPES),
)
def test_hidden_days_are_found_or_left_unknown(
    steps: list[tuple[int, int]], hidden: set[int], shape: str
) -> None:
    number, day, pages = 1000, FIRST, []
    for numbers, days in steps:
        number, day = number + numbers, day + timedelta(days)
        pages.append((f"{SITE}{shape.format(number)}", day))
    known = learn_sequences(page for index, page in enumerate(pages) if index not in hidden)
    for index in hidden:
        assert known.day(pages[index][0]) in (pages[index][1], None)


def test_numbers_that_do_not_rise_with_the_days_date_nothing() -> None:
    mixed = {
        f"{SITE}/article/{(index * 37) % 90}": day for index, day in enumerate(paper().values())
    }
    assert not learn_sequences(mixed.items()).of_series
    # Three neighbours agree, but every other day is an old one: reprints, perhaps, whose numbers
    # say nothing.
    mixed = {
        url: day - timedelta(day.toordinal() % 2 * 1000) for url, day in paper(days=60).items()
    }
    assert not learn_sequences(mixed.items()).of_series


@pytest.mark.parametrize(("days", "a_day"), [(6, 3), (2, 45), (60, 1)])
def test_few_pages_or_few_days_or_one_article_a_day_teach_nothing(days: int, a_day: int) -> None:
    known = paper(days=days, a_day=a_day)
    assert not learn_sequences(known.items()).of_series


def test_neighbours_that_are_far_tell_nothing() -> None:
    known = paper() | {
        f"{SITE}/article/5000": FIRST + timedelta(40),
        f"{SITE}/article/5200": FIRST + timedelta(40),
    }
    sequences = learn_sequences(known.items())
    assert sequences.of_series
    assert sequences.day(f"{SITE}/article/5100") is None


def test_years_and_days_in_addresses_are_no_numbers_of_articles() -> None:
    known = {
        f"{SITE}/{day:%Y}/a-slug-of-{index}-words-{day:%Y}": day
        for index, day in enumerate(paper().values())
    }
    assert learn_sequences(known.items()).day(f"{SITE}/2015/another-slug-2015") is None


def weekly(*, misprinted: int = 0) -> dict[str, date]:
    """The addresses of a paper that numbers its issues; `misprinted` articles of issue 405 have a
    day of their own."""
    issues = {number: FIRST + timedelta(7 * (number - 400)) for number in range(400, 420)}
    pages = {
        f"{SITE}/{number // 410}-1/{number}/{number}_{place:02}_Pipes.shtml": day
        for number, day in issues.items()
        for place in range(24)
    }
    for place in range(misprinted):
        pages[f"{SITE}/0-1/405/405_{place:02}_Pipes.shtml"] = FIRST - timedelta(365 + place)
    return pages


def test_an_article_has_the_day_of_its_issue() -> None:
    known = learn_sequences(weekly(misprinted=1).items())
    assert known.day(f"{SITE}/0-1/407/407_30_Wells.shtml") == FIRST + timedelta(49)
    # one slip of twenty-four
    assert known.day(f"{SITE}/0-1/405/405_30_Wells.shtml") == FIRST + timedelta(35)
    assert known.day(f"{SITE}/0-1/Wells.shtml") is None


def test_issues_of_which_each_holds_another_day_too_date_nothing() -> None:
    pages = weekly()
    for url in [url for url in pages if "_05_" in url]:
        pages[url] -= timedelta(1)
    assert not learn_sequences(pages.items()).of_series


def test_one_other_page_with_the_number_is_not_enough() -> None:
    known = paper("/opinion/{}-new-pipes.html", a_day=4)
    sequences = learn_sequences(known.items())
    assert sequences.of_series
    assert sequences.day(f"{SITE}/opinion/1829-new-wells.html") is None


def test_an_issue_whose_articles_differ_or_that_is_out_of_order_dates_nothing() -> None:
    torn = learn_sequences(weekly(misprinted=2).items())
    assert torn.day(f"{SITE}/0-1/405/405_30_Wells.shtml") is None
    pages = weekly()
    for url in [url for url in pages if "/405/" in url]:
        pages[url] = FIRST - timedelta(400)  # a year misprinted on every page
    known = learn_sequences(pages.items())
    assert known.day(f"{SITE}/0-1/405/405_30_Wells.shtml") is None
    assert known.day(f"{SITE}/0-1/407/407_30_Wells.shtml") == FIRST + timedelta(49)


def test_numbers_left_free_and_used_years_later_date_nothing() -> None:
    known = paper(days=120)
    free = [url for place, url in enumerate(known) if place % 12 == 1]
    for url in free[:10]:
        known[url] += timedelta(5 * 365)
    later = {url: known.pop(url) for url in free[10:]}
    assert [learn_sequences(known.items()).day(url) for url in later] == [None] * len(later)


def test_a_gap_that_holds_a_page_of_another_year_dates_nothing() -> None:
    known = paper(days=120, a_day=5)
    beside, stray, other = (f"{SITE}/article/{number}" for number in (1831, 1832, 1841))
    days = [known.pop(beside), known.pop(other)]
    sequences = learn_sequences(known.items())
    assert [sequences.day(beside), sequences.day(other)] == days
    known[stray] += timedelta(5 * 365)
    sequences = learn_sequences(known.items())
    assert [sequences.day(beside), sequences.day(other)] == [None, days[1]]


def test_many_pages_put_on_line_at_once_are_not_of_the_day_around_them() -> None:
    known = paper(days=80)
    reprints = [f"{SITE}/article/{number}" for number in range(1831, 1871)]
    day = known[f"{SITE}/article/1830"]
    later = {url: shown - timedelta(13) for url, shown in known.items() if url > reprints[-1]}
    known = {url: shown for url, shown in known.items() if url < reprints[0]} | later
    assert known[f"{SITE}/article/1871"] == day
    sequences = learn_sequences(known.items())
    assert sequences.of_series
    assert [sequences.day(url) for url in reprints] == [None] * 40


def test_a_page_without_a_day_between_two_that_a_system_dates_was_left_without_on_purpose() -> None:
    known = paper()
    between = f"{SITE}/article/1831"
    day = known.pop(between)
    assert learn_sequences(known.items()).day(between) == day
    assert learn_sequences(known.items(), stamped=[f"{SITE}/article/1830"]).day(between) is None
    assert learn_sequences(known.items(), stamped=[f"{SITE}/article/1840"]).day(between) == day
    issue = f"{SITE}/0-1/407/407_30_Wells.shtml"
    assert (
        learn_sequences(weekly().items(), stamped=[f"{SITE}/0-1/407/407_03_Pipes.shtml"]).day(issue)
        is None
    )


@pytest.mark.parametrize(
    "url", [None, "", "https://[selmak.example/a/1", f"{SITE}/article/{'9' * 5000}"]
)
def test_addresses_without_a_number_or_sense_have_no_day(url: str | None) -> None:
    assert learn_sequences(paper().items()).day(url) is None


TEXT = "<p>The city has promised new pipes for the northern districts every spring since the old ones burst, they say."


def pages_of(known: dict[str, date | None], *, fetched_at: datetime) -> Iterator[Page]:
    for url, day in known.items():
        number = url.rpartition("/")[2]
        line = f"<p>{day:%B} {day.day}, {day.year}</p>" if day else ""
        markup = f"<title>New Pipes {number}</title><h1>New Pipes {number}</h1>{line}{TEXT} This was piece {number}."
        yield Page(url, markup.encode(), "text/html", None, fetched_at)


def test_a_corpus_dates_what_stands_between_and_keeps_to_it(tmp_path: Path) -> None:
    known: dict[str, date | None] = dict(paper())
    between = f"{SITE}/article/1831"
    day, known[between] = known[between], None
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, pages_of(known, fetched_at=datetime(2021, 12, 2, tzinfo=UTC)))
        found = next(article for article in store.articles() if article.url == between)
        assert (found.published, found.date_source) == (day, "neighbours")
        assert clean_pages(store).changed == 0
        for other in [
            article for article in store.articles() if article.url in (f"{SITE}/article/1830",)
        ]:
            store.edit(other.id, Correction(published=FIRST + timedelta(9)))
        clean_pages(store, waiting=True)
        assert store.get(found.id).published is None  # its neighbours differ now
        store.edit(found.id, Correction(published=FIRST))
        clean_pages(store)
        assert (store.get(found.id).published, store.get(found.id).date_source) == (FIRST, "editor")


def test_a_corpus_leaves_a_page_between_stamped_ones_undated(tmp_path: Path) -> None:
    known: dict[str, date | None] = dict(paper())
    between = f"{SITE}/article/1831"
    known[between] = None
    stamped = []
    for page, day in zip(
        pages_of(known, fetched_at=datetime(2021, 12, 2, tzinfo=UTC)), known.values(), strict=True
    ):
        stamp = f'<meta property="article:published_time" content="{day}">'.encode() if day else b""
        stamped.append(replace(page, body=stamp + page.body))
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, stamped)
        assert {article.url for article in store.articles() if article.published is None} == {
            between
        }


def test_a_page_fetched_before_the_day_of_its_neighbours_is_not_of_it(tmp_path: Path) -> None:
    known: dict[str, date | None] = dict(paper())
    early = f"{SITE}/article/1831"
    known.pop(early)
    with ArticleStore(tmp_path / "corpus.db") as store:
        take_in(store, pages_of(known, fetched_at=datetime(2021, 12, 2, tzinfo=UTC)))
        take_in(store, pages_of({early: None}, fetched_at=datetime(2015, 3, 3, tzinfo=UTC)))
        found = next(article for article in store.articles() if article.url == early)
        assert (found.published, found.date_source) == (None, "unknown")
