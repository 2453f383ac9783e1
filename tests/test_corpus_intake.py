"""Intake: pages become articles, again and again, without losing an id or a person's word."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from nightly_paper import paragraphs

from corpus.article import Hint, Page, article_id
from corpus.cleaning.clean import clean
from corpus.crawling.discover import FoundLink
from corpus.crawling.frontier import Frontier
from corpus.errors import RemovedArticle
from corpus.files.export import export_articles
from corpus.files.read import read_pages
from corpus.intake.intake import clean_pages, take_in
from corpus.sentences import SentenceSplitter
from corpus.store.calendar import tally
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore

TEXT = """Editor: Somebody Else   Monday, 7 June 2021

The Bridge at Last

March 26,2020

The bridge at Karzan stands again after two winters of waiting, and the town may cross its own river without a rope.
Mr. Zahir of the council says the U.S. engineers left in May. The council paid for the last span from its own purse.
"""


def text_page(text=TEXT, origin="bridge.txt"):
    return Page(
        None, text.encode(), "text/plain", None, datetime(2021, 6, 7, tzinfo=UTC), "import", origin
    )


def test_a_page_becomes_an_article_with_sentences(store):
    assert take_in(store, [text_page()]).articles == 1
    (article,) = store.articles()
    assert (article.title, article.published, article.date_source) == (
        "The Bridge at Last",
        date(2020, 3, 26),
        "byline",
    )
    sentences = [article.text[start:end] for start, end in article.sentences]
    assert "Somebody" not in article.text
    assert any(s.startswith("Mr. Zahir of the council says the U.S. engineers") for s in sentences)
    assert re.sub(r"\s+", "", "".join(sentences)) == re.sub(r"\s+", "", article.text)


def test_what_is_no_article_is_named_and_kept(store):
    done = take_in(store, [text_page(), text_page(text="\n \n", origin="empty.txt")])
    assert done.articles == 1
    assert [name for name, _ in done.refused] == ["empty.txt"]
    assert (
        take_in(store, [text_page(text="\n \n", origin="empty.txt")]).refused[0][0] == "empty.txt"
    )


def test_cleaning_again_changes_nothing_and_keeps_what_people_said(store):
    take_in(
        store, [text_page(), text_page(TEXT.replace("Karzan", "Selm").replace("Bridge", "Ford"))]
    )
    first, second = [article.id for article in store.articles()]
    store.edit(first, Correction(published=date(2019, 1, 1), title="A Bridge"))
    store.remove(second, "libel")
    seq = store.seq
    assert clean_pages(store).changed == 0
    assert store.seq == seq
    assert (store.get(first).title, store.get(first).date_source) == ("A Bridge", "editor")
    with pytest.raises(RemovedArticle, match="libel"):
        store.get(second)


def test_the_sentence_model_is_kept_as_json_and_answers_alike():
    splitter = SentenceSplitter.learn([TEXT] * 3)
    again = SentenceSplitter.from_json(splitter.to_json())
    paragraphs = TEXT.split("\n\n")
    assert again.split(paragraphs) == splitter.split(paragraphs)
    assert again.to_json() == splitter.to_json()


def test_a_text_without_full_stops_is_cut_all_the_same():
    text = "word " * 5_000
    bounds = SentenceSplitter.learn([]).split([text])
    assert len(bounds) > 1
    assert all(end - start <= 1_300 for start, end in bounds)


NOW = datetime(2024, 6, 7, tzinfo=UTC)
PROSE = "The council of {} met in the hall by the river and spoke for two hours about the price of bread. "


def record(url=None, **fields):
    return Page(
        url,
        json.dumps({"url": url, **fields}).encode(),
        "application/json",
        "utf-8",
        NOW,
        "import",
        "a.jsonl",
    )


def html_page(url, place, *, head="", origin=None, source="import", day="", said=""):
    said = said or PROSE.format(place) * 8
    text = f"<h1>The Hall of {place}</h1><p>{day}</p><p>{said}</p>"
    body = f"<html><head>{head}</head><body>{text}</body></html>"
    return Page(url, body.encode(), "text/html", None, NOW, source, origin)


def told(store):
    return {article.id: article.title for article in store.articles()}


def is_settled(store):
    """Whether nothing waits, and cleaning everything again changes nothing."""
    return tally(store).pages_waiting == 0 and clean_pages(store).changed == 0


@pytest.mark.parametrize(
    "field",
    ["section", "language", "url", "title", "byline", "date_source", "provenance", "text", "id"],
)
def test_half_a_character_in_a_record_spoils_no_other(store, tmp_path, field):
    bad = {"text": PROSE.format("Selm"), "title": "T", field: "\ud800z"}
    path = tmp_path / "a.jsonl"
    path.write_text(
        f"{json.dumps(bad)}\n{json.dumps({'text': PROSE.format('Karzan'), 'title': 'Good'})}\n"
    )
    done = take_in(store, list(read_pages([path])))
    assert "Good" in told(store).values()
    assert done.articles + len(done.refused) == 2
    assert is_settled(store)
    for article in store.articles():
        json.dumps(
            [article.title, article.section, article.url, article.byline], ensure_ascii=False
        ).encode()


def test_a_file_that_is_one_json_document_may_hold_half_a_character(store, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps(
            [{"text": PROSE, "section": "\ud800"}, {"text": PROSE, "title": "Good"}], indent=1
        )
    )
    done = take_in(store, list(read_pages([path])))
    assert (list(told(store).values()), [reason for _, reason in done.refused]) == (
        ["Good"],
        ["the record's section holds half a character, an escaped lone surrogate"],
    )


def test_records_with_one_id_are_kept_apart(store):
    take_in(store, [
        record("http://p.test/1", id="abc", title="One", text=PROSE.format("Selm")),
        record("http://p.test/2", id="abc", title="Two", text=PROSE.format("Karzan")),
        record(id="abc", title="Three", text=PROSE.format("Tarin")),
    ])  # fmt: skip
    assert told(store) == {
        "abc": "One",
        article_id("http://p.test/2", "", ""): "Two",
        article_id(None, "Three", PROSE.format("Tarin").strip()): "Three",
    }
    assert is_settled(store)


def test_a_record_cannot_take_the_id_of_another_article_before_or_after_it(store):
    first, second = "http://p.test/1", "http://p.test/2"
    take_in(store, [html_page(first, "Selm", source="crawl")])
    store.edit(article_id(first, "", ""), Correction(title="Corrected"))
    take_in(store, [
        record("http://p.test/9", id=article_id(first, "", ""), title="Foreign", text=PROSE.format("Karzan")),
        record("http://p.test/8", id=article_id(second, "", ""), title="Squatter", text=PROSE.format("Tarin")),
    ])  # fmt: skip
    take_in(store, [html_page(second, "Kandar", source="crawl")])
    assert sorted(told(store).values()) == [
        "Corrected",
        "Foreign",
        "Squatter",
        "The Hall of Kandar",
    ]
    assert told(store)[article_id(first, "", "")] == "Corrected"
    assert is_settled(store)


def test_an_article_that_was_removed_does_not_come_back_under_another_id(store):
    url = "http://p.test/1"
    take_in(store, [html_page(url, "Selm", source="crawl")])
    store.remove(article_id(url, "", ""), "libel")
    take_in(store, [record(url, id="other", title="The Hall of Selm", text=PROSE.format("Selm"))])
    assert told(store) == {}


def test_an_export_comes_back_with_its_ids(store, tmp_path):
    take_in(store, [
        html_page("http://p.test/1", "Selm", source="crawl"), text_page(),
        record("http://p.test/3", id="abc", title="One", text=PROSE.format("Tarin")),
        record(id="def", title="Two", text=PROSE.format("Kandar")),
    ])  # fmt: skip
    for ident in told(store):
        store.edit(ident, Correction(title=f"Corrected {ident}"))
    export_articles(store, tmp_path / "all.jsonl")
    with ArticleStore(tmp_path / "other.db") as other:
        take_in(other, list(read_pages([tmp_path / "all.jsonl"])))
        assert told(other) == told(store)
        assert is_settled(other)
    before = told(store)
    take_in(store, list(read_pages([tmp_path / "all.jsonl"])))
    assert told(store) == before
    assert is_settled(store)


def test_two_copies_of_a_text_do_not_take_turns(store):
    text = PROSE.format("Selm")
    take_in(store, [record(id="abc", title="One", text=text, section="a")])
    take_in(store, [record(id="abc", title="One", text=text, section="b")])
    assert [article.section for article in store.articles()] == ["b"]
    assert is_settled(store)


CURRENT = "http://p.test/news/current.html"
CLAIM = f"<link rel=canonical href='{CURRENT}'>"


def mirror(tmp_path, *places, folder="m", head=CLAIM):
    (tmp_path / folder).mkdir(exist_ok=True)
    for place in places:
        path = tmp_path / folder / f"{place}.html"
        path.write_bytes(html_page(None, place, head=head).body)
    return list(read_pages([tmp_path / folder]))


def test_files_that_claim_one_address_are_all_taken_in(store, tmp_path):
    pages = mirror(tmp_path, "Karzan", "Selm", "Tarin")
    done = take_in(store, pages)
    assert (done.articles, done.repeated, done.refused) == (3, 0, [])
    assert [name for name, _ in done.notes] == [page.origin for page in pages[1:]]
    assert all(CURRENT in note and pages[0].origin in note for _, note in done.notes)
    assert {a.title: a.url for a in store.articles()} == {
        "The Hall of Karzan": CURRENT, "The Hall of Selm": None, "The Hall of Tarin": None,
    }  # fmt: skip
    assert is_settled(store)
    again = take_in(store, pages)
    assert (again.repeated, again.changed, len(store.fetch_numbers())) == (0, 0, 3)
    take_in(store, mirror(tmp_path, "Zabul", folder="later"))
    assert {a.title for a in store.articles() if a.url} == {"The Hall of Karzan"}
    assert len(told(store)) == 4


def test_a_newer_version_of_a_file_updates_its_article(store, tmp_path):
    take_in(store, mirror(tmp_path, "Karzan"))
    (path,) = (tmp_path / "m").iterdir()
    path.write_bytes(path.read_bytes().replace(b"Karzan", b"Selm"))
    done = take_in(store, list(read_pages([path])))
    assert done.notes == []
    assert told(store) == {article_id(CURRENT, "", ""): "The Hall of Selm"}
    assert is_settled(store)


def test_a_folder_put_at_an_address_by_a_person_updates_what_was_there(store, tmp_path):
    for folder, place in (("old", "Karzan"), ("new", "Selm")):
        mirror(tmp_path, place, folder=folder, head="")
        (tmp_path / folder / f"{place}.html").rename(tmp_path / folder / "x.html")
        take_in(store, list(read_pages([tmp_path / folder], base_url="http://p.test")))
    assert list(told(store).values()) == ["The Hall of Selm"]


def test_a_page_replaced_before_it_was_cleaned_does_not_wait(store):
    old = html_page("http://p.test/1", "Selm", source="warc")
    done = take_in(store, [old, html_page("http://p.test/1", "Karzan", source="warc")])
    assert (done.articles, done.refused) == (1, [])
    assert tally(store).pages_waiting == 0
    assert list(told(store).values()) == ["The Hall of Karzan"]


def test_a_corpus_that_outgrew_its_model_is_cleaned_as_a_whole(store):
    def essay(number):
        said = f"Story {number} was told by Engr. Zahir of the council. The town says no to it. "
        return record(
            title=f"Story {number}", text=said + said.replace("Zahir", "of it, Karimi") * 5 * number
        )

    take_in(store, [essay(0)])
    assert SentenceSplitter.from_json(store.meta("punkt")).trained_on == 1
    before = [article.sentences for article in store.articles()]
    for number in range(1, 12):
        take_in(store, [essay(number)])
        assert clean_pages(store).changed == 0
    assert SentenceSplitter.from_json(store.meta("punkt")).trained_on == 4
    first = next(article for article in store.articles() if article.title == "Story 0")
    assert [first.sentences] != before


ESSAYS = [record(title=f"Story {number}", text=PROSE.format(number) * 2) for number in range(16)]
EMPTY = [text_page(text=f"\n{' ' * number}\n", origin=f"{number}.txt") for number in range(9)]
GROWTHS = {
    "more articles than a sample has": (ESSAYS[:3], ESSAYS[3:15], ESSAYS[15:]),
    "pages without an article": ([ESSAYS[0], EMPTY[0]], EMPTY[1:8], EMPTY[8:]),
}


@pytest.mark.parametrize("kind", GROWTHS)
def test_a_corpus_is_not_read_again_for_each_new_page(store, monkeypatch, kind):
    monkeypatch.setattr("corpus.intake.intake.SAMPLE_ARTICLES", 8)
    few, many, last = GROWTHS[kind]
    take_in(store, few)
    take_in(store, many)
    told: list[tuple[str, int, int]] = []
    take_in(store, last, watch=lambda *step: told.append(step))
    assert {total for doing, _, total in told if doing == "cleaning"} == {1}


def test_a_page_is_cleaned_once(store, monkeypatch):
    cleaned = []
    told = lambda page, **how: cleaned.append(page.url) or clean(page, **how)  # noqa: E731
    monkeypatch.setattr("corpus.intake.page_cleaner.clean", told)
    take_in(
        store,
        [
            html_page(f"http://p.test/{number}.html", place)
            for number, place in enumerate(("Selm", "Zabul"))
        ],
    )
    assert cleaned == ["http://p.test/0.html", "http://p.test/1.html"]


def told_of(number):
    """What a site says on one of its pages alone: what it says on several may be a wall."""
    return {"source": "crawl", "said": " ".join(paragraphs(number))}


def listed(store, *days, hint=date(2003, 5, 1)):
    """A page for each day it tells itself ("" for none), and a list that gives all of them the same
    day."""
    links = []
    for number, day in enumerate(days):
        url = f"http://p.test/{number}.html"
        links.append(FoundLink(url, "page", Hint(published=hint)))
        store.add_fetch(html_page(url, f"Place{number}", **told_of(number), day=day))
    frontier, front = Frontier(store, "http://p.test"), "http://p.test/"
    frontier.add(links, depth=1, refusal=lambda url: None, on=front)


def test_a_title_kept_from_a_list_that_is_the_name_of_a_file_is_none(store):
    hints = (Hint("7.html", date(2003, 5, 1)), Hint("8.html"), Hint("The boats"))
    found = [
        FoundLink(f"http://p.test/{number}.html", "page", hint)
        for number, hint in enumerate(hints, start=7)
    ]
    frontier, front = Frontier(store, "http://p.test"), "http://p.test/"
    frontier.add(found, depth=1, refusal=lambda url: None, on=front)
    assert [store.hint(link.url) for link in found] == [
        Hint(None, date(2003, 5, 1)),
        None,
        Hint("The boats"),
    ]


@pytest.mark.parametrize(
    ("days", "undated"),
    [
        (["", "April 27, 2001", "April 27, 2001", "April 27, 2001"], True),
        (["", "April 27, 2001", "April 27, 2001", "May 1, 2003"], True),
        (["", "April 27, 2001", "April 27, 2001", "May 1, 2003", "May 1, 2003"], False),
        (["", "April 27, 2001", "April 27, 2001"], False),
        (["", "", "", "", "April 27, 2001"], False),
    ],
)
def test_a_day_of_a_list_that_its_articles_contradict_is_no_day(store, days, undated):
    listed(store, *days)
    clean_pages(store, waiting=True)
    first = store.get(article_id("http://p.test/0.html", "", ""))
    expected = (None, "unknown") if undated else (date(2003, 5, 1), "listing-page")
    assert (first.published, first.date_source) == expected
    assert is_settled(store)


def test_a_day_of_a_list_is_believed_again_when_articles_agree(store):
    listed(store, "", *["April 27, 2001"] * 3)
    clean_pages(store, waiting=True)
    for number in (2, 3):
        page = html_page(
            f"http://p.test/{number}.html",
            f"Place{number}",
            day="May 1, 2003",
            **told_of(number),
        )
        store.add_fetch(replace(page, fetched_at=NOW))
    clean_pages(store, waiting=True)
    assert store.get(article_id("http://p.test/0.html", "", "")).published == date(2003, 5, 1)
    assert is_settled(store)


CRAWLED = "http://p.test/a/1.html"
OWN = PROSE.format("Karzan") * 3


def claimants(url, text=OWN):
    """Files of three kinds that say that a text is the one at this address."""
    head = f"<html><head><link rel=canonical href='{url}'></head><body>"
    body = f"{head}<h1>My Own Notes</h1><p>{text}</p></body></html>".encode()
    return {
        "html": Page(url, body, "text/html", None, NOW, "import", "note.html"),
        "lines": replace(record(url, title="My Own Notes", text=text), origin="note.jsonl"),
        "text": Page(
            url, f"My Own Notes\n\n{text}\n".encode(), "text/plain", None, NOW, "import", "note.txt"
        ),
    }


@pytest.mark.parametrize("kind", ["html", "lines", "text"])
@pytest.mark.parametrize("source", ["crawl", "warc"])
def test_a_file_does_not_replace_what_was_fetched_from_its_address(store, kind, source):
    take_in(store, [html_page(CRAWLED, "Selm", source=source)])
    done = take_in(store, [claimants(CRAWLED)[kind]])
    (note,) = done.notes
    assert (
        note[0].startswith("note.")
        and CRAWLED in note[1]
        and "taken in without its address" in note[1]
    )
    assert {article.title: article.url for article in store.articles()} == {
        "The Hall of Selm": CRAWLED, "My Own Notes": None,
    }  # fmt: skip
    assert take_in(store, [claimants(CRAWLED)[kind]]).changed == 0
    assert is_settled(store)


@pytest.mark.parametrize("kind", ["html", "lines", "text"])
def test_a_saved_copy_of_what_was_fetched_is_no_second_article(store, kind):
    crawled = html_page(CRAWLED, "Selm", source="crawl")
    take_in(store, [crawled])
    done = take_in(store, [claimants(CRAWLED, PROSE.format("Selm") * 8)[kind]])
    assert (done.repeated, done.changed, done.notes) == (1, 0, [])
    assert store.page(CRAWLED).body == crawled.body


def test_a_file_may_have_the_address_of_a_fetched_page_without_an_article(store):
    take_in(
        store,
        [replace(html_page(CRAWLED, "Selm", source="crawl"), body=b"<p>Not here any more.</p>")],
    )
    assert take_in(store, [claimants(CRAWLED)["html"]]).notes == []
    assert [article.url for article in store.articles()] == [CRAWLED]


@pytest.mark.parametrize("source", ["crawl", "warc"])
def test_an_older_capture_does_not_replace_a_newer_one(store, source):
    newer = html_page(CRAWLED, "Selm", source=source)
    older = replace(html_page(CRAWLED, "Karzan", source="warc"), fetched_at=NOW - timedelta(days=9))
    take_in(store, [newer])
    done = take_in(store, [older])
    assert done.notes == [
        (CRAWLED, "not taken in: it was fetched again later, on 2024-06-07, and that stays")
    ]
    assert list(told(store).values()) == ["The Hall of Selm"]
    newest = replace(html_page(CRAWLED, "Tarin", source="warc"), fetched_at=NOW + timedelta(days=9))
    assert take_in(store, [newest]).notes == []
    assert list(told(store).values()) == ["The Hall of Tarin"]


def test_a_folder_that_is_given_its_address_later_is_not_stored_twice(store, tmp_path):
    mirror(tmp_path, "Karzan", "Selm", "Tarin", head="")
    take_in(store, list(read_pages([tmp_path / "m"])))
    corrected, removed, other = sorted(told(store))
    store.edit(corrected, Correction(title="A Hall"))
    store.remove(removed, "libel")
    done = take_in(store, list(read_pages([tmp_path / "m"], base_url="http://p.test/")))
    assert (done.changed, len(store.fetch_numbers())) == (3, 3)
    assert set(told(store)) == {corrected, other} and store.get(corrected).title == "A Hall"
    assert {article.url.rpartition("/")[0] for article in store.articles()} == {"http://p.test"}
    store.restore_removed(removed)
    assert len(told(store)) == 3 and is_settled(store)


def test_a_corpus_of_an_earlier_layout_joins_a_later_page_that_comes_now(tmp_path):
    path = tmp_path / "corpus.db"
    first, second = "http://p.test/story.html", "http://p.test/story.html?page=2"
    pager = f"<p>Page 1 of 2 <a href='{second}'>Next</a></p>"

    def part(url, place, number):
        text = f"<h1>The Hall by the River</h1><p>{PROSE.format(place) * 8}</p>"
        bar = pager if number == 1 else f"<p>Page 2 of 2 <a href='{first}'>Previous</a></p>"
        return Page(url, f"<html><body>{text}{bar}</body></html>".encode(), "text/html", None, NOW)

    with ArticleStore(path) as store:
        take_in(store, [part(first, "Selm", 1)])
        store.db.execute("DELETE FROM kin")  # as it comes out of a layout that had none
        store.db.execute("DELETE FROM meta WHERE key = 'names'")
    with ArticleStore(path) as store:
        assert take_in(store, [part(second, "Karzan", 2)]).joined == 1
        (article,) = store.articles()
        assert "Selm" in article.text and "Karzan" in article.text
        asked = []
        clean_pages(store, waiting=True, watch=lambda *step: asked.append(step))
        assert asked == []
