"""Segments of arrays: cutting into tokens, writing, merging, what a segment answers, and Whoosh's
view of it."""

import gc
import os
import pickle
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from made_up import histories
from newsroom import made, sample_articles
from whoosh import query as wq
from whoosh.query.spans import SpanNear2
from whoosh.reading import TermNotFound

import index.arrays.read.segment
import index.arrays.write.inverter
import index.arrays.write.merge
import index.arrays.write.segment_writer
import index.arrays.write.writer
from corpus.article import Article
from corpus.errors import IndexDamaged
from index.arrays.codec import ArrayIndex
from index.arrays.file.fields import SKIP
from index.arrays.file.file import PAGE, SUFFIX
from index.arrays.read.multi_terms import MultiTerm
from index.arrays.read.positions import postings_of_entry
from index.arrays.read.segment import Segment
from index.arrays.read.toc import NAME, read_toc
from index.arrays.terms import INDEXED
from index.arrays.write.articles import ROW
from index.arrays.write.token_cache import FormTable, TokenCache
from index.arrays.write.tokens import tokens_of
from index.arrays.write.writer import ArrayWriter
from index.base.analysis import PARAGRAPH_GAP, tokenize
from index.base.days import number_of_day
from index.base.stems import stem_of
from tests.examples import examples

MEMORY_MB = 0  # the least
# Not made smaller when it fails: each try builds an index.
BOUNDED = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)

# -- tokens

SPACES = " \n\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u2003\u2028\u2029\u3000"
TEXTS = st.one_of(
    st.text(alphabet=f"aBsé1.,'’‘%٪–-\u200c\u00ad\u0301\u064b\u0640ی_{SPACES}\n\n\n"),
    st.text(),
    st.lists(
        st.sampled_from(
            ["peace-building,", "U.S.", "UN's", "50%", "%", "war", "\n\n", "(the", "1,000", "—"]
        )
    ).map(" ".join),
)


def placed(text):
    """The tokens of a text as (form, start, slot): positions without the gaps but one for each
    paragraph's end."""
    tokens = sorted(tokenize(text), key=lambda token: token.position)
    slot, before = 0, tokens[0].position if tokens else 0
    for token in tokens:
        step = token.position - before
        assert step in (0, 1, 1 + PARAGRAPH_GAP)
        slot, before = slot + min(step, 2), token.position
        yield token.form, token.start, slot


@examples(300)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=3))
@example([["", "\n\n", "a\n\n", "\n\nb"]])
@example([["a\n\n—\n\nb\n \nc\n\n\n\nd-e"]])
@example([[f"peace{space}war" for space in SPACES]])
def test_many_texts_are_cut_as_the_analyzer_cuts_one(batches):
    chunks = TokenCache(FormTable())
    for texts in batches:  # the later ones meet chunks that are known
        tokens = tokens_of(texts, chunks)
        forms = list(chunks.forms.numbers)
        for number, text in enumerate(texts):
            mine = tokens.text == number
            found = np.stack((tokens.form, tokens.start, tokens.position), axis=1)[mine].tolist()
            expected = list(placed(text))
            assert [(forms[form], start, slot) for form, start, slot in found] == expected
            assert tokens.ends[number] == (expected[-1][2] + 1 if expected else 0)
        assert tokens.text.tolist() == sorted(tokens.text.tolist())
    known = chunks.forms
    assert [list(known.stems)[stem] for stem in known.stem_of] == [
        stem_of(form) for form in known.numbers
    ]


@examples(15, BOUNDED)
@given(history=histories())
def test_words_and_sentences_are_where_the_text_has_them(tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("texts")
    write(folder, history[0])
    (listed,) = read_toc(folder)
    segment = Segment(folder / listed.name)
    for number, article in enumerate(history[0]):
        title, body = list(placed(article.title)), list(placed(article.text))
        begin = segment.title_end_at(number)
        assert begin == max((slot + 1 for _, _, slot in title), default=0)
        steps = segment.list_of("starts", number)
        for slots, tokens in ((steps[:begin], title), (steps[begin + 1 :], body)):
            starts = np.cumsum(slots).tolist()
            assert [starts[slot] for _, _, slot in tokens] == [start for _, start, _ in tokens]
            free = set(range(len(slots))) - {slot for _, _, slot in tokens}
            assert all(slots[slot] == 0 for slot in free)
        rows = []
        for at, end in article.sentences:
            slot, start = min(
                ((slot, start) for _, start, slot in body if start >= at), default=(len(slots), end)
            )
            rows.append([at, end, begin + 1 + slot, start, article.text.count("\n\n", 0, at)])
        assert segment.list_of("sentences", number).reshape(-1, ROW).tolist() == rows
    segment.close()


# -- writing


def write(folder, changes=(), *, memory_mb=MEMORY_MB):
    """One commit: articles to add, ids to delete."""
    writer = ArrayWriter(folder, memory_mb=memory_mb)
    for change in changes:
        if isinstance(change, Article):
            writer.add(change)
        else:
            writer.delete(change)
    return writer.commit()


def live(folder):
    with ArrayIndex(folder).reader() as reader:
        return sorted(
            (fields["id"], fields["title"]) for fields in reader.all_stored_fields()
        )


def many(count, first=0):
    return [
        made(number, f"word{number} lantern water", id=f"made{number}")
        for number in range(first, first + count)
    ]


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_articles_come_and_go(tmp_path):
    one, two = many(2)
    assert write(tmp_path) == 0 and live(tmp_path) == []
    assert write(tmp_path, [one, two]) == 2
    assert live(tmp_path) == [("made0", "Made 0"), ("made1", "Made 1")]
    assert write(tmp_path, ["made0"]) == 1
    assert live(tmp_path) == [("made1", "Made 1")]
    assert write(tmp_path, [one]) == 2
    assert write(tmp_path, ["made0", "made1"]) == 0
    assert live(tmp_path) == [] and files(tmp_path) == [NAME]


def test_delete_says_whether_there_was_one(tmp_path):
    one, two = many(2)
    writer = ArrayWriter(tmp_path, memory_mb=MEMORY_MB)
    assert not writer.delete(one.id)
    writer.add(one)
    assert writer.delete(one.id) and not writer.delete(one.id) and not writer.delete(two.id)
    writer.add(one)
    writer.commit()
    writer = ArrayWriter(tmp_path, memory_mb=MEMORY_MB)
    assert writer.delete(one.id) and not writer.delete(one.id)
    writer.commit()
    assert live(tmp_path) == []


def test_of_several_articles_with_one_id_the_last_stays(tmp_path):
    versions = [made(1, "lantern", id="same", title=f"Version {number}") for number in range(4)]
    write(tmp_path, versions[:3])
    assert live(tmp_path) == [("same", "Version 2")]
    write(tmp_path, [versions[3]])
    assert live(tmp_path) == [("same", "Version 3")]
    with ArrayIndex(tmp_path).searcher() as searcher:
        assert len(searcher.search(wq.Term("text", "version"))) == 1


def test_an_id_that_was_merged_away_is_not_another_articles(tmp_path):
    """Its term is still in the dictionary, without an article."""
    write(tmp_path, many(3))
    write(tmp_path, ["made0"])
    (listed,) = read_toc(tmp_path)
    assert not listed.deleted  # it is merged away
    writer = ArrayWriter(tmp_path, memory_mb=MEMORY_MB)
    assert not writer.delete("made0")
    writer.add(many(1)[0])
    writer.commit()
    assert [ident for ident, _ in live(tmp_path)] == ["made0", "made1", "made2"]


def test_nothing_counts_before_the_commit(tmp_path):
    write(tmp_path, many(3))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    writer = ArrayWriter(tmp_path, memory_mb=MEMORY_MB)
    writer.delete("made0")
    writer.add(made(9, "water"))
    writer.close()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_files_that_were_there_are_never_changed(tmp_path):
    generations = [tmp_path / str(number) for number in range(8)]
    contents = {}
    for number, folder in enumerate(generations):
        folder.mkdir()
        for path in generations[number - 1].iterdir() if number else ():
            os.link(path, folder / path.name)
        write(folder, [*many(4, first=3 * number), f"made{2 * number}"])
        contents[folder] = {path.name: path.read_bytes() for path in folder.iterdir()}
    for folder, content in contents.items():
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == content
    assert len(live(generations[-1])) == 25 - 8


def test_files_that_no_table_names_are_swept_away(tmp_path):
    write(tmp_path, many(3))
    (tmp_path / f"000099{SUFFIX}").write_bytes(b"left behind")
    write(tmp_path, ["made1"])
    assert files(tmp_path) == sorted([NAME, *(listed.name for listed in read_toc(tmp_path))])


def test_there_are_never_many_segments(tmp_path):
    for number in range(30):
        write(tmp_path, many(1, first=number))
        segments = read_toc(tmp_path)
        assert len(segments) <= 4
        assert files(tmp_path) == sorted([NAME, *(listed.name for listed in segments)])
    assert [ident for ident, _ in live(tmp_path)] == sorted(f"made{number}" for number in range(30))


def test_a_large_segment_is_left_alone_until_much_of_it_is_deleted(tmp_path):
    write(tmp_path, many(40))
    (large,) = read_toc(tmp_path)
    write(tmp_path, [*many(2, first=40), "made3"])
    assert (read_toc(tmp_path)[0].number, read_toc(tmp_path)[0].deleted) == (large.number, {3})
    write(tmp_path, [f"made{number}" for number in range(20)])
    (merged,) = read_toc(tmp_path)
    assert merged.number > large.number and (merged.articles, merged.deleted) == (22, set())


def test_a_segment_of_which_more_than_a_quarter_is_deleted_is_written_anew(tmp_path):
    write(tmp_path, many(40))
    write(tmp_path, [f"made{number}" for number in range(10)])
    assert [(each.articles, len(each.deleted)) for each in read_toc(tmp_path)] == [(40, 10)]
    write(tmp_path, ["made10"])
    assert [(each.articles, len(each.deleted)) for each in read_toc(tmp_path)] == [(29, 0)]


def test_a_segment_four_times_as_large_as_the_newer_ones_is_not_merged_with_them(tmp_path):
    write(tmp_path, many(40))
    write(tmp_path, many(10, first=40))
    assert [each.articles for each in read_toc(tmp_path)] == [40, 10]
    write(tmp_path, many(1, first=50))
    assert [each.articles for each in read_toc(tmp_path)] == [51]


def test_what_is_damaged_is_not_written_upon(tmp_path):
    write(tmp_path, many(3))
    (path,) = tmp_path.glob(f"*{SUFFIX}")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged):
        ArrayWriter(tmp_path, memory_mb=MEMORY_MB)


def test_nothing_is_left_open(tmp_path):
    before = opened()
    write(tmp_path, many(40))
    write(tmp_path, many(3, first=40))
    writer = ArrayWriter(tmp_path, memory_mb=MEMORY_MB)
    writer.add(made(9, "water"))
    writer.close()
    with ArrayIndex(tmp_path).searcher() as searcher:
        assert len(searcher.search(wq.Term("text", "lantern"), limit=None)) == 43
    del writer, searcher
    assert opened() == before


def opened():
    """How many descriptors there are, when nobody holds an array any more: a mapping has one of its
    own."""
    gc.collect()
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


# -- merging


def contents(folder):
    """Every section of the one segment in a folder."""
    (listed,) = read_toc(folder)
    segment = Segment(folder / listed.name)
    sections = {
        name: (s.view.dtype, s.whole().tolist()) for name, s in segment.file.sections.items()
    }
    notes = segment.file.notes
    segment.close()
    return sections, notes


@examples(12, BOUNDED)
@given(history=histories(), parts=st.integers(2, 4), small=st.booleans())
def test_segments_merged_are_one_built_at_once(tmp_path_factory, history, parts, small):
    articles = list({each.id: each for each in history[0]}.values())
    whole, apart = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("apart")
    with pytest.MonkeyPatch.context() as patch:
        write(whole, articles)
        if small:
            patch.setattr(index.arrays.write.writer, "BYTES_AN_OCCURRENCE", 1_000_000)
            patch.setattr(index.arrays.write.writer, "CACHED_CHUNKS", 20)
            patch.setattr(index.arrays.write.segment_writer, "TOGETHER", 2)
            patch.setattr(index.arrays.write.inverter, "TOGETHER", 3)
            patch.setattr(index.arrays.write.merge, "TOGETHER", 5)
            patch.setattr(index.arrays.write.merge, "COPIED", 2)
        patch.setattr(index.arrays.write.writer, "TIMES_LARGER", 100)  # everything is merged
        size = -(-len(articles) // parts)
        for begin in range(0, len(articles), size):
            write(apart, articles[begin : begin + size])
    one, merged = contents(whole), contents(apart)
    assert merged[1] == one[1]
    assert {name for name in one[0] if one[0][name] != merged[0].get(name)} == set()
    assert merged[0].keys() == one[0].keys()


# -- what a segment answers


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """A segment with words in more articles than SKIP, in titles and bodies."""
    folder = tmp_path_factory.mktemp("paper")
    rng = random.Random(3)
    words = "walk walks walked walking water lantern tunnel school war peace-building".split()
    articles = [
        made(
            number,
            " ".join(rng.choices(words, k=rng.randint(0, 30))) + " the",
            id=f"made{number}",
            title=" ".join(rng.choices(words, k=rng.randint(0, 4))),
        )
        for number in range(5 * SKIP)
    ]
    write(folder, [*sample_articles(), *articles])
    (listed,) = read_toc(folder)
    segment = Segment(folder / listed.name)
    yield segment
    segment.close()


WORDS = [
    (field, word)
    for field in ("text", "text_exact", "title", "title_exact")
    for word in (b"walk", b"walking", b"water", b"the", b"peacebuilding", b"selmak")
] + [("author", b"keld"), ("section_name", b"Opinion")]


def postings(found):
    """Article: slots."""
    slots = np.split(found.positions, np.cumsum(found.frequencies)[:-1]) if len(found.docs) else []
    return {doc: each.tolist() for doc, each in zip(found.docs.tolist(), slots, strict=True)}


@pytest.mark.parametrize(("field", "word"), WORDS)
def test_some_articles_only(paper, field, word):
    entry = paper.entry(field, word)
    whole = postings(postings_of_entry(paper, entry)) if entry else {}
    rng = random.Random(str((field, word)))
    for size in (0, 1, 3, 50, paper.size):
        among = np.array(sorted(rng.sample(range(paper.size), size)), np.int64)
        found = postings(postings_of_entry(paper, entry, among=among)) if entry else {}
        assert found == {doc: slots for doc, slots in whole.items() if doc in among}


@pytest.mark.parametrize("few", [0, 1 << 30], ids=["by the notes of every SKIPth", "by adding up"])
def test_the_occurrences_of_some_postings(paper, monkeypatch, few):
    monkeypatch.setattr(index.arrays.read.segment, "FEW", few)
    rng = random.Random(1)
    for word in (b"walk", b"water", b"the"):
        entry = paper.entry("text", word)
        every = paper.frequencies.read(entry.first, entry.last).astype(np.int64)
        assert len(every) > 3 * SKIP and entry.end - entry.begin == every.sum()
        begins = np.cumsum(every) - every
        for size in (1, 2, 40, len(every)):
            some = np.array(sorted(rng.sample(range(len(every)), size)))
            times, places = paper.indices_of(entry, some)
            assert times.tolist() == every[some].tolist()
            assert places.tolist() == [
                begins[each] + step for each in some for step in range(every[each])
            ]


@pytest.mark.parametrize("titles", [False, True])
def test_many_forms_at_once(paper, titles):
    field = "title_exact" if titles else "text_exact"
    forms = [form for form in paper.forms if form[:1] in (b"w", b"t", b"p")]
    places = {paper.place_of_form(form): form for form in forms}
    parts = list(MultiTerm(paper, field, np.array(sorted(places))).postings())
    which, docs, times = (np.concatenate(each) for each in zip(*parts, strict=True))
    expected = [
        (number, doc, len(slots))
        for number, place in enumerate(sorted(places))
        for doc, slots in postings(
            postings_of_entry(paper, paper.entry(field, places[place]))
        ).items()
    ]
    assert sorted(zip(which.tolist(), docs.tolist(), times.tolist(), strict=True)) == expected


def test_forms_and_terms_know_each_other(paper):
    terms = paper.terms_of_forms().tolist()
    for number, form in enumerate(paper.forms):
        assert paper.terms[terms[number]] == b"t" + stem_of(form.decode()).encode()
        term, which = paper.term_of_place(paper.place_of_form(form))
        assert term == terms[number]
        assert which == sorted(other for other, its in enumerate(terms) if its == term).index(
            number
        )
    assert paper.place_of_form(b"nowhere") == -1 and paper.entry("text", b"nowhere") is None


def test_articles_are_found_by_their_ids(paper):
    assert [paper.article(f"made{number}") for number in (0, 5 * SKIP - 1)] == [
        paper.size - 5 * SKIP,
        paper.size - 1,
    ]
    assert paper.article("nobody") == -1 and paper.article("") == -1


# -- Whoosh's view


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, sample_articles())
    return tmp_path


def test_whoosh_does_not_write(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    arrays = ArrayIndex(folder)
    for call in (arrays.writer, arrays.optimize, lambda: arrays.delete_by_term("id", "x")):
        with pytest.raises(NotImplementedError, match="ArrayWriter"):
            call()
    with arrays.searcher() as searcher:
        assert (
            len(searcher.search(wq.Every(), limit=None))
            == arrays.doc_count()
            == len(sample_articles())
        )
    assert not arrays.is_empty()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_nothing_in_the_folder_is_unpickled(folder, tmp_path):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "went off"),)

    for name in ("_MAIN_1.toc", "_arrays_1.toc", "_arrays_99999999999999999999.toc", "schema"):
        (folder / name).write_bytes(pickle.dumps(Bomb()))
    with ArrayIndex(folder).searcher() as searcher:
        assert len(searcher.search(wq.Every(), limit=None)) == len(sample_articles())
    assert not (tmp_path / "went off").exists()


def test_an_index_before_its_first_commit_is_empty(tmp_path):
    arrays = ArrayIndex(tmp_path)
    assert arrays.is_empty() and arrays.doc_count() == 0 and arrays.latest_generation() == -1
    with arrays.searcher() as searcher:
        assert len(searcher.search(wq.Term("text", "lantern"))) == 0


def test_days_have_a_column_and_the_terms_of_a_number(folder):
    arrays = ArrayIndex(folder)
    days = [article.published for article in sample_articles()]
    with arrays.searcher() as searcher:
        reader = searcher.reader()
        assert sorted(reader.indexed_field_names()) == INDEXED
        assert [reader.column_reader("published")[doc] for doc in range(len(days))] == days
        terms = list(reader.lexicon("published"))
        assert terms == sorted(terms) and len(set(terms)) == len(terms)
        assert list(reader.field_terms("published")) == sorted({*map(number_of_day, days)})
        for day in days:
            term = reader.schema["published"].to_bytes(day)
            assert reader.doc_frequency("published", term) == days.count(day)
        for nothing in (b"20000101", b"\x00", b"\x03\x00\x00\x00\x00", b"\x00\x00\x00\x00\x00"):
            with pytest.raises(TermNotFound):
                reader.postings("published", nothing)
        assert reader.doc_frequency("text", b"nowhere") == 0
        with pytest.raises(TermNotFound):
            reader.term_info("text", b"nowhere")


def test_a_word_whose_articles_are_gone_is_no_word(tmp_path):
    write(tmp_path, [made(1, "lantern lanterns", title="Selmak"), made(2, "water")])
    with ArrayIndex(tmp_path).reader() as reader:
        assert ("text", b"lantern") in reader and ("title_exact", b"selmak") in reader
    write(tmp_path, [made(1, "x").id])
    (listed,) = read_toc(tmp_path)
    segment = Segment(tmp_path / listed.name)
    assert segment.entry("text", b"lantern") is not None  # the dictionary still has it
    segment.close()
    with ArrayIndex(tmp_path).reader() as reader:
        for field, word in (
            ("text", b"lantern"),
            ("text_exact", b"lanterns"),
            ("title_exact", b"selmak"),
        ):
            assert (field, word) not in reader and word not in list(reader.lexicon(field))
            assert list(reader.expand_prefix(field, word[:2])) == []
            assert list(reader.terms_within(field, word.decode(), 1)) == []
        assert list(reader.lexicon("text")) == [b"2", b"make", b"water"]


def test_a_reader_keeps_what_it_opened_and_the_next_one_is_up_to_date(folder):
    arrays = ArrayIndex(folder)
    searcher = arrays.searcher()
    assert searcher.up_to_date()
    count = searcher.doc_count()
    write(folder, [sample_articles()[0].id])
    assert searcher.doc_count() == count and not searcher.up_to_date()
    assert len(searcher.search(wq.Every(), limit=None)) == count
    fresh = searcher.refresh()
    assert fresh.doc_count() == count - 1 and len(fresh.search(wq.Every(), limit=None)) == count - 1
    fresh.close()


def test_damage_is_no_answer(folder):
    (path,) = folder.glob(f"*{SUFFIX}")
    data = bytearray(path.read_bytes())
    data[: len(data) - PAGE] = bytes(len(data) - PAGE)
    path.write_bytes(data)
    with ArrayIndex(folder).searcher() as searcher, pytest.raises(IndexDamaged):
        searcher.search(SpanNear2([wq.Term("text", "the"), wq.Term("text", "water")]))
