"""Every run of words that a draft shares with the archive: the same by compiled code, by reading
and on stock postings; whatever is spelt otherwise; what counts as a run, and what as a stock line."""

import random
from contextlib import closing, contextmanager

import numpy as np
import pytest
from newsroom import made

import search.arrays.copied as array_copied
from corpus.store.store import ArticleStore
from index import indexer, open_indexer
from search import open_searcher
from search.copied.letters import Letters, fold_table
from search.copied.reading import read_text
from search.copied_runs import Draft, find_runs

WORDS = (
    "the a of and & to war post postwar post-war U.S. US us 1,000 1000 % percent per cent café cafe "
    "can't can Russia's Russia 1.5 15 every day everyday out-of-date “quoted” می‌شود میشود می شود "
    "ي ی harbour lantern island ferry Straße"
).split()


@contextmanager
def archive(folder, *texts, **more):
    with ArticleStore(folder / "corpus.db") as store:
        for number, text in enumerate(texts):
            store.put(made(number, "", paragraphs=tuple(text.split("\n\n")), **more))
        open_indexer(folder / "index").update(store)
        with closing(open_searcher(folder / "index", codec=indexer.CODEC)) as searcher:
            yield searcher


def copied(searcher, *paragraphs, **more):
    return searcher.copied(paragraphs, **more)


def shown(searcher, *paragraphs):
    """Of each article its runs, as they stand on both sides."""
    return [
        [
            (
                " ".join(paragraphs[at.paragraph][at.start : at.end] for at, _ in run.pieces),
                " ".join(each.paragraphs[at.paragraph][at.start : at.end] for _, at in run.pieces),
            )
            for run in each.runs
        ]
        for each in copied(searcher, *paragraphs).articles
    ]


@contextmanager
def by_reading():
    compiled, array_copied.COMPILED = array_copied.COMPILED, False
    try:
        yield
    finally:
        array_copied.COMPILED = compiled


# -- the same however it is found


def covered(rows, size):
    """Of each document the words of the draft that its runs hold."""
    held = {}
    for doc, first, last, _, _ in rows.tolist():
        held.setdefault(doc, np.zeros(size, bool))[first:last] = True
    return {doc: words.tolist() for doc, words in held.items()}


def test_every_run_of_seven_words_is_found_by_its_anchors(tmp_path):
    rng = random.Random(4)
    texts = []
    for _ in range(60):
        words = rng.choices(WORDS, k=rng.randrange(20, 60))
        words.insert(10, rng.choice(("\n\n", "—", "", ".")))
        texts.append(" ".join(words).replace(" \n\n ", "\n\n"))
    with archive(tmp_path, *texts) as searcher:
        for number in range(40):
            source = texts[number].split()
            begin = rng.randrange(len(source) - 12)
            filler = rng.choices(WORDS, k=20)
            words = [*filler[:10], *source[begin : begin + 12], *filler[10:]]
            for at, word in enumerate(words):  # as another would type it
                words[at] = rng.choice((word, word, word.replace("-", ""), word.replace("-", " ")))
            draft = Draft((" ".join(words),))
            size = len(draft.letters.words)
            with searcher._current() as reader:
                every = reader.everything().docs.tolist()
                page = reader.page(every)
                read = [read_text(draft.letters, draft.windows, page.text(at), doc)
                        for at, doc in enumerate(every)]  # fmt: skip
                wanted = covered(np.concatenate(read), size)
                assert covered(find_runs(draft, reader).rows, size) == wanted
                with by_reading():
                    assert covered(find_runs(draft, reader).rows, size) == wanted
            assert wanted


@pytest.mark.parametrize("codec", ["arrays", "w3"])
def test_what_is_far_from_the_beginning_of_a_text_is_found(tmp_path, codec):
    far = f"{'é' * 300} {'word ' * 400} 😀 the ferry left the island harbour before winter came again"
    with archive(tmp_path, far) as searcher:
        mine = "So the ferry left the island harbour before winter came again"
        (((_, theirs),),) = shown(searcher, mine)
    assert theirs == "the ferry left the island harbour before winter came again"


def test_arrays_that_do_not_fit_are_refused():
    comparer = pytest.importorskip("search.arrays.comparer")
    none, one = np.zeros(0, np.int64), np.zeros(1, np.int64)
    bytes_ = np.zeros(0, np.uint8)
    table = np.frombuffer(fold_table().codes, np.uint32)
    segment, draft, fold = (bytes_, one, one, none, bytes_), (none, none, none), (table, none, one)
    assert comparer.compare(segment, draft, fold, [], none, (3, 9)) == b""
    with pytest.raises(ValueError, match="as much"):
        comparer.compare((bytes_, none, one, none, bytes_), draft, fold, [], none, (3, 9))
    with pytest.raises(ValueError, match="as much"):
        comparer.compare(segment, draft, fold, [(one, none, none, None, -2)], none, (3, 9))
    with pytest.raises(ValueError, match="not there"):
        comparer.compare(segment, draft, fold, [], np.arange(6), (3, 9))


@pytest.mark.skipif(not array_copied.COMPILED, reason="search.arrays.comparer is not built")
def test_numbers_that_lie_are_read_within_bounds():
    from search.arrays.comparer import compare

    rng = np.random.default_rng(3)
    table = array_copied._fold()
    for _ in range(200):
        docs = 4
        text = rng.integers(0, 256, 40).astype(np.uint8)
        at = rng.integers(0, 60, docs + 1)
        segment = (text, at, rng.integers(0, 50, docs), rng.integers(0, 4, docs),
                   rng.integers(0, 256, 50).astype(np.uint8))  # fmt: skip
        letters = rng.integers(97, 100, 12).astype(np.uint32)
        bounds = np.sort(rng.integers(0, 20, 6))
        words = [
            (np.sort(rng.integers(0, 6, 3)), rng.integers(0, 4, 3), rng.integers(0, 60, 6), None, -2)
            for _ in range(2)
        ]
        pairs = np.array([0, 1, rng.integers(-3, 9), rng.integers(0, 3), rng.integers(-2, 3), 0])
        rows = compare(segment, (letters, bounds[:3], bounds[3:]), table, words, pairs, (3, 10**6))
        assert len(rows) % 40 == 0


@pytest.mark.skipif(not array_copied.COMPILED, reason="search.arrays.comparer is not built")
def test_a_comparison_comes_to_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(indexer, "CODEC", "arrays")
    with archive(tmp_path, "word " * 300) as searcher:
        assert len(copied(searcher, "word " * 200).articles) == 1
        monkeypatch.setattr(array_copied, "MOST_COMPARED", 5)
        assert copied(searcher, "word " * 200).articles == ()


# -- spelt otherwise

PUBLISHED = "In the post-war years, the U.S. café “owners” & others’ clubs paid 1,000 dollars"
TYPED = [
    PUBLISHED.upper(),
    PUBLISHED.replace("post-war", "postwar"),
    PUBLISHED.replace("post-war", "post war"),
    PUBLISHED.replace("-", "‑"),
    PUBLISHED.replace("-", "–"),
    PUBLISHED.replace("café", "cafe"),
    PUBLISHED.replace("U.S.", "US"),
    PUBLISHED.replace("&", "and"),
    PUBLISHED.replace("“owners”", '"owners"').replace("’", "'"),
    PUBLISHED.replace("1,000", "1000"),
    PUBLISHED.replace(", ", " — "),
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_sentence_is_one_run_however_it_is_spelt(tmp_path, typed):
    with archive(tmp_path, f"Some said so. {PUBLISHED}. That was all there was.") as searcher:
        assert shown(searcher, f"We wrote: {typed}!") == [[(typed, PUBLISHED)]]
    with archive(tmp_path / "turned", f"Some said so. {typed}. That was all.") as searcher:
        assert shown(searcher, f"We wrote: {PUBLISHED}!") == [[(PUBLISHED, typed)]]


def test_persian_is_one_run_by_any_keyboard(tmp_path):
    published = "کتابخانهٔ شهر دیروز باز می‌شود و مردم شهر بسیار خوشحال هستند"
    with archive(tmp_path, published) as searcher:
        for typed in (
            published.replace("ی", "ي").replace("ک", "ك"),
            published.replace("\u200c", " "),
            published.replace("\u200c", ""),
        ):
            assert shown(searcher, typed) == [[(typed, published)]]


def test_what_differs_is_not_the_same(tmp_path):
    text = "Yesterday all of Russia's ministers could not say whether 1.5 million would be enough for us"
    with archive(tmp_path, text) as searcher:
        for other in ("Russia", "Russias", "Russian"):
            assert [[theirs for _, theirs in runs]
                    for runs in shown(searcher, text.replace("Russia's", other))] == [
                [text.split("Russia's ")[1]]
            ]  # fmt: skip
        assert [run[0][1] for run in shown(searcher, text.replace("1.5", "15"))] == [
            text.split(" 1.5")[0]
        ]


def test_a_run_ends_at_whole_words(tmp_path):
    text = "Nobody in the harbour said that the old ferry captain can't sail"
    with archive(tmp_path, text) as searcher:
        found = shown(searcher, "Nobody in the harbour said that the old ferry captain can sail")
    assert found[0][0][1] == text.removesuffix(" can't sail")


# -- what is a run


def test_eight_words_are_a_run_and_seven_only_a_whole_sentence(tmp_path):
    text = "Long ago the old ferry took nine brown goats across the bay. Nobody asked where they all went."
    with archive(tmp_path, text) as searcher:
        eight = "Now the old ferry took nine brown goats across"
        assert shown(searcher, eight)[0][0][0] == eight.removeprefix("Now ")
        assert shown(searcher, "Now the old ferry took nine brown goats there") == []
        sentence = "Nobody asked where they all went"
        assert shown(searcher, f"It says: {sentence}!") == []  # of six
    with archive(tmp_path / "seven", "It rained. Nobody asked them where they all went.") as searcher:
        sentence = "Nobody asked them where they all went"
        assert shown(searcher, f"It says so, {sentence}, we hear") == [[(sentence, sentence)]]


def test_all_runs_of_an_article_are_shown_in_the_order_of_the_draft(tmp_path):
    first = "The council sold the last ferry to a captain from the north"
    second = "Three winters passed before anybody built a bridge over the sound"
    with archive(tmp_path, f"{first}.\n\nMuch happened.\n\n{second}.") as searcher:
        assert shown(searcher, f"{second}, they say.", f"But {first}, they say.") == [
            [(second, second), (first, first)]
        ]


def test_a_run_goes_on_across_paragraphs_and_line_ends(tmp_path):
    text = "The council sold the last\n\nferry to a captain from the north"
    with archive(tmp_path, text) as searcher:
        (found,) = copied(searcher, "The council sold the last ferry to a", "captain from the north")\
            .articles  # fmt: skip
    (run,) = found.runs
    assert [(mine.paragraph, theirs.paragraph) for mine, theirs in run.pieces] == [
        (0, 0), (0, 1), (1, 1),
    ]  # fmt: skip


# -- stock lines


def test_what_many_articles_hold_is_a_stock_line(tmp_path):
    line = "The views expressed in this article are those of its author alone"
    texts = [f"{word} went to the harbour with a lantern.\n\n{line}." for word in WORDS[:9]]
    with archive(tmp_path, *texts) as searcher:
        found = copied(searcher, "Something else altogether.", f"{line}.", line)
        assert found.articles == ()
        (stock,) = found.stock  # twice, and nothing between
        assert [at.paragraph for at in stock.mine] == [1, 2]
        assert stock.articles == 9
        own = copied(searcher, f"{texts[2].split(' went')[0]} went to a lighthouse. {line}")
    assert own.articles == ()


def test_only_what_came_before_and_what_has_no_day(tmp_path):
    from datetime import date

    text = "The council sold the last ferry to a captain from the north"
    days = {"old": date(2011, 1, 1), "new": date(2019, 1, 1), "undated": None}
    with ArticleStore(tmp_path / "corpus.db") as store:
        for number, (ident, day) in enumerate(days.items()):
            store.put(made(number, text, id=ident, published=day))
        open_indexer(tmp_path / "index").update(store)
        with closing(open_searcher(tmp_path / "index", codec=indexer.CODEC)) as searcher:
            found = copied(searcher, text, before=date(2015, 1, 1))
            assert {each.hit.id for each in found.articles} == {"old", "undated"}
            assert copied(searcher, text, most=1).total == 3


def test_letters_count_and_nothing_else():
    letters = Letters("“Post-war” U.S. cafés & Russia's 1,000.5% — v2.0, ي‌ى")
    assert letters.letters == "postwaruscafesandrussia's1000.5percentv2.0یی"
