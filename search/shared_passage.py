"""SharedPassage: a piece of a text with what it shares with another; the longest shared phrase."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from corpus.article import Span
from corpus.page.text import fold
from search.query.query import Query, Word, any_of
from search.snippets.highlight import mark_text
from search.snippets.passage_choice import clipped

SAME_WORDS = 8  # words in a row: so many in both texts are not an accident
SHOWN = 240  # characters of a text around what is shared
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?؟۔…][\"'”’)]*\s+")

Tokens = list[tuple[str, int, int]]  # folded word, start, end


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A piece of a text, with what to mark in it."""

    text: str
    spans: tuple[Span, ...]
    paragraph: int  # counted from 0; -1 is what leads the text of an article


@dataclass(frozen=True, slots=True)
class SharedPhrase:
    """The same words in a row in two texts."""

    mine: Span
    theirs: Span
    words: int  # as white space parts them: "T.L.F." is one


def longest_shared_phrase(mine: str, theirs: str) -> SharedPhrase | None:
    """The longest phrase in both, whatever stands between its words; None below SAME_WORDS."""
    best = _longest(_tokens(mine), _tokens(theirs))
    if best is None:
        return None
    words = len(mine[slice(*best[0])].split())
    return SharedPhrase(*best, words) if words >= SAME_WORDS else None


def passage_at(paragraphs: tuple[str, ...], span: Span) -> SharedPassage:
    """The paragraph in which a span of the whole text begins, cut to the sentences around it."""
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 2)
    number = max(0, bisect_left(starts, span[0] + 1) - 1)
    inside = (span[0] - starts[number], min(span[1] - starts[number], len(paragraphs[number])))
    return _cut(paragraphs[number], (inside,), number)


def likest_passage(paragraphs: tuple[str, ...], words: tuple[str, ...]) -> SharedPassage:
    """The passage with most of the words, in any form; without any, the beginning."""
    asked = Query("", any_of(Word(word) for word in words), match="any")
    best: tuple[int, int, tuple[Span, ...]] = (0, 0, ())
    for number, paragraph in enumerate(paragraphs):
        spans = mark_text(paragraph, asked)
        kinds, at = _densest(spans, [fold(paragraph[start:end]) for start, end in spans])
        if kinds > best[0]:
            best = (kinds, number, spans[at:])
    _, number, spans = best
    return _cut(paragraphs[number], spans, number)


def _tokens(text: str) -> Tokens:
    return [(match.group().casefold(), *match.span()) for match in _WORD.finditer(text)]


def _longest(mine: Tokens, theirs: Tokens) -> tuple[Span, Span] | None:
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(theirs) - SAME_WORDS + 1):
        places.setdefault(tuple(word for word, _, _ in theirs[at : at + SAME_WORDS]), []).append(at)
    best: tuple[int, int, int] | None = None
    skip_to = 0
    for at in range(len(mine) - SAME_WORDS + 1):
        if at < skip_to:
            continue
        for place in places.get(tuple(word for word, _, _ in mine[at : at + SAME_WORDS]), ())[:3]:
            length = SAME_WORDS
            while (at + length < len(mine) and place + length < len(theirs)
                   and mine[at + length][0] == theirs[place + length][0]):  # fmt: skip
                length += 1
            skip_to = max(skip_to, at + length - SAME_WORDS + 1)
            if best is None or length > best[2]:
                best = (at, place, length)
    if best is None:
        return None
    at, place, length = best
    return (mine[at][1], mine[at + length - 1][2]), (
        theirs[place][1],
        theirs[place + length - 1][2],
    )


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


def _cut(text: str, spans: tuple[Span, ...], number: int) -> SharedPassage:
    """Whole sentences from the first span on, about SHOWN characters of them."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    first = spans[0] if spans else (0, 0)
    start = max(end for end in ends if end <= first[0])
    stop = next(end for end in ends if end >= min(len(text), max(first[1], start + SHOWN)))
    return SharedPassage(text[start:stop].rstrip(), clipped(spans, start, stop), number)
