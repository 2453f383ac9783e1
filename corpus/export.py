"""Articles and pages for others: JSON lines of what was cleaned, WARC records of what was fetched."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from corpus.record import article_to_record
from corpus.store import ArticleStore
from corpus.warc import write_warc


def json_lines(store: ArticleStore) -> Iterator[str]:
    """Every article as one line of JSON, corrections applied; an import reads them back."""
    for article in store.articles():
        yield json.dumps(article_to_record(article), ensure_ascii=False) + "\n"


def export_articles(store: ArticleStore, path: Path) -> int:
    """Write every article as a line of JSON; return how many. The file takes its name when it is whole."""
    beside, count = path.with_name(f"{path.name}.part"), 0
    try:
        with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            for line in json_lines(store):
                count += 1
                out.write(line)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def export_pages(store: ArticleStore, path: Path) -> int:
    """Write the newest page of every address as a record of WARC, gzip when the name ends in .gz; return how many."""
    return write_warc(path, (page for _, page in store.fetches()))
