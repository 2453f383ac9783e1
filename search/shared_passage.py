"""SharedPassage: a piece of a text with what it shares with another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import itemgetter

from corpus.article import Span
from corpus.page.text import fold
from search.copied.letters import Letters
from search.copied_runs import SENTENCE_END, Place
from search.query.query import Query, Word, any_of
from search.similar import any_stem, words_in
from search.snippets.highlight import mark_text
from search.snippets.passage_choice import clipped, merged
from search.stemmed_text import StemmedText

SHOWN = 240  # characters of a text around what is shared


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A piece of a text, with what to mark in it."""

    text: str
    spans: tuple[Span, ...]
    paragraph: int  # counted from 0; -1 is what leads the text of an article, or its title
    in_title: bool = False


def passage_at(paragraphs: Sequence[str], places: Sequence[Place]) -> SharedPassage:
    """Places of one paragraph, with the sentences around them."""
    number = places[0].paragraph
    spans = merged([(place.start, place.end) for place in places])
    return _cut(paragraphs[number], spans, number, spans[-1][1])


def likest_passage(text: StemmedText, words: Sequence[str]) -> SharedPassage:
    """The passage with most of the words, in any form; without any, the beginning."""
    asked = Query("", any_of(Word(word) for word in words), match="any")
    stems = {any_stem(each) for word in words for each in words_in(word)}
    # of each paragraph the most marks that it can have, and where it stands: the first of equals
    most = [(sum(map(each.__getitem__, stems)), -at) for at, each in enumerate(text.counts)]
    best: tuple[tuple[int, int], tuple[Span, ...]] = ((0, 0), ())
    for bound in sorted(most, reverse=True):
        if bound <= best[0]:
            break
        paragraph = text.paragraphs[-bound[1]]
        spans = mark_text(paragraph, asked)
        kinds, at = _densest(spans, [fold(paragraph[start:end]) for start, end in spans])
        best = max(best, ((kinds, bound[1]), spans[at:]), key=itemgetter(0))
    (_, at), spans = best
    number = -at
    return _cut(text.paragraphs[number], spans, number, spans[0][1] if spans else 0)


def differences(mine: str, theirs: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words of two sentences that are not in the other at the same place."""
    sides = Letters(mine), Letters(theirs)
    words = [[each.letters[w.first : w.last] for w in each.words] for each in sides]
    blocks = SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
    spans: tuple[list[Span], list[Span]] = ([], [])
    for kind, *edges in blocks:
        for side, found, begin, end in zip(sides, spans, edges[::2], edges[1::2], strict=True):
            if kind != "equal" and begin < end:
                found.append((side.words[begin].start, side.words[end - 1].end))
    return tuple(spans[0]), tuple(spans[1])


def _densest(spans: tuple[Span, ...], forms: list[str]) -> tuple[int, int]:
    """How many different forms at most stand within SHOWN characters, and the first one's index."""
    inside: Counter[str] = Counter()
    best, first = (0, 0), 0
    for last, (_, end) in enumerate(spans):
        inside[forms[last]] += 1
        while end - spans[first][0] > SHOWN and first < last:
            inside[forms[first]] -= 1
            if not inside[forms[first]]:
                del inside[forms[first]]
            first += 1
        best = max(best, (len(inside), first), key=lambda found: found[0])
    return best


def _cut(text: str, spans: tuple[Span, ...], number: int, until: int) -> SharedPassage:
    """Whole sentences from the first span on, about SHOWN characters of them and to `until`."""
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    first = spans[0][0] if spans else 0
    start = max(end for end in ends if end <= first)
    stop = next(end for end in ends if end >= min(len(text), max(until, start + SHOWN)))
    return SharedPassage(text[start:stop].rstrip(), clipped(spans, start, stop), number)
