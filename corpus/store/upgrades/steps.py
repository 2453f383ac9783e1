"""The steps from each layout of the corpus file to the next, in order.

A change of the tables is one more step here, beside the change of the schema in `database`. A step
that was released never changes: it knows nothing but the layout it was written for.
"""

import sqlite3
from collections.abc import Callable

from corpus.store.upgrades.sentences import name_outcomes

Step = Callable[[sqlite3.Connection], None]  # within the transaction of the upgrade


def statements(*sql: str) -> Step:
    """A step of SQL alone."""

    def step(db: sqlite3.Connection) -> None:
        for statement in sql:
            db.execute(statement)

    return step


STEPS: tuple[Step, ...] = (
    # 1 to 2: which pages name which
    statements(
        "CREATE TABLE kin (url TEXT NOT NULL, named TEXT NOT NULL, PRIMARY KEY (url, named)) "
        "WITHOUT ROWID",
        "CREATE INDEX kin_named ON kin (named, url)",
    ),
    # 2 to 3: outcomes are codes, not sentences
    name_outcomes,
    # 3 to 4: where crawls begin; a redirect to a start had made it a page, but at no depth
    statements(
        "CREATE TABLE starts (url TEXT PRIMARY KEY, host TEXT NOT NULL) WITHOUT ROWID",
        "INSERT INTO starts SELECT url, host FROM urls WHERE kind = 'start' OR (depth = 0 "
        "AND host NOT IN (SELECT host FROM urls WHERE kind = 'start'))",
    ),
    # 4 to 5: the deck below a headline
    statements("ALTER TABLE articles ADD COLUMN standfirst TEXT"),
    # 5 to 6: the day of an article's last change
    statements("ALTER TABLE articles ADD COLUMN updated TEXT"),
    # 6 to 7: what a page is tagged with
    statements("ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'"),
    # 7 to 8: when people last decided about an article
    statements(
        "CREATE TABLE decided (article_id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE INDEX decided_seq ON decided (seq)",
        "INSERT INTO decided SELECT id, updated_seq FROM articles "
        "WHERE id IN (SELECT article_id FROM corrections UNION SELECT article_id FROM removals)",
    ),
    # 8 to 9: when each address is asked for again; pages are spread over two months
    statements(
        "ALTER TABLE hosts ADD COLUMN busy_until TEXT",
        "ALTER TABLE urls ADD COLUMN misses INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE urls ADD COLUMN calm INTEGER NOT NULL DEFAULT 0",
        "UPDATE urls SET calm = 2, due_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', asked_at, "
        "'+' || (30 + (7 * length(url) + 11 * unicode(substr(url, -6))) % 60) || ' days') "
        "WHERE state = 'done' AND kind = 'page'",
        "UPDATE urls SET state = 'missing', misses = 1 WHERE state = 'refused' AND "
        "(outcome IN ('empty', 'other-type', 'too-large', 'led-away') OR (outcome = 'status' "
        "AND status NOT IN (401, 402, 403, 407, 451)))",
        "UPDATE urls SET state = 'failed', misses = 1 WHERE state = 'refused' AND "
        "outcome NOT IN ('forbidden', 'unfit-address', 'unaskable')",
    ),
    # 9 to 10: new answers that do not stand yet, articles that are missing or have moved
    statements(
        "CREATE TABLE held (url TEXT PRIMARY KEY, stands INTEGER NOT NULL, fetch_id INTEGER NOT "
        "NULL, text TEXT, days TEXT NOT NULL, kept INTEGER NOT NULL DEFAULT 0, told INTEGER NOT "
        "NULL DEFAULT 0) WITHOUT ROWID",
        "CREATE TABLE missing (url TEXT PRIMARY KEY, since TEXT NOT NULL, gone TEXT) WITHOUT ROWID",
        "CREATE TABLE redirects (url TEXT PRIMARY KEY, target TEXT NOT NULL, lasting INTEGER NOT "
        "NULL, at TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE other_names (name TEXT PRIMARY KEY, article_id TEXT NOT NULL) WITHOUT ROWID",
        "INSERT INTO redirects SELECT url, moved_to, 1, asked_at FROM urls "
        "WHERE outcome = 'moved' AND status IN (301, 308) AND asked_at IS NOT NULL "
        "AND url IN (SELECT url FROM articles WHERE state <> 'withdrawn')",
    ),
    # 10 to 11: what a start stands for: those that are there for the whole of their site
    statements("ALTER TABLE starts ADD COLUMN base TEXT"),
    # 11 to 12: where addresses were found, and when they last had their turn
    statements(
        "ALTER TABLE urls ADD COLUMN turn_at TEXT",
        "ALTER TABLE urls ADD COLUMN found_on TEXT",
        "UPDATE urls SET turn_at = asked_at WHERE asked_at IS NOT NULL",
    ),
    # 12 to 13: what sitemaps name; they come once more in full to say it
    statements(
        "ALTER TABLE urls ADD COLUMN listed TEXT",
        "UPDATE urls SET etag = NULL, last_modified = NULL WHERE kind IN ('sitemap', 'start')",
    ),
    # 13 to 14: which pages ask not to be indexed
    statements(
        "ALTER TABLE fetches ADD COLUMN robots TEXT",
        "ALTER TABLE fetches ADD COLUMN noindex TEXT",
        "CREATE INDEX fetches_noindex ON fetches (id) WHERE noindex IS NOT NULL",
    ),
    # 14 to 15: parameters that name articles, as sites have shown
    statements(
        "CREATE TABLE learnt_parameters (site TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, "
        "PRIMARY KEY (site, name)) WITHOUT ROWID",
    ),
    # 15 to 16: when articles came in and changed, as pages and corrections tell
    statements(
        "ALTER TABLE articles ADD COLUMN added_at TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE articles ADD COLUMN changed_at TEXT NOT NULL DEFAULT ''",
        "UPDATE articles SET changed_at = max(coalesce((SELECT fetched_at FROM fetches "
        "WHERE fetches.id = articles.fetch_id), articles.fetched_at, ''), coalesce((SELECT made_at "
        "FROM corrections WHERE article_id = articles.id), ''))",
        "UPDATE articles SET changed_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now') "
        "WHERE changed_at = ''",
        "UPDATE articles SET added_at = coalesce((SELECT min(fetched_at) FROM fetches "
        "WHERE fetches.url = articles.url), fetched_at, changed_at)",
        "CREATE INDEX articles_added ON articles (added_at, id)",
        "INSERT INTO meta SELECT 'archive_id', value FROM meta WHERE key = 'corpus_id'",
    ),
    # 16 to 17: what is counted by days reads no article
    statements(
        "DROP INDEX articles_published",
        "CREATE INDEX articles_published ON articles (published, id, state) WHERE state = 'live'",
    ),
)
