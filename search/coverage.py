"""Coverage: what was published before of a draft, graded by how much the two have in common."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Literal

from corpus.errors import UnknownArticle
from corpus.field import leading_texts
from corpus.page.text import tidy_paragraphs
from corpus.store.store import ArticleStore
from index.base.analysis import tokenize
from index.base.searched_article import as_searched
from index.base.stems import stem_of
from search.copied_runs import COMMON, FEW_ARTICLES, CopiedArticle, Piece, Place, Run
from search.matching.results import Hit
from search.query.typed_dates import read_period
from search.quotation import find_quoted, sentence_of
from search.searcher import Searcher
from search.sentence_pairs import aligned
from search.shared_passage import SHOWN, SharedPassage, differences, likest_passage, passage_at
from search.similar import MOST_WORDS, says_something

# word for word; in other words; on the same subject; no more than a turn of phrase
Grade = Literal["exact", "near", "subject", "phrase"]
GRADES: tuple[Grade, ...] = ("exact", "near", "subject", "phrase")
Order = Literal["oldest", "closest"]

WHOLE = "the draft"
# questions asked of the searcher: the whole draft, and at most so many less one of its parts
MOST_PARTS = 12
SHORTEST_PART = 8  # different words that a part needs to be asked about by itself
ASKED_WHOLE = 10  # articles looked at for the whole draft
ASKED_PART = 5
MOST_SHOWN = 20  # besides those that are the same word for word
MOST_COPIED = 50
# of the words of two sentences that are the same: what differs says more than the longest run
FEW_CHANGES = 0.8

# What an article must share of the words that tell a draft apart, rare words weighing more. Of 694
# news articles on a draft's very event half share 40 in 100 and nineteen of twenty 14; of what else
# was similar half share less than 25. The fewer words tell the draft apart, the more of them are
# shared by chance.
SOME = 0.14
SOME_EACH = 0.012  # more for each word that the draft has less than MOST_WORDS
SOME_AT_MOST = 0.27
FEW = 3  # words: fewer are chance, however short the draft
FEWEST_RARE = 2  # of them that few articles have: common words are in any two texts

REPRINT = 0.6  # of an article's words: from there on the draft has the article, not a quotation
REPRINT_WORDS = 40
DATE_LINES = 3  # at the head of a draft: one of them may be its day


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where a draft and an article meet: a passage of each."""

    draft: SharedPassage
    published: SharedPassage
    words: int = 0  # in a row that are the same, as white space parts them; 0 where they are not
    articles: int = 1  # that hold these
    is_stock: bool = False  # whether these are many
    differs: bool = False  # whether what differs is marked; else what is the same


@dataclass(frozen=True, slots=True)
class Coverage:
    """One published article, and where it meets the draft."""

    hit: Hit
    grade: Grade
    closeness: float  # within the grade
    meetings: tuple[Meeting, ...]  # in the draft's order
    # of the words that tell the part of the draft apart, as it has them; weightiest first
    shared: tuple[str, ...] = ()
    key_words: int = 0  # how many words tell that part apart
    part: str = WHOLE  # "paragraph 2", "paragraphs 3 to 5"
    is_reprint: bool = False
    is_whole: bool = False  # whether it has all of a draft of one sentence


@dataclass(frozen=True, slots=True)
class StockLine:
    """What of a draft stands in many articles, and one of these."""

    draft: SharedPassage
    articles: int
    hit: Hit


@dataclass(frozen=True, slots=True)
class Prior:
    """What was published before of a draft."""

    articles: tuple[Coverage, ...]
    stock: tuple[StockLine, ...]
    left_out: int = 0  # articles with words of the draft that are not among these
    is_sentence: bool = False  # whether the draft is one sentence


NOTHING = Prior((), ())


@dataclass(frozen=True, slots=True)
class DraftPart:
    """Paragraphs of the draft that are asked about together."""

    name: str
    first: int  # paragraph, counted from 0
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article shares with a part."""

    hit: Hit
    paragraphs: tuple[str, ...]  # those of its text, behind what leads it
    part: DraftPart
    shared: tuple[str, ...]
    rare: dict[str, float]  # stems of the part that few articles have, with what they weigh
    rare_shared: int
    key_words: int
    share: float  # from 0 to 1, by weight


def day_of_draft(text: str) -> date | None:
    """The day that stands in a line of its own at the head of a draft."""
    for line in tidy_paragraphs(text)[:DATE_LINES]:
        try:
            period = read_period(line)
        except ValueError:
            continue
        if period is not None and period.first == period.last:
            return period.first
    return None


def cover(
    text: str,
    searcher: Searcher,
    store: ArticleStore,
    *,
    before: date | None,
    order: Order = "oldest",
) -> Prior:
    """What was published of `text` before that day or nobody knows when; None is any day.

    By grade; in each grade the oldest first, undated last, or the closest first.
    """
    paragraphs = tidy_paragraphs(text)
    if not paragraphs or before == date.min:  # nothing can come before the first day there is
        return NOTHING
    copied = searcher.copied(paragraphs, before=before, most=MOST_COPIED)
    likest = _likest(paragraphs, searcher, store, before)
    sentence = sentence_of(text)
    found = {
        each.hit.id: _word_for_word(paragraphs, each, likest.get(each.hit.id))
        for each in copied.articles
    }
    quoted = _quoted(sentence, searcher, likest, before)
    for each in quoted:
        if each.hit.id not in found or each.closeness >= FEW_CHANGES:
            found[each.hit.id] = each
    named = {ident for each in found.values() for ident in _ids(each.hit)}
    rest = [
        alike
        for likeness in likest.values()
        if named.isdisjoint(_ids(likeness.hit)) and (alike := _alike(paragraphs, likeness))
    ]
    shown = _in_order([*found.values()], rest, order)
    stock = (
        StockLine(passage_at(paragraphs, line.mine[:1]), line.articles, line.hit)
        for line in copied.stock
        if sentence is None
    )
    left_out = copied.total - len(copied.articles)
    return Prior(shown, tuple(stock), left_out, is_sentence=sentence is not None)


def _ids(hit: Hit) -> Iterator[str]:
    """The articles that a hit stands for."""
    yield hit.id
    yield from (reprint.id for reprint in hit.reprints)


def _quoted(
    sentence: str | None,
    searcher: Searcher,
    likest: dict[str, Likeness],
    before: date | None,
) -> Iterator[Coverage]:
    """Who has the sentence that a draft is, word for word or nearly; none for any other draft."""
    if sentence is None:
        return
    others = [(each.hit, each.paragraphs) for each in likest.values()]
    for quoted in find_quoted(sentence, searcher, others, before=before):
        whole = quoted.share == 1
        words = len(sentence.split()) if whole else 0
        meeting = Meeting(quoted.mine, quoted.theirs, words, differs=not whole)
        grade: Grade = "exact" if whole else "near"
        yield Coverage(quoted.hit, grade, float(words) or quoted.share, (meeting,), is_whole=whole)


def _in_order(
    found: Sequence[Coverage], rest: Sequence[Coverage], order: Order
) -> tuple[Coverage, ...]:
    """By grade and order; of the rest only the closest."""
    closest = sorted(rest, key=lambda each: (GRADES.index(each.grade), -each.closeness))
    shown = [*found, *closest[:MOST_SHOWN]]
    return tuple(sorted(shown, key=lambda each: _sort_key(each, order)))


def _sort_key(each: Coverage, order: Order) -> tuple[int, float, bool, date, str]:
    day = each.hit.published
    close = -each.closeness if order == "closest" else 0.0
    return GRADES.index(each.grade), close, day is None, day or date.min, each.hit.id


# -- word for word


def _word_for_word(
    paragraphs: Sequence[str], copied: CopiedArticle, likeness: Likeness | None
) -> Coverage:
    """An article that shares runs of words; a turn of phrase makes none of an article's grade."""
    meetings = tuple(_meetings(paragraphs, copied))
    words = sum(run.words for run in copied.runs if not run.is_stock)
    size = sum(len(paragraph.split()) for paragraph in copied.paragraphs)
    exact = Coverage(
        copied.hit,
        "exact",
        float(words),
        meetings,
        is_reprint=words >= max(REPRINT_WORDS, REPRINT * size),
    )
    if any(run.tells and not run.is_stock for run in copied.runs):
        return exact
    alike = _alike(paragraphs, likeness) if likeness else None
    if alike is None:
        return replace(exact, grade="phrase")
    return replace(alike, meetings=(*alike.meetings, *meetings))


def _meetings(paragraphs: Sequence[str], copied: CopiedArticle) -> Iterator[Meeting]:
    """The runs of an article with what is around them, neighbours together."""
    leading = len(leading_texts(copied.hit))
    together: list[tuple[Run, Piece]] = []
    for run in copied.runs:
        for piece in run.pieces:
            if together and not _are_neighbours(together[-1], (run, piece)):
                yield _meeting(paragraphs, copied.paragraphs, together, leading)
                together = []
            together.append((run, piece))
    if together:
        yield _meeting(paragraphs, copied.paragraphs, together, leading)


def _are_neighbours(left: tuple[Run, Piece], right: tuple[Run, Piece]) -> bool:
    """Whether two pieces are shown as one passage."""
    return left[0].is_stock == right[0].is_stock and all(
        before.paragraph == after.paragraph and 0 <= after.start - before.end <= SHOWN
        for before, after in zip(left[1], right[1], strict=True)
    )


def _meeting(
    mine: Sequence[str], theirs: Sequence[str], found: Sequence[tuple[Run, Piece]], leading: int
) -> Meeting:
    longest = max((run for run, _ in found), key=lambda run: run.words)
    published = passage_at(theirs, [piece.theirs for _, piece in found])
    return Meeting(
        passage_at(mine, [piece.mine for _, piece in found]),
        replace(published, paragraph=published.paragraph - leading),
        longest.words,
        longest.articles,
        longest.is_stock,
    )


# -- in other words


def _likest(
    paragraphs: tuple[str, ...], searcher: Searcher, store: ArticleStore, before: date | None
) -> dict[str, Likeness]:
    """Of each article that is like a part of the draft the part that it is likest, by its id."""
    likest: dict[str, Likeness] = {}
    known_texts = _Texts(store)  # an article may be like several parts
    for part in _parts(paragraphs):
        for likeness in _likenesses(part, searcher, known_texts, before):
            known = likest.get(likeness.hit.id)
            if known is None or likeness.share > known.share:
                likest[likeness.hit.id] = likeness
    return likest


def _parts(paragraphs: tuple[str, ...]) -> Iterator[DraftPart]:
    """The whole draft, then its paragraphs: it may have two subjects.

    Where there are many paragraphs, several go together.
    """
    yield DraftPart(WHOLE, 0, paragraphs)
    count = min(len(paragraphs), MOST_PARTS - 1)
    for number in range(count if count > 1 else 0):
        first, end = number * len(paragraphs) // count, (number + 1) * len(paragraphs) // count
        name = f"paragraph {end}" if end - first == 1 else f"paragraphs {first + 1} to {end}"
        part = DraftPart(name, first, paragraphs[first:end])
        if len(_stems("\n\n".join(part.paragraphs))) >= SHORTEST_PART:
            yield part


def _likenesses(
    part: DraftPart, searcher: Searcher, texts: "_Texts", before: date | None
) -> Iterator[Likeness]:
    text = "\n\n".join(part.paragraphs)
    limit = ASKED_WHOLE if part.name == WHOLE else ASKED_PART
    results = searcher.similar(text, before=before, limit=limit, roughly=part.name != WHOLE)
    counts = {each.text: each.count or 1 for each in results.searched_for}
    words, own = [*counts], _stems(text)
    key_words = max(min(MOST_WORDS, len(own)), len(words))
    weights, rare = _weigh(counts, key_words, searcher.info().articles)
    whole = sum(weights.values())
    for hit in results.hits:
        found = texts.of(hit.id)
        if found is None:
            continue
        published, theirs = found
        shared = [word for word in words if stem_of(word) in theirs]
        typed = tuple(own.get(stem_of(word), word) for word in shared)
        yield Likeness(
            hit,
            published,
            part,
            typed,
            {stem_of(word): weights[word] for word in rare},
            sum(word in rare for word in shared),
            key_words,
            sum(weights[word] for word in shared) / whole,
        )


class _Texts:
    """The texts of articles, each read once."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._known: dict[str, tuple[tuple[str, ...], Collection[str]] | None] = {}

    def of(self, ident: str) -> tuple[tuple[str, ...], Collection[str]] | None:
        """The paragraphs of an article as they are searched, and their stems; None of one that went
        after the index was built."""
        if ident not in self._known:
            self._known[ident] = None
            with suppress(UnknownArticle):
                article = as_searched(self._store.get(ident))
                self._known[ident] = article.paragraphs, _stems(article.text)
        return self._known[ident]


def _weigh(
    counts: Mapping[str, int], key_words: int, articles: int
) -> tuple[dict[str, float], set[str]]:
    """What each word says by its rarity, ln(1 + N/n), and which of them few articles have, by how
    many have it.

    Under "" is what those say that no article holds.
    """
    weights = {word: log(1 + articles / count) for word, count in counts.items()}
    most = max(FEW_ARTICLES, COMMON * articles)
    rare = {word for word, count in counts.items() if count <= most}
    return weights | {"": (key_words - len(counts)) * log(1 + articles)}, rare


def _alike(paragraphs: Sequence[str], likeness: Likeness) -> Coverage | None:
    """An article that says something of the draft in other words, or is on the same subject; None
    when it may be chance."""
    part, theirs, leading = likeness.part, likeness.paragraphs, len(leading_texts(likeness.hit))
    enough = min(SOME_AT_MOST, SOME + SOME_EACH * (MOST_WORDS - likeness.key_words))
    if len(likeness.shared) < min(FEW, likeness.key_words) or likeness.share < enough:
        return None
    if likeness.rare_shared < min(FEWEST_RARE, likeness.key_words):
        return None
    pairs = [*aligned(part.paragraphs, theirs, likeness.rare)]
    if pairs:
        grade: Grade = "near"
        found = tuple(_reworded(part, theirs, pair.mine, pair.theirs, leading) for pair in pairs)
    else:
        grade = "subject"
        mine = likest_passage(part.paragraphs, likeness.shared)
        other = likest_passage(theirs, likeness.shared)
        found = (
            Meeting(
                replace(mine, paragraph=mine.paragraph + part.first),
                replace(other, paragraph=other.paragraph - leading),
            ),
        )
    return Coverage(
        likeness.hit,
        grade,
        likeness.share,
        found,
        likeness.shared,
        likeness.key_words,
        part.name,
    )


def _reworded(
    part: DraftPart, paragraphs: Sequence[str], mine: Place, theirs: Place, leading: int
) -> Meeting:
    """Two sentences, with what differs marked."""
    texts = (
        part.paragraphs[mine.paragraph][mine.start : mine.end],
        paragraphs[theirs.paragraph][theirs.start : theirs.end],
    )
    spans = differences(*texts)
    return Meeting(
        SharedPassage(texts[0], spans[0], mine.paragraph + part.first),
        SharedPassage(texts[1], spans[1], theirs.paragraph - leading),
        differs=True,
    )


def _stems(text: str) -> dict[str, str]:
    """The stems of the words that say something, each with how it is first written."""
    stems: dict[str, str] = {}
    for token in tokenize(text):
        if says_something(token.form):
            stems.setdefault(stem_of(token.form), text[token.start : token.end])
    return stems
