"""The demo's data folder: an invented newspaper, crawled once from this machine itself."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import BackfileError
from corpus.store.store import ArticleStore

FOLDER = Path("backfile-demo")
NAME = "Selmak Courier"
STATE_KEY = "demo"  # the note in the corpus that says how far its making has come
BEGUN, CRAWLED = "begun", "crawled"


def make_corpus(path: Path, *, on_page: Callable[[], None] = lambda: None) -> int:
    """Make the corpus `path` of the sample newspaper, and return how many pages were fetched.

    0 when it is there already. The sample site stands on another port each time, and so its pages
    have other addresses: a crawl that was cut short begins anew. Raises BackfileError for a corpus
    that is not the demo's.
    """
    state = _state(path)
    if state == CRAWLED:
        return 0
    for end in ("", "-wal", "-shm") if state == BEGUN else ():
        path.with_name(path.name + end).unlink(missing_ok=True)
    with ArticleStore(path) as store:
        store.set_meta(STATE_KEY, BEGUN)
        fetched = _crawl(store, on_page)
        store.set_meta(STATE_KEY, CRAWLED)
    return fetched


@contextmanager
def original_pages(path: Path) -> Iterator[int | None]:
    """A block in which the sample newspaper stands where it was crawled, so that links to original
    pages lead there; gives the port, if another program has it."""
    from corpus.sample import serve

    with closing(ArticleStore(path, create=False)) as store:
        addresses = [url for _, url in store.fetch_addresses() if url]
    port = urlsplit(addresses[0]).port if addresses else None
    with ExitStack() as stack:
        taken = None
        try:
            if port:
                stack.enter_context(serve(port=port))
        except OSError:
            taken = port
        yield taken


def _state(path: Path) -> str | None:
    """How far the demo's making has come; None when there is no corpus yet."""
    if not path.exists():
        return None
    with closing(ArticleStore(path, create=False)) as store:
        state = store.meta(STATE_KEY)
        empty = store.seq == 0 and next(store.fetches(), None) is None
    if state is None and not empty:
        raise BackfileError(
            f"{path} is not the demo's; nothing was changed", mend="backfile demo --data ANOTHER"
        )
    return state


def _crawl(store: ArticleStore, on_page: Callable[[], None]) -> int:
    from corpus.crawling.crawl import CrawlOptions, run_crawl
    from corpus.sample import serve

    with serve() as address:
        report = run_crawl(
            store,
            [f"{address}/"],
            options=CrawlOptions(delay=0.0),
            on_event=lambda event: on_page(),
        )
    if report.stopped:
        raise BackfileError(f"the demo's crawl was stopped: {report.stopped}", mend="backfile demo")
    return report.fetched
