"""The corpus file: one SQLite database of hosts, urls, fetches, articles and people's decisions.

WAL with `synchronous=FULL`: a transaction that has returned survives a power cut, but where
`syncing` puts that off.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from corpus.errors import StoreError
from corpus.store.upgrades.steps import STEPS

APPLICATION_ID = 0x42_4B_46_4C  # "BKFL": tells our file from any other SQLite file
SCHEMA_VERSION = len(STEPS) + 1
BUSY_SECONDS = 60
RESTORE = "backfile restore BACKUP"  # what mends a damaged file
# in a file whose layout was sound when it was made
_DAMAGED = ("no such table", "no such column", "could not decode")

# A change of it needs a step in `upgrades` too, for the files that are there.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- what the crawler knows of a site
CREATE TABLE hosts (
    name TEXT PRIMARY KEY,          -- scheme://host:port
    robots TEXT,                    -- the body of robots.txt, NULL when there was none
    robots_status INTEGER,
    robots_at TEXT,
    moved_to TEXT,                  -- the name this site calls itself by: https, www.
    busy_until TEXT                 -- it asks to be left alone until then
) WITHOUT ROWID;
CREATE TABLE starts (
    url TEXT PRIMARY KEY,           -- where crawls of the host begin
    host TEXT NOT NULL,
    base TEXT                       -- the path it stands for, NULL for the whole host
) WITHOUT ROWID;
-- what may happen to an address: corpus/crawling/life.py; and to its page: corpus/outcome.py
CREATE TABLE urls (
    url TEXT PRIMARY KEY,           -- canonical
    host TEXT NOT NULL,
    state TEXT NOT NULL,            -- queued, done, failed, missing, refused
    kind TEXT NOT NULL DEFAULT 'page',   -- start, page, list, sitemap, feed: \
what to expect behind it
    depth INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL DEFAULT 0, -- smaller is fetched first
    tries INTEGER NOT NULL DEFAULT 0,    -- in this run
    misses INTEGER NOT NULL DEFAULT 0,   -- turns in a row that brought no page
    calm INTEGER NOT NULL DEFAULT 0,     -- turns in a row that brought nothing new
    due_at TEXT,                    -- not before this time; NULL is with the next run
    outcome TEXT,                   -- of the last time; NULL when it was never asked for
    status INTEGER,                 -- of the answer or the redirect, where there was one
    moved_to TEXT,                  -- where a redirect leads
    detail TEXT,                    -- for the words alone
    asked_at TEXT,                  -- when the server last answered for it
    turn_at TEXT,                   -- when its turn last was, whether it answered or not
    found_on TEXT,                  -- the page that linked to it first; NULL: nobody knows
    etag TEXT,
    last_modified TEXT,
    fetch_id INTEGER,               -- the newest good one
    hint_title TEXT,                -- what a list page says of it
    hint_published TEXT,
    listed TEXT                     -- the day of its last change by a sitemap, '' for none; \
NULL: none names it
) WITHOUT ROWID;
CREATE INDEX urls_queue ON urls (host, priority, depth, url) WHERE state = 'queued';

-- what came over the wire or out of files, for ever
CREATE TABLE fetches (
    id INTEGER PRIMARY KEY,
    url TEXT,                       -- NULL for a file that names no address
    fetched_at TEXT NOT NULL,
    source TEXT NOT NULL,           -- crawl, import, warc
    origin TEXT,                    -- the file it came from, NULL for a crawled page
    status INTEGER NOT NULL DEFAULT 200,
    content_type TEXT NOT NULL,
    charset TEXT,
    body BLOB NOT NULL,             -- zlib
    digest TEXT NOT NULL,           -- of the body, uncompressed
    outcome TEXT,                   -- of its cleaning; NULL while it waits
    claimed_by TEXT,                -- the page whose article has the text
    part INTEGER,                   -- the number of a later page
    detail TEXT,                    -- for the words alone
    robots TEXT,                    -- its headers X-Robots-Tag, a line each
    noindex TEXT                    -- by what it asks not to be indexed; NULL: it does not
);
CREATE INDEX fetches_url ON fetches (url, id);
CREATE INDEX fetches_digest ON fetches (digest) WHERE url IS NULL;
CREATE INDEX fetches_waiting ON fetches (id) WHERE outcome IS NULL;
CREATE INDEX fetches_noindex ON fetches (id) WHERE noindex IS NOT NULL;
CREATE INDEX fetches_claimed ON fetches (claimed_by) WHERE claimed_by IS NOT NULL;
-- which pages name which as the next page of their text, or as another version of it
CREATE TABLE kin (url TEXT NOT NULL, named TEXT NOT NULL, PRIMARY KEY (url, named)) WITHOUT ROWID;
CREATE INDEX kin_named ON kin (named, url);

-- newer answers of addresses where the one before stands: not judged yet, or held
CREATE TABLE held (
    url TEXT PRIMARY KEY,
    stands INTEGER NOT NULL,        -- the answer of which the article is made; 0: none is
    fetch_id INTEGER NOT NULL,      -- the newest one
    text TEXT,                      -- digest of what that says, '' for nothing; NULL: not judged
    days TEXT NOT NULL,             -- JSON list: on which it said the same
    kept INTEGER NOT NULL DEFAULT 0, -- it was decided against it
    told INTEGER NOT NULL DEFAULT 0 -- people were told that it is held
) WITHOUT ROWID;
-- addresses of articles for which their site has no page
CREATE TABLE missing (
    url TEXT PRIMARY KEY,
    since TEXT NOT NULL,            -- when it first said so
    gone TEXT                       -- the day on which that was believed
) WITHOUT ROWID;
-- where addresses of articles led last, until the page there was read
CREATE TABLE redirects (
    url TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    lasting INTEGER NOT NULL,       -- 1: by 301 or 308; 2: the target led here for a while
    at TEXT NOT NULL
) WITHOUT ROWID;
-- parameters of addresses that name articles, as the site has shown: kept whatever they look like
CREATE TABLE learnt_parameters (
    site TEXT NOT NULL,             -- scheme://host:port
    name TEXT NOT NULL,             -- in lower case
    at TEXT NOT NULL,
    PRIMARY KEY (site, name)
) WITHOUT ROWID;
-- addresses and ids that lead to an article beside its own: it had them, or another had that was it
CREATE TABLE other_names (name TEXT PRIMARY KEY, article_id TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,            -- live; removed by a person; withdrawn: \
cleaning no longer finds it
    updated_seq INTEGER NOT NULL UNIQUE,
    fetch_id INTEGER,
    url TEXT,
    title TEXT NOT NULL,            -- this and the next four as corrected
    byline TEXT NOT NULL,           -- JSON list
    section TEXT,
    published TEXT,
    date_source TEXT NOT NULL,
    found TEXT NOT NULL,            -- JSON: the same five as the cleaner found them
    language TEXT,
    paragraphs TEXT NOT NULL,       -- JSON list
    sentences TEXT NOT NULL,        -- JSON list of bounds, flat
    fetched_at TEXT,
    digest TEXT NOT NULL,
    provenance TEXT NOT NULL,       -- JSON
    standfirst TEXT,
    updated TEXT,
    tags TEXT NOT NULL DEFAULT '[]', -- JSON list
    added_at TEXT NOT NULL DEFAULT '',  -- when it first came in, of whatever day it is
    changed_at TEXT NOT NULL DEFAULT '' -- when it last became another
) WITHOUT ROWID;
-- with the state, what is counted by days reads no article
CREATE INDEX articles_published ON articles (published, id, state) WHERE state = 'live';
CREATE INDEX articles_fetch ON articles (fetch_id);
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_added ON articles (added_at, id);

-- what people decided; wins over everything found, for ever
CREATE TABLE corrections (article_id TEXT PRIMARY KEY, fields TEXT NOT NULL, \
made_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE removals (article_id TEXT PRIMARY KEY, reason TEXT NOT NULL, \
made_at TEXT NOT NULL) WITHOUT ROWID;
-- the change of each article by which people last decided about it, or took a decision back:
-- an index from before does not know
CREATE TABLE decided (article_id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX decided_seq ON decided (seq);
"""


def connect(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """Open the corpus file, making it first when `create`.

    Raises StoreError when it is missing, damaged, foreign or of another version. What only stands
    in the way, such as a lock, a full disk or missing permission, stays sqlite3.OperationalError or
    OSError: the file may be sound.
    """
    if not create and not path.exists():
        raise StoreError(
            f"there is no corpus at {path}", mend="backfile import PATH, or backfile crawl URL"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path)
    except BaseException as error:
        db.close()
        if not is_damage(error):
            raise
        raise StoreError(
            f"{path} is damaged, or not a corpus: {_printable(error)}", mend=RESTORE
        ) from error
    return db


def is_damage(error: BaseException) -> bool:
    """Whether `error` says that the file is damaged or not SQLite's, rather than out of reach."""
    if isinstance(error, UnicodeDecodeError):  # its complaint quotes a damaged schema
        return True
    if isinstance(error, sqlite3.OperationalError):
        return str(error).lower().startswith(_DAMAGED)
    return type(error) is sqlite3.DatabaseError  # its kinds are mistakes of ours


# each transaction that wrote anything is one more: PageStore.state
_COUNT = "INSERT INTO meta VALUES ('written', '1') ON CONFLICT DO UPDATE SET value = value + 1"


def transaction(db: sqlite3.Connection) -> AbstractContextManager[sqlite3.Connection]:
    """A block that commits what happens inside, or nothing of it; within another it joins that."""
    return nullcontext(db) if db.in_transaction else _committing(db)


@contextmanager
def _committing(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    db.execute("BEGIN IMMEDIATE")
    before = db.total_changes
    try:
        yield db
        if db.total_changes != before:
            db.execute(_COUNT)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # on a full disk SQLite has rolled back by itself
            db.execute("ROLLBACK")
        raise


def _printable(error: BaseException) -> str:
    return "its layout cannot be read" if isinstance(error, UnicodeDecodeError) else str(error)


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA foreign_keys=ON")
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        _create(db, path)
    while 0 < (version := _version(db)) < SCHEMA_VERSION:
        _upgrade(db, version)
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer version of Backfile (its layout is {version}, "
            f"this program knows {SCHEMA_VERSION}); nothing in it was touched",
            mend="install that version",
        )
    # reads the layout: damage shows here
    db.execute("SELECT count(*) FROM articles, fetches, meta WHERE false")


def _create(db: sqlite3.Connection, path: Path) -> None:
    with transaction(db):
        if db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            if db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                return  # another process was quicker
            raise StoreError(
                f"{path} is a database, but not a Backfile corpus; nothing in it was touched"
            )
        for statement in SCHEMA.split(";\n"):
            db.execute(statement)
        db.execute(
            "INSERT INTO meta VALUES ('corpus_id', ?1), ('archive_id', ?1), ('seq', '0')",
            (secrets.token_hex(8),),
        )
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


def _upgrade(db: sqlite3.Connection, version: int) -> None:
    with transaction(db):
        if _version(db) == version:  # or another process was quicker
            STEPS[version - 1](db)
            db.execute(f"PRAGMA user_version={version + 1}")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
