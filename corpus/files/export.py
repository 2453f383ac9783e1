"""Articles and pages for others: JSON lines of what was cleaned, WARC of what was fetched."""

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from corpus.cleaning.record import article_to_record
from corpus.files.warc import write_warc
from corpus.store.store import ArticleStore


def json_lines(store: ArticleStore) -> Iterator[str]:
    """Every article as one line of JSON, corrections applied; an import reads them back."""
    for article in store.articles():
        yield json.dumps(article_to_record(article), ensure_ascii=False) + "\n"


def export_articles(store: ArticleStore, path: Path) -> int:
    """Write every article as a line of JSON, gzip when the name ends in .gz; return how many.

    The file takes its name when it is whole.
    """
    beside, count = path.with_name(f"{path.name}.part"), 0
    try:
        with beside.open("wb") as file:
            packed = path.suffix == ".gz"
            with gzip.GzipFile("", "wb", 6, file, mtime=0) if packed else nullcontext(file) as out:
                for line in json_lines(store):
                    count += 1
                    out.write(line.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def export_pages(store: ArticleStore, path: Path) -> int:
    """Write the newest page of every address as a record of WARC; return how many.

    Gzip when the name ends in .gz. The pages of removed articles are left out. Raises StoreError at
    the first damaged page.
    """
    hidden = _pages_of_removed(store)
    shown = (number for number in store.fetch_numbers() if number not in hidden)
    return write_warc(path, (store.fetch(number) for number in shown))


def _pages_of_removed(store: ArticleStore) -> frozenset[int]:
    """The numbers of the pages that removed articles were made from.

    Other pages of the same addresses, and those joined to them, are among them.
    """
    rows = store.db.execute(
        "WITH gone (fetch_id, url) AS (SELECT a.fetch_id, coalesce(f.url, a.url) FROM removals r "
        "JOIN articles a ON a.id = r.article_id LEFT JOIN fetches f ON f.id = a.fetch_id "
        "UNION SELECT NULL, n.name FROM removals r JOIN other_names n USING (article_id)) "
        "SELECT id, url FROM fetches "
        "WHERE id IN (SELECT fetch_id FROM gone) OR url IN (SELECT url FROM gone)"
    ).fetchall()
    hidden, urls = {number for number, _ in rows}, {url for _, url in rows if url}
    if urls:
        joined = "SELECT id FROM fetches WHERE claimed_by = ?"
        hidden.update(number for url in urls for (number,) in store.db.execute(joined, (url,)))
        waiting = store.fetch_addresses(waiting=True)  # nobody knows yet whose text is on them
        hidden.update(
            number
            for number, url in waiting
            if url and not urls.isdisjoint(store.linked_pages(url))
        )
    return frozenset(hidden)
