"""Articles made up by hypothesis, out of words that are awkward to index."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from corpus.article import Article

WORDS = (
    "peace war talk talks talked talking walking walk-ing peace-building peacebuilding Peace PEACE building the the "
    "the of a to be U.S. US us e.g. eg Russia’s Russia's don't 1,000 1000 3.14 2,5 10-year Chávez chavez cha\u0301vez "
    "naïve co-op-er-ate cooperate re-re-re (peace) “war” war, war. — ... -- * straße İstanbul ﬁne ½ x² "
    "کتاب\u200cخانه کتابخانه می\u200cرود يك یک ۱۹۹۹ ٣٫١٤ sha\u00adred l'été 東京 Москва 😀 a- -a a_b "
    "happy happier happiest"
).split()
LETTERS = "ab é'’.,-1\u200c\u064b\u0640یA"
AUTHORS = (
    "Keld Marsk",
    "KELD MARSK",
    "Keld Marek",
    "Ana de la O",
    "گروه سردبیران",
    "O’Hara-Smith, Jr.",
    "X",
)
SECTIONS = (None, "Opinion", "opinion & more", "World", "سیاست")

words = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(LETTERS, max_size=6))
sentences = st.lists(words, max_size=9).map(" ".join)
titles = st.one_of(
    sentences, sentences, st.lists(sentences, min_size=2, max_size=3).map("\n\n".join)
)


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    """A version of the article with this number; every version has an address of its own."""
    paragraphs = tuple(draw(st.lists(sentences.filter(bool), max_size=4)))
    made = Article(
        id=f"article{number}",
        url=f"https://courier.invalid/{number}/{draw(st.uuids())}",
        title=draw(titles),
        paragraphs=paragraphs,
        byline=tuple(draw(st.lists(st.sampled_from(AUTHORS), max_size=3, unique=True))),
        section=draw(st.sampled_from(SECTIONS)),
        published=draw(st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2025, 12, 31)))),
        date_source=draw(st.sampled_from(("unknown", "byline"))),
        language=draw(st.sampled_from((None, "en"))),
    )
    ends = draw(st.lists(st.integers(0, len(made.text)), max_size=4, unique=True).map(sorted))
    return replace(made, sentences=tuple(zip([0, *ends], ends, strict=False)))


@st.composite
def histories(draw: st.DrawFn, most: int = 14) -> list[Sequence[Article | str]]:
    """Commits, each of some changes: an article is written (again), or the one with this id
    goes."""
    numbers = st.integers(0, most)
    change = st.one_of(*[numbers.flatmap(articles)] * 3, numbers.map("article{}".format))
    first = st.tuples(*map(articles, range(draw(st.sampled_from((1, 3, most))))))
    return [draw(first), *draw(st.lists(st.lists(change, max_size=8), max_size=3))]
