"""Whether a new answer of an address may stand: nothing is replaced by nonsense.

Both answers are read by the same cleaner, each by itself: what differs is the site's doing. A new
one is held if it holds no article, or too little of the text of the one before; the article stays.
What was a list, a feed or a start, without an article, is made one by no answer that is held yet.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache, partial
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from corpus.article import Page
from corpus.cleaning.clean import clean
from corpus.cleaning.site.rules import Rules
from corpus.cleaning.site.template import Templates
from corpus.errors import FAULTS, NotAnArticle, PageRefused, StoreError
from corpus.event import event
from corpus.intake.page_cleaner import Watch, faulty, watched
from corpus.outcome import Code
from corpus.page.listing_rows import shape
from corpus.page.urls import site_of
from corpus.pagination.same_text import are_alike, keeps_most, words_of
from corpus.store.held import SEVERAL, NewAnswer
from corpus.store.store import ArticleStore

log = logging.getLogger(__name__)

DAYS = 5  # on which the same came: then it is what the site means
WELL = 5  # good answers in these days for each that is held: the site is well for all that
BATCH = 200  # answers a transaction
FIRST = 10  # words: two texts of one title that begin with the same ones are of one article
_OTHER_TEXT = "most of the old text is not in it"
_NO_LIST = "it was a list before, and no article"
_LISTS = ("start", "list", "feed", "sitemap")


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Reads what an answer says by itself, as the cleaner does with all that is known of it."""

    store: ArticleStore
    templates: Templates
    rules: Rules

    def text(self, page: Page) -> tuple[str, ...]:
        """The paragraphs of a page's article. Raises PageRefused, and one of FAULTS for a mistake
        of this program."""
        hint, template = self.store.hint(page.url), self.templates.of(page.url)
        return clean(page, hint=hint, template=template, rules=self.rules).paragraphs

    def new_text(self, number: int) -> tuple[str, ...]:
        """The same of the page with this number; none where it cannot be read."""
        with suppress(PageRefused, StoreError, *FAULTS):  # said where it is judged
            return self.text(self.store.fetch(number))
        return ()

    def standing_text(self, url: str) -> tuple[str, ...] | None:
        """The same of the answer that stands at an address, or else of its article; None where
        there is nothing to lose: it has no article, or this cleaner finds none there."""
        if not self._has_part(url):
            return None
        try:
            page = self.store.page(url)
            return self.text(page) if page else None
        except PageRefused:
            return None
        except (StoreError, *FAULTS):  # damaged, or a mistake of ours: said where it is cleaned
            return self.store.text_at(url)

    def is_named(self, url: str, old: int, new: int, *, has_moved: bool = False) -> bool:
        """Whether the newer of two pages bears the title by which lists call an address, and says
        more, and the older one was none of its article, but that of another title, or its first
        words alone, as before a wall.

        Where the whole site `has_moved` less will do, for the article is the same.
        """
        hint = self.store.hint(url)
        if hint is None or hint.title is None:
            return False
        with suppress(PageRefused, StoreError, *FAULTS):
            first, second = (
                clean(self.store.fetch(number), template=self.templates.of(url), rules=self.rules)
                for number in (old, new)
            )
            named, longer = words_of([hint.title]), len(second.text) > len(first.text)
            if words_of([second.title]) != named:
                return False
            if words_of([first.title]) != named:
                return longer or has_moved
            words, others = words_of(first.paragraphs), words_of(second.paragraphs)
            return longer and (has_moved or words[:FIRST] == others[:FIRST])
        return False

    def are_called_alike(self, *numbers: int) -> bool:
        """Whether these pages have one title, whatever lists call them."""
        with suppress(PageRefused, StoreError, *FAULTS):
            return len({tuple(words_of([self._title(number)])) for number in numbers}) == 1
        return False

    def bears_name(self, url: str, number: int) -> bool:
        """Whether a page bears the title by which lists call its address."""
        hint = self.store.hint(url)
        if hint is None or hint.title is None:
            return False
        with suppress(PageRefused, StoreError, *FAULTS):
            return words_of([self._title(number)]) == words_of([hint.title])
        return False

    def _title(self, number: int) -> str:
        page = self.store.fetch(number)
        return clean(page, template=self.templates.of(page.url), rules=self.rules).title

    def _has_part(self, url: str) -> bool:
        """Whether an address has an article, even one that was removed, or a part of one, or what
        stands there was not cleaned yet."""
        if self.store.own_article(url):
            return True
        number = self.store.standing(url)
        outcome = self.store.outcome(number) if number else None
        return number is not None and (outcome is None or outcome.is_joined)


class Judged(NamedTuple):
    """What was judged: the addresses whose new answer is held, and those where one was believed."""

    held: frozenset[str]
    believed: frozenset[str]


class _Verdict(NamedTuple):
    """What is to be done with a new answer: hold it for a reason, or let it stand where that is
    empty."""

    answer: NewAnswer
    text: str  # the digest of what it says
    reason: str = ""


def judge_answers(reader: AnswerReader, *, everything: bool, watch: Watch) -> Judged:
    """Let new answers stand, or hold them.

    Those are judged that came since; with `everything` also those that are held already.
    """
    held, answers = reader.store.held, reader.store.held.all(waiting=not everything)
    alike = cache(partial(reader.store.articles_alike, SEVERAL))
    verdicts = (
        _judge(reader, answer, alike) for answer in watched(answers, "judging new answers", watch)
    )
    stay = list[str]()
    while batch := list(islice(verdicts, BATCH)):
        with reader.store.transaction():
            for answer, text, reason in batch:
                if not reason:
                    held.take(answer.number)
                    reader.store.note_answered(answer.url)
                    continue
                held.hold(answer, text, reason)
                if answer.kept and text == answer.text:
                    continue
                stay.append(answer.url)
                log.info(
                    "a new answer of %s is held: %s",
                    answer.url,
                    reason,
                    extra=event("answer-held", url=answer.url, reason=reason),
                )
    settled = _keep_parts(reader)
    believed = _believe_lasting(reader)
    return Judged(frozenset(stay) - believed - settled, believed)


def _judge(
    reader: AnswerReader, answer: NewAnswer, alike: Callable[[], frozenset[str]]
) -> _Verdict:
    """What is to be done with an answer; a text that several articles have is nobody's, and gives
    way to any other.

    Where there is nothing to lose, a text is held only at the address of a list, or when mostly
    the same was held before.
    """
    store, new, reason = reader.store, tuple[str, ...](), _OTHER_TEXT
    try:
        new = reader.text(store.fetch(answer.number))
    except (PageRefused, StoreError) as refusal:
        reason = str(refusal)
    except FAULTS as fault:
        reason = str(faulty(fault, answer.url))
    known = store.text_at(answer.url)
    if known and keeps_most(known, new):  # as nearly always: the old page need not be read
        return _Verdict(answer, "")
    old, text = reader.standing_text(answer.url), digest(new)
    if old is None:
        reason = _NO_LIST if new and _was_list(reader, answer) else reason
        stays = new and (reason == _NO_LIST or _says_still(reader, answer, new))
        return _Verdict(answer, text, reason if stays else "")
    if new and (
        keeps_most(old, new)
        or store.own_article(answer.url) in alike()
        or reader.is_named(answer.url, answer.stands, answer.number)
    ):
        return _Verdict(answer, "")
    return _Verdict(answer, text, reason)


def _says_still(reader: AnswerReader, answer: NewAnswer, new: tuple[str, ...]) -> bool:
    """Whether an answer says mostly what the one did that was held before it: a wall may name the
    day."""
    if not answer.text or digest(new) == answer.text:
        return bool(answer.text)
    sql = "SELECT max(id) FROM fetches WHERE url = ? AND id < ?"
    (before,) = reader.store.db.execute(sql, (answer.url, answer.number)).fetchone()
    return before is not None and are_alike(new, reader.new_text(before))


def digest(paragraphs: Sequence[str]) -> str:
    """What tells one text from another by its words; empty where there is none. Such as a server
    makes up for each answer, of letters and digits, are none."""
    words = (word for word in words_of(paragraphs) if word.isalpha() or word.isdigit())
    return sha256(" ".join(words).encode()).hexdigest() if paragraphs else ""


def _was_list(reader: AnswerReader, answer: NewAnswer) -> bool:
    """Whether an address is a list's, or was found to hold no article, and what came there now does
    not bear the title by which lists call it."""
    store = reader.store
    row = store.db.execute("SELECT kind FROM urls WHERE url = ?", (answer.url,)).fetchone()
    if row is not None and row[0] in _LISTS:
        return True
    stands = store.standing(answer.url)
    outcome = store.outcome(stands) if stands else None
    return (
        outcome is not None
        and outcome.code is Code.NO_ARTICLE
        and not reader.bears_name(answer.url, answer.number)
    )


def _keep_parts(reader: AnswerReader) -> frozenset[str]:
    """Decide against each text that came on enough days and says but a part of its article, as the
    first lines before a wall do; their addresses."""
    held = reader.store.held
    parts = [
        answer for answer in held.open() if len(answer.days) >= DAYS and _is_part(reader, answer)
    ]
    with reader.store.transaction():
        for answer in parts:
            held.keep(answer.number)
            reader.store.note_walled(answer.url)
            log.info(
                "the article of %s stays: a part of it came on %d days",
                answer.url,
                len(answer.days),
                extra=event("answer-kept-against", url=answer.url, days=len(answer.days)),
            )
    return frozenset(answer.url for answer in parts)


def _is_part(reader: AnswerReader, answer: NewAnswer) -> bool:
    """Whether most of what an answer says stands in the article already."""
    new = reader.new_text(answer.number) if answer.text else ()
    return bool(new) and keeps_most(new, reader.standing_text(answer.url) or ())


def _believe_lasting(reader: AnswerReader) -> frozenset[str]:
    """Take each text that came on enough days, while its site was well; their addresses.

    A site was well when it gave good answers in these days, many where several are held,
    and has mostly that text nowhere else, but where there is no article to lose: the pages of a
    paper do not all say one thing. An answer without a text takes no article away, but one that
    never was: else that is then gone at the source.
    """
    store, held = reader.store, reader.store.held.open()
    on_site = Counter(site_of(answer.url) for answer in held)
    good = partial(lru_cache(_count_good), store)
    believed = [
        answer
        for answer in held
        if len(answer.days) >= DAYS
        and sum(good(site := site_of(answer.url), day) for day in answer.days)
        >= (WELL * on_site[site] if on_site[site] >= SEVERAL else 1)
        and (
            not answer.text
            or store.own_article(answer.url) is None
            or not _is_repeated(reader, answer, held)
        )
    ]
    with store.transaction():
        for answer in believed:
            if not answer.text and not _was_passing(reader, answer):
                store.held.keep(answer.number)
                store.mark_gone(answer.url, datetime.combine(answer.days[-1], time(), UTC))
                continue
            store.held.take(answer.number)
            store.note_answered(answer.url)
            days = len(answer.days)
            log.info(
                "the answer of %s that was held is taken: it came on %d days",
                answer.url,
                days,
                extra=event("answer-taken", url=answer.url, days=days),
            )
    return frozenset(answer.url for answer in believed)


def _was_passing(reader: AnswerReader, answer: NewAnswer) -> bool:
    """Whether what made an article was an odd answer of a list, which came there first: it lasted
    for fewer days than the list that stands there since, or is the only article of its kind, and
    has no name that lists gave it."""
    store = reader.store
    first = store.fetch(answer.stands)
    hint, text = store.hint(answer.url), store.article_of(answer.stands)
    lasted = (answer.days[0] - first.fetched_at.date()).days
    if text is None or (lasted >= DAYS and not _is_among_lists(store, answer.url)):
        return False
    if hint and hint.title and words_of([hint.title]) == words_of([text.title]):
        return False
    try:
        reader.text(store.fetch(answer.number))
    except NotAnArticle:
        return True
    except (PageRefused, StoreError, *FAULTS):
        return False
    return False


def _is_among_lists(store: ArticleStore, url: str) -> bool:
    """Whether several other addresses of its kind came, and none of them has an article."""
    sql = (
        "SELECT url FROM urls WHERE host = (SELECT host FROM urls WHERE url = ?1) "
        "AND fetch_id IS NOT NULL AND url <> ?1"
    )
    alike = [other for (other,) in store.db.execute(sql, (url,)) if shape(other) == shape(url)]
    return len(alike) >= SEVERAL and not any(map(store.own_article, alike))


def _is_repeated(reader: AnswerReader, answer: NewAnswer, held: Sequence[NewAnswer]) -> bool:
    """Whether mostly the same is held at another address of the site."""
    site, mine = site_of(answer.url), reader.new_text(answer.number)
    return any(
        other.text == answer.text or are_alike(mine, reader.new_text(other.number))
        for other in held
        if other.text and other.url != answer.url and site_of(other.url) == site
    )


def _count_good(store: ArticleStore, site: str, day: date) -> int:
    """How many addresses of a site were last asked for on a day, and gave a good answer."""
    return int(store.db.execute(
        "SELECT count(*) FROM urls WHERE host = ? AND outcome IN (?, ?) "
        "AND substr(asked_at, 1, 10) = ? AND url NOT IN (SELECT url FROM held)",
        (site, Code.FETCHED, Code.UNCHANGED, day.isoformat()),
    ).fetchone()[0])  # fmt: skip
