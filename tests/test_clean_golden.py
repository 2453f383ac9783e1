"""Golden pages: what a reader would want of a page, each in our own words and named by the defect
it shows.

All of them are in tests/golden, and this module reads them. NAME.html or NAME.txt is a page as it
came; NAME.json has the fields expected of its article, or that it is `refused`, and under `given`
what is known besides: its address, the charset its server names, what a list says of it.

old-site/ is a whole small paper of the days of layout tables. In pages/ is what its server sends,
byte for byte, in files called by their addresses with "@" for "?". site.json says what is expected
of each: fields that are `unsure_alone` only the site's other pages can tell, and a `version_of`
another article is no article of its own.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from old_site import ARTICLES, SITE, Masthead, body_of, mastheads, page_of, serving

from corpus.article import Article, Hint, Page, Provenance, article_id
from corpus.cleaning.clean import clean
from corpus.cleaning.record import article_to_record
from corpus.crawling.crawl import CrawlOptions, run_crawl
from corpus.errors import NotAnArticle, PageRefused
from corpus.intake.intake import clean_pages
from corpus.store.store import ArticleStore
from tests.examples import examples
from tests.shell import PATIENCE

GOLDEN = Path(__file__).parent / "golden"
FETCHED_AT = datetime(2021, 12, 2, 9, tzinfo=UTC)
TYPES = {".html": "text/html", ".txt": "text/plain"}
FIELDS = ("title", "byline", "published", "date_source", "language", "paragraphs")
PUBLISHED = [expected for expected in ARTICLES if "version_of" not in expected]


def goldens() -> list[Path]:
    return sorted(path for path in GOLDEN.iterdir() if path.suffix in TYPES)


def expected_of(path: Path) -> dict[str, Any]:
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def read_golden(path: Path, known: dict[str, Any]) -> Article:
    page = Page(
        known.get("url"), path.read_bytes(), TYPES[path.suffix], known.get("charset"), FETCHED_AT
    )
    said = known.get("hint")
    hint = Hint(said.get("title"), date.fromisoformat(said["published"])) if said else None
    return clean(page, hint=hint)


@pytest.mark.parametrize("path", goldens(), ids=lambda path: path.stem)
def test_a_golden_page_gives_its_article(path: Path) -> None:
    expected = expected_of(path)
    known = expected.pop("given", {})
    if "refused" in expected:
        with pytest.raises(NotAnArticle, match="no article"):
            read_golden(path, known)
        return
    found = article_to_record(read_golden(path, known))
    assert {name: found[name] for name in expected} == expected


def test_every_page_has_what_is_expected_of_it_and_no_file_is_left_over() -> None:
    files = {path.name for path in GOLDEN.iterdir() if path.is_file()}
    assert files == {name for path in goldens() for name in (path.name, f"{path.stem}.json")}
    fields = {"title", "paragraphs", "byline", "published", "date_source", "section", "language"}
    assert all(
        {"refused", *fields} & expected_of(path).keys() in ({"refused"}, fields)
        for path in goldens()
    )


def test_an_article_is_new_and_says_how_it_was_made() -> None:
    article = read_golden(
        GOLDEN / "json-ld-among-furniture.html", {"url": "https://ledger.example/a/1"}
    )
    assert article.id == article_id("https://ledger.example/a/1", "", "")
    assert (article.sentences, article.updated_seq, article.fetched_at) == ((), 0, FETCHED_AT)
    assert article.provenance == Provenance(
        "heading as in json-ld headline", "json-ld", "text density in <div> named as the article"
    )


@examples(60, database=None)
@given(st.data())
def test_a_mutilated_page_never_fails(data: st.DataObject) -> None:
    pages = [path.read_bytes() for path in goldens()] + [
        body_of(article["address"]) for article in ARTICLES
    ]
    body = bytearray(data.draw(st.sampled_from(pages)))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.integers(0, 400)))
        body[start:end] = data.draw(
            st.binary(max_size=12)
            | st.sampled_from([b"<", b"</table>", b"<td>", b"\xed\xa0\x80", b"&#xD800;"])
        )
    content_type = data.draw(st.sampled_from(["text/html", "text/plain", "application/json"]))
    charset = data.draw(st.sampled_from([None, "utf-16", "nonsense"]))
    try:
        article = clean(Page(None, bytes(body), content_type, charset, FETCHED_AT))
    except PageRefused:
        return
    assert article.paragraphs
    assert article.title
    json.dumps(article_to_record(article), ensure_ascii=False).encode("utf-8")


def alone(expected: dict[str, Any]) -> dict[str, Any]:
    """What a page of the old site says without the others: no day rather than a wrong one."""
    sure = {name: expected[name] for name in FIELDS if name not in expected["unsure_alone"]}
    return (
        {**sure, "published": None, "date_source": "unknown"} if "published" not in sure else sure
    )


def read_alone(expected: dict[str, Any], masthead: str | None = None) -> dict[str, Any]:
    found = article_to_record(clean(page_of(expected["address"], masthead)))
    return {name: found[name] for name in alone(expected)}


@pytest.mark.parametrize("expected", ARTICLES, ids=lambda expected: expected["address"])
def test_a_page_of_the_old_site_is_read_alone_as_far_as_it_tells(expected: dict[str, Any]) -> None:
    assert read_alone(expected) == alone(expected)


@pytest.mark.parametrize("address", SITE["no_article"])
def test_a_list_of_the_old_site_is_no_article_even_alone(address: str) -> None:
    with pytest.raises(NotAnArticle, match="no article"):
        clean(page_of(address))


@examples(120, database=None, derandomize=True)
@given(st.sampled_from(ARTICLES), mastheads())
def test_no_masthead_is_read_whatever_names_and_days_it_carries(
    expected: dict[str, Any], masthead: Masthead
) -> None:
    assert masthead.html.encode("ascii", "xmlcharrefreplace") in body_of(
        expected["address"], masthead.html
    )
    assert read_alone(expected, masthead.html) == alone(expected)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Any]]]:
    """The articles of the old site by address: crawled on the day that its masthead shows, and
    cleaned."""
    masthead = f"Editor in Chief: Moh. Dawud Parwiz &nbsp; {datetime.now(UTC):%A, %B %d, %Y}"
    path = tmp_path_factory.mktemp("old-site") / "corpus.db"
    with serving(masthead) as base, ArticleStore(path) as store:
        report = run_crawl(
            store, [f"{base}/"], options=CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE)
        )
        assert (report.stopped, report.queued) == (None, 0)
        clean_pages(store)
        yield {
            (article.url or "").removeprefix(base): article_to_record(article)
            for article in store.articles()
        }


def test_the_whole_old_site_gives_its_articles_and_no_others(
    crawled: dict[str, dict[str, Any]],
) -> None:
    assert sorted(crawled) == sorted(expected["address"] for expected in PUBLISHED)


@pytest.mark.parametrize("expected", PUBLISHED, ids=lambda expected: expected["address"])
def test_an_article_of_the_old_site_is_exact(
    expected: dict[str, Any], crawled: dict[str, dict[str, Any]]
) -> None:
    assert {name: crawled[expected["address"]][name] for name in FIELDS} == {
        name: expected[name] for name in FIELDS
    }


@pytest.mark.parametrize("words", SITE["furniture"])
def test_no_word_of_the_furniture_is_in_an_article(
    words: str, crawled: dict[str, dict[str, Any]]
) -> None:
    addresses = (*SITE["no_article"], *(expected["address"] for expected in ARTICLES))
    pages = [body_of(address).decode("cp1252", "replace") for address in addresses]
    assert any(words in page for page in pages), "the site does not say this"
    for found in crawled.values():
        assert words not in "\n".join([found["title"], *found["byline"], *found["paragraphs"]])


def test_what_the_masthead_says_is_never_a_name(crawled: dict[str, dict[str, Any]]) -> None:
    names = {name for found in crawled.values() for name in found["byline"]}
    assert names == {name for expected in ARTICLES for name in expected["byline"]}
