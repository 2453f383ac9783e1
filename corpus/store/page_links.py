"""Which pages name which as the next page of their text, or as another version of it: kept with the
corpus."""

import sqlite3

ARTICLE = "article"  # what `fetches.cleaned` says of a page that holds one
LATER_PAGE = "a later page of an article"
VERSION = "another version of an article"
# how the reasons begin why a page's text is in another one's article
JOINED = (LATER_PAGE, VERSION)
# pages that name one page; what more of them name is a front page, and part of no text
MAX_NAMERS = 100
_MAX_KIN = 100  # pages that hang together, and are cleaned again when one of them changes


def claimant(reason: str) -> str | None:
    """The page whose article one was joined to for this reason; None for any other reason."""
    last = reason.rpartition(" ")[2]  # "(URL)", or "URL)" behind the number of a page
    return last.removeprefix("(").removesuffix(")") if reason.startswith(JOINED) else None


class Kinship:
    """The table `kin`. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def names(self, url: str) -> tuple[str, ...]:
        """The pages that `url` names."""
        rows = self.db.execute("SELECT named FROM kin WHERE url = ? ORDER BY named", (url,))
        return tuple(named for (named,) in rows)

    def namers(self, url: str) -> tuple[str, ...]:
        """Pages that name `url`; none where more than MAX_NAMERS do."""
        sql = "SELECT url FROM kin WHERE named = ? ORDER BY url LIMIT ?"
        found = self.db.execute(sql, (url, MAX_NAMERS + 1)).fetchall()
        return tuple(by for (by,) in found) if len(found) <= MAX_NAMERS else ()

    def note(self, url: str, names: tuple[str, ...]) -> None:
        """Keep what `url` names now. Pages that hang together with it, before or now, wait to be
        cleaned again."""
        if set(self.names(url)) == set(names):
            return
        self.wake(url)
        self.db.execute("DELETE FROM kin WHERE url = ?", (url,))
        self.db.executemany(
            "INSERT OR IGNORE INTO kin VALUES (?, ?)", ((url, named) for named in names)
        )
        self.wake(url)

    def around(self, url: str) -> list[str]:
        """The pages that hang together with `url`; at most _MAX_KIN with itself."""
        kin = [url]
        known = {url}
        for one in kin:  # grows meanwhile
            fresh = [
                other
                for other in dict.fromkeys((*self.names(one), *self.namers(one)))
                if other not in known
            ]
            kin += fresh[: _MAX_KIN - len(kin)]
            known.update(fresh)
            if len(kin) == _MAX_KIN:
                break
        return kin[1:]

    def wake(self, url: str) -> None:
        """Have the pages around `url` cleaned again; of those that hold no article by themselves
        nothing can change."""
        self.db.executemany(
            "UPDATE fetches SET cleaned = NULL WHERE id = (SELECT max(id) FROM fetches WHERE url = ?) "
            "AND (cleaned = ? OR cleaned LIKE ? OR cleaned LIKE ?)",
            [(other, ARTICLE, f"{LATER_PAGE}%", f"{VERSION}%") for other in self.around(url)],
        )
