"""What was typed comes first: names before words of their stem, words side by side, authors."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from newsroom import made, sample_articles

import search.matching.top_hits
from corpus.store.store import ArticleStore
from index import open_indexer
from search import open_searcher
from search.matching.collect import collect
from search.matching.evaluate import Evaluator
from search.matching.results import Request
from search.matching.score_parts import score_parts
from search.matching.top_hits import top_hits
from search.matching.typed import KINDS, typed_scores
from search.query.parser import parse

FILLER = "The council of the valley met again and nothing came of it. " * 5
SAYS = "He says what she says, and they say so. "
ARTICLES = (
    *(made(number, SAYS * 3 + FILLER, title=f"Who says so {number}") for number in range(1, 21)),
    made(30, FILLER + "Then Sayed came. " + FILLER, title="An evening"),
    made(31, "Here the market was common. " * 4 + FILLER, title="Fish"),
    made(32, FILLER + "It joined the common market. " + FILLER, title="A choice"),
    made(33, "The war ended, and terror on the roads began. " * 2 + FILLER, title="Roads"),
    made(34, FILLER + "They call it the war on terror. " + FILLER, title="Words"),
    made(35, FILLER + "Peace came with some talks of it. " + FILLER, title="Late"),
    made(36, FILLER + "Talks began. " + "Nothing came. " * 60 + "Peace came.", title="Later"),
    made(40, FILLER + "A letter to Keld Marsk. " + FILLER, title="To him"),
    made(41, "Of apples and of Keld, a village. " + FILLER, title="Apples", byline=("Keld Marsk",)),
    made(42, "Of pears. " + FILLER, title="Pears", byline=("Keld Marsk", "Ana Belo")),
)  # fmt: skip
QUESTIONS = (
    "government", "the tunnel", "tunnel winter", "water OR bread", "title:water school",
    "winter school water", "title:(the school)", "lantern -school", "says", "Sayed says",
    "common market", "war on terror", "of the valley met", "nothing came of it",
)  # fmt: skip


@pytest.fixture(scope="module", params=["arrays", "w3"])
def searcher(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("typed")
    with ArticleStore(folder / "corpus.db") as store:
        for number, article in enumerate((*sample_articles(), *ARTICLES)):
            day = article.published or date(2001, 1, 1) + timedelta(days=number)
            store.put(replace(article, published=day))
        open_indexer(folder / "index", codec=request.param).rebuild(store)
    searcher = open_searcher(folder / "index", codec=request.param)
    yield searcher
    searcher.close()


def ask(searcher, text, *, match="all", **request):
    return searcher.search(Request(parse(text, match=match), **request))


def titles(results):
    return [hit.title for hit in results.hits]


def test_a_name_comes_before_words_that_share_its_stem(searcher):
    results = ask(searcher, "Sayed", size=5)
    assert results.total >= 21
    assert titles(results)[0] == "An evening"


def test_words_come_first_where_they_stand_as_they_were_typed(searcher):
    assert titles(ask(searcher, "common market"))[:2] == ["A choice", "Fish"]
    assert titles(ask(searcher, "war on terror"))[:2] == ["Words", "Roads"]
    found = titles(ask(searcher, "peace talks", size=50))
    assert found.index("Late") < found.index("Later")
    assert titles(ask(searcher, "common market", match="any"))[0] == "A choice"


def test_a_long_question_is_of_stems_alone(searcher):
    long = "council valley met the nothing"
    with searcher._current() as reader:
        assert typed_scores(reader, parse(long)) is not None
        assert typed_scores(reader, parse(f"{long} apples")) is None


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_page_is_the_beginning_of_all_that_is_found(searcher, monkeypatch, sort):
    monkeypatch.setattr(search.matching.top_hits, "LOOKED_AT", 3)
    monkeypatch.setattr(search.matching.top_hits, "REORDERED", 3)
    for text in QUESTIONS:
        for match in ("all", "any"):
            request = Request(parse(text, match=match), sort=sort, size=2)
            page = [(hit.id, hit.score) for hit in searcher.search(request).hits]
            every = [(hit.id, hit.score) for hit in searcher.stream(request)]
            assert [each for each, _ in page] == [each for each, _ in every[:2]], text
            assert [score for _, score in page] == pytest.approx(
                [score for _, score in every[:2]]
            )


def test_the_parts_of_a_score_add_up_to_it(searcher):
    with searcher._current() as reader:
        for text in QUESTIONS:
            for match in ("all", "any"):
                query, evaluator = parse(text, match=match), Evaluator(reader)
                found = collect(evaluator, Request(query))
                typed = typed_scores(reader, query)
                for ranked in top_hits(reader, found, "relevance", typed=typed):
                    parts = score_parts(evaluator, query, ranked)
                    assert sum(part.score for part in parts) == pytest.approx(ranked.score)


def test_a_word_whose_stem_stands_for_others_is_told_with_a_link_to_its_form(searcher):
    (told,) = ask(searcher, "Sayed").searched_for
    assert told.meaning == "any form of sayed, stem say: mostly say and says"
    assert told.exact == "=Sayed"
    assert titles(ask(searcher, told.exact)) == ["An evening"]
    _, told = ask(searcher, "evening Sayed -title:roads").searched_for[:2]
    assert told.exact == "evening =Sayed -title:roads"
    _, told = ask(searcher, "EVENING SAYED").searched_for
    assert (told.text, told.exact) == ("SAYED", "evening =sayed")
    (told,) = ask(searcher, "says").searched_for
    assert told.exact is None


def test_an_author_is_found_by_his_name_below_those_who_speak_of_him(searcher):
    results = ask(searcher, "Keld Marsk", size=50)
    of_him = ask(searcher, '"Keld Marsk"', size=50).total
    by_him = ask(searcher, "author:(Keld Marsk)", size=50)
    assert {"Apples", "Pears"} <= {*titles(by_him)}
    assert {hit.id for hit in by_him.hits} <= {hit.id for hit in results.hits if not hit.partial}
    assert titles(results)[0] == "To him"
    assert titles(results).index("Apples") >= of_him
    assert results.total == sum(not hit.partial for hit in results.hits)
    years = next(facet for facet in results.facets if facet.name == "year")
    assert sum(count for _, count in years.counts) == results.total
    told = results.searched_for[-1]
    assert (told.text, told.count) == ("author:(Keld Marsk)", by_him.total)
    apples = next(hit for hit in results.hits if hit.title == "Apples")
    assert not any(snippet.spans for snippet in apples.snippets)  # "Keld" there is a village


def test_an_author_is_counted_in_what_is_offered_too(searcher):
    found = ask(searcher, "Keld Marsk").total
    meant = ask(searcher, "Kled Marsk").suggestion
    assert meant and (meant.query, meant.total) == ("Keld Marsk", found)
    (way,) = ask(searcher, "Keld Marsk zzqqx").relaxations
    assert (way.query, way.total) == ("Keld Marsk", found)
    (offered,) = (each for each in searcher.complete("keld mar") if each.kind == "author")
    assert offered.total == ask(searcher, 'author:"Keld Marsk"').total


def test_by_day_articles_of_an_author_stand_among_those_who_speak_of_him(searcher):
    for sort in ("newest", "oldest"):
        hits = ask(searcher, "Keld Marsk", size=50, sort=sort).hits
        days = [hit.published for hit in hits if not hit.partial]
        assert days == sorted(days, reverse=sort == "newest")
        assert [hit.id for hit in ask(searcher, "Keld Marsk", size=2, sort=sort).hits] == [
            hit.id for hit in hits[:2]
        ]


def test_a_single_word_is_no_name(searcher):
    assert "Pears" not in titles(ask(searcher, "Marsk", size=100))


def test_of_many_words_the_rarest_are_looked_for_and_what_is_left_out_is_told(searcher):
    unknown = [f"w{number}" for number in range(70)]
    text = " ".join(["the", "of"] * 30 + unknown + ["council"] * 5 + ["apples", "pears"])
    results = ask(searcher, text, match="any", size=3)
    assert {*titles(results)[:2]} == {"Apples", "Pears"}
    told = results.searched_for[-1]
    assert (told.kind, told.text) == ("cut", " ".join(unknown[-9:]))
    assert "w0" in results.repaired and "w69" not in results.repaired
    assert parse(results.repaired).notes == ()


def test_stop_words_do_not_count_among_the_many(searcher):
    text = " ".join(["the", "of"] * 60 + ["apples", "pears"])
    results = ask(searcher, text, match="any", size=3)
    assert {*titles(results)[:2]} == {"Apples", "Pears"}
    assert all(told.kind != "cut" for told in results.searched_for)


def test_sixteen_parts_of_compounds_count_as_typed_and_more_do_not(searcher):
    def added(parts):
        asked = "-".join(["valley", "met"] * 9)
        query = parse(" ".join(("-".join(asked.split("-")[:parts]), "nothing")))
        results = searcher.search(Request(query, explain=True))
        return {part.text for each in results.score_parts for part in each} & {*KINDS}

    assert added(15)
    assert not added(16)
