"""Words side by side or near each other, and words of many forms, in an array index: against each
article's words."""

import random
from collections import Counter
from functools import cache

import numpy as np
import pytest
from newsroom import made
from test_arrays_oracle import write

import index.arrays.read.multi_terms
import index.arrays.read.segment
import search.arrays.expansion
import search.arrays.phrase
import search.arrays.term
from index.arrays.read.reader import ArrayReader
from index.arrays.write.articles import SHOWN
from index.base.analysis import tokenize
from index.base.ranking import term_score
from index.base.schema import TITLE_RUNS
from index.base.stems import stem_of
from search.arrays.reader import ArrayIndexReader
from search.matching.evaluate import FIELDS
from search.query.highlight_patterns import highlight_patterns
from search.query.pattern import fits, pattern_of
from search.query.query import Exact, Fuzzy, Phrase, Prefix, Word
from search.snippets.highlight import page_of
from search.snippets.passage_choice import merged

# Compounds; a compound whose whole and first part have one stem; one with a part of which no letter
# is left, twice in the same place; ends of paragraphs.
WORDS = (
    "walk walks walked walking water waters lantern the the of x-s peace-building peacebuilding peace building abc-ـ "
    "walk-in water. ¶ ¶ ¶"
).split()
MEMBERS = "walk walks water the of peace building peacebuilding lantern abc x".split()
BOTH = (FIELDS[None], FIELDS["title"])
DISTANCES = (1, 2, 5, 20)


def text(rng, most):
    return " ".join(rng.choices(WORDS, k=rng.randint(0, most))).replace("¶", "\n\n").strip()


def commits(rng):
    """Articles that come, change and go."""
    return [
        [
            *(
                made(
                    number, text(rng, 60), id=f"made{number}", title=" ".join(text(rng, 5).split())
                )
                for number in rng.sample(range(40), 14)
            ),
            *(f"made{number}" for number in rng.sample(range(40), 3)),
        ]
        for _ in range(4)
    ]


def places_in(text):
    """Where each form and each stem stands in a text: positions, one that is taken twice named
    twice."""
    forms, stems = {}, {}
    for token in tokenize(text):
        forms.setdefault(token.form, []).append(token.position)
        stems.setdefault(stem_of(token.form), []).append(token.position)
    return forms, stems


def spans(places, words):
    """The first and last positions of a run, of which each slot's words are given."""
    at = [
        {place for word in some for place in places[stemmed].get(word, ())}
        for stemmed, some in words
    ]
    reach = len(at) - 1
    return [
        (first, first + reach)
        for first in at[0]
        if all(first + step in at[step] for step in range(reach + 1))
    ]


class Brute:
    """All documents of an index, deleted ones too, asked word by word. What was worked out once is
    kept."""

    def __init__(self, reader, most_forms):
        self._reader, self._most_forms = reader, most_forms
        texts = [
            segment.texts[number].decode()
            for segment in reader.segments
            for number in range(segment.size)
        ]
        titles = [record[SHOWN.index("title")] for record in reader.records(np.arange(reader.size))]
        self._places = [
            [places_in(each) for each in both] for both in zip(titles, texts, strict=True)
        ]
        every = range(reader.size)
        self._counts = {
            field: [self._count(doc, field) for doc in every] for pair in BOTH for field in pair
        }
        self.words, self._scores_of, self._found = (
            cache(each) for each in (self.words, self._scores_of, self._found)
        )

    def _count(self, doc, field):
        """How often each word of a field is in a document."""
        kind, (title, body), counts = field in ("text", "title"), self._places[doc], Counter()
        for places, times in (
            (title, TITLE_RUNS if field == "text" else 1),
            (body, not field.startswith("title")),
        ):
            for word, at in places[kind].items():
                counts[word] += len(at) * times
        return +counts

    def words(self, term, fields):
        """The field that a slot is looked for in, and the words that fit it there."""
        stems, forms = fields
        if term.kind in ("stem", "form"):
            return (stems if term.kind == "stem" else forms), [term.value]
        docs = Counter(
            form for counts in self._counts[forms] for form in counts if fits(term, form)
        )
        return forms, sorted(docs, key=lambda form: (-docs[form], form))[: self._most_forms]

    def _score(self, doc, term, fields):
        field, words = self.words(term, fields)
        return sum((self._scores_of(field, word)[doc] for word in words), 0.0)

    def _scores_of(self, field, word):
        """What a word is worth in each document."""
        times = [counts[word] for counts in self._counts[field]]
        score = term_score(
            articles=self._reader.size,
            with_word=sum(map(bool, times)),
            frequency=sum(times),
            average_length=self._reader.average_length(field),
        )
        lengths = self._reader.lengths(field)
        return [float(score(each, lengths[doc])) for doc, each in enumerate(times)]

    def _found(self, doc, phrase, fields):
        """In each text of a document the first and last positions of a run."""
        words = [(term.kind == "stem", self.words(term, fields)[1]) for term in phrase]
        return [
            spans(places, words) for places in self._places[doc][: 1 if fields[0] == "title" else 2]
        ]

    def _live(self):
        return np.flatnonzero(self._reader.alive).tolist()

    def phrase(self, phrase, fields):
        return {
            doc: sum(self._score(doc, term, fields) for term in phrase)
            for doc in self._live()
            if any(self._found(doc, phrase, fields))
        }

    def near(self, left, right, distance, fields):
        scores = {}
        for doc in self._live():
            found = [
                [self._found(doc, phrase, fields) for phrase in end.phrases]
                for end in (left, right)
            ]
            texts = range(len(found[0][0]))
            ends = [
                [[span for phrase in end for span in phrase[text]] for text in texts]
                for end in found
            ]
            gaps = [
                max(b[0] - a[1], a[0] - b[1])
                for text in texts
                for a in ends[0][text]
                for b in ends[1][text]
            ]
            if any(1 <= gap <= distance for gap in gaps):
                phrases = zip([*left.phrases, *right.phrases], [*found[0], *found[1]], strict=True)
                there = [phrase for phrase, at in phrases if any(at)]
                scores[doc] = sum(
                    self._score(doc, term, fields) for phrase in there for term in phrase
                )
        return scores


@pytest.fixture(params=["as it is", "a little at a time", "long articles", "few forms"])
def both(request, tmp_path, monkeypatch):
    """IndexReader over several segments with deletions, and what to compare them with."""
    most_forms = None
    match request.param:
        case "a little at a time":
            monkeypatch.setattr(search.arrays.phrase, "CHUNK", 3)
            monkeypatch.setattr(search.arrays.term, "CHUNK", 2)
            monkeypatch.setattr(search.arrays.phrase, "MERGED", 1)
            monkeypatch.setattr(index.arrays.read.multi_terms, "BATCH", 4)
        case "long articles":
            monkeypatch.setattr(index.arrays.read.segment, "MOST_POSITIONS", 1)
            monkeypatch.setattr(index.arrays.read.segment, "FEW", 0)
        case "few forms":
            most_forms = 2
            monkeypatch.setattr(search.arrays.expansion, "MOST_EXPANSIONS", most_forms)
    write(tmp_path, commits(random.Random(request.param)), small=False, apart=True)
    reader = ArrayReader(tmp_path)
    assert len(reader.segments) == 4 and reader.alive is not None
    assert {segment.wide for segment in reader.segments} == {request.param == "long articles"}
    yield ArrayIndexReader(reader), Brute(reader, most_forms)
    reader.close()


def told(doc_set):
    docs = doc_set.docs.tolist()
    assert docs == sorted(set(docs))
    return dict(zip(docs, doc_set.scores.tolist(), strict=True))


def one(rng):
    word, other, third = (rng.choice(MEMBERS) for _ in range(3))
    return rng.choice([
        Word(word), Word(word), Word(word), Exact(word), Word(f"{word}-{other}"), Exact(f"{word}-{other}"),
        Phrase((word, other)), Phrase((word, other, third)),
    ])  # fmt: skip


def test_runs(both):
    index_reader, brute = both
    rng, found = random.Random(1), 0
    for _ in range(250):
        word, other = rng.choice(MEMBERS), rng.choice(MEMBERS)
        wide = [
            Prefix(word[:2]),
            Prefix(f"{other}-{word[:2]}"),
            Fuzzy(word, 1),
            Fuzzy(f"{other}-{word}", 2),
        ]
        node = rng.choice([one(rng), *wide])
        for fields in BOTH:
            for phrase in pattern_of(node).phrases:
                expected = brute.phrase(phrase, fields)
                assert told(index_reader.phrase(phrase, fields)) == pytest.approx(
                    expected, abs=1e-9
                ), (node, fields)
                found += len(expected)
    assert found > 2_000


def test_near(both):
    index_reader, brute = both
    rng, found = random.Random(2), 0
    for _ in range(200):
        left, right = one(rng), one(rng)
        ends, distance = (pattern_of(left), pattern_of(right)), rng.choice(DISTANCES)
        for fields in BOTH:
            expected = brute.near(*ends, distance, fields)
            told_of = told(index_reader.near(*ends, distance, fields=fields))
            assert told_of == pytest.approx(expected, abs=1e-9), (left, right, distance, fields)
            found += len(expected)
    assert found > 500


def test_the_scores_of_some_documents_are_those_of_all(both):
    index_reader, _ = both
    nodes = (Phrase(("the", "of")), Prefix("wa"), Exact("walk"), Fuzzy("walk", 2))
    for (phrase,) in (pattern_of(node).phrases for node in nodes):
        whole = index_reader.phrase(phrase, BOTH[0])
        some = np.arange(0, len(whole.docs), 3)
        again = index_reader.phrase(phrase, BOTH[0]).scores_at(some)
        assert len(some) and again.tolist() == pytest.approx(whole.scores[some].tolist(), abs=1e-12)


def test_short_fields_with_far_more_places_than_texts(tmp_path):
    sections = ["alpha beta\n\n" * 700, "alpha beta", "beta alpha\n\n" * 700]
    articles = [
        made(number, "Some text.", id=f"made{number}", section=each)
        for number, each in enumerate(sections)
    ]
    write(tmp_path, [articles], small=False, apart=False)
    reader = ArrayReader(tmp_path)
    index_reader = ArrayIndexReader(reader)
    (phrase,) = pattern_of(Phrase(("beta", "alpha")), stemmed=False).phrases
    assert index_reader.phrase(phrase, FIELDS["section"]).docs.tolist() == [2]
    ends = [pattern_of(Word(word), stemmed=False) for word in ("alpha", "beta")]
    assert index_reader.near(*ends, 2, fields=FIELDS["section"]).docs.tolist() == [0, 1, 2]
    reader.close()


@pytest.mark.parametrize(
    ("body", "typed"),
    [
        ("ab-cd-" * 300 + "ef", "ab"),
        ("ab-cd-" * 300 + "ef", "cd"),
        ("ab,cd-ef," * 300, "cd"),
        ("نیم\u200cها،" * 300, "نیم"),
        ("U.S.-led x.-led " * 20, "led"),
        ("word other " * 300, "word"),
    ],
)
def test_marks_in_one_long_sentence_are_those_of_the_text(tmp_path, body, typed):
    article = made(1, body, title=body[:400], sentences=((0, len(body)),))
    write(tmp_path, [[article]], small=False, apart=False)
    reader = ArrayReader(tmp_path)
    page = ArrayIndexReader(reader).page([0])
    patterns = highlight_patterns(Word(typed))
    positions, read = (
        page.find(patterns),
        page_of(article.text, article.sentences, title=article.title),
    )
    found = sorted(
        span for marks in positions.marks(0).items() for span in positions.spans(0, *marks)
    )
    assert merged(found) == merged(read.in_texts(patterns)[0]) != ()
    assert merged(page.in_titles(patterns)[0]) == merged(read.in_titles(patterns)[0]) != ()
    reader.close()
