"""An address as a person writes it: the one form it has here, by which it may be known."""

from collections.abc import Iterator
from urllib.parse import unquote

from corpus.crawling.starts import present_site
from corpus.errors import BackfileError
from corpus.page.urls import canonical, site_of
from corpus.store.store import ArticleStore

_KNOWN = (
    "SELECT EXISTS (SELECT 1 FROM urls WHERE url = ?1) "
    "OR EXISTS (SELECT 1 FROM starts WHERE url = ?1) "
    "OR EXISTS (SELECT 1 FROM fetches WHERE url = ?1) "
    "OR EXISTS (SELECT 1 FROM other_names WHERE name = ?1)"
)


def read_address(text: str, *, mend: str | None = None) -> str:
    """The canonical form of what a person wrote. Raises BackfileError for what is no web address; a
    password in it is said to nobody."""
    url = canonical(text)
    if url is not None:
        return url
    if "@" in text.split("://", 1)[-1].split("/", 1)[0]:
        message = "an address with a user's name or a password in it is not crawled"
        raise BackfileError(message, mend=mend)
    raise BackfileError(
        f"{text!r} is not a web address: one begins with http:// or https://", mend=mend
    )


def known_address(store: ArticleStore, text: str) -> str:
    """The address that a person means, as it is known: with or without `www.`, by http or https,
    and as it was written before its site's parameters were set.

    One that is not known is written as its site writes itself. Raises BackfileError.
    """
    url = read_address(text)
    own = site_of(url)
    forms = [site + url[len(own) :] for site in _names(store, own)]
    for form in (text.strip(), *forms):
        if is_known(store, form):
            return form
    sql = "SELECT EXISTS (SELECT 1 FROM hosts WHERE name = ?)"
    asked = (form for form in forms if store.db.execute(sql, (site_of(form),)).fetchone()[0])
    return next(asked, url)


def addressed_article(store: ArticleStore, text: str) -> str | None:
    """The id of the article whose address a person pasted: its own or one that it had, with or
    without scheme, `www.`, a slash at its end, and parameters that name no page; None for none."""
    stripped = text.strip()
    whole = stripped if "://" in stripped else f"https://{stripped}"
    for written in dict.fromkeys((whole, unquote(whole))):
        if url := canonical(written):
            sites = dict.fromkeys(_names(store, site_of(url)))
            for place in _places(url[len(site_of(url)) :]):
                for site in sites:
                    if found := store.article_at(site + place):
                        return found
    return store.article_at(stripped)


def _places(place: str) -> Iterator[str]:
    """A path with its parameters, without each of them, without any; with and without a slash."""
    path, _, query = place.partition("?")
    pairs = query.split("&") if query else []
    fewer = ("&".join(pairs[:at] + pairs[at + 1 :]) for at in range(len(pairs)))
    for kept in dict.fromkeys((query, *(fewer if len(pairs) > 1 else ()), "")):
        for end in (path, path.removesuffix("/") or path, f"{path}/"):
            yield f"{end}?{kept}" if kept else end


def is_known(store: ArticleStore, url: str) -> bool:
    """Whether anything is known of an address: from a crawl, a file, or an article that had it."""
    return bool(store.db.execute(_KNOWN, (url,)).fetchone()[0])


def _names(store: ArticleStore, site: str) -> Iterator[str]:
    """What a site may be called: as it is written, as it calls itself, and otherwise."""
    yield site
    yield present_site(store, site)
    scheme, _, host = site.partition("://")
    bare = host.removeprefix("www.")
    for by in (scheme, "http" if scheme == "https" else "https"):
        yield from (f"{by}://{bare}", f"{by}://www.{bare}")
