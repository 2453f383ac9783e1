"""What sites have shown of their parameters: those that name articles, whatever they look like."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from corpus.page.parameters import NOTHING_SAID, Parameters


class Learnt:
    """The table of what was learnt. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def note(self, site: str, name: str, at: datetime) -> None:
        """Note that a parameter names articles on a site."""
        sql = "INSERT OR IGNORE INTO learnt_parameters VALUES (?, ?, ?)"
        self.db.execute(sql, (site, name, at.isoformat()))

    def of(self, site: str) -> tuple[str, ...]:
        """What was noted of a site."""
        sql = "SELECT name FROM learnt_parameters WHERE site = ? ORDER BY name"
        return tuple(name for (name,) in self.db.execute(sql, (site,)))

    def beside(self, said: Mapping[str, Parameters]) -> dict[str, Parameters]:
        """What people say of sites, and what these have shown; the first comes first."""
        both = dict(said)
        for site, name in self.db.execute("SELECT site, name FROM learnt_parameters ORDER BY name"):
            place = site.partition("://")[2].removeprefix("www.")
            host = place.rpartition(":")[0] if place.rpartition(":")[2].isdigit() else place
            own = both.get(place) or said.get(host) or NOTHING_SAID
            both[place] = own.also_keeping((name,))
        return both
