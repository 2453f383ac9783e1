"""How authors' names are shown: the spellings of one person under the commonest, and what each page
has kept beside it.

What the cleaner found stays in the corpus as the page spells it. What is shown of it follows from
all bylines together, and from nothing else: whether pages came one by one or all at once makes no
difference. """

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import cast

from corpus.article import Article
from corpus.wording.name_spellings import learn_spellings

_KEY = "spellings"
_FOUND = "json_extract(found, '$.byline')"
_KEPT = "state <> 'withdrawn' AND json_valid(found)"


class Spellings:
    """The joined spellings, a row of `meta`. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def applied_to(self, article: Article) -> Article:
        """The article with its authors' names as they are shown; `signed` are those that the page
        has otherwise."""
        known = _read(self._kept())
        shown = tuple(dict.fromkeys(known.get(name, name) for name in article.byline))
        return replace(
            article, byline=shown, signed=tuple(name for name in article.byline if name in known)
        )

    def learn(self) -> Iterator[str]:
        """Learn from all bylines which spellings are one person's; the ids of articles to be shown
        otherwise by it."""
        rows = self.db.execute(
            f"SELECT {_FOUND}, count(*) FROM articles WHERE {_KEPT} GROUP BY 1 ORDER BY 1"  # noqa: S608
        )
        bylines = {tuple(json.loads(told)): times for told, times in rows.fetchall()}
        before, now = _read(self._kept()), learn_spellings(bylines)
        changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        if not changed:
            return
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (_KEY, json.dumps(now, ensure_ascii=False, sort_keys=True)),
        )
        for ident, told in self.db.execute(
            f"SELECT id, {_FOUND} FROM articles WHERE {_KEPT}"  # noqa: S608
        ).fetchall():
            if told != "[]" and not changed.isdisjoint(json.loads(told)):
                yield ident

    def _kept(self) -> str:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
        return row[0] if row else "{}"


@lru_cache(maxsize=2)
def _read(told: str) -> dict[str, str]:
    return cast(dict[str, str], json.loads(told))
