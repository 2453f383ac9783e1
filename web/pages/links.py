"""Addresses of pages and files: an article's, with its slug, and those with scheme and host."""

from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

from flask import Flask

from corpus.article import Article
from corpus.store.calendar import Entry
from search.matching.results import Hit, Reprint
from web.base.article_path import article_path
from web.pages.shelf import the_settings


def article_url(
    item: Article | Entry | Hit | Reprint,
    *,
    state: str = "",
    anchor: str | None = None,
    absolute: bool = False,
) -> str:
    """The address of an article's page: a path, or with scheme and host where `absolute` is set.

    `state` is that of a search whose words the page marks, and to which it leads back; `anchor` a
    place on it.
    """
    path = _quoted(article_path(item.id, item.title))
    if state:
        path += f"?{state}"
    if anchor:
        path += f"#{anchor}"
    return absolute_url(path) if absolute else path


@lru_cache(maxsize=4_096)
def _quoted(path: str) -> str:
    return quote(path)


def day_url(day: date) -> str:
    """The address of the page of a day."""
    return f"/browse/{day.year}/{day.month:02}/{day.day:02}"


def absolute_url(path: str) -> str:
    """`path` with scheme and host: those of the setting `base_url`, else those of this server.

    Never those that a request names: whoever asks could choose what feeds and citations say.
    """
    return the_settings().address + path


def permanent_url(item: Article | Entry | Hit) -> str:
    """The address of an article's page with scheme and host: the one to cite."""
    return article_url(item, absolute=True)


def static_urls(app: Flask) -> dict[str, str]:
    """File name -> an address that changes with the file's bytes: browsers may keep it for ever."""
    folder = Path(app.static_folder or "")
    digests = {
        path.name: blake2b(path.read_bytes(), digest_size=6).hexdigest()
        for path in sorted(folder.iterdir())
    }
    return {name: f"/static/{name}?v={digest}" for name, digest in digests.items()}
