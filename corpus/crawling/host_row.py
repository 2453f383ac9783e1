"""What is known of a site apart from its addresses: its robots.txt, and until when it is left."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from corpus.crawling.fetch import MAX_RETRY_AFTER
from corpus.store.store import ArticleStore

_MOST_BUSY = timedelta(seconds=MAX_RETRY_AFTER)


class HostRow:
    """The row of one site, `scheme://host:port`; a method that changes it is one transaction."""

    def __init__(
        self,
        store: ArticleStore,
        host: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._host = host
        self._clock = clock

    def robots(self) -> tuple[str | None, datetime] | None:
        """The site's robots.txt as it last came, None where it had none, and when; None before."""
        row = self._store.db.execute(
            "SELECT robots, robots_at FROM hosts WHERE name = ? AND robots_at IS NOT NULL",
            (self._host,),
        ).fetchone()
        return (row[0], datetime.fromisoformat(row[1])) if row else None

    def set_robots(self, status: int, body: str | None) -> bool:
        """Keep what the site answered for its robots.txt; whether its rules have changed."""
        with self._store.transaction() as db:
            known = self.robots()
            db.execute(
                "INSERT INTO hosts (name, robots, robots_status, robots_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET robots = excluded.robots, "
                "robots_status = excluded.robots_status, robots_at = excluded.robots_at",
                (self._host, body, status, self._now()),
            )
        return known is not None and known[0] != body

    def leave_until(self, moment: datetime) -> None:
        """Note that the site asks to be left alone until then."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT INTO hosts (name, busy_until) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET busy_until = excluded.busy_until",
                (self._host, moment.isoformat()),
            )

    def busy_until(self) -> datetime | None:
        """Until when the site asks to be left alone; None where that is over."""
        row = self._store.db.execute(
            "SELECT busy_until FROM hosts WHERE name = ? AND busy_until > ?",
            (self._host, self._now()),
        ).fetchone()
        until = datetime.fromisoformat(row[0]) if row else None
        return until if until and until <= self._clock() + _MOST_BUSY else None

    def _now(self) -> str:
        return self._clock().isoformat()
