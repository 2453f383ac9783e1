"""Questions as readers and the newsroom type them, and what must come first."""

from contextlib import closing

import pytest
from asked import OF_SAMPLE, OF_SITE
from newsroom import found_a_paper, settle
from real_site import PAGES, take_in

from corpus.store.store import ArticleStore
from search import Request, open_searcher, parse
from tests.kept import made_once


def opened(settings):
    with ArticleStore(settings.corpus) as store:
        searcher = open_searcher(settings.index, corpus=lambda: store)
        with closing(searcher):
            yield searcher


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    yield from opened(found_a_paper(tmp_path_factory.mktemp("asked")))


@pytest.fixture(scope="module")
def site():
    yield from opened(settle(made_once(take_in)))


def answer(searcher, asked):
    results = searcher.search(Request(parse(asked.text)))
    if asked.total is not None:
        assert results.total == asked.total
    assert (results.suggestion and results.suggestion.query) == asked.meant
    return results.hits[: len(asked.first)]


@pytest.mark.parametrize("asked", OF_SAMPLE, ids=lambda asked: asked.text)
def test_what_was_meant_comes_first(sample, asked):
    hits = answer(sample, asked)
    left = [hit.title for hit in hits if not hit.partial]
    for title in asked.first:
        found = next((each for each in left if each.startswith(title)), None)
        assert found is not None, left
        left.remove(found)


@pytest.mark.long
@pytest.mark.skipif(not PAGES.exists(), reason="needs BACKFILE_DATASETS")
@pytest.mark.parametrize("asked", OF_SITE, ids=lambda asked: asked.text)
def test_what_was_meant_comes_first_on_a_real_site(site, asked):
    hits = answer(site, asked)
    found = {hit.url.rpartition("/")[2] for hit in hits if not hit.partial}
    assert found == {f"{each}.shtml" for each in asked.first}
