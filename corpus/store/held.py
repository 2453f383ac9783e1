"""New answers of addresses where the one before stands: not judged yet, or held until a day or a
person decides."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.outcome import Code, Outcome
from corpus.page.urls import site_of
from corpus.store.outcome_row import SET, WAITS, to_columns

SEVERAL = 3  # answers held of one site: it is ill
NOTHING = 0  # stands at an address whose first answer is held


def standing(url: str) -> str:
    """The SQL of the number of the answer that stands at an address; `url` is the SQL of that.

    It is the newest one, but where a newer one is in the table; NULL where none stands.
    """
    held = f"SELECT stands FROM held WHERE url = {url}"  # noqa: S608
    newest = f"SELECT max(id) FROM fetches WHERE url = {url}"  # noqa: S608
    return f"nullif(coalesce(({held}), ({newest})), {NOTHING})"


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """The newest answer of an address, and the one that stands there: numbers of pages."""

    url: str
    stands: int  # or NOTHING
    number: int
    text: str | None  # the digest of what it says, "" where that is nothing; None: not judged
    days: tuple[date, ...]  # on which it came; before it is judged, the last is that of this answer
    kept: bool = False  # it was decided against it, for as long as it says the same
    told: bool = False  # people were told that it is held


class Held:
    """The table of new answers. Writes join the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def note(self, url: str | None, number: int, day: date) -> None:
        """Note an answer that came on a day; where there was one before, that stands until `take`.

        What came between the two never does.
        """
        known = self.of(url)
        if not known:
            self.db.execute(
                "INSERT INTO held (url, stands, fetch_id, days) SELECT url, max(id), ?, ? "
                "FROM fetches WHERE url = ? AND id < ? GROUP BY url",
                (number, _column((day,)), url, number),
            )
            return
        self._supersede("id = ?", known.number)
        self.db.execute(
            "UPDATE held SET fetch_id = ?, days = ? WHERE url = ?",
            (number, _column((*known.days, day)), url),
        )

    def note_again(self, number: int, day: date) -> None:
        """Note that an answer came once more, to the byte; it waits to be judged again, if held."""
        known = self._of("fetch_id = ?", number)
        if known:
            days = _column((*known[0].days, day))
            self.db.execute("UPDATE held SET days = ? WHERE fetch_id = ?", (days, number))
            self.db.execute(f"UPDATE fetches SET {WAITS} WHERE id = ?", (number,))  # noqa: S608

    def of(self, url: str | None) -> NewAnswer | None:
        """The new answer of an address, held or kept too; None where the newest stands."""
        return next(iter(self._of("url = ?", url)), None)

    def all(self, *, waiting: bool = False) -> list[NewAnswer]:
        """Every new answer, held or kept too, by address; those to be judged when `waiting`."""
        unjudged = "fetch_id IN (SELECT id FROM fetches WHERE outcome IS NULL)"
        return self._of(f"{unjudged if waiting else 'true'} ORDER BY url")

    def open(self) -> list[NewAnswer]:
        """The answers that are held, and about which nobody has decided, by address."""
        return self._of("text IS NOT NULL AND NOT kept ORDER BY url")

    def awaited(self, url: str) -> str | None:
        """The digest of the text that is held at an address; None where nothing is, or where it is
        held at another one, too."""
        held = self.open()
        text = next((answer.text for answer in held if answer.url == url), None)
        return text if text and sum(answer.text == text for answer in held) == 1 else None

    def count(self) -> int:
        """How many those are."""
        sql = "SELECT count(*) FROM held WHERE text IS NOT NULL AND NOT kept"
        return int(self.db.execute(sql).fetchone()[0])

    def hold(self, answer: NewAnswer, text: str, reason: str) -> None:
        """Hold an answer that says `text`, unless a newer one came meanwhile.

        Its days count anew where it says something else than the one before. What is held is asked
        for without a condition: that it was not modified would tell nothing of the article.
        """
        same = text == answer.text
        days = answer.days if same else answer.days[-1:]
        held = self.db.execute(
            "UPDATE held SET text = ?, days = ?, kept = ? WHERE fetch_id = ?",
            (text, _column(days), same and answer.kept, answer.number),
        )
        if held.rowcount:
            sql = f"UPDATE fetches SET {SET} WHERE id = ?"  # noqa: S608
            self.db.execute(sql, (*to_columns(Outcome(Code.HELD, reason)), answer.number))
            sql = "UPDATE urls SET etag = NULL, last_modified = NULL WHERE url = ?"
            self.db.execute(sql, (answer.url,))

    def take_back(self, answer: NewAnswer, reason: str) -> None:
        """Hold an answer that stood till now, and says its `text`; where a newer one is held, let
        but `stands` be what stands there."""
        self.db.execute(
            "INSERT INTO held (url, stands, fetch_id, days) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET stands = excluded.stands",
            (answer.url, answer.stands, answer.number, _column(answer.days)),
        )
        self.hold(answer, answer.text or "", reason)

    def take(self, number: int) -> None:
        """Let this answer stand, unless a newer one came meanwhile; it waits to be cleaned."""
        for answer in self._of("fetch_id = ?", number):
            self._forget(answer)
            self.db.execute(f"UPDATE fetches SET {WAITS} WHERE id = ?", (number,))  # noqa: S608

    def replace(self, url: str | None, number: int) -> None:
        """Let this page stand at once: a file that a person brings needs no judgement."""
        if answer := self.of(url):
            self._forget(answer)
        self._supersede("url = ? AND id < ?", url, number)

    def keep(self, number: int) -> None:
        """Decide for the answer that stands, for as long as this new one says the same."""
        self.db.execute("UPDATE held SET kept = 1 WHERE fetch_id = ?", (number,))

    def untold(self) -> dict[str, int]:
        """The sites that are ill, and how many of their answers are held; those alone of which
        people have not been told that all these are."""
        held = self.open()
        counts = Counter(site_of(answer.url) for answer in held)
        fresh = {site_of(answer.url) for answer in held if not answer.told}
        return {site: counts[site] for site in sorted(fresh) if counts[site] >= SEVERAL}

    def note_told(self, sites: Iterable[str]) -> None:
        """Note that people were told of all that is held of these sites."""
        told = frozenset(sites)
        self.db.executemany(
            "UPDATE held SET told = 1 WHERE url = ?",
            [(answer.url,) for answer in self.open() if site_of(answer.url) in told],
        )

    def _forget(self, answer: NewAnswer) -> None:
        self.db.execute("DELETE FROM held WHERE url = ?", (answer.url,))
        self._supersede("url = ? AND id < ?", answer.url, answer.number)

    def _supersede(self, which: str, *values: object) -> None:
        """Clean no page of these that waits: a newer one has come."""
        self.db.execute(
            f"UPDATE fetches SET outcome = ? WHERE {which} "  # noqa: S608
            "AND (outcome IS NULL OR outcome = ?)",
            (Code.SUPERSEDED, *values, Code.HELD),
        )

    def _of(self, which: str, *values: object) -> list[NewAnswer]:
        columns = "url, stands, fetch_id, text, days, kept, told"
        sql = f"SELECT {columns} FROM held WHERE {which}"  # noqa: S608
        return [
            NewAnswer(url, stands, number, text, _days(days), bool(kept), bool(told))
            for url, stands, number, text, days, kept, told in self.db.execute(sql, values)
        ]


def _days(column: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, json.loads(column)))


def _column(days: tuple[date, ...]) -> str:
    return json.dumps([day.isoformat() for day in dict.fromkeys(days)])
