"""A text cut into numbered pages is one article, whatever the order in which they come; its print
version is none."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from corpus.article import Page, article_id
from corpus.cleaning.clean import clean
from corpus.crawling.crawl import CrawlOptions, run_crawl
from corpus.files.export import export_pages
from corpus.files.read import read_pages
from corpus.intake.intake import clean_pages, take_in
from corpus.pagination.joining import Joiner
from corpus.pagination.page_address import is_following
from corpus.pagination.pager import is_pager_line, names_of, read_pager
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from tests.examples import long
from tests.pace import is_at_most
from tests.recurring_site import sentence
from tests.served_site import served
from tests.shell import PATIENCE, backfile

NOW = datetime(2024, 6, 7, tzinfo=UTC)
SITE = "http://p.test"
FIRST = f"{SITE}/2003/ferry.html"
TITLE = "The Ferry That Nobody Ordered"
PLACES = ("Karzan", "Selm", "Tarin", "Kandar", "Zabul", "Harun")


def prose(place):
    said = f"The council of {place} met by the river and spoke for two hours about the price of the ferry. "
    return (
        said
        + f"Nobody in {place} had asked for a boat, and nobody there would say who had paid for its engine."
    )


def paragraphs(number):
    """The two paragraphs of a page."""
    place, chance = PLACES[number % len(PLACES)], Random(number)
    clerk = f"The clerk of {place} wrote all of it down, {number} times over, and then lost the book in the river."
    own = " ".join(sentence(chance) for _ in range(4))  # what most of them say no page of a site says
    return f"{prose(place)} That was meeting {number}. {own}", clerk


def address(number, pattern="ferry-{}.html"):
    return FIRST if number == 1 else f"{SITE}/2003/{pattern.format(number)}"


def bar(number, count, pattern="ferry-{}.html"):
    linked = (
        str(n) if n == number else f'<a href="{address(n, pattern)}">{n}</a>'
        for n in range(1, count + 1)
    )
    turn = f' | <a href="{address(number + 1, pattern)}">Next page</a>' if number < count else ""
    return f'<div class="foot">{" | ".join(linked)}{turn}</div>'


def markup(number, pager, *, title=TITLE, day="May 4, 2003", head="", text=None):
    body = "".join(f"<p>{line}</p>" for line in text or paragraphs(number))
    return (
        f"<html lang=en><head><title>{title} - The Selm Packet</title>{head}</head><body><h1>{title}</h1>"
        f"<p>By Osman Keld</p><p>{day}</p>{body}{pager}</body></html>"
    )


def page(url, html):
    return Page(url, html.encode(), "text/html", "utf-8", NOW, "crawl")


def pages(count=3, pattern="ferry-{}.html", **fields):
    return [
        page(address(n, pattern), markup(n, bar(n, count, pattern), **fields))
        for n in range(1, count + 1)
    ]


def whole(count=3):
    return tuple(line for number in range(1, count + 1) for line in paragraphs(number))


def fetch(store, *found):
    for one in found:
        store.add_fetch(one)
    return clean_pages(store, waiting=True)


def told(store):
    return {article.url: article.paragraphs for article in store.articles()}


def is_settled(store):
    """Whether nothing waits, and cleaning everything again changes nothing."""
    before = told(store)
    return (
        not store.fetch_numbers(waiting=True)
        and clean_pages(store).changed == 0
        and told(store) == before
    )


def test_three_pages_are_one_article_of_the_first(store):
    done = fetch(store, *pages())
    (article,) = store.articles()
    assert (article.id, article.url, article.title) == (article_id(FIRST, "", ""), FIRST, TITLE)
    assert article.byline == ("Osman Keld",) and str(article.published) == "2003-05-04"
    assert article.paragraphs == whole()
    assert article.sentences[-1][1] == len(article.text)
    assert (done.articles, done.joined, done.refused) == (1, 2, [])
    assert is_settled(store)


@pytest.mark.parametrize(
    "pattern",
    [
        "ferry.html?page={}",
        "ferry_{}.html",
        "ferry{}.html",
        "ferry.html/{}",
        "more-{}-of-it.php?x=9",
        "ferry/page/{}/",
    ],
)
def test_an_address_in_the_bar_may_be_of_any_form(store, pattern):
    fetch(store, *pages(pattern=pattern))
    assert told(store) == {FIRST: whole()}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_in_which_pages_come_does_not_matter(store, order):
    found = pages()
    for index in order:
        fetch(store, found[index])
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)


NEXT_ONLY = {
    "rel=next in the head": ('<link rel="next" href="{}">', ""),
    "rel=next of a link": ("", '<p><a rel="next" href="{}">More</a></p>'),
    "next page": ("", '<p><a href="{}">Next Page &raquo;</a></p>'),
    "continued on page": ("", '<p><a href="{}">Continued on page {}</a></p>'),
    "page of": ("", '<p>Page {1} of 3 <a href="{0}">Next</a></p>'),
    "picture": ("", '<p><a href="{}"><img src=n.gif alt="Next page"></a></p>'),
}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
@pytest.mark.parametrize("way", NEXT_ONLY)
def test_pages_that_only_name_the_next_are_joined(store, way, order):
    head, foot = NEXT_ONLY[way]
    said = [(n + 1) if way == "continued on page" else n for n in (1, 2, 3)]
    # of a bare number, rel=next says too little
    pattern = "ferry.html?page={}" if "rel" in way else "ferry-{}.html"
    found = [
        page(address(n, pattern), markup(
            n, foot.format(address(n + 1, pattern), said[n - 1]) if n < 3 else "",
            head=head.format(address(n + 1, pattern)) if n < 3 else "",
        ))
        for n in (1, 2, 3)
    ]  # fmt: skip
    for index in order:
        fetch(store, found[index])
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)


def test_furniture_of_each_page_is_gone_and_what_recurs_is_kept_once(store):
    note = "The sums that the boat has cost stand each month on the door of the hall, and the clerk reads them aloud."
    top = "A boat came up the river in spring, and a whole province has since been asked to say whose it might be."
    texts = [
        (top, *paragraphs(1), note, "Continued on page 2"),
        ("Continued from page 1", top, *paragraphs(2), note),
        ("Page 3 of 3", *paragraphs(3), note),
    ]
    fetch(
        store,
        *[
            page(address(n), markup(n, bar(n, 3), text=text))
            for n, text in enumerate(texts, start=1)
        ],
    )
    assert told(store) == {FIRST: (top, *whole(), note)}


def test_a_sentence_cut_by_the_end_of_a_page_is_made_whole(store):
    texts = [
        (*paragraphs(1), "The boat was then given to the town of"),
        ("Selm, which has no river.", *paragraphs(2)),
    ]
    texts[1] = ("another province, which has no river at all.", *paragraphs(2))
    fetch(
        store,
        *[
            page(address(n), markup(n, bar(n, 2), text=text))
            for n, text in enumerate(texts, start=1)
        ],
    )
    middle = "The boat was then given to the town of another province, which has no river at all."
    assert told(store) == {FIRST: (*paragraphs(1), middle, *paragraphs(2))}


def test_titles_may_carry_the_number_of_the_page(store):
    found = [
        page(address(n), markup(n, bar(n, 3), title=f"{TITLE}, page {n}" if n > 1 else TITLE))
        for n in (1, 2, 3)
    ]
    fetch(store, *found)
    assert told(store) == {FIRST: whole()}
    assert [article.title for article in store.articles()] == [TITLE]


NOT_JOINED = {
    "another title": {"title": "A Bridge Is Asked For Again"},
    "another day": {"day": "June 9, 2003"},
    "another part": {"title": f"{TITLE}, part 2"},
}


@pytest.mark.parametrize("other", NOT_JOINED)
def test_numbered_pages_of_other_articles_stay(store, other):
    fetch(
        store,
        page(FIRST, markup(1, bar(1, 2))),
        page(address(2), markup(2, bar(2, 2), **NOT_JOINED[other])),
    )
    assert told(store) == {FIRST: paragraphs(1), address(2): paragraphs(2)}
    assert is_settled(store)


@pytest.mark.parametrize(
    ("one", "other", "pager"),
    [
        ("/a/1234.html", "/a/1235.html", '<a rel="next" href="{}">Next</a>'),
        ("/a/x.html", "/a/y.html", '<link rel=next href="{}">'),
        ("/a/x.html", "/a/x2.html", '<a href="{}">Next article</a>'),
        ("/a/x.html", "/a/x2.html", '<a href="{}">Older posts</a>'),
        ("/a/x.html", "/a/x2.html", '<p>As told in <a href="{}">2</a>'),
        ("/a/x.html", "http://q.test/a/x2.html", '1 | <a href="{}">2</a>'),
    ],
)
def test_two_letters_of_one_title_are_not_joined_by_a_link_that_is_no_pager(
    store, one, other, pager
):
    other = other if "//" in other else SITE + other
    first = page(SITE + one, markup(1, pager.format(other), title="Letters"))
    fetch(store, first, page(other, markup(2, "", title="Letters")))
    assert {url: text[:2] for url, text in told(store).items()} == {
        SITE + one: paragraphs(1),
        other: paragraphs(2),
    }


def test_the_pages_of_a_list_are_not_joined_even_where_they_call_themselves_articles(store):
    own = {n: paragraphs(n)[0] for n in (1, 2, 3)}

    def listing(n):
        rows = "".join(
            f'<p><a href="/n/{place}{n}.html">The roofs of {place} are counted again</a></p><p>{own[n]} ({n}, {place})</p>'
            for place in PLACES
        )
        head = '<meta property="og:type" content="article">'
        html = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{rows}{bar(n, 3)}</body></html>"
        return page(address(n), html)

    fetch(store, *(listing(n) for n in (1, 2, 3)))
    assert len(told(store)) == 3


def test_a_page_whose_first_is_missing_stays_an_article(store):
    fetch(store, *pages()[1:])
    assert told(store) == {address(2): paragraphs(2), address(3): paragraphs(3)}
    assert is_settled(store)


def test_a_text_with_a_page_missing_ends_there_until_it_comes(store):
    found = pages()
    fetch(store, found[0], found[2])
    assert told(store) == {FIRST: paragraphs(1), address(3): paragraphs(3)}
    fetch(store, found[1])
    assert told(store) == {FIRST: whole()}


def test_a_changed_page_changes_the_article_and_one_of_another_title_leaves_it(store):
    fetch(store, *pages())
    new = (*paragraphs(3), "A week later the book was found.")
    fetch(store, page(address(3), markup(3, bar(3, 3), text=new)))
    assert told(store) == {FIRST: (*paragraphs(1), *paragraphs(2), *new)}
    fetch(
        store, page(address(2), markup(2, bar(2, 3), title="The Roofs of Selm Are Counted Twice"))
    )
    assert told(store) == {FIRST: paragraphs(1), address(2): paragraphs(2), address(3): new}
    assert is_settled(store)


def test_pages_that_the_first_no_longer_names_are_let_go(store):
    fetch(store, *pages())
    fetch(store, page(FIRST, markup(1, "")))
    assert told(store) == {
        FIRST: paragraphs(1),
        address(2): paragraphs(2),
        address(3): paragraphs(3),
    }
    assert is_settled(store)


def test_ids_corrections_and_removals_stay(store):
    found = pages()
    fetch(store, found[0])
    first = article_id(FIRST, "", "")
    store.edit(first, Correction(title="A Boat"))
    fetch(store, found[1])
    assert (store.get(first).title, store.get(first).paragraphs) == ("A Boat", whole(2))
    store.remove(first, "libel")
    fetch(store, found[2])
    assert told(store) == {}
    assert store.restore_removed(first).paragraphs == whole()
    assert is_settled(store)


def test_a_page_taken_down_before_its_first_came_is_put_into_no_article(store):
    found = pages()
    fetch(store, found[1])
    store.remove(article_id(address(2), "", ""), "libel")
    fetch(store, found[0], found[2])
    assert told(store) == {FIRST: paragraphs(1), address(3): paragraphs(3)}
    assert is_settled(store)
    store.restore_removed(article_id(address(2), "", ""))
    clean_pages(store, waiting=True)
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)


def test_a_print_version_taken_down_before_its_page_came_is_put_into_no_article(store):
    fetch(store, page(PRINT, markup(1, "", text=whole(2))))
    store.remove(article_id(PRINT, "", ""), "libel")
    fetch(store, pages(2)[0])
    assert told(store) == {FIRST: paragraphs(1)}
    assert is_settled(store)


def test_the_later_pages_of_a_removed_article_are_not_exported(store, tmp_path):
    other = page(f"{SITE}/other.html", markup(4, "", title="Another Thing Entirely"))
    fetch(store, *pages(), other)
    assert export_pages(store, tmp_path / "all.warc") == 4
    store.remove(article_id(FIRST, "", ""), "libel")
    assert export_pages(store, tmp_path / "rest.warc") == 1
    # and is not cleaned yet
    store.add_fetch(page(address(3), markup(3, bar(3, 3), text=paragraphs(5))))
    assert export_pages(store, tmp_path / "rest.warc") == 1


def test_the_print_version_of_a_removed_article_is_not_exported(store, tmp_path):
    url = f"{SITE}/2003/ferry_(boat).html"
    fetch(store, page(url, markup(1, "")), page(f"{url}?print=1", markup(1, "")))
    store.remove(article_id(url, "", ""), "libel")
    assert export_pages(store, tmp_path / "rest.warc") == 0


def test_a_kill_between_notes_and_articles_loses_nothing(store, monkeypatch):
    found = pages()
    fetch(store, found[1], found[2])
    store.add_fetch(found[0])
    with monkeypatch.context() as patch:
        patch.setattr(
            ArticleStore, "settle", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            clean_pages(store, waiting=True)
    assert told(store) == {address(2): paragraphs(2), address(3): paragraphs(3)}
    clean_pages(store, waiting=True)
    assert told(store) == {FIRST: whole()}


def test_a_corpus_of_an_older_program_is_joined_without_a_moment_of_two_articles(
    store, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("corpus.intake.intake.names_of", lambda page: ())
        fetch(store, *pages(2))
    assert len(told(store)) == 2

    def stop(doing, done, total):
        if doing == "cleaning" and done == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("corpus.intake.intake.BATCH", 1)
        with pytest.raises(KeyboardInterrupt):
            clean_pages(store, watch=stop)
    assert told(store) == {FIRST: whole(2)}
    assert clean_pages(store).joined == 1
    assert is_settled(store)


def test_pages_that_name_each_other_in_a_circle_end(store):
    def foot(url):
        return f'<p><a rel=next href="{url}">Next page</a></p>'

    fetch(store, page(FIRST, markup(1, foot(address(2)))), page(address(2), markup(2, foot(FIRST))))
    assert told(store) == {FIRST: whole(2)}
    assert is_settled(store)


@pytest.mark.long
def test_a_pager_of_hundreds_is_bounded(store):
    short = [
        page(
            address(n),
            f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{paragraphs(n)[0]}</p>{bar(n, 60)}",
        )
        for n in range(1, 61)
    ]
    fetch(store, *short)
    found = told(store)
    assert len(found[FIRST]) == 50 and len(found) == 11
    assert is_settled(store)
    hostile = page(
        f"{SITE}/h.html", " ".join(f'<a href="/h{n}.html">{n}</a>' for n in range(2, 5_000))
    )
    assert len(names_of(hostile)) < 400


@pytest.mark.parametrize("word", ["pg. ", "стр. ", "page ", "1 ", "p.", "_ "])
def test_a_line_of_pager_words_is_read_at_once(word):
    assert not is_pager_line(f"{word * 24}fin")
    long, short = (lambda times=times: is_pager_line(f"{word * times}fin") for times in (24, 12))
    # what tries every way to part the words takes 4,096 times as long
    assert is_at_most(16, long, short)


def full_of_numbers(count):
    folders = "/".join(str(number % 50) for number in range(count))
    links = "".join(f'<a rel="next" href="/{folders}/{number}x">more</a>' for number in range(300))
    return page(f"{SITE}/{folders}/7", links)


def test_addresses_full_of_numbers_are_read_at_once():
    long, short = full_of_numbers(600), full_of_numbers(75)
    assert names_of(long) == names_of(short) == ()
    assert is_at_most(24, lambda: names_of(long), lambda: names_of(short))  # eight times as long


PRINT = f"{SITE}/print/2003/ferry.html"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize(
    ("url", "in_first", "in_print"),
    [
        (f"{FIRST}?print=1", "", ""),
        (f"{SITE}/print/2003/ferry.html", "", ""),
        (f"{SITE}/p.php?id=77", '<p><a href="/p.php?id=77">Print this article</a></p>', ""),
        (f"{SITE}/p.php?id=77", '<link rel=alternate media=print href="/p.php?id=77">', ""),
        (f"{SITE}/p.php?id=77", "", f'<link rel=canonical href="{FIRST}">'),
    ],
)
def test_a_print_version_is_no_second_article(store, order, url, in_first, in_print):
    found = pages(2)
    found[0] = page(FIRST, markup(1, bar(1, 2) + in_first))
    found.append(page(url, markup(1, "", head=in_print, text=whole(2))))
    for index in order:
        fetch(store, found[index])
    assert told(store) == {FIRST: whole(2)}
    assert is_settled(store)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_where_a_later_page_is_missing_the_print_version_has_the_text(store, order):
    found = [pages(2)[0], page(PRINT, markup(1, "", text=whole(2)))]
    for index in order:
        fetch(store, found[index])
    assert told(store) == {FIRST: whole(2)}
    assert is_settled(store)
    fetch(store, pages(2)[1])
    assert told(store) == {FIRST: whole(2)}


def test_a_page_that_only_claims_to_be_a_version_stays(store):
    head = f'<link rel=canonical href="{FIRST}">'
    fetch(store, pages(1)[0], page(f"{SITE}/other.html", markup(2, "", head=head)))
    assert len(told(store)) == 2
    more = page(
        f"{SITE}/more.html",
        markup(1, "", head=head, text=(*whole(1), *paragraphs(3), *paragraphs(4))),
    )
    fetch(store, more)
    assert len(told(store)) == 3


def test_a_first_page_that_is_there_with_and_without_its_number_is_one(store):
    def numbered(n):
        return f"{FIRST}?page={n}"

    links = " | ".join(f'<a href="{numbered(n)}">{n}</a>' for n in (1, 2))
    found = [
        page(FIRST, markup(1, links)),
        page(numbered(1), markup(1, links)),
        page(numbered(2), markup(2, links)),
    ]
    for order in ((0, 1, 2), (2, 1, 0)):
        fetch(store, *(found[index] for index in order))
        assert told(store) == {FIRST: whole(2)}
    assert is_settled(store)


def test_pages_of_comments_add_nothing(store):
    foot = '<div class="comments">Comments: <b>{}</b> <a href="ferry-{}.html">{}</a></div>'
    fetch(
        store,
        page(FIRST, markup(1, foot.format(1, 2, 2))),
        page(address(2), markup(1, foot.format(2, 3, 3))),
    )
    assert told(store) == {FIRST: paragraphs(1)}
    words = (
        "I was at that meeting myself, writes a reader, and the clerk did not lose his book at all."
    )
    again = markup(1, foot.format(2, 3, 3), text=(*paragraphs(1), words))
    fetch(store, page(address(2), again))
    assert told(store) == {FIRST: paragraphs(1)}


def test_two_pages_that_each_call_the_other_the_true_one_both_stay(store):
    other = f"{SITE}/2003/boat.html"
    one = page(FIRST, markup(1, "", head=f'<link rel=canonical href="{other}">'))
    fetch(store, one, page(other, markup(1, "", head=f'<link rel=canonical href="{FIRST}">')))
    assert told(store) == {FIRST: paragraphs(1), other: paragraphs(1)}
    assert is_settled(store)


def test_a_page_that_waits_takes_its_first_with_it(store):
    fetch(store, *pages())
    numbers = {store.fetch(number).url: number for number in store.fetch_numbers()}
    store.clean_again([numbers[address(3)]])
    store.clean_linked_again()
    assert store.fetch_numbers(waiting=True) == sorted(numbers.values())


def test_a_crawl_joins_what_it_finds_and_keeps_what_is_gone(store):
    paths = {f"/ferry{n}.html": markup(n, "") for n in (1, 2, 3)}
    for n in (1, 2, 3):
        links = " ".join(
            str(m) if m == n else f'<a href="/ferry{m}.html">{m}</a>' for m in (1, 2, 3)
        )
        paths[f"/ferry{n}.html"] = markup(n, f"<p>Page {links}</p>")
    paths["/"] = '<a href="/ferry1.html">The Ferry That Nobody Ordered</a>'
    options = CrawlOptions(delay=0, retry_wait=0.01, timeout=PATIENCE)
    with served(paths) as site:
        run_crawl(store, [site.base], options=options)
        clean_pages(store, waiting=True)
        assert told(store) == {f"{site.base}/ferry1.html": whole()}
        del site.pages["/ferry3.html"]
        site.pages["/ferry2.html"] = site.pages["/ferry2.html"].replace("meeting 2", "meeting two")
        run_crawl(store, [site.base], options=replace(options, refresh_days=0))
        clean_pages(store, waiting=True)
        changed = tuple(line.replace("meeting 2", "meeting two") for line in whole())
        assert told(store) == {f"{site.base}/ferry1.html": changed}


def write(folder):
    folder.mkdir()
    for n in (1, 2, 3):
        links = " | ".join(
            str(m) if m == n else f'<a href="ferry{m}.html">{m}</a>' for m in (1, 2, 3)
        )
        (folder / f"ferry{n}.html").write_text(markup(n, f"<p>Page: {links}</p>"))
    return folder


def test_an_import_of_a_folder_joins_its_pages(store, tmp_path, capsys):
    done = take_in(store, list(read_pages([write(tmp_path / "p")], base_url=SITE)))
    assert (done.articles, done.joined, done.refused) == (1, 2, [])
    assert told(store) == {f"{SITE}/ferry1.html": whole()}
    assert backfile(tmp_path / "data", "import", tmp_path / "p", "--base-url", SITE) == 0
    assert (
        "1 article taken in, 1 new or changed, 0 refused, 2 joined to another"
        in capsys.readouterr().out
    )


def test_extract_shows_one_article(tmp_path, capsys):
    folder = write(tmp_path / "p")
    assert backfile(tmp_path / "data", "extract", folder, "--base-url", SITE, "--json") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["path"], tuple(line["paragraphs"])) for line in told] == [
        (str(folder / "ferry1.html"), whole())
    ]


@pytest.mark.parametrize(
    ("one", "other", "number", "follows"),
    [
        ("/s.shtml", "/s2.shtml", 2, True),
        ("/s/", "/s/page/2/", 2, True),
        ("/s?id=5", "/s?id=5&page=2", 2, True),
        ("/a/index.html", "/a/page2.html", 2, True),
        ("/a_1.html", "/a_2.html", 2, True),
        ("/s2.html", "/s3.html", 3, True),
        ("/12.html", "/122.html", 2, False),
        ("/1234", "/1235", 2, False),
        ("/2001/s.html", "/2002/s.html", 2, False),
        ("/s.html", "/t2.html", 2, False),
    ],
)
def test_which_addresses_differ_in_the_number_of_a_page_only(one, other, number, follows):
    assert is_following(SITE + one, SITE + other, number) is follows


@pytest.mark.parametrize(
    ("foot", "number", "named"),
    [
        ('1 | <a href="b">2</a> | <a href="c">3</a>', 1, ("b", "c")),
        ('<ul><li><b>1</b></li><li><a href="b">2</a></li></ul>', 1, ("b",)),
        ('Page: <a href="s.html">1</a> <a href="b">[2]</a>', 1, ("b",)),
        ('<a href="a">1</a> <b>2</b> <a href="c">3</a>', 2, ("c",)),
        ('<a href="b">2</a> <a href="c">3</a> <a href="d">4</a>', 1, ("b", "c", "d")),
        ('<a href="#n1">[1]</a> <a href="#n2">[2]</a>', 1, ()),
        ('The law of 1 June<a href="b">14</a>', 1, ()),
        ('<a href="b">2</a> apples and then <a href="c">3</a>', 1, ()),
        ('1 <a href="b">2</a> 3 <a href="d">4</a>', 1, ()),
        ('1 <a href="b">2</a> <a href="c">2</a>', 1, ()),
    ],
)
def test_what_a_bar_of_numbers_says(foot, number, named):
    pager = read_pager(
        page(f"{SITE}/s.html", f"<title>T</title><p>{prose('Selm')}</p><div>{foot}</div>")
    )
    assert (pager.number, tuple(url for _, url in pager.barred)) == (
        number,
        tuple(f"{SITE}/{n}" for n in named),
    )


def column(n, pager, *, path="letters/{}.html", title="Letters to the Editor", day=None, text=None):
    """An issue of a column, without author and, unless told, without a day."""
    body = "".join(f"<p>{line}</p>" for line in text or paragraphs(n))
    dated = f"<p>{day}</p>" if day else ""
    turn = pager(n, path) if callable(pager) else pager
    html = f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1>{dated}{body}{turn}</body></html>"
    return page(f"{SITE}/{path.format(n)}", html)


def numbers(n, path):
    links = (str(m) if m == n else f'<a href="/{path.format(m)}">{m}</a>' for m in (1, 2, 3))
    return f"<p>{' | '.join(links)}</p>"


def worded(n, path):
    return f"<p>Page {numbers(n, path)[3:]}"


def next_and_previous(n, path):
    return f'<p><a rel=prev href="/{path.format(n - 1)}">&lt;</a> <a rel=next href="/{path.format(n + 1)}">&gt;</a></p>'


def only_next(n, path):
    return f'<p><a rel=next href="/{path.format(n + 1)}">&gt;</a></p>'


@pytest.mark.parametrize("pager", [numbers, next_and_previous, only_next])
def test_the_issues_of_a_column_are_not_one_article(store, pager):
    fetch(store, *(column(n, pager) for n in (1, 2, 3)))
    assert list(told(store).values()) == [paragraphs(n) for n in (1, 2, 3)]
    assert is_settled(store)


def test_the_parts_of_a_serial_are_not_one_article(store):
    path = "the-long-fall-of-selm_{}.html"
    fetch(
        store, *(column(n, numbers, path=path, title=f"The Fall of Selm ({n})") for n in (1, 2, 3))
    )
    assert list(told(store).values()) == [paragraphs(n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "path", ["letters.html?page={}", "letters/page/{}", "the-ferry-of-selm_{}.html"]
)
def test_a_number_that_is_surely_a_pages_is_enough(store, path):
    fetch(store, *(column(n, numbers, path=path) for n in (1, 2, 3)))
    assert list(told(store).values()) == [whole()]


def test_a_word_for_page_or_a_sentence_cut_in_two_joins_pages_of_numbered_addresses(store):
    fetch(store, *(column(n, worded) for n in (1, 2, 3)))
    assert told(store) == {f"{SITE}/letters/1.html": whole()}
    texts = [(*paragraphs(1), "The boat was then given to"), ("another province.", *paragraphs(2))]
    fetch(store, *(column(n, numbers, path="boat/{}.html", text=texts[n - 1]) for n in (1, 2)))
    assert len(told(store)[f"{SITE}/boat/1.html"]) == 5


def test_the_days_of_all_pages_are_held_against_each_other(store):
    days = (None, "May 5, 2003", "May 6, 2003")
    fetch(store, *(column(n, worded, day=day) for n, day in zip((1, 2, 3), days, strict=True)))
    assert len(told(store)) == 3
    days = ("May 5, 2003", None, "May 6, 2003")
    fetch(
        store,
        *(
            column(n, worded, path="boat/{}.html", day=day)
            for n, day in zip((1, 2, 3), days, strict=True)
        ),
    )
    assert told(store)[f"{SITE}/boat/1.html"] == whole(2)


def test_pages_that_tell_their_number_in_the_title_are_joined(store):
    names = ("weir", "weir-below", "weir-end")

    def one(n):
        foot = f'<a href="/{names[n - 2]}.html">Previous</a> ' if n > 1 else ""
        foot += f'<a href="/{names[n]}.html">Next</a>' if n < 3 else ""
        return column(
            n, f"<p>{foot}</p>", path=f"{names[n - 1]}.html", title=f"The long weir (page {n} of 3)"
        )

    fetch(store, one(3), one(1), one(2))
    assert [(a.title, a.paragraphs) for a in store.articles()] == [("The long weir", whole())]
    assert is_settled(store)


SINGLE = f"{SITE}/2003/all-of-it.html"
SINGLE_LINK = '<p><a href="/2003/all-of-it.html">View as single page</a></p>'


@pytest.mark.parametrize("head", ["", f'<link rel=canonical href="{FIRST}">'])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_where_the_next_page_is_missing_the_single_page_has_the_text(store, head, order):
    first = page(FIRST, markup(1, SINGLE_LINK, head='<link rel=next href="/2003/ferry-2.html">'))
    found = [first, page(SINGLE, markup(1, "", head=head, text=whole()))]
    for index in order:
        fetch(store, found[index])
    assert told(store) == {FIRST: whole()}
    assert is_settled(store)


COPY = f"{SITE}/user/9.html"
COPIES = {
    "print": (f'<a href="{FIRST}">Print version</a>', paragraphs(1)),
    "all of it": (
        f'<link rel=next href="/user/9-2.html"><a href="{FIRST}">View all</a>',
        paragraphs(1)[:1],
    ),
    "next": (f'<a href="{FIRST}">Continued on page 2</a>', paragraphs(4)),
    "bar": (f'Page 1 | <a href="{FIRST}">2</a>', paragraphs(4)),
}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("way", COPIES)
def test_a_page_does_not_take_anothers_article_by_naming_it(store, way, order):
    foot, text = COPIES[way]
    found = [
        page(FIRST, markup(1, "")),
        column(9, foot, path="user/{}.html", title=TITLE, text=text),
    ]
    for index in order:
        fetch(store, found[index])
    articles = {article.url: article for article in store.articles()}
    assert articles[FIRST].paragraphs == paragraphs(1)
    assert (str(articles[FIRST].published), articles[FIRST].byline) == (
        "2003-05-04",
        ("Osman Keld",),
    )
    assert articles.keys() == ({FIRST} if text[0] in paragraphs(1) else {FIRST, COPY})
    assert is_settled(store)


def test_an_undated_copy_takes_no_undated_page_of_another_address(store):
    path = "user/{}.html"
    victim = column(1, "", path="real/{}.html", title=TITLE)
    fetch(
        store, victim, column(1, f'<a href="{SITE}/real/1.html">Print</a>', path=path, title=TITLE)
    )
    assert f"{SITE}/real/1.html" in told(store)


def test_a_reply_with_an_author_of_its_own_is_no_later_page(store):
    first = column(1, worded, path="boat/{}.html", title=TITLE)
    reply = page(f"{SITE}/boat/2.html", markup(2, worded(2, "boat/{}.html"), day=""))
    fetch(store, first, reply)
    assert len(told(store)) == 2


def test_a_page_that_calls_an_article_the_true_one_puts_nothing_into_it(store):
    first = page(FIRST, markup(1, "", head='<link rel=next href="/2003/ferry-2.html">'))
    head = f'<link rel=canonical href="{FIRST}">'
    fetch(
        store,
        first,
        page(COPY, markup(1, "", head=head, text=(*paragraphs(1), *paragraphs(2), *paragraphs(3)))),
    )
    assert told(store)[FIRST] == paragraphs(1) and COPY in told(store)


def test_a_corrected_article_stays_and_a_copy_that_names_it_goes(store):
    fetch(store, page(FIRST, markup(1, "")))
    first = article_id(FIRST, "", "")
    store.edit(first, Correction(title="A Boat"))
    fetch(store, page(COPY, markup(1, f'<a href="{FIRST}">Print version</a>')))
    assert {article.url: article.title for article in store.articles()} == {FIRST: "A Boat"}
    assert is_settled(store)


def test_a_corrected_later_page_stays(store):
    found = pages(2)
    fetch(store, found[1])
    store.edit(article_id(address(2), "", ""), Correction(title="The Boat"))
    fetch(store, found[0])
    assert told(store) == {FIRST: paragraphs(1), address(2): paragraphs(2)}


@pytest.mark.parametrize("foot", [f'<a href="{SINGLE}">Print version</a>', SINGLE_LINK + bar(1, 2)])
def test_the_text_of_a_removed_article_does_not_come_back_by_a_page_that_names_it(store, foot):
    fetch(store, page(SINGLE, markup(1, "", text=whole(2))))
    store.remove(article_id(SINGLE, "", ""), "libel")
    fetch(store, page(FIRST, markup(1, foot, text=paragraphs(1))))
    assert told(store) == {}
    assert is_settled(store)


def test_one_page_that_names_all_others_unteaches_nothing(store):
    line = "Subscribe to the Selm Packet and have it brought to your door by boat on each day of the week but Sunday."

    def one(n, foot=""):
        text = (
            f"The {n}th lamp of the {PLACES[n % 6]} bridge was counted. {prose(PLACES[n % 6])} ({n})",
            line,
        )
        html = markup(
            n, f'<div class="box"><p>{line}</p></div>{foot}', title=f"Lamp {n}", text=text[:1]
        )
        return page(f"{SITE}/lamps/{n * 7}.html", html)

    fetch(store, *map(one, range(40)))
    assert not any(line in text for text in told(store).values())
    fetch(store, one(99, "".join(f'<a href="/lamps/{n * 7}.html">{n + 2}</a> ' for n in range(40))))
    clean_pages(store)
    assert not any(line in text for text in told(store).values())


@pytest.mark.parametrize("said", ["{}", *long("Continued on page {}", "Print")])
def test_pages_that_all_name_each_other_are_asked_for_a_few_times_each(store, said):
    count = 50
    for n in range(count):
        links = "".join(
            f'<a href="/x-{(n + k) % count}.html">{said.format(k + 1)}</a> ' for k in range(1, 40)
        )
        store.add_fetch(column(n, f"<p>1 {links}</p>", path="x-{}.html", title=TITLE))
    clean_pages(store, waiting=True)
    asked = []

    class Source:
        page, is_removed, is_corrected = store.page, store.is_removed, store.is_corrected

        def namers(self, url):
            asked.append(url)
            return store.namers(url)

    joiner = Joiner(Source(), clean)
    assert [joiner.claim(f"{SITE}/x-{n}.html") for n in range(count)] == [None] * count
    assert len(asked) <= 10 * count
