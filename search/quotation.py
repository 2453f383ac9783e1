"""Quotation: whether a sentence stands in the archive, word for word or nearly, and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from corpus.article import Span
from corpus.field import leading_texts
from corpus.page.text import tidy_paragraphs
from search.copied.letters import Letters
from search.copied_runs import CopiedArticle, Place
from search.matching.results import Hit
from search.quoted_parts import quoted_parts
from search.searcher import Searcher
from search.shared_passage import SharedPassage, differences, passage_at
from search.stemmed_text import sentence_bounds

MOST = 50  # articles
LONGEST = 60  # words of a sentence
SHORTEST = 3  # words of what is quoted in one
NEARLY = 0.6  # of the words of both, in one order: so many make a quotation that was changed


class Quoted(NamedTuple):
    """A sentence, and where an article has it."""

    hit: Hit
    share: float  # of its words and of the article's that are the same; 1 is word for word
    mine: SharedPassage
    theirs: SharedPassage  # with what differs marked, or all of it where nothing does


def sentence_of(text: str) -> str | None:
    """The sentence that a text is; None where it is more or less."""
    paragraphs = tidy_paragraphs(text)
    if len(paragraphs) != 1 or len([*sentence_bounds(paragraphs[0])]) != 1:
        return None
    return paragraphs[0] if 1 < len(Letters(paragraphs[0]).words) <= LONGEST else None


def quoted_in(paragraph: str) -> dict[str, Span]:
    """What is quoted in a paragraph that is no longer than a sentence may be, each of its parts
    that is long enough to be asked for, and where; none where all of it is quoted."""
    whole = Letters(paragraph)
    if len(whole.words) > LONGEST:
        return {}
    places = {paragraph[start:end]: (start, end) for start, end in quoted_parts(paragraph)}
    letters = {part: Letters(part) for part in places}
    return {
        part: places[part] for part, each in letters.items()
        if len(each.words) >= SHORTEST and each.letters != whole.letters
    }  # fmt: skip


def find_quoted(
    sentence: str,
    searcher: Searcher,
    others: Iterable[tuple[Hit, Sequence[str]]],
    *,
    before: date | None,
) -> tuple[list[Quoted], int]:
    """The articles that have a sentence word for word, and those that nearly have it; and how many
    more have it.

    Of `others`, with their paragraphs, those that nearly have it come, too.
    """
    copied = searcher.copied((sentence,), before=before, most=MOST, quote=True)
    found: dict[str, Quoted] = {}
    for each in copied.articles:
        quoted = _exactly(sentence, each) or _nearly(sentence, each.hit, each.paragraphs)
        if quoted:
            found[each.hit.id] = quoted
    for hit, paragraphs in others:
        if hit.id not in found and (quoted := _nearly(sentence, hit, paragraphs)):
            found[hit.id] = quoted
    whole = sum(each.share == 1 for each in found.values())
    return [*found.values()], max(copied.whole - whole, 0)


def _exactly(sentence: str, copied: CopiedArticle) -> Quoted | None:
    words = Letters(sentence).words
    whole = words[0].start, words[-1].end
    for run in copied.runs:
        if (run.pieces[0].mine.start, run.pieces[-1].mine.end) == whole:
            theirs = passage_at(copied.paragraphs, [run.pieces[0].theirs])
            mine = passage_at((sentence,), [Place(0, *whole)])
            return Quoted(copied.hit, 1.0, mine, _behind_leading(theirs, copied.hit))
    return None


def _nearly(sentence: str, hit: Hit, paragraphs: Sequence[str]) -> Quoted | None:
    """The sentence of an article that has most words of another, in its order."""
    own = _words(sentence)
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(own)
    best, place = 0.0, None
    for number, start, end in _sentences(paragraphs):
        matcher.set_seq1(_words(paragraphs[number][start:end]))
        least = max(best, NEARLY)
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            ratio = matcher.ratio()
            if ratio >= least:
                best, place = ratio, (number, start, end)
    if place is None:
        return None
    number, start, end = place
    theirs = paragraphs[number][start:end]
    spans = differences(sentence, theirs)
    passage = SharedPassage(theirs, spans[1], number)
    return Quoted(
        hit, best, SharedPassage(sentence, spans[0], 0), _behind_leading(passage, hit)
    )


def _words(text: str) -> list[str]:
    letters = Letters(text)
    return [letters.letters[word.first : word.last] for word in letters.words]


def _sentences(paragraphs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    for number, paragraph in enumerate(paragraphs):
        for start, end in sentence_bounds(paragraph):
            yield number, start, end


def _behind_leading(passage: SharedPassage, hit: Hit) -> SharedPassage:
    """The passage by its paragraph in the article, counted behind what leads the text."""
    return replace(passage, paragraph=passage.paragraph - len(leading_texts(hit)))
