"""How typed words stand in documents, gathered by compiled code: the same as by numpy, whatever
stands in the arrays."""

import random
from array import array
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from made_up import WORDS, histories
from newsroom import made
from test_arrays_oracle import trees, write

import search.arrays.standing as array_standing
from index.arrays.file.blob import encoded
from index.arrays.read.reader import ArrayReader
from search.arrays.reader import ArrayIndexReader
from search.arrays.standing import positions_among
from search.query.parser import parse
from search.query.typed import typed_in
from tests.examples import examples

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(
    not find_spec("search.arrays.gatherer"), reason="search.arrays.gatherer is not built"
)
SKIP, REACH, TITLE_RUNS = 4, 50, 3


@contextmanager
def by_numpy():
    compiled, array_standing.COMPILED = array_standing.COMPILED, False
    try:
        yield
    finally:
        array_standing.COMPILED = compiled


def told(reader, typed, docs):
    return [each.tolist() for each in ArrayIndexReader(reader).standing(typed, docs)]


def test_what_was_compiled_is_asked():
    assert array_standing.COMPILED


def test_what_was_compiled_for_another_version_is_not_asked():
    source = (ROOT / "search" / "arrays" / "standing.py").read_text()
    names = {"__name__": "array_standing"}
    exec(compile(source.replace("MADE_FOR = 2", "MADE_FOR = 3"), "array_standing", "exec"), names)
    assert names["COMPILED"] is False


@examples(60, phases=(Phase.explicit, Phase.reuse, Phase.generate),
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(histories(), st.booleans(), st.randoms(use_true_random=False))
def test_both_gather_alike(tmp_path_factory, history, apart, rng):
    folder = tmp_path_factory.mktemp("alike")
    live = write(folder, history, small=False, apart=apart)
    reader = ArrayReader(folder)
    for root in trees(rng, [*live.values()]):
        typed = typed_in(root)
        docs = np.array([doc for doc in range(reader.size) if rng.random() < 0.8], np.int64)
        gathered = told(reader, typed, docs)
        with by_numpy():
            assert gathered == told(reader, typed, docs), root
    reader.close()


def test_both_gather_alike_from_words_of_many_articles(tmp_path):
    """Of so many that where occurrences begin is not added up from a word's first."""
    rng = random.Random(7)
    words = [word for word in WORDS if word.isalpha()][:12]

    def text(most):
        return " ".join(rng.choices(words, k=rng.randint(1, most)))

    articles = [
        made(
            number, "", id=f"made{number}", title=text(6),
            paragraphs=tuple(text(70) for _ in range(rng.randint(1, 3))),
        )
        for number in range(400)
    ]  # fmt: skip
    write(tmp_path, [articles], small=False, apart=False)
    reader = ArrayReader(tmp_path)
    beside = 0.0
    for some in (400, 90, 7, 1):
        for _ in range(10):
            typed = typed_in(parse(f"{text(3)} title:{rng.choice(words)}").root)
            docs = np.array(sorted(rng.sample(range(400), some)))
            gathered = told(reader, typed, docs)
            beside += np.sum(gathered[2])
            with by_numpy():
                assert gathered == told(reader, typed, docs)
    assert beside > 100
    reader.close()


@examples(60, phases=(Phase.explicit, Phase.reuse, Phase.generate),
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(histories(), st.booleans(), st.randoms(use_true_random=False))
def test_both_find_the_same_places(tmp_path_factory, history, apart, rng):
    folder = tmp_path_factory.mktemp("places")
    live = write(folder, history, small=False, apart=apart)
    reader = ArrayReader(folder)
    for root in trees(rng, [*live.values()]):
        for word in typed_in(root).words:
            for field, text in (("text", word.stem), ("text_exact", word.form)):
                for segment in reader.segments:
                    entry = segment.entry(field, encoded(text))
                    some = [doc for doc in range(segment.size) if rng.random() < 0.8]
                    found = positions_among(segment, entry, np.array(some, np.int64))
                    with by_numpy():
                        assert found == positions_among(segment, entry, np.array(some, np.int64))
    reader.close()


def test_more_words_than_compiled_code_takes_are_gathered_too(tmp_path):
    text = " ".join(f"word{number}" for number in range(40))
    write(tmp_path, [[made(1, text, id="made1")]], small=False, apart=False)
    reader = ArrayReader(tmp_path)
    _times, _firsts, beside, gaps = told(reader, typed_in(parse(text).root), np.array([0]))
    assert beside == [[1.0]] * 39 and gaps == [[0.0]] * 39
    reader.close()


NUMBERS = st.sampled_from("BHIQ").flatmap(
    lambda code: st.lists(
        st.integers(0, {"B": 255, "H": 65535, "I": 2**32 - 1, "Q": 2**64 - 1}[code]), max_size=12
    ).map(lambda each: array(code, each))
)
FEW = st.lists(st.integers(0, 9), max_size=12)


@st.composite
def words(draw):
    """What a damaged file may give of a word: nothing in it is sure but how much there is."""
    docs = draw(FEW.map(sorted).map(lambda each: array("H", each)) | NUMBERS)
    frequencies = array("I", draw(st.lists(st.integers(0, 4) | st.integers(0, 2**32 - 1),
                                           min_size=len(docs), max_size=len(docs))))  # fmt: skip
    form_ids = draw(st.none() | NUMBERS)
    begin, first = draw(st.integers(0, 3) | st.integers(-(2**40), 2**40)), draw(st.integers(0, 99))
    return (
        docs, frequencies, draw(NUMBERS), draw(NUMBERS), form_ids, draw(st.integers(-2, 3)), first,
        begin, draw(st.booleans()),
    )  # fmt: skip


@examples(400)
@given(
    st.lists(st.integers(0, 12), max_size=6).map(sorted),
    st.lists(words() | st.none(), min_size=2, max_size=4),
    NUMBERS,
    st.data(),
)
def test_numbers_that_are_wrong_are_read_within_bounds(docs, entries, steps, data):
    from search.arrays.gatherer import gather, positions

    count = len(docs)
    starts_at, title_ends = (
        array("q", data.draw(st.lists(st.integers(0, 9) | st.integers(-(2**62), 2**62),
                                      min_size=count, max_size=count)))
        for _ in range(2)
    )  # fmt: skip
    pairs = [(0, 1, 1, 3), (1, 0, 2, 1)]
    times, firsts, beside, gaps = (np.zeros((rows, count)) for rows in (len(entries), len(entries), 2, 2))
    gather(
        array("q", docs), starts_at, title_ends, steps, entries, pairs,
        (SKIP, REACH, TITLE_RUNS), (times, firsts, beside, gaps),
    )  # fmt: skip
    for word in filter(None, entries):
        for here in positions(array("q", docs), word, SKIP):
            assert len(here) <= len(word[3]) and set(here) <= set(word[3])
    for word, each in zip(entries, times, strict=True):
        assert (each <= (len(word[3]) if word else 0)).all()
    assert (beside >= 0).all() and (gaps == 0).all()


def given_to_gather(**changed):
    table = np.zeros((0, 0))
    given = {
        "docs": array("q"), "starts_at": array("q"), "title_ends": array("H"), "steps": array("B"),
        "words": [], "pairs": [], "bounds": (SKIP, REACH, TITLE_RUNS), "tables": (table,) * 4,
    }  # fmt: skip
    return (given | changed).values()


WORD = (array("H"), array("I"), array("Q"), array("H"), None, -1, 0, 0, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"docs": [1]},
        {"docs": array("d")},
        {"docs": array("q", [1])},                              # no title end for it
        {"steps": memoryview(bytes(20))[::2]},
        {"words": (WORD,)},
        {"words": [WORD[:-1]]},
        {"words": [(array("H", [1]), *WORD[1:])]},              # no frequency
        {"words": [WORD]},                                      # no row in the tables
        {"words": [None] * 17},
        {"pairs": [(0, 1, 1, 3)]},                              # of words that are not there
        {"bounds": (0, REACH, TITLE_RUNS)},
        {"bounds": (SKIP, REACH, 0)},
        {"tables": (np.zeros((0, 0), np.float32),) * 4},
        {"tables": (np.zeros(0),) * 4},
        {"tables": (b"",) * 4},
    ],
)  # fmt: skip
def test_what_it_cannot_gather_from_is_refused(changed):
    from search.arrays.gatherer import gather

    gather(*given_to_gather())
    with pytest.raises((BufferError, TypeError, ValueError)):
        gather(*given_to_gather(**changed))


@pytest.mark.parametrize(
    "changed", [{"docs": [1]}, {"word": WORD[:-1]}, {"skip": 0}, {"skip": None}]
)
def test_what_it_cannot_find_in_is_refused(changed):
    from search.arrays.gatherer import positions

    given = {"docs": array("q", [1]), "word": WORD, "skip": SKIP}
    assert positions(*given.values()) == [[]]
    with pytest.raises((TypeError, ValueError)):
        positions(*(given | changed).values())
