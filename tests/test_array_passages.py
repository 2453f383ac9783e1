"""Passages chosen by compiled code: the same as by Python, whatever stands in the arrays."""

from array import array
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from made_up import histories
from test_arrays_oracle import trees, write

import search.arrays.passages as array_passages
from corpus.sentences import SentenceSplitter
from index.arrays.read.reader import ArrayReader
from index.arrays.write.articles import ROW
from search.arrays.reader import ArrayIndexReader
from search.arrays.texts import ArraySentences
from search.matching.result_page import QueryPart
from search.query.parser import parse
from search.query.query import Word
from search.snippets.passage_choice import Chooser
from search.snippets.snippets import snippet_parts
from tests.examples import examples
from tests.newsroom import made, sample_articles

ROOT = Path(__file__).parent.parent
needs_compiled = pytest.mark.skipif(
    not find_spec("search.arrays.chooser"), reason="search.arrays.chooser is not built"
)
WEIGHTS = st.floats(0, 20)
POSITIONS = st.lists(st.integers(0, 70), max_size=9).map(sorted)


@contextmanager
def by_python():
    compiled, array_passages.COMPILED = array_passages.COMPILED, False
    try:
        yield
    finally:
        array_passages.COMPILED = compiled


def passages(reader, parts, true=()):
    return ArrayIndexReader(reader).page(range(reader.size)).passages(parts, true=true)


def parts_of(root, weights=()):
    nodes = snippet_parts(root)
    return [
        QueryPart(node, weight)
        for node, weight in zip(nodes, [*weights, *[1.0] * len(nodes)], strict=False)
    ]


@needs_compiled
def test_what_was_compiled_is_asked():
    assert array_passages.COMPILED


@needs_compiled
def test_what_was_compiled_for_another_version_is_not_asked(tmp_path):
    from search.arrays import chooser as array_chooser

    source = (
        (ROOT / "search" / "arrays" / "passages.py")
        .read_text()
        .replace(f"MADE_FOR = {array_passages.MADE_FOR}", "MADE_FOR = 0")
    )
    told = {}
    exec(compile(source, "array_passages", "exec"), told)
    assert array_chooser.VERSION == array_passages.MADE_FOR and told["COMPILED"] is False


@needs_compiled
@examples(60, phases=(Phase.explicit, Phase.reuse, Phase.generate),
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(histories(), st.lists(WEIGHTS, max_size=4), st.randoms(use_true_random=False))
def test_both_choose_alike(tmp_path_factory, history, weights, rng):
    folder = tmp_path_factory.mktemp("alike")
    live = write(folder, history, small=False, apart=True)
    reader = ArrayReader(folder)
    for root in trees(rng, [*live.values()]):
        parts = parts_of(root, weights)
        some = [
            frozenset(part.node for part in parts if rng.random() < 0.5) for _ in range(reader.size)
        ]
        for true in ((), some):
            chosen = passages(reader, parts, true)
            with by_python():
                assert chosen == passages(reader, parts, true)
    reader.close()


@needs_compiled
def test_both_choose_alike_in_a_paper(tmp_path):
    articles = sample_articles()
    splitter = SentenceSplitter.learn([each.text for each in articles])
    cut = [replace(each, sentences=tuple(splitter.split(each.paragraphs))) for each in articles]
    write(tmp_path, [cut], small=False, apart=False)
    reader = ArrayReader(tmp_path)
    marked = 0
    for text in (
        "the vote",
        "vote OR fraud OR the",
        '"of the" council',
        "wat* to",
        "law NEAR/9 the",
        "it’s a",
        "x",
    ):
        parts = parts_of(parse(text).root, (0.3, 2.0, 1.1))
        chosen = passages(reader, parts)
        marked += sum(len(passage.spans) for each in chosen for passage in each)
        with by_python():
            assert chosen == passages(reader, parts)
    assert marked > 200
    reader.close()


@needs_compiled
@pytest.mark.parametrize(
    "body",
    [
        "a_b word_ word. word... word's word’s word-wide word\u00adwide word\u0301 wordé word1 1word word,word (word)",
        "Word",
        "U.S. u. u.s words u 3.14 3,000 10th w.word",
        "وارد word\u200cword کلمه word",
        "word " * 5000,
    ],
)
def test_what_is_plainly_written_ends_where_its_token_does(tmp_path, body):
    write(
        tmp_path,
        [[made(1, body, title="word", sentences=((0, len(body)),))]],
        small=False,
        apart=False,
    )
    reader = ArrayReader(tmp_path)
    for typed in ("word", "u", "us", "a", "b", "wide", "10th", "word1", "wordwide", "وارد", "w"):
        chosen = passages(reader, parts_of(parse(typed).root))
        with by_python():
            assert chosen == passages(reader, parts_of(parse(typed).root))
    reader.close()


def test_more_parts_than_compiled_code_takes_are_chosen_from_too(tmp_path):
    words = [f"word{number}" for number in range(70)]
    body = " ".join(words)
    write(tmp_path, [[made(1, body, sentences=((0, len(body)),))]], small=False, apart=False)
    reader = ArrayReader(tmp_path)
    ((passage,),) = passages(reader, [QueryPart(Word(word), 1.0) for word in words])
    assert [body[start:end] for start, end in passage.spans] == words
    reader.close()


@st.composite
def noted(draw):
    """What an array index notes of an article: its sentences, and how far words begin from the ones
    before."""
    steps = array("B", draw(st.lists(st.integers(0, 9), max_size=60)))
    rows, end, position = array("H"), draw(st.integers(0, 3)), draw(st.integers(0, 9))
    for paragraph in range(draw(st.integers(0, 12))):
        start = end + draw(st.sampled_from((0, 1, 1, 1, 2)))
        end = start + draw(st.one_of(st.integers(1, 6), st.integers(1, 300)))
        rows.extend((start, end, position, start + draw(st.integers(0, 2)), paragraph))
        position += draw(st.integers(0, 7))
    return rows, steps


def marked_in(rows, steps, positions):
    """For each part the positions in each sentence, and the first character of each."""
    heads, at = rows[2::ROW], rows[3::ROW]
    marks, begins = [], {}
    for part in positions:
        marks.append({})
        for position in sorted({*part}):
            sentence = max([0, *(number for number, head in enumerate(heads) if head <= position)])
            marks[-1].setdefault(sentence, []).append(position)
            low, high = sorted((heads[sentence], position))
            sign = 1 if heads[sentence] <= position else -1
            begins[position] = at[sentence] + sum(steps[low + 1 : high + 1]) * sign
    return marks, begins


@needs_compiled
@examples(1500)
@given(noted(), st.lists(POSITIONS, max_size=4), st.lists(WEIGHTS, min_size=4))
def test_both_choose_alike_by_what_is_noted(noted, positions, weights):
    from search.arrays.chooser import choose

    rows, steps = noted
    chooser = Chooser(weights[: len(positions)])
    sentences = ArraySentences(*(rows[which::ROW] for which in range(ROW)))
    marks, begins = marked_in(rows, steps, positions) if len(rows) else ([], {})
    (chosen,) = choose([rows], [steps], [""], [[each] for each in positions], chooser.weights, 0)
    expected = chooser.choose(sentences, marks)
    assert [each[:3] for each in chosen] == [
        (sentences.starts[first], sentences.ends[last], sentences.paragraphs[first])
        for first, last in expected
    ]
    for (first, last), (_, _, _, spans, others) in zip(expected, chosen, strict=True):
        assert spans == ()
        assert others == [
            (part, position, begins[position])
            for part, where in enumerate(marks)
            for sentence in range(first, last + 1)
            for position in where.get(sentence, ())
        ]


NUMBERS = st.lists(st.one_of(st.integers(0, 40), st.integers(0, 255)), max_size=40)


@st.composite
def arrays(draw):
    """Numbers as they might stand in a file that somebody made up."""
    code = draw(st.sampled_from("BHI"))
    most = {"B": 255, "H": 65535, "I": 2**32 - 1}[code]
    return array(code, draw(st.one_of(NUMBERS, st.lists(st.integers(0, most), max_size=20))))


@needs_compiled
def test_of_equal_windows_the_first_is_chosen():
    from search.arrays.chooser import choose

    # three sentences of a paragraph each; the third is shorter by what its place costs
    rows = array("H", [0, 41, 0, 0, 0, 50, 90, 5, 50, 1, 100, 140, 9, 100, 2])
    sentences = ArraySentences(*(rows[which::ROW] for which in range(ROW)))
    marks = [{0: [1], 2: [10]}]
    (((start, *_),),) = choose([rows], [array("B", bytes(20))], [""], [[[1, 10]]], [1.0], 1)
    assert Chooser([0.0001]).choose(sentences, marks)[0][0] == 0 and start == 0


@needs_compiled
@examples(400)
@given(
    st.lists(st.tuples(arrays(), arrays(), st.text(max_size=30)), max_size=3),
    st.lists(
        st.lists(st.lists(st.integers(0, 2**40), max_size=8), min_size=3, max_size=3), max_size=3
    ),
    st.integers(0, 2**64 - 1),
)
def test_numbers_that_are_wrong_are_read_within_bounds(texts, positions, words):
    from search.arrays.chooser import choose

    weights = Chooser([1.0] * len(positions)).weights
    sentences, starts, read = ([each[which] for each in texts] for which in range(3))
    chosen = choose(sentences, starts, read, positions, weights, words)
    assert len(chosen) == len(texts)
    for text, rows, here in zip(read, sentences, chosen, strict=True):
        assert 1 <= len(here) <= 2 if len(rows) >= 5 else here == []
        for _start, _end, _paragraph, spans, others in here:
            assert all(0 <= begin < end <= len(text) for begin, end in spans)
            assert all(0 <= part < len(positions) for part, _, _ in others)


@needs_compiled
@pytest.mark.parametrize(
    "given",
    [
        ([], [array("B")], [], [], [], 0),
        ([array("B")], [array("B")], ["x"], [[]], [1.0], 0),            # no positions for the text
        ([array("B")], [array("B")], ["x"], [[[1]]], [], 0),             # no weight
        ([array("B", bytes(5))], [array("B")], ["x"], [[[-1]]], [1.0], 0),
        ([array("B", bytes(5))], [array("B")], ["x"], [[["1"]]], [1.0], 0),
        ([array("B", bytes(5))], [array("B")], ["x"], [[[2**70]]], [1.0], 0),
        ([array("B", bytes(5))], [array("B")], ["x"], [[(1,)]], [1.0], 0),
        ([array("d", [1.0])], [array("B")], ["x"], [], [], 0),           # numbers of eight bytes
        ([array("f", [1.0])], [array("B")], ["x"], [], [], 0),
        ([array("h", [-1])], [array("B")], ["x"], [], [], 0),
        ([memoryview(bytes(20))[::2]], [array("B")], ["x"], [], [], 0),
        ([1], [array("B")], ["x"], [], [], 0),
        ([array("B")], [array("B")], [b"x"], [], [], 0),
        ([array("B")], [array("B")], ["x"], [[[]]], ["heavy"], 0),
        ([array("B")], [array("B")], ["x"], [[[]]], [1], 0),
        ([array("B")], [array("B")], ["x"], [[[]]] * 65, [1.0] * 65, 0),  # more parts than bits
        ((), (), (), (), (), 0),
        ([],),
    ],
)
def test_what_it_cannot_choose_from_is_refused(given):
    from search.arrays.chooser import choose

    with pytest.raises((BufferError, TypeError, ValueError, OverflowError)):
        choose(*given)
