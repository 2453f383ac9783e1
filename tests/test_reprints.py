"""Reprints: articles that are one text are found whatever came first, and listed once."""

import csv
import io
import json
import random
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from corpus.article import Article
from corpus.store.decisions import Correction
from corpus.store.store import ArticleStore
from index import indexer, open_indexer
from index.arrays.file.file import ArrayFile
from index.arrays.file.file_writer import ArrayFileWriter
from index.base.shingles import ShingledText, shingles_of, sketches_of
from index.generations import Generations
from index.manifest import Manifest
from index.reprints import NAME, Comparing, alike, read_verdicts
from search import open_searcher
from search.changes import changes
from search.matching.results import Filters, Request
from search.query.parser import parse
from tests.kept import made_once
from tests.newsroom import build, fill, read_site, settle, soup
from tests.shell import backfile

SYLLABLES = "ba de fi go lu ma ne po ri su ta ve".split()
VOCABULARY = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
FIRST = date(2015, 3, 1)
STOCK = (
    "The views expressed in this column are those of the author alone and are not those of the "
    "paper, its owners or its editors, who publish them so that they may be argued with; whoever "
    "wants to answer writes to the letters page before Thursday noon, with a name and an address."
)


def written(seed, words=300, paragraphs=5):
    """Paragraphs that nobody else wrote."""
    dice = random.Random(f"text {seed}")
    size = words // paragraphs
    return tuple(
        " ".join(dice.choices(VOCABULARY, k=size)).capitalize() + "." for _ in range(paragraphs)
    )


def changed(paragraphs, share, seed=0):
    """The paragraphs with such a share of their words changed."""
    dice = random.Random(f"change {seed}")
    return tuple(
        " ".join(
            f"x{word}" if dice.random() < share else word for word in paragraph.split()
        )
        for paragraph in paragraphs
    )


def article(name, paragraphs, **fields):
    made = Article(
        id=name, url=f"https://courier.invalid/{name}", title=f"Of {name}", paragraphs=paragraphs,
        language="en", published=FIRST, date_source="url",
    )  # fmt: skip
    return replace(made, **fields)


ORIGINAL = written("lantern")
PAPER = (
    article("first", ORIGINAL),
    article("second", changed(ORIGINAL, 0.05), published=date(2016, 4, 2)),
    article("third", ORIGINAL[:4], published=None, date_source="unknown"),
    article("other", written("other")),
    article("another", (*written("another")[:2], ORIGINAL[2])),
)


def index_paper(folder):
    settings = settle(folder)
    fill(settings, PAPER)
    build(settings)


@pytest.fixture(scope="module")
def folder():
    return made_once(index_paper)


@pytest.fixture(scope="module")
def searcher(folder):
    with closing(open_searcher(folder / "index")) as searcher:
        yield searcher


@pytest.fixture(scope="module")
def client(folder):
    with read_site(settle(folder)) as client:
        yield client


def groups(folder):
    """The ids of each group, as a searcher has them."""
    with closing(open_searcher(folder)) as searcher:
        return groups_of(searcher)


def groups_of(searcher):
    hits = searcher.search(Request(parse(""), Filters(until=date(2200, 1, 1)), size=1000)).hits
    undated = searcher.search(Request(parse(""), Filters(dates=(None,)), size=1000)).hits
    found = set()
    for hit in (*hits, *undated):
        if not any(hit.id in group for group in found) and (same := searcher.reprints(hit.id)):
            found.add(frozenset((hit.id, *(each.hit.id for each in same))))
    return found


def index(folder, *articles):
    with ArticleStore(folder / "corpus.db") as store:
        for each in articles:
            store.put(each)
        open_indexer(folder / "index").update(store)
    return groups(folder / "index")


# -- what is a reprint


@pytest.mark.parametrize("share", [0, 0.02, 0.05, 0.1])
def test_a_copy_with_words_changed_is_one(tmp_path, share):
    copy = changed(ORIGINAL, share)
    assert index(tmp_path, article("a", ORIGINAL), article("b", copy)) == {frozenset("ab")}


@pytest.mark.parametrize(
    "copy",
    [
        ORIGINAL[1:],
        ORIGINAL[:4],
        (*ORIGINAL[:2], *ORIGINAL[3:]),
        (*ORIGINAL, *written("more", 60, 1)),
        ("Today we print this once more.", *ORIGINAL),
        (ORIGINAL[3], *ORIGINAL[:3], ORIGINAL[4]),
        tuple(paragraph.upper().replace(" ", "\n", 3) for paragraph in ORIGINAL),
        tuple(paragraph.replace("a", "á") for paragraph in ORIGINAL),
    ],
)
def test_paragraphs_may_be_fewer_more_or_elsewhere_and_spelling_is_no_change(tmp_path, copy):
    assert index(tmp_path, article("a", ORIGINAL), article("b", copy)) == {frozenset("ab")}


@pytest.mark.parametrize(
    "copy",
    [
        written("lamp"),
        (*ORIGINAL[:2], *written("own", 120, 2)),  # it quotes a part
        (*written("intro", 40, 1), *ORIGINAL[:3]),  # half of it is quoted
        (*ORIGINAL, *written("book", 400, 4)),  # it is a part of something larger
    ],
)
def test_who_quotes_an_article_is_none(tmp_path, copy):
    assert index(tmp_path, article("a", ORIGINAL), article("b", copy)) == set()


def test_stock_lines_join_nothing(tmp_path):
    short = [article(f"s{n}", (*written(f"s{n}", 14, 1), STOCK)) for n in range(8)]
    long = [article(f"l{n}", (*written(f"l{n}"), STOCK, STOCK)) for n in range(8)]
    assert index(tmp_path, *short, *long) == set()


def test_very_short_articles_are_none(tmp_path):
    words = " ".join(VOCABULARY[:40])
    assert index(tmp_path, article("a", (words,)), article("b", (words,))) == set()


def test_a_short_article_printed_twice_is_one(tmp_path):
    text = written("short", 70, 2)
    copy = changed(text, 0.03, 5)
    assert index(tmp_path, article("a", text), article("b", copy)) == {frozenset("ab")}


def test_a_title_does_not_count(tmp_path):
    copy = article("b", ORIGINAL, title="Another head")
    assert index(tmp_path, article("a", ORIGINAL), copy) == {frozenset("ab")}


def test_hundreds_of_copies_are_one_group(tmp_path):
    copies = [article(f"c{n:03}", ORIGINAL) for n in range(150)]
    found = index(tmp_path, *copies, article("z", written("z")))
    assert found == {frozenset(each.id for each in copies)}


def test_hundreds_of_versions_are_one_group(tmp_path):
    """A notice that is printed each week, with another day."""
    weeks = [
        article(f"w{n:03}", (f"On day {n} of month {n % 12}.", *changed(ORIGINAL, 0.01, n)))
        for n in range(150)
    ]
    others = [article(f"o{n:03}", (*written(f"o{n}"), STOCK)) for n in range(150)]
    assert index(tmp_path, *weeks, *others) == {frozenset(each.id for each in weeks)}


def numbered(*words):
    return np.array(words, np.uint64)


def own(count, first=1_000_000):
    return list(range(first, first + count))


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ([0, 1, 2, *own(20), 4, 5, 6], 0),  # runs of three
        ([20, 21, 22, 23], 4),
        ([*range(7, 30)], 30),  # seven come before it
        ([*range(40)], 40),
        ([*range(10), *own(3), *range(18, 40)], 40),  # eight are others between two runs
        ([*range(10), *own(3), *range(19, 40)], 31),  # nine are
        ([*range(8, 40)], 40),
        ([*range(9, 31)], 22),
        ([*range(20, 40), *range(20)], 40),
        ([], 0),
    ],
)
def test_what_is_shared_is_counted_in_runs_of_four_with_gaps_of_eight(other, shared):
    assert ShingledText(numbered(*range(40))).shared_with(ShingledText(numbered(*other))) == shared


def test_what_a_text_says_twice_is_shared_once_with_who_says_it_once():
    once, twice = ShingledText(numbered(*range(30))), ShingledText(numbered(*range(30), *own(40), *range(30)))
    assert (once.shared_with(twice), twice.shared_with(once)) == (30, 30)


@pytest.mark.parametrize(
    ("shared", "more", "same"),
    [
        (200, 100, True), (199, 101, False),
        (100, 50, True), (99, 49, False),
        (90, 10, True), (89, 11, False),
        (50, 0, True), (49, 0, False),
    ],
)  # fmt: skip
def test_so_much_makes_a_reprint(shared, more, same):
    words = [f"w{number}" for number in range(shared)]
    texts = [" ".join([*words, *(f"{side}{number}" for number in range(more))]) for side in "xy"]
    comparing = Comparing(dict(enumerate(texts)))
    assert comparing.are_reprints(0, 1) is same
    assert comparing.are_reprints(1, 0) is same


def sketches(count, common, first=0):
    """So many sketches with some numbers in common."""
    rows = np.arange(first, first + 32 * count, dtype=np.uint32).reshape(count, 32) * 7 + 1000
    rows[:, :common] = np.arange(common) * 3
    return rows


def test_who_has_ten_of_its_numbers_is_compared():
    assert alike(sketches(2, 10)).tolist() == [[0, 1]]
    assert alike(sketches(2, 9)).tolist() == []
    both = np.concatenate((sketches(3, 10), sketches(2, 9, first=500)))
    assert alike(both).tolist() == [[0, 1], [0, 2], [1, 2]]


def test_of_many_that_have_a_number_those_beside_each_other_are_compared():
    assert len(alike(sketches(8, 10))) == 8 * 7 // 2
    assert len(alike(sketches(9, 10))) == 8


def test_a_sketch_is_the_least_of_the_shingles():
    words = np.random.default_rng(1).integers(0, 1 << 32, 300, dtype=np.uint32)
    made, counts = sketches_of(np.tile(words, 2), np.repeat([0, 1], 300), 2)
    every = np.unique(shingles_of(words) >> np.uint64(32))
    assert counts.tolist() == [32, 32]
    assert made.tolist() == [*every[:32].tolist()] * 2
    short, counts = sketches_of(words[:10], np.zeros(10, np.int64), 2)
    assert counts.tolist() == [7, 0]
    assert len(short) == 7


# -- as articles come and go


@pytest.mark.parametrize("codec", ["arrays", "w3"])
@pytest.mark.parametrize("seed", range(3))
def test_what_runs_find_is_what_a_rebuild_would(tmp_path, monkeypatch, seed, codec):
    monkeypatch.setattr(indexer, "CODEC", codec)
    dice = random.Random(f"history {seed}")
    texts = [written(f"h{number}") for number in range(3)]
    removed, there, seen = set(), set(), set()
    grown, anew = tmp_path / "grown", tmp_path / "anew"
    with ArticleStore(tmp_path / "corpus.db") as store:
        for _ in range(5):
            for name in dice.sample("abcdefghij", dice.randint(1, 4)):
                share, size = dice.choice((0, 0.05, 0.3)), dice.choice((3, 4, 5))
                text = changed(dice.choice(texts), share, dice.random())[:size]
                store.put(article(name, text))
                there.add(name)
            open_indexer(grown).update(store)
            for name in dice.sample(sorted(there), 2):
                if name in removed:
                    store.restore_removed(name)
                else:
                    store.remove(name, "a test")
                removed ^= {name}
            with closing(open_searcher(grown, corpus=lambda: store)) as searcher:
                decided = groups_of(searcher)
            open_indexer(grown).update(store)
            open_indexer(anew).rebuild(store)
            assert decided == groups(grown) == groups(anew)
            each, other = (read_verdicts(Generations(path).live()) for path in (grown, anew))
            assert each == other
            seen |= decided
    assert seen


def test_an_edit_a_removal_and_what_is_put_back_show_at_once(tmp_path):
    index(tmp_path, *PAPER)
    group = frozenset(("first", "second", "third"))
    with (
        ArticleStore(tmp_path / "corpus.db") as store,
        closing(open_searcher(tmp_path / "index", corpus=lambda: store)) as searcher,
    ):
        assert groups_of(searcher) == {group}
        store.remove("third", "a test")
        assert groups_of(searcher) == {group - {"third"}}
        store.restore_removed("third")
        assert groups_of(searcher) == {group}
        store.edit("third", Correction(title="Of nothing else"))
        assert groups_of(searcher) == {group}
        assert "Of nothing else" in [each.hit.title for each in searcher.reprints("first")]


def test_whoever_holds_a_group_together_leaves_two(tmp_path):
    text = written("chain", 400, 10)
    ends = article("a", text[:7]), article("c", text[3:])
    group = index(tmp_path, *ends, article("b", text))
    assert group == {frozenset("abc")}
    with ArticleStore(tmp_path / "corpus.db") as store:
        store.remove("b", "a test")
    assert index(tmp_path) == set()


def test_an_index_from_before_there_were_any_answers_without(tmp_path):
    index(tmp_path, *PAPER)
    folder = Generations(tmp_path / "index").live()
    (folder / NAME).unlink()
    for path in folder.glob("*.arrays"):
        whole, made = ArrayFile(path), ArrayFileWriter(path.with_suffix(".new"))
        for name, section in whole.sections.items():
            if not name.startswith("sketches"):
                made.append(name, section.whole())
        made.finish(whole.notes)
        made.path.replace(path)
    replace(Manifest.read(folder), schema_version=2).write(folder)
    with (
        ArticleStore(tmp_path / "corpus.db") as store,
        closing(open_searcher(tmp_path / "index", corpus=lambda: store)) as searcher,
    ):
        assert groups_of(searcher) == set()
        assert hits(searcher, filters=SINCE).reprints == 0
        store.edit("other", Correction(title="Of something"))
        assert hits(searcher, "something").total == 1


# -- in results


def hits(searcher, text="", **asked):
    asked = {"reprints": "together", "size": 100, **asked}
    return searcher.search(Request(parse(text), **asked))


SINCE = Filters(since=date(2000, 1, 1))
WORDS = " ".join(ORIGINAL[0].rstrip(".").split()[:2])


@pytest.mark.parametrize(("sort", "first"), [("newest", "second"), ("oldest", "first")])
def test_the_one_that_comes_first_stands_for_the_others(searcher, sort, first):
    found = hits(searcher, filters=SINCE, sort=sort)
    assert (found.total, found.reprints, found.listed) == (4, 1, 3)
    (hit,) = (each for each in found.hits if each.reprints)
    others = {"first": "second", "second": "first"}
    assert (hit.id, [each.id for each in hit.reprints]) == (first, [others[first]])
    assert len(found.hits) == 3


def test_words_find_all_that_have_them(searcher):
    apart = hits(searcher, WORDS, reprints="apart")
    together = hits(searcher, WORDS)
    assert apart.reprints == 0
    assert not any(hit.reprints for hit in apart.hits)
    assert apart.total == together.total > 1
    shown = [hit.id for hit in together.hits]
    shown += [each.id for hit in together.hits for each in hit.reprints]
    assert sorted(shown) == sorted(hit.id for hit in apart.hits)
    assert together.listed == len(together.hits)


def test_a_reprint_outside_the_filters_is_not_counted(searcher):
    found = hits(searcher, filters=Filters(since=date(2016, 1, 1)))
    assert (found.total, found.reprints) == (1, 0)
    assert found.hits[0].reprints == ()


def test_the_undated_comes_last_among_reprints(searcher):
    (hit,) = (each for each in hits(searcher, ORIGINAL[0], sort="oldest").hits if each.reprints)
    assert {hit.id, *(each.id for each in hit.reprints)} == {"first", "second", "third"}
    assert hit.reprints[-1].id == "third"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A searcher of groups of all sizes."""
    folder = tmp_path_factory.mktemp("many")
    with ArticleStore(folder / "corpus.db") as store:
        for number in range(40):
            text = written(f"m{number}", 100, 2)
            for copy in range(number % 7 + 10 * (number == 13)):
                words = changed(text, 0.02, copy) if copy else text
                day = FIRST + timedelta(days=37 * copy + number)
                store.put(article(f"m{number:02}-{copy:02}", words, published=day))
        open_indexer(folder / "index").rebuild(store)
    with closing(open_searcher(folder / "index")) as searcher:
        yield searcher


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [1, 3, 10])
@pytest.mark.parametrize("text", ["", "bade* OR x*", f"{VOCABULARY[3]} {VOCABULARY[200]}"])
def test_no_article_is_on_two_pages_or_on_none(many, text, size, sort):
    filters = SINCE if not text else Filters()
    asked = {"filters": filters, "sort": sort, "size": size}
    apart = hits(many, text, **{**asked, "reprints": "apart", "size": 1000})
    pages = [hits(many, text, **asked, page=page) for page in range(1, 400 // size)]
    shown = [hit for page in pages for hit in page.hits]
    every = [hit.id for hit in shown] + [each.id for hit in shown for each in hit.reprints]
    if size == 1 or not apart.partial:  # else how many match in part hangs on the page's size
        assert sorted(every) == sorted(hit.id for hit in apart.hits)
    assert len(every) == len(set(every))
    assert {page.listed for page in pages} == {len(shown)}
    assert all(len(page.hits) == size for page in pages[: len(shown) // size])
    order = [hit.id for hit in apart.hits]
    assert [order.index(hit.id) for hit in shown] == sorted(order.index(hit.id) for hit in shown)
    streamed = [*many.stream(Request(parse(text), filters, sort, reprints="together"))]
    if not apart.partial:
        assert [(hit.id, hit.reprints) for hit in streamed] == [(h.id, h.reprints) for h in shown]


# -- as people see them


def test_the_page_of_results_counts_them_and_lists_them_apart_when_asked(client):
    page = soup(client.get("/search?from=2000"))
    assert page.h1.get_text(" ", strip=True) == "4 editorials"
    assert "1 reprint is listed with the one that comes before it." in page.get_text()
    cards = page.select(".card")
    assert len(cards) == 3
    (folded,) = page.select(".card details")
    assert folded.summary.get_text(strip=True) == "1 reprint"
    assert len(folded.select("a")) == 1
    apart = page.find("a", string="List each apart")["href"]
    listed = soup(client.get(apart))
    assert len(listed.select(".card")) == 4
    assert not listed.select(".card details")
    back = listed.find("a", string="List them together")["href"]
    assert len(soup(client.get(back)).select(".card")) == 3
    kept = listed.select_one("form input[name=reprints]")
    assert kept["value"] == "apart"


def test_pages_are_of_what_is_listed(client):
    page = soup(client.get("/search?from=2000&size=3"))
    assert not page.select(".pages")
    assert client.get("/search?from=2000&size=3&page=2").status_code == 404
    assert len(soup(client.get("/search?from=2000&size=3&page=2&reprints=apart")).select(".card")) == 1


def test_a_listing_that_is_none_is_left_out_and_said(client):
    page = soup(client.get("/search?from=2000&reprints=sideways"))
    assert "“sideways” (reprints) is not one of these: together, apart." in page.get_text()
    assert len(page.select(".card")) == 3


def test_data_says_the_same(client):
    told = client.get("/search.json?from=2000&sort=oldest").get_json()
    assert (told["total"], told["partial"], told["reprints"]) == (4, 0, 1)
    by_id = {hit["id"]: hit for hit in told["hits"]}
    assert by_id["first"]["reprints"] == [
        {"id": "second", "title": "Of second", "published": "2016-04-02",
         "page": "http://127.0.0.1:8000/a/second/of-second"}
    ]  # fmt: skip
    assert by_id["other"]["reprints"] == []
    table = client.get("/search.csv?from=2000&sort=oldest").data.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table))
    assert {row["id"]: row["reprints"] for row in rows} == {
        "first": "second", "other": "", "another": "",
    }  # fmt: skip
    lines = client.get("/search.ndjson?from=2000&reprints=apart").get_data(as_text=True).splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == ["another", "first", "other", "second"]


def test_the_page_of_an_article_lists_its_own_and_what_differs(client):
    page = soup(client.get("/a/first/of-first"))
    section = page.select_one("#reprints")
    assert section.h2.get_text(strip=True) == "2 reprints of this text"
    assert [a.get_text(strip=True) for a in section.select(".entry-title")] == ["Of second", "Of third"]
    second, third = section.select(".entries > li")
    assert second.select_one("summary").get_text(strip=True).startswith("What differs:")
    for line in second.select(".changes li"):
        here, there = line.find("del").get_text(), line.find("ins").get_text()
        assert here in " ".join(ORIGINAL)
        assert there.startswith("x")
    assert third.select_one(".changes del").get_text() == ORIGINAL[4].rstrip(".")
    assert not third.select(".changes ins")
    assert not soup(client.get("/a/other/of-other")).select("#reprints")


def test_a_reprint_of_the_same_day_in_another_year_is_listed_once(tmp_path):
    settings = settle(tmp_path)
    later = FIRST.replace(year=FIRST.year + 2)
    fill(settings, (
        article("first", ORIGINAL), article("again", changed(ORIGINAL, 0.05), published=later),
        article("other", written("other"), published=later),
    ))  # fmt: skip
    build(settings)
    with read_site(settings) as client:
        page = soup(client.get("/a/first/of-first"))
        (told,) = client.get("/a/first.json").json["reprints"]
    assert [each.text for each in page.select("#reprints .entry-title")] == ["Of again"]
    assert [each.text for each in page.select(".other-years .entry-title")] == ["Of other"]
    assert told["id"] == "again"


def test_the_data_of_an_article_lists_its_own(client):
    told = client.get("/a/first.json").get_json()["reprints"]
    assert [each["id"] for each in told] == ["second", "third"]
    before = " ".join(ORIGINAL[3].rstrip(".").split()[-3:])
    gone = {"before": before, "here": ORIGINAL[4].rstrip("."), "there": "", "after": ""}
    assert told[1]["changes"] == [gone]
    assert told[1]["published"] is None
    assert client.get("/a/other.json").get_json()["reprints"] == []


def test_a_terminal_says_it_too(folder, capsys):
    assert backfile(folder, "search", "--from", "2000", "--sort", "oldest", "title:of") == 0
    said = capsys.readouterr().out
    assert "4 editorials found, 1 reprint among them" in said
    assert "   +1 reprint: 2016-04-02 second" in said
    assert backfile(folder, "search", "--from", "2000", "--reprints", "apart", "title:of") == 0
    said = capsys.readouterr().out
    assert "reprint" not in said
    assert backfile(folder, "search", "--json", "--from", "2000", "title:of") == 0
    assert json.loads(capsys.readouterr().out)["reprints"] == 1


def test_similar_articles_are_of_other_texts(searcher):
    text, same = "\n\n".join(ORIGINAL), {"first", "second", "third"}
    found = searcher.similar(text, exclude="first", reprints="together")
    assert {hit.id for hit in found.hits}.isdisjoint(same)
    listed = [hit.id for hit in searcher.similar(text, reprints="together").hits]
    assert len(same & {*listed}) == 1
    apart = {hit.id for hit in searcher.similar(text, exclude="first").hits}
    assert "second" in apart and "first" not in apart


def test_a_draft_names_a_text_once_unless_another_version_has_more_of_it(searcher, client):
    draft = [" ".join(ORIGINAL[1].split()[:30]), ORIGINAL[4]]
    copied = searcher.copied(draft)
    said = {each.hit.id: [other.id for other in each.hit.reprints] for each in copied.articles}
    assert said == {"first": ["second", "third"]}
    assert copied.total == 1
    changed_words = [word for word in PAPER[1].paragraphs[1].split() if word.startswith("x")]
    at = PAPER[1].paragraphs[1].split().index(changed_words[0])
    own = " ".join(PAPER[1].paragraphs[1].split()[max(at - 6, 0) : at + 6])
    copied = searcher.copied([*draft, own])
    assert "second" in {each.hit.id for each in copied.articles}
    page = soup(client.post("/draft", data={"text": "\n\n".join(draft)}))
    (folded,) = page.select(".pair details")
    assert folded.summary.get_text(strip=True) == "2 reprints"


def test_a_text_printed_many_times_is_no_stock_line(tmp_path):
    copies = [article(f"c{n}", changed(ORIGINAL, 0.02 * n, n)) for n in range(7)]
    quoting = [article(f"q{n}", (*written(f"q{n}")[:3], ORIGINAL[2])) for n in range(4)]
    index(tmp_path, *copies, *quoting)
    with closing(open_searcher(tmp_path / "index")) as searcher:
        copied = searcher.copied([ORIGINAL[0], ORIGINAL[2]])
        one, *others = copied.articles
        assert not copied.stock
        assert [one.hit.id, *(each.id for each in one.hit.reprints)] == [f"c{n}" for n in range(7)]
        assert {each.hit.id for each in others} == {f"q{n}" for n in range(4)}
        assert max(run.articles for run in one.runs) > 4
        assert not any(run.is_stock for each in copied.articles for run in each.runs)


def test_what_many_texts_have_is_a_stock_line_though_some_are_reprints(tmp_path):
    copies = [article(f"c{n}", ORIGINAL) for n in range(2)]
    quoting = [article(f"q{n}", (*written(f"q{n}")[:3], ORIGINAL[2])) for n in range(5)]
    index(tmp_path, *copies, *quoting)
    with closing(open_searcher(tmp_path / "index")) as searcher:
        copied = searcher.copied([ORIGINAL[2]])
        assert [line.articles for line in copied.stock] == [7]
        assert not copied.articles


def test_a_quotation_names_every_article_that_has_it(searcher):
    copied = searcher.copied([" ".join(ORIGINAL[1].split()[:12])], quote=True)
    assert {each.hit.id for each in copied.articles} >= {"first", "third"}
    assert not any(each.hit.reprints for each in copied.articles)


def test_changes_are_shown_with_the_words_around_them():
    here = "One two three four five six, seven eight nine ten eleven twelve."
    there = "One two three four FIVE sixty, seven eight nine ten twelve thirteen."
    assert changes(here, there) == (
        ("three four five", "six", "sixty", "seven eight nine"),
        ("eight nine ten", "eleven", "", "twelve"),
        ("twelve", "", "thirteen", ""),
    )
    assert changes(here, "- " + here.upper()) == ()


def test_texts_too_long_to_compare_are_not_said_to_be_the_same():
    long = " ".join(f"w{number}" for number in range(5_000))
    (change,) = changes(long, long.replace("w4998", "other"))
    assert change == ("w4995 w4996 w4997", "w4998", "other", "w4999")
    assert changes(long, f"{long} more") is None
    assert changes(f"{long} more", f"{long}, MORE!") == ()


def test_of_very_many_reprints_some_are_compared(tmp_path, capsys):
    index(tmp_path, *(article(f"c{n:02}", changed(ORIGINAL, 0.01, n)) for n in range(23)))
    with closing(open_searcher(tmp_path / "index")) as searcher:
        found = searcher.reprints("c00")
    assert [each.changes is None for each in found] == [False] * 20 + [True] * 2
    with read_site(settle(tmp_path)) as client:
        assert client.get("/a/c00.json").get_json()["reprints"][-1]["changes"] is None
        assert len(soup(client.get("/a/c00/of-c00")).select("#reprints summary")) == 20
    assert backfile(tmp_path, "search", "title:of") == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("   +"))
    assert line.startswith("   +22 reprints: 2015-03-01 c")
    assert line.endswith(", …")
    assert line.count("2015") == 5
