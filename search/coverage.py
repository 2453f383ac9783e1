"""Coverage: what was published before of a draft, graded by how much the two have in common."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import log
from typing import Literal

from corpus.errors import UnknownArticle
from corpus.field import leading_texts
from corpus.page.text import tidy_paragraphs
from corpus.store.store import ArticleStore
from index.base.searched_article import as_searched
from index.base.stems import stem_of
from search.alterations import Alteration, Alterations
from search.copied_runs import COMMON, FEW_ARTICLES, STOCK, CopiedArticle, Piece, Run
from search.matching.results import Hit, PartResults
from search.query.typed_dates import read_period
from search.quotation import find_quoted, quoted_in, sentence_of
from search.searcher import Searcher
from search.sentence_pairs import SentencePair, aligned
from search.shared_passage import SHOWN, SharedPassage, differences, likest_passage, passage_at
from search.similar import MOST_WORDS
from search.stemmed_text import StemmedText
from search.titled import find_titled

# word for word; in other words; on the same subject; no more than a turn of phrase
Grade = Literal["exact", "near", "subject", "phrase"]
GRADES: tuple[Grade, ...] = ("exact", "near", "subject", "phrase")
Order = Literal["oldest", "closest"]

WHOLE = "the draft"
# questions asked of the searcher: the whole draft, and at most so many less one of its parts
MOST_PARTS = 12
SHORTEST_PART = 8  # different words that a part needs to be asked about by itself
ASKED_PART = 5  # articles looked at for a part; for the whole draft twice as many
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
HEAD_LINES = 3  # of a draft: one of them may be its day, and one its title


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where a draft and an article meet: a passage of each."""

    draft: SharedPassage
    published: SharedPassage
    words: int = 0  # in a row that are the same, as white space parts them; 0 where they are not
    articles: int = 1  # that hold these
    is_stock: bool = False  # whether these are many
    differs: bool = False  # whether what differs is marked; else what is the same
    runs: int = 1  # that begin in it; words are those of the longest

    @property
    def goes_on(self) -> bool:
        """Whether its words begin in the passage before."""
        return not self.runs


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
    # articles with words of the draft that are not among these; with all of a sentence
    left_out: int = 0
    is_sentence: bool = False  # whether the draft is one sentence
    quoted: tuple["QuotedPart", ...] = ()  # in a sentence or two that nobody has as a whole


@dataclass(frozen=True, slots=True)
class QuotedPart:
    """What a draft quotes, and how many articles have it."""

    text: str
    whole: int  # word for word
    near: int


NOTHING = Prior((), ())


@dataclass(frozen=True, slots=True)
class DraftPart:
    """Paragraphs of the draft that are asked about together."""

    name: str
    first: int  # paragraph, counted from 0
    text: StemmedText


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article shares with a part."""

    hit: Hit
    text: StemmedText  # behind what leads it
    part: DraftPart
    shared: tuple[str, ...]
    rare: dict[str, float]  # stems of the part that few articles have, with what they weigh
    rare_shared: int
    key_words: int
    share: float  # from 0 to 1, by weight

    @property
    def is_chance(self) -> bool:
        """Whether so much may be shared by chance."""
        return is_chance(len(self.shared), self.rare_shared, self.share, self.key_words)


def day_of_draft(text: str) -> date | None:
    """The day that stands in a line of its own at the head of a draft."""
    for line in tidy_paragraphs(text)[:HEAD_LINES]:
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
    sentence = sentence_of(text)
    likest = _likest(paragraphs, searcher, store, before, every=sentence is not None)
    alterations = Alterations(paragraphs)
    found = {
        each.hit.id: _word_for_word(paragraphs, each, alterations, likest.get(each.hit.id))
        for each in copied.articles
    }
    quoted, left_out = _quoted(sentence, searcher, likest, before)
    for each in quoted:
        if each.hit.id not in found or each.closeness >= FEW_CHANGES:
            found[each.hit.id] = each
    titled, rubrics = _titled(paragraphs, searcher, before, any_number=sentence is not None)
    for each in titled:
        known = found.get(each.hit.id)
        if known or not left_out:  # else it may be one of those that have it in the text, too
            found[each.hit.id] = _both(each, known) if known else each
    parts: tuple[QuotedPart, ...] = ()
    if not any(each.is_whole for each in found.values()):
        parts, having = _parts_quoted(text, searcher, likest, before)
        for each in having:
            if each.hit.id not in found or each.grade == "exact":
                found[each.hit.id] = each
    named = {ident for each in found.values() for ident in _ids(each.hit)}
    rest = [
        alike
        for likeness in likest.values()
        if named.isdisjoint(_ids(likeness.hit)) and (alike := _alike(paragraphs, likeness))
    ]
    shown = _in_order([*found.values()], rest, order)
    stock = [
        StockLine(passage_at(paragraphs, line.mine[:1]), line.articles, line.hit)
        for line in copied.stock
        if sentence is None
    ]
    if sentence is None:
        left_out = copied.total - len(copied.articles)
    return Prior(
        shown, (*rubrics, *stock), left_out, is_sentence=sentence is not None, quoted=parts
    )


def _ids(hit: Hit) -> Iterator[str]:
    """The articles that a hit stands for."""
    yield hit.id
    yield from (reprint.id for reprint in hit.reprints)


def _quoted(
    sentence: str | None,
    searcher: Searcher,
    likest: dict[str, Likeness],
    before: date | None,
) -> tuple[list[Coverage], int]:
    """Who has the sentence that a draft is, word for word or nearly, none for any other draft; and
    how many more have it."""
    if sentence is None:
        return [], 0
    others = [(each.hit, each.text.paragraphs) for each in likest.values()]
    every, left_out = find_quoted(sentence, searcher, others, before=before)
    found = []
    for quoted in every:
        whole = quoted.share == 1
        words = len(sentence.split()) if whole else 0
        meeting = Meeting(quoted.mine, quoted.theirs, words, differs=not whole)
        grade: Grade = "exact" if whole else "near"
        close = float(words) or quoted.share
        found.append(Coverage(quoted.hit, grade, close, (meeting,), is_whole=whole))
    return found, left_out


def _parts_quoted(
    text: str, searcher: Searcher, likest: dict[str, Likeness], before: date | None
) -> tuple[tuple[QuotedPart, ...], list[Coverage]]:
    """What a sentence or two quote, each part by itself, and who has any."""
    parts: list[QuotedPart] = []
    every: dict[str, Coverage] = {}
    paragraphs = tidy_paragraphs(text)
    if len(paragraphs) != 1:
        return (), []
    (paragraph,) = paragraphs
    for part, (begin, _) in quoted_in(paragraph).items():
        titled, _ = _titled((part,), searcher, before, any_number=True)
        quoted, more = _quoted(part, searcher, likest, before)
        found = {each.hit.id: each for each in (*titled, *quoted)}
        near = sum(each.grade == "near" for each in found.values())
        parts.append(QuotedPart(part, len(found) - near + more, near))
        for each in found.values():
            mine = each.meetings[0].draft
            spans = tuple((begin + start, begin + end) for start, end in mine.spans)
            meeting = replace(each.meetings[0], draft=SharedPassage(paragraph, spans, 0))
            known = every.get(each.hit.id)
            item = replace(each, meetings=(meeting,), is_whole=False)
            every[each.hit.id] = _both(known, item) if known else item
    return tuple(parts), [*every.values()]


def _titled(
    paragraphs: Sequence[str], searcher: Searcher, before: date | None, *, any_number: bool
) -> tuple[list[Coverage], list[StockLine]]:
    """Who has a line at the head of the draft as its title; where these are many, one of them.

    Of a sentence by itself, where `any_number` counts, who has it in the title.
    """
    found: list[Coverage] = []
    rubrics: list[StockLine] = []
    for number, line in enumerate(paragraphs[:HEAD_LINES]):
        titled, count = find_titled(line, searcher, whole=not any_number)
        words, mine = len(line.split()), SharedPassage(line, ((0, len(line)),), number)
        if len(titled) >= STOCK and not any_number:
            rubrics.append(StockLine(mine, count, titled[0].hit))
            continue
        for hit, theirs in titled:
            if before is None or hit.published is None or hit.published < before:
                meeting = Meeting(mine, theirs, words)
                found.append(Coverage(hit, "exact", words, (meeting,), is_whole=any_number))
    return found, rubrics


def _both(one: Coverage, other: Coverage) -> Coverage:
    """An article with two things of a draft, such as its title, and more of it."""
    return replace(
        one,
        grade=min(one.grade, other.grade, key=GRADES.index),
        closeness=max(one.closeness, other.closeness),
        meetings=(*one.meetings, *other.meetings),
        is_reprint=other.is_reprint,
    )


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
    paragraphs: Sequence[str],
    copied: CopiedArticle,
    alterations: Alterations,
    likeness: Likeness | None,
) -> Coverage:
    """An article that shares runs of words; a turn of phrase makes none of an article's grade.

    Sentences that are the same in part come first: they are what to look at.
    """
    altered = _altered(alterations.of(copied), len(leading_texts(copied.hit)))
    meetings = (*altered, *_meetings(paragraphs, copied))
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
    together: list[list[tuple[Run, Piece]]] = []
    for run in copied.runs:
        for piece in run.pieces:
            if not together or not _are_neighbours(together[-1][-1], (run, piece)):
                together.append([])
            together[-1].append((run, piece))
    last: Run | None = None
    for found in together:
        meeting = _meeting(paragraphs, copied.paragraphs, found, leading)
        runs = [last, *(run for run, _ in found)]
        yield replace(meeting, runs=sum(left is not right for left, right in pairwise(runs)))
        last = found[-1][0]


def _altered(altered: Iterable[Alteration], leading: int) -> Iterator[Meeting]:
    """Sentences that an article has otherwise, with what differs marked."""
    for mine, theirs in altered:
        theirs = replace(theirs, paragraph=theirs.paragraph - leading)
        yield Meeting(mine, theirs, differs=True)


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
    paragraphs: tuple[str, ...],
    searcher: Searcher,
    store: ArticleStore,
    before: date | None,
    *,
    every: bool,
) -> dict[str, Likeness]:
    """Of each article that is like a part of the draft the part that it is likest, by its id.

    Those that may be chance are not read but where `every` one is wanted.
    """
    likest: dict[str, Likeness] = {}
    known_texts = _Texts(store)  # an article may be like several parts
    parts = [*_parts(paragraphs)]
    whole, *others = ("\n\n".join(part.text.paragraphs) for part in parts)
    found = searcher.similar_in_parts(whole, others, before=before, limit=ASKED_PART)
    articles = searcher.info().articles
    for part, asked in zip(parts, found, strict=True):
        for likeness in _likenesses(part, asked, known_texts, articles, every=every):
            known = likest.get(likeness.hit.id)
            if known is None or likeness.share > known.share:
                likest[likeness.hit.id] = likeness
    return likest


def _parts(paragraphs: tuple[str, ...]) -> Iterator[DraftPart]:
    """The whole draft, then its paragraphs: it may have two subjects.

    Where there are many paragraphs, several go together.
    """
    yield DraftPart(WHOLE, 0, StemmedText(paragraphs))
    count = min(len(paragraphs), MOST_PARTS - 1)
    for number in range(count if count > 1 else 0):
        first, end = number * len(paragraphs) // count, (number + 1) * len(paragraphs) // count
        name = f"paragraph {end}" if end - first == 1 else f"paragraphs {first + 1} to {end}"
        text = StemmedText(paragraphs[first:end])
        if len(text.stems) >= SHORTEST_PART:
            yield DraftPart(name, first, text)


def _likenesses(
    part: DraftPart, asked: PartResults, texts: "_Texts", articles: int, *, every: bool
) -> Iterator[Likeness]:
    counts = {each.text: each.count or 1 for each in asked.results.searched_for}
    words, own = [*counts], part.text.written
    key_words = max(min(MOST_WORDS, len(own)), len(words))
    weights, rare = _weigh(counts, key_words, articles)
    whole = sum(weights.values())
    for hit, held in zip(asked.results.hits, asked.held, strict=True):
        most = sum(weights[word] for word in held) / whole  # its title counts, too
        if not every and is_chance(len(held), len(held & rare), most, key_words):
            continue
        published = texts.of(hit.id)
        if published is None:
            continue
        shared = [word for word in words if stem_of(word) in published.stems]
        likeness = Likeness(
            hit,
            published,
            part,
            tuple(own.get(stem_of(word), word) for word in shared),
            {stem_of(word): weights[word] for word in rare},
            sum(word in rare for word in shared),
            key_words,
            sum(weights[word] for word in shared) / whole,
        )
        if every or not likeness.is_chance:
            yield likeness


def is_chance(shared: int, rare_shared: int, share: float, key_words: int) -> bool:
    """Whether an article may share so many words with a part, and so many rare ones, by chance."""
    enough = min(SOME_AT_MOST, SOME + SOME_EACH * (MOST_WORDS - key_words))
    few, few_rare = min(FEW, key_words), min(FEWEST_RARE, key_words)
    return shared < few or rare_shared < few_rare or share < enough


class _Texts:
    """The texts of articles, each read once."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._known: dict[str, StemmedText | None] = {}

    def of(self, ident: str) -> StemmedText | None:
        """The text of an article as it is searched; None of one that went after the index was
        built."""
        if ident not in self._known:
            self._known[ident] = None
            with suppress(UnknownArticle):
                article = as_searched(self._store.get(ident))
                self._known[ident] = StemmedText(article.paragraphs)
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
    part, theirs, leading = likeness.part, likeness.text, len(leading_texts(likeness.hit))
    if likeness.is_chance:
        return None
    pairs = [*aligned(part.text.sentences, theirs.sentences, likeness.rare)]
    if pairs:
        grade: Grade = "near"
        found = tuple(_reworded(part, theirs, pair, leading) for pair in pairs)
        if not any(each.differs for each in found):
            words = sum(each.words for each in found)
            return Coverage(likeness.hit, "exact", words, found, part=part.name)
    else:
        grade = "subject"
        mine = likest_passage(part.text, likeness.shared)
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


def _reworded(part: DraftPart, theirs: StemmedText, pair: SentencePair, leading: int) -> Meeting:
    """Two sentences, with what differs marked; all of both where nothing does."""
    texts = part.text.at(pair.mine), theirs.at(pair.theirs)
    spans = differences(*texts)
    differs = any(spans)
    if not differs:
        spans = ((0, len(texts[0])),), ((0, len(texts[1])),)
    return Meeting(
        SharedPassage(texts[0], spans[0], pair.mine.paragraph + part.first),
        SharedPassage(texts[1], spans[1], pair.theirs.paragraph - leading),
        0 if differs else len(texts[0].split()),
        differs=differs,
    )
