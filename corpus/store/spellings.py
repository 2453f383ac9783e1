"""How authors' names are shown: the spellings of one person as the commonest of them.

What the cleaner found stays in the corpus as the page spells it. What is shown of it follows from
all bylines together, and from nothing else: whether pages came one by one or all at once makes no
difference.
"""

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
        """The article with its authors' names as they are shown.

        `signed` are those that the page spells otherwise.
        """
        known = _read(self._stored())
        shown = tuple(dict.fromkeys(known.get(name, name) for name in article.byline))
        signed = tuple(name for name in article.byline if name in known)
        return replace(article, byline=shown, signed=signed)

    def learn_anew(self) -> Iterator[str]:
        """Learn from all bylines which spellings are one person's.

        Gives the ids of the articles whose names are shown otherwise by it.
        """
        articles = f"articles WHERE {_KEPT} GROUP BY 1 ORDER BY 1"
        sql = f"SELECT {_FOUND}, count(*) FROM {articles}"  # noqa: S608
        rows = self.db.execute(sql).fetchall()
        bylines = {tuple(json.loads(names)): count for names, count in rows}
        before, now = _read(self._stored()), learn_spellings(bylines)
        changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        if not changed:
            return
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (_KEY, json.dumps(now, ensure_ascii=False, sort_keys=True)),
        )
        found = f"SELECT id, {_FOUND} FROM articles WHERE {_KEPT}"  # noqa: S608
        for ident, names in self.db.execute(found).fetchall():
            if names != "[]" and not changed.isdisjoint(json.loads(names)):
                yield ident

    def _stored(self) -> str:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
        return row[0] if row else "{}"


@lru_cache(maxsize=2)
def _read(stored: str) -> dict[str, str]:
    """The name that is shown for each spelling."""
    return cast(dict[str, str], json.loads(stored))
