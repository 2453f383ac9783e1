"""Prior coverage: a pasted draft beside what was published before. Nothing of it is stored."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask import Flask, Response, abort, make_response, render_template, request

from corpus.article import Article, Span
from corpus.cleaning.text import fold, tidy_paragraphs
from corpus.errors import UnknownArticle
from search.query import Query, Word, any_of
from search.results import Hit
from search.snippets import mark_text
from web.address import read_period
from web.presentation import within
from web.shelf import the_searcher, the_store

LONGEST = 100_000  # characters of a draft: some 16,000 words, ten times a long editorial
MAX_BYTES = 1_000_000  # of a form: what LONGEST characters can take, percent-encoded
LIMIT = 10
SAME_WORDS = 8  # a run of so many words in both texts is no accident
SAME_SUBJECT = 2  # different words of the subject in one place; a single one is chance
SHOWN = 240  # characters of the draft around what is shared
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?؟۔…][\"'”’)]*\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, with what to mark in it."""

    text: str
    spans: tuple[Span, ...]
    paragraph: int  # counted from 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """One published article, and where it meets the draft."""

    hit: Hit
    run: int  # words in a row that both have; 0 when only the subject is shared
    draft: Passage
    published: Passage


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/draft", "draft", draft, methods=["GET", "POST"])


def draft() -> str | Response:
    """The form, or what was published on the subject of the text sent, oldest first."""
    if request.method == "GET":
        return render_template("draft.html", text="", before="", coverage=None, notice=None, longest=LONGEST)
    text, before_text = request.form.get("text", ""), request.form.get("before", "").strip()
    period = read_period(before_text) if before_text else None
    if len(text) > LONGEST:
        abort(413, f"The draft has {len(text):,} characters; this page reads {LONGEST:,}. Paste a part of it.")
    notice = None
    if before_text and period is None:
        notice = "That is no date, so everything was looked through: write a year, month or day, as in 2014-03-12."
    found = cover(text, before=period[0] if period else None) if text.strip() else []
    page = make_response(
        render_template("draft.html", text=text, before=before_text, coverage=found, notice=notice, longest=LONGEST)
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def cover(text: str, *, before: date | None) -> list[Coverage]:
    """What was published on the subject of `text`, only before that day; oldest first, undated last."""
    paragraphs = tidy_paragraphs(text)
    if not paragraphs or before == date.min:  # nothing can come before the first day there is
        return []
    found = []
    for hit in the_searcher().similar(text, before=before, limit=LIMIT).hits:
        try:
            met = _meet(paragraphs, hit, the_store().get(hit.id))
        except UnknownArticle:
            continue  # it went after the index was built
        if met is not None:
            found.append(met)
    return sorted(found, key=lambda item: (item.hit.published is None, item.hit.published or date.min, item.hit.id))


def _meet(paragraphs: tuple[str, ...], hit: Hit, article: Article) -> Coverage | None:
    shared = _longest_run(_tokens("\n\n".join(paragraphs)), _tokens(article.text))
    if shared is not None:
        mine, theirs, length = shared
        return Coverage(hit, length, _passage(paragraphs, mine), _passage(article.paragraphs, theirs))
    if not hit.snippets:
        return None
    snippet = hit.snippets[0]
    words = {snippet.text[start:end] for start, end in snippet.spans}
    likest = _likest(paragraphs, words)
    if likest is None:
        return None
    return Coverage(hit, 0, likest, Passage(snippet.text, snippet.spans, snippet.paragraph))


Tokens = list[tuple[str, int, int]]


def _tokens(text: str) -> Tokens:
    return [(match.group().casefold(), *match.span()) for match in _WORD.finditer(text)]


def _longest_run(mine: Tokens, theirs: Tokens) -> tuple[Span, Span, int] | None:
    """The longest run of words in both, as spans of each text; None when it has fewer than SAME_WORDS words."""
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
    return (mine[at][1], mine[at + length - 1][2]), (theirs[place][1], theirs[place + length - 1][2]), length


def _passage(paragraphs: tuple[str, ...], span: Span) -> Passage:
    """The paragraph in which a span of the whole text begins, cut to the sentences around it."""
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 2)
    number = max(0, bisect_left(starts, span[0] + 1) - 1)
    inside = (span[0] - starts[number], min(span[1] - starts[number], len(paragraphs[number])))
    return _cut(paragraphs[number], (inside,), number)


def _likest(paragraphs: tuple[str, ...], words: set[str]) -> Passage | None:
    """The place in the draft with most of the words, in any form; None where it has fewer than SAME_SUBJECT."""
    asked = Query("", any_of(Word(word) for word in sorted(words)), match="any")
    best: tuple[int, int, tuple[Span, ...]] = (0, 0, ())
    for number, paragraph in enumerate(paragraphs):
        spans = mark_text(paragraph, asked)
        kinds, at = _densest(spans, [fold(paragraph[start:end]) for start, end in spans])
        if kinds > best[0]:
            best = (kinds, number, spans[at:])
    kinds, number, spans = best
    return _cut(paragraphs[number], spans, number) if kinds >= SAME_SUBJECT else None


def _densest(spans: tuple[Span, ...], forms: list[str]) -> tuple[int, int]:
    """How many different forms at most stand within SHOWN characters, and the first span of those."""
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


def _cut(text: str, spans: tuple[Span, ...], number: int) -> Passage:
    """Whole sentences from the first span on, about SHOWN characters of them."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    first = spans[0] if spans else (0, 0)
    start = max(end for end in ends if end <= first[0])
    stop = next(end for end in ends if end >= min(len(text), max(first[1], start + SHOWN)))
    return Passage(text[start:stop].rstrip(), within(spans, start, stop), number)
