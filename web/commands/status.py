"""Commands that say how things stand: status, of corpus and index; config, of the settings."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import BackfileError, IndexOutdated, IndexStale, IndexUnusable
from corpus.store.store import ArticleStore
from web.base.config import SETTINGS, Secret, SettingInfo, Settings
from web.base.footprint import footprint
from web.commands.base import as_text, command
from web.commands.terminal import Terminal, counted, plain

if TYPE_CHECKING:
    from corpus.crawling.progress import Troubled


LISTED = 50  # addresses of each list, unless another bound is asked for


@command("status")
@click.option("--failed", is_flag=True, help="List the addresses that failed, with the reasons.")
@click.option("--refused", is_flag=True, help="List those that are not asked for.")
@click.option("--missing", is_flag=True, help="List those without a page.")
@click.option("--held", is_flag=True, help="List the new answers that are held.")
@click.option(
    "--limit", type=click.IntRange(1), default=LISTED, help="List no more of each than this."
)
def status_command(settings: Settings, terminal: Terminal, limit: int, **asked: bool) -> None:
    """Say what is in the corpus and the index, and what waits.

    Or list what is in the way of the crawls: how many addresses for each reason, and the addresses,
    those first whose turn was last.
    """
    from corpus.crawling.progress import crawl_progress, newest, reasons
    from corpus.store.calendar import tally

    wanted = [trouble for trouble, is_wanted in asked.items() if is_wanted]
    with ArticleStore(settings.corpus, create=False) as store:
        corpus = asdict(tally(store)) | asdict(crawl_progress(store))
        why = reasons(store)
        listed = {trouble: newest(store, trouble, limit) for trouble in wanted}
        index, trouble = _index_state(settings, store)
    sizes = footprint(settings)
    terminal.give(
        {
            "corpus": _iso(corpus),
            "reasons": why,
            "listed": {name: [_iso(asdict(one)) for one in each] for name, each in listed.items()},
            "index": index and _iso(index),
            "trouble": trouble and {"error": str(trouble), "mend": trouble.mend},
            "bytes": sizes,
        }
    )
    for name, addresses in listed.items():
        terminal.say(*_trouble_lines(name, why[name], addresses))
    if not wanted:
        terminal.say(*_corpus_lines(settings, corpus, sizes), *_index_lines(index, trouble, sizes))


def _trouble_lines(
    name: str, why: Mapping[str, int], addresses: Sequence["Troubled"]
) -> Iterator[str]:
    """How many addresses are in a trouble by the reason, and those that are listed."""
    total = sum(why.values())
    yield f"{name}: {counted(total, 'address', 'addresses')}"
    yield from (plain(f"  {count:>7,}  {reason}") for reason, count in why.items())
    for one in addresses:
        when = f"{one.at:%Y-%m-%d %H:%M}" if isinstance(one.at, datetime) else str(one.at or "")
        yield plain(f"{when:<16}  {one.url}  {one.reason}")
    if total > len(addresses):
        yield f"and {total - len(addresses):,} more. To list them: --limit {total}"


def _index_state(
    settings: Settings, store: ArticleStore
) -> tuple[dict[str, Any] | None, IndexUnusable | None]:
    """What the index says of itself, None where it cannot be read; and what is wrong with it."""
    from index.generation import read_manifest
    from index.generations import Generations
    from search import open_searcher
    from search.arrays import passages, standing

    try:
        with closing(
            open_searcher(
                settings.index,
                corpus=lambda: store,
                codec=settings.codec,
                synonyms=settings.synonyms,
            )
        ) as searcher:
            info, troubles = searcher.info(), searcher.troubles()
        waiting = store.count_changes(info.seq)
        current = read_manifest(Generations(settings.index).live()).is_current
    except IndexUnusable as error:
        return None, error
    state = asdict(info) | {
        "changes_waiting": waiting,
        "compiled": passages.COMPILED and standing.COMPILED,
        "synonyms": list(troubles),
    }
    if not current:
        version = "the index was built by another version of Backfile"
        return state, IndexStale(f"{version}; it still answers", mend="backfile index")
    if info.codec == settings.codec:
        return state, None
    kind = f"the index is of the kind {info.codec}, not {settings.codec} as is set"
    return state, IndexOutdated(f"{kind}; it still answers", mend="backfile index --rebuild")


def _iso(values: dict[str, Any]) -> dict[str, Any]:
    """The values with days and moments in ISO form, as JSON wants them."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }


def _corpus_lines(
    settings: Settings, corpus: dict[str, Any], sizes: dict[str, int]
) -> Iterator[str]:
    yield f"corpus   {settings.corpus}, {sizes['corpus'] / 1e6:,.1f} MB"
    articles, undated = f"{corpus['articles']:,}", f"{corpus['undated']:,} undated"
    gone = f", {corpus['gone']:,} gone at the source" if corpus["gone"] else ""
    yield f"  articles {articles}, {undated}{gone}; {corpus['removed']:,} removed"
    mend = ". To mend it: backfile clean" if corpus["pages_waiting"] else ""
    yield f"  pages    {corpus['pages']:,}, {corpus['pages_waiting']:,} to be cleaned{mend}"
    if corpus["noindex"]:
        asking = "1 page asks" if corpus["noindex"] == 1 else f"{corpus['noindex']:,} pages ask"
        yield f"  noindex  {asking} not to be indexed"
    queued = counted(corpus["queued"], "address", "addresses")
    asked = f"; last answer {_ago(corpus['last_asked'])}" if corpus["last_asked"] else ""
    troubles = ", ".join(f"{corpus[name]:,} {name}" for name in ("failed", "missing", "refused"))
    yield f"  crawl    {queued} queued, {troubles}{asked}"
    if corpus["held"]:
        held = counted(corpus["held"], "new answer")
        yield f"  held     {held}, the articles stay. To decide: backfile review"
    newest = corpus["last_fetch"]
    yield f"  newest page {_ago(newest)}" if newest else "  nothing fetched yet"
    if sizes["replaced"]:
        size = f"{sizes['replaced'] / 1e6:,.1f} MB"
        yield f"replaced {size}, the corpus before the last restore; delete it when you are sure"


def _index_lines(
    index: dict[str, Any] | None, trouble: BackfileError | None, sizes: dict[str, int]
) -> Iterator[str]:
    if trouble:
        yield f"index    {trouble}. To mend it: {trouble.mend or 'backfile index'}"
    if index:
        span = f"{index['first']} to {index['last']}" if index["first"] else "no dates"
        size, built = sizes["index"] / 1e6, _ago(index["built_at"])
        yield f"index    generation {index['generation']}, {size:,.1f} MB, built {built}"
        yield f"  articles {index['articles']:,}, {span}, {index['undated']:,} undated"
        if not index["compiled"] and index["codec"] == "arrays":
            why = "no C compiler was there when Backfile was installed"
            yield (
                f"  slower   parts of an answer are worked out in Python, for {why}. "
                "To mend it: install one, and Backfile again"
            )
        yield from (f"  synonyms {trouble}" for trouble in index["synonyms"])
        if index["changes_waiting"] and not trouble:
            changes = counted(index["changes_waiting"], "change")
            yield f"  behind   by {changes}. To mend it: backfile index"


def _ago(moment: datetime) -> str:
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    if minutes < 120:
        return f"{max(0, minutes)} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


FLAGS = tuple(info.name for info in SETTINGS if info.name != "data" and not info.is_secret)


@command("config", flags=FLAGS)
def config_command(settings: Settings, terminal: Terminal) -> None:
    """Print each setting, its value, and where that comes from."""
    values = {info.name: as_text(getattr(settings, info.name)) for info in SETTINGS}
    terminal.give({info.name: _setting_object(settings, info) for info in SETTINGS})
    width = max(map(len, values.values()))
    for name, value in values.items():
        terminal.say(f"{name:<17} {value:<{width}}  {settings.sources[name]}".rstrip())


def _setting_object(settings: Settings, info: SettingInfo) -> dict[str, object]:
    value = getattr(settings, info.name)
    return {
        "value": str(value) if isinstance(value, Path | Secret) else value,
        "source": settings.sources[info.name],
        "help": info.help,
    }
