"""Every hit of every question: its marks are true and none is missing, and counts, facets and pages
are what the hits say."""

import json
import os
import random
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from asked import OF_SAMPLE, OF_SITE, made_up_questions
from brute_force import within, words_of
from newsroom import sample_articles, settle
from real_site import PAGES, take_in

from corpus.sentences import SentenceSplitter
from corpus.store.store import ArticleStore
from index import open_indexer
from search import Filters, Request, open_searcher, parse
from search.matching.facets import MONTHS_OF, MOST_VALUES
from search.matching.parameters import UNDATED, filter_of
from search.query.query import in_field
from search.query.rewrite import partly, searchable
from tests.examples import long
from tests.kept import made_once
from tests.shell import backfile

SIZE = 7  # hits to a page
MOST = 2_000  # more than any archive here has articles
CASES = Path(os.environ.get("BACKFILE_DATASETS", "nowhere")).parent / "cases" / "queries"
WRITER = "Radio Kesht"  # of whom articles speak, by both names or by one
SYNONYMS = "salt, wheat, flour\nMinistry of Commerce, Central Bank\nU.N., United Nations\n"


class Archive:
    """Articles, a searcher over their index, and their words."""

    def __init__(self, searcher, articles):
        self.searcher = searcher
        self.words = words_of(articles)

    def ask(self, text, **request):
        return self.searcher.search(Request(parse(text), **{"size": MOST, **request}))

    def looked_for(self, text, *, in_part):
        """The tree that hits in full, or in part, were found by."""
        query = parse(text)
        if in_part:
            return partly(query.root)
        return searchable(self.searcher.understand(query).root)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    (folder / "synonyms.txt").write_text(SYNONYMS, "utf-8")
    splitter = SentenceSplitter.learn(())
    articles = [
        replace(
            article,
            sentences=splitter.split(article.paragraphs),
            published=article.published if number % 9 else None,
            byline=article.byline if number % 7 else (WRITER,),
        )
        for number, article in enumerate(sample_articles())
    ]
    with ArticleStore(folder / "corpus.db") as store:
        for article in articles:
            store.put(article)
        open_indexer(folder / "index").rebuild(store)
    opened = open_searcher(folder / "index", synonyms=folder / "synonyms.txt")
    with closing(opened) as searcher:
        yield Archive(searcher, articles)


def check(archive, text):
    """All that must hold for the answer to one question; returns how many hits and marks."""
    whole = archive.ask(text)
    marks = check_marks(archive, text, whole.hits)
    check_counts(archive, text, whole)
    check_facets(archive, text, whole)
    return len(whole.hits), marks


def check_marks(archive, text, hits):
    marked = 0
    for hit in hits:
        words = archive.words[hit.id]
        root = archive.looked_for(text, in_part=hit.partial)
        if root is None or not words.holds(root):
            assert not hit.partial, text
            named = searchable(in_field("author", parse(text).root))
            assert named and words.holds(named), (text, hit.title)
            root = None  # a name in a byline marks nothing
        titles = words.marks(root, "title") if root else ()
        assert hit.title_spans == within(titles, 0, len(hit.title)), (text, hit.title)
        in_text = words.marks(root, "text") if root else ()
        for snippet in hit.snippets:
            places = standing(words.text, snippet)
            assert snippet.spans in [within(in_text, *place) for place in places], (
                text,
                snippet.text,
                [snippet.text[a:b] for a, b in snippet.spans],
            )
            marked += len(snippet.spans)
        shown = sum(len(snippet.spans) for snippet in hit.snippets)
        assert bool(shown) == bool(in_text), (text, hit.title)
    return marked


def standing(text, snippet):
    """Where a snippet can stand in the searched text."""
    places, at = [], text.find(snippet.text)
    while at >= 0:
        places.append((at, at + len(snippet.text)))
        at = text.find(snippet.text, at + 1)
    return places


def check_counts(archive, text, whole):
    full = [hit.id for hit in whole.hits if not hit.partial]
    assert whole.total == len(full), text
    assert whole.partial == len(whole.hits) - len(full), text
    every = [hit.id for hit in whole.hits]
    assert [*dict.fromkeys(every)] == every, text
    assert [hit.id for hit in archive.searcher.stream(Request(parse(text), size=MOST))] == every
    seen, page = [], 1
    while hits := (answer := archive.ask(text, size=SIZE, page=page, facets=False)).hits:
        assert answer.total == whole.total, text
        assert len(hits) <= SIZE
        seen += hits
        page += 1
    assert len(seen) == answer.total + answer.partial, text
    assert [hit.id for hit in seen] == every[: len(seen)], text
    assert answer.partial == (0 if answer.total >= SIZE else whole.partial), text
    root = archive.looked_for(text, in_part=False)
    said = {ident for ident, words in archive.words.items() if root and words.holds(root)}
    assert said <= {*full}, text


def values_of(hit, name):
    day = hit.published
    match name:
        case "year":
            return (f"{day:%Y}",) if day else (UNDATED,)
        case "month":
            return (f"{day:%Y-%m}",) if day else ()
        case "author":
            return hit.byline or ("unsigned",)
        case "section":
            return (hit.section,) if hit.section else ()
    return hit.tags


def facet_of(results, name):
    return next(facet.counts for facet in results.facets if facet.name == name)


def check_facets(archive, text, whole):
    counted = [hit for hit in whole.hits if not hit.partial] or whole.hits
    for facet in whole.facets:
        said = Counter(value for hit in counted for value in values_of(hit, facet.name))
        told = dict(facet.counts)
        if len(told) < MOST_VALUES:
            assert told == said, (text, facet.name)
        else:
            assert told.items() <= said.items(), (text, facet.name)
            assert min(told.values()) >= max((said - Counter(told)).values(), default=0)
    days = sorted(hit.published for hit in counted if hit.published)
    length = 7 if days and days[-1].year - days[0].year < MONTHS_OF else 4
    found = Counter(day.isoformat()[:length] for day in days)
    assert Counter({bar.period: bar.found for bar in whole.histogram}) == found, text
    for name, value in [(facet.name, facet.counts[0][0]) for facet in whole.facets if facet.counts]:
        is_date = name in ("year", "month")
        filters = Filters(dates=(filter_of(value),)) if is_date else Filters(names=((name, value),))
        chosen = {hit.id for hit in archive.ask(text, filters=filters, facets=False).hits}
        assert {hit.id for hit in counted if value in values_of(hit, name)} <= chosen, (text, value)
        if whole.total:
            full = [hit for hit in whole.hits if not hit.partial]
            of_value = {hit.id for hit in full if value in values_of(hit, name)}
            narrowed = archive.ask(text, filters=filters, size=1)
            assert narrowed.total == len(of_value), (text, value)
            (again,) = (each for each in narrowed.facets if each.name == name)
            assert {*facet_of(whole, name)} <= {*again.counts}, (text, value)


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    data = tmp_path_factory.mktemp("cases")
    assert backfile(data, "import", CASES / "articles.jsonl") == 0
    assert backfile(data, "index") == 0
    yield from archive_in(settle(data))


@pytest.fixture(scope="module")
def site():
    yield from archive_in(settle(made_once(take_in)))


def archive_in(settings):
    with ArticleStore(settings.corpus) as store:
        articles = [*store.articles()]
    with closing(open_searcher(settings.index)) as searcher:
        yield Archive(searcher, articles)


@pytest.mark.parametrize("text", [WRITER, f"by {WRITER}"])
def test_articles_by_somebody_are_counted_once_and_unmarked(sample, text):
    whole = sample.ask(text)
    by_name = [hit for hit in whole.hits if hit.byline == (WRITER,) and not hit.partial]
    assert any(not hit.title_spans and not hit.snippets[0].spans for hit in by_name)
    assert whole.partial
    check(sample, text)


NESTED = (
    "title:((seven winter) OR years)",
    "title:((seven -years) OR winter)",
    "(the of) OR after:2012",
    "water -(bread OR (salt tunnel)) OR title:(winter roads)",
)


@pytest.mark.parametrize("text", NESTED)
def test_alternatives_that_are_not_true_are_not_marked(sample, text):
    hits, _ = check(sample, text)
    assert hits


@pytest.mark.parametrize("seed", [7, *long(*range(8, 16))])
def test_made_up_questions(sample, seed):
    asked = [check(sample, text) for text in made_up_questions(random.Random(seed), 40)]
    hits, marks = map(sum, zip(*asked, strict=True))
    assert hits > 200 and marks > 200


@pytest.mark.skipif(not CASES.is_dir(), reason="needs the cases beside BACKFILE_DATASETS")
@pytest.mark.parametrize("part", [0, *long(1, 2, 3)])
def test_cases(cases, part):
    lines = (CASES / "expected.jsonl").read_text("utf-8").splitlines()
    for line in lines[part::4]:
        check(cases, json.loads(line)["query"])


@pytest.mark.parametrize("part", [0, *long(1, 2)])
def test_what_readers_of_the_sample_ask(sample, part):
    for asked in OF_SAMPLE[part::3]:
        check(sample, asked.text)


@pytest.mark.long
@pytest.mark.skipif(not PAGES.exists(), reason="needs BACKFILE_DATASETS")
def test_what_readers_of_a_real_site_ask(site):
    for asked in OF_SITE:
        check(site, asked.text)
