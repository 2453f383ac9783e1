"""One text at several addresses of a site, each of another name, is an article of none of them: it
is a wall before all of them, as a challenge or a notice. Where articles stood before it may say the
title behind it, and a number of its own: there mostly one text is enough. Of new addresses that
would hold the pages of a paper that writes by a pattern.
"""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple

from corpus.cleaning.site.template import Templates
from corpus.event import event
from corpus.intake.new_answers import AnswerReader, digest
from corpus.outcome import Code, Outcome
from corpus.page.urls import site_of
from corpus.pagination.same_text import are_alike, sketch_of, words_of
from corpus.store.held import NOTHING, SEVERAL, NewAnswer
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

_SEEN_KEY = "walls"  # the numbers of the newest change and page that were looked at
_KEPT = SEVERAL + 2  # that are alike
_MOST_HELD = 50
_SHORT = 100  # words
_TEXTS = 1_000  # remembered, of those that may be alike
_REASON = "several addresses of its site say the same"
# articles of crawled pages that are looked at for the first time, and about which nobody decided;
# with what stood there before: what was held till another answer came never did
_NEW = (
    "SELECT a.url, a.fetch_id, substr(f.fetched_at, 1, 10), a.paragraphs, "
    "(SELECT max(id) FROM fetches WHERE url = a.url AND id < a.fetch_id "
    "AND outcome <> 'superseded') FROM articles a "
    "JOIN fetches f ON f.id = a.fetch_id "
    "WHERE a.state = 'live' AND a.updated_seq > ? AND f.id > ? AND f.source = 'crawl' "
    "AND a.id NOT IN (SELECT article_id FROM decided)"
)


class _Said(NamedTuple):
    """What an address says, by a few numbers, and by which name its site calls it."""

    answer: NewAnswer
    name: str
    sketch: tuple[int, ...]


class _Alike:
    """What addresses said, found by what is mostly the same."""

    def __init__(self, reader: AnswerReader) -> None:
        self._text = lru_cache(_TEXTS)(partial(_text, reader))
        self._known: dict[tuple[str, int], list[_Said]] = defaultdict(list)

    def add(self, said: _Said) -> None:
        """Know one more; of many that are alike a few will do."""
        for place in _places(said):
            known = self._known[place]
            if len(known) < _KEPT and all(said.name != other.name for other in known):
                known.append(said)

    def is_walled(self, said: _Said) -> bool:
        """Whether there is the same under several names."""
        names = {said.name}
        for other in chain.from_iterable(self._known[place] for place in _places(said)):
            if other.name not in names and self._are_one(said.answer, other.answer):
                names.add(other.name)
            if len(names) >= SEVERAL:
                return True
        return False

    def _are_one(self, new: NewAnswer, other: NewAnswer) -> bool:
        if new.text == other.text:
            return True
        return new.stands != NOTHING and are_alike(self._text(new), self._text(other))


def hold_walls(reader: AnswerReader, *, since: int, but: frozenset[str]) -> frozenset[str]:
    """Hold what made articles of a wall, `but` at these addresses; return those where it did.

    What stood there before waits to be cleaned again. Changes are looked at that came after the
    last time, or else after number `since`.
    """
    store, reader = reader.store, replace(reader, templates=Templates())
    seen = store.meta(_SEEN_KEY) or f"{since} 0"
    alike, new = _Alike(reader), list[_Said]()
    for url, number, day, column, before in store.db.execute(_NEW, tuple(map(int, seen.split()))):
        if url not in but:
            text, days = tuple(json.loads(column)), (date.fromisoformat(day),)
            answer = NewAnswer(url, before or NOTHING, number, digest(text), days)
            whole = _whole(reader, answer, text)
            new.append(_Said(answer, _name(store, url), sketch_of(whole)))
    for said in chain(new, _held(reader, {site_of(said.answer.url) for said in new})):
        alike.add(said)
    walled = [said.answer for said in new if alike.is_walled(said)]
    with store.transaction():
        for answer in walled:
            store.settle(answer.number, None, outcome=Outcome(Code.HELD, _REASON))
            store.held.take_back(answer, _REASON)
            store.clean_again([answer.stands] if answer.stands != NOTHING else [])
            log.info(
                "a new answer of %s is held: %s",
                answer.url,
                _REASON,
                extra=event("answer-held", url=answer.url, reason=_REASON),
            )
        (newest,) = store.db.execute("SELECT coalesce(max(id), 0) FROM fetches").fetchone()
        if seen != (now := f"{store.seq} {newest}"):
            store.set_meta(_SEEN_KEY, now)
    return frozenset(one.url for one in walled)


def _held(reader: AnswerReader, sites: Collection[str]) -> Iterator[_Said]:
    """What is held of these sites, of each no more than is needed to know a wall by."""
    counts: Counter[str] = Counter()
    for answer in reader.store.held.open():
        site = site_of(answer.url)
        if not answer.text or site not in sites or counts[site] >= _MOST_HELD:
            continue
        if text := _text(reader, answer):
            yield _Said(answer, _name(reader.store, answer.url), sketch_of(text))
            counts[site] += 1


def _text(reader: AnswerReader, answer: NewAnswer) -> tuple[str, ...]:
    """What an answer says: its article's text, or what it would be."""
    article = reader.store.article_of(answer.number)
    return _whole(reader, answer, article.paragraphs if article else ())


def _whole(reader: AnswerReader, answer: NewAnswer, text: tuple[str, ...]) -> tuple[str, ...]:
    """The text of an answer; with what recurs on its site where that left little of it, for what
    recurs may be the wall."""
    return text if len(words_of(text)) >= _SHORT else reader.new_text(answer.number) or text


def _places(said: _Said) -> list[tuple[str, int]]:
    site = site_of(said.answer.url)
    return [(site, number) for number in said.sketch]


def _name(store: ArticleStore, url: str) -> str:
    """What a site calls the page at an address: several copies of one article have one name."""
    hint = store.hint(url)
    return (hint and hint.title) or url.partition("?")[0].rstrip("/").rpartition("/")[2]
