"""What is held for a person to decide: each new answer beside the one that stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.cleaning.site.rules import Rules
from corpus.errors import FAULTS, BackfileError, PageRefused, StoreError
from corpus.intake.new_answers import AnswerReader
from corpus.intake.site_learning import known_templates
from corpus.page.site_tables import handed_down
from corpus.page.urls import site_of
from corpus.store.held import NewAnswer
from corpus.store.store import ArticleStore


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """A new answer of an address that is held, and the article that stays."""

    number: int             # of its page
    id: str                 # empty where the address has no article yet
    title: str
    url: str
    reason: str
    days: tuple[date, ...]  # on which it said the same
    old: tuple[str, ...]  # paragraphs
    new: tuple[str, ...]  # none where it holds no article

    def is_called(self, name: str) -> bool:
        """Whether a person means it by the id of its article, its address, or its site's."""
        site = site_of(self.url)
        called = (self.id, self.url.rstrip("/"), site, site.partition("//")[2])
        return name.rstrip("/") in filter(None, called)


def held_answers(store: ArticleStore, rules: Rules, names: Iterable[str] = ()) -> list[HeldAnswer]:
    """What is held, by address; where there are `names`, what is called so.

    Raises BackfileError for a name by which nothing is held.
    """
    rules, wanted = handed_down(rules, store.sites_moved()), tuple(names)
    reader = AnswerReader(store, known_templates(store), rules)
    found = [_beside(reader, answer) for answer in store.held.open()]
    for name in wanted:
        if not any(one.is_called(name) for one in found):
            message = f"no new answer of {name} is held; nothing was changed"
            raise BackfileError(message, mend="backfile review, which lists what is")
    return [one for one in found if not wanted or any(map(one.is_called, wanted))]


def _beside(reader: AnswerReader, answer: NewAnswer) -> HeldAnswer:
    store = reader.store
    outcome = store.outcome(answer.stands)
    head = outcome.url if outcome and outcome.is_joined else answer.url
    sql = "SELECT id, title FROM articles WHERE url = ? AND state <> 'withdrawn'"
    ident, title = store.db.execute(sql, (head,)).fetchone() or ("", "")
    told = store.outcome(answer.number)
    try:
        new = reader.text(store.fetch(answer.number))
    except (PageRefused, StoreError, *FAULTS):  # said by the outcome
        new = ()
    reason = (told and told.detail) or "not judged yet"
    old = reader.standing_text(answer.url) or ()
    return HeldAnswer(answer.number, ident, title, answer.url, reason, answer.days, old, new)
