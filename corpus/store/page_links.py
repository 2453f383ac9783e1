"""Which pages name which as the next page of their text, or as another version of it."""

import sqlite3

from corpus.outcome import JOINED, Code
from corpus.store.held import standing
from corpus.store.outcome_row import WAITS

# pages that name one page; what more of them name is a front page, and part of no text
MAX_NAMERS = 100
_MAX_LINKED = 100  # pages that hang together, and are cleaned again when one of them changes


class PageLinks:
    """The table `kin`: which page names which. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def named_by(self, url: str) -> tuple[str, ...]:
        """The pages that `url` names."""
        rows = self.db.execute("SELECT named FROM kin WHERE url = ? ORDER BY named", (url,))
        return tuple(named for (named,) in rows)

    def namers(self, url: str) -> tuple[str, ...]:
        """The pages that name `url`; none where more than MAX_NAMERS do."""
        sql = "SELECT url FROM kin WHERE named = ? ORDER BY url LIMIT ?"
        found = self.db.execute(sql, (url, MAX_NAMERS + 1)).fetchall()
        return tuple(by for (by,) in found) if len(found) <= MAX_NAMERS else ()

    def note(self, url: str, named: tuple[str, ...]) -> None:
        """Keep which pages `url` names now.

        Pages linked with it, before or now, wait to be cleaned again.
        """
        if set(self.named_by(url)) == set(named):
            return
        self.clean_linked_again(url)
        self.db.execute("DELETE FROM kin WHERE url = ?", (url,))
        self.db.executemany(
            "INSERT OR IGNORE INTO kin VALUES (?, ?)", ((url, other) for other in named)
        )
        self.clean_linked_again(url)

    def linked(self, url: str) -> list[str]:
        """The pages linked with `url`, over others too; fewer than _MAX_LINKED, itself aside."""
        found = [url]
        known = {url}
        for one in found:  # grows meanwhile
            beside = dict.fromkeys((*self.named_by(one), *self.namers(one)))
            fresh = [other for other in beside if other not in known]
            found += fresh[: _MAX_LINKED - len(found)]
            known.update(fresh)
            if len(found) == _MAX_LINKED:
                break
        return found[1:]

    def clean_linked_again(self, url: str) -> None:
        """Have the pages linked with `url` cleaned again.

        Of those that hold no article by themselves nothing can change.
        """
        self.db.executemany(
            f"UPDATE fetches SET {WAITS} "  # noqa: S608
            f"WHERE id = {standing('?1')} AND outcome IN (?2, ?3, ?4)",
            [(other, Code.ARTICLE, *JOINED) for other in self.linked(url)],
        )
