"""Commands about one address: why, which tells all that is known of it, and fetch, which asks for
it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from corpus.outcome import Code
from corpus.store.store import ArticleStore
from web.base.config import Settings
from web.commands.base import command
from web.commands.intake import clean_store
from web.commands.terminal import Terminal, counted, plain

if TYPE_CHECKING:
    from corpus.crawling.account import Account
    from corpus.outcome import Outcome


@command("why")
@click.argument("url", metavar="URL")
def why_command(settings: Settings, terminal: Terminal, url: str) -> None:
    """Say all that is known of an address: what came of it, and what comes next, and why.

    It may be an address that an article had, or be written otherwise. Of one that is not known:
    whether it would be asked for.
    """
    from corpus.crawling.account import account_of

    with ArticleStore(settings.corpus, create=False) as store:
        account = account_of(store, url)
    terminal.give(account_object(account))
    terminal.say(*account_lines(account))


@command("fetch", flags=("delay",))
@click.argument("url", metavar="URL")
def fetch_command(settings: Settings, terminal: Terminal, url: str) -> int:
    """Ask for one address now, clean what came, and say what is known of it.

    robots.txt is obeyed, and nothing else of the site is asked for. No crawl begins there. The exit
    code is 1 when no page came.
    """
    from corpus.crawling.account import account_of
    from corpus.crawling.address import read_address
    from corpus.crawling.crawl import run_fetch
    from corpus.crawling.report import CrawlOptions

    read_address(url)  # before a corpus is made
    options = CrawlOptions(
        delay=settings.delay, user_agent=settings.user_agent, credentials=settings.credentials
    )
    with ArticleStore(settings.corpus) as store:
        report = run_fetch(store, url, options=options)
        cleaned = clean_store(store, terminal, settings, waiting=True)
        account = account_of(store, url)
    came = report.asked > 0
    terminal.give({"came": came, "undone": report.undone, **account_object(account)})
    terminal.say(*account_lines(account))
    for line in report.undone:
        terminal.note(f"backfile: {line}")
    for reason in () if came else (*report.failed.values(), *report.refused):
        terminal.note(f"backfile: {account.url} did not come: {reason}")
    if report.stopped:
        return 130
    return 0 if came and not cleaned.damaged and not cleaned.ill else 1


def account_object(account: "Account") -> dict[str, Any]:
    """What is known of an address, in JSON's own types."""
    told: dict[str, Any] = _plain_types(asdict(account))
    for part, outcome in (
        (told["asking"], account.asking and account.asking.outcome),
        (told["page"], account.page and account.page.outcome),
    ):
        if part:
            part["outcome"] = outcome and _outcome_object(outcome)
    return told


def account_lines(account: "Account") -> Iterator[str]:
    """The same for people."""
    yield plain(account.url)
    for name, said in _facts(account):
        yield plain(f"  {name:<9} {said}")


def _facts(account: "Account") -> Iterator[tuple[str, str]]:
    asking, page, article = account.asking, account.page, account.article
    if not account.known:
        yield "known", "no: no page that was read leads there"
        if account.refused:
            yield "refused", f"it would be: {account.refused}"
        else:
            yield "allowed", _open(account)
        return
    yield "known", _origin(account)
    if asking:
        came = str(asking.outcome) if asking.outcome else "not yet"
        if asking.state == "refused":
            came = f"not asked for: {came}"
        when = f"{_moment(asking.turn_at)}: " if asking.turn_at else ""
        if asking.answered_at and asking.answered_at != asking.turn_at:
            came += f" (its site last answered {_moment(asking.answered_at)})"
        yield "asked", f"{when}{came}"
        yield "state", f"{asking.state}, a {asking.kind}"
        yield "again", asking.again
        if asking.failures:
            yield "failed", f"{counted(asking.failures, 'time')} in a row"
    if page:
        made = str(page.outcome) if page.outcome else "waits to be cleaned"
        yield "page", f"came {_moment(page.fetched_at)}: {made}"
        if page.noindex:
            followed = page.outcome and page.outcome.code == Code.NO_INDEX
            what = "so it is no article" if followed else "which is not followed"
            yield "noindex", f"its {page.noindex} asks for that, {what}"
    if article:
        elsewhere = f", now at {article.url}" if article.url != account.url else ""
        yield "article", f"{article.id}  {article.title}{elsewhere}"
        if article.removed is not None:
            yield "removed", article.removed
        if article.rules:
            rules = asdict(article.rules) | {"date": article.date_source}
            yield "rules", ", ".join(f"{name}: {rule}" for name, rule in rules.items())
    if account.held:
        days = counted(len(account.held.days), "day")
        kept = "; a person keeps the article" if account.held.kept else ""
        yield "held", f"a new answer: {account.held.reason}; it came on {days}{kept}"
    if account.keeps:
        yield "keeps", f"{', '.join(account.keeps)}, as the site shows"
    if account.gone:
        yield "gone", f"from its site since {account.gone}"
    elif account.missing_since:
        yield "missing", f"its site said so once, {_moment(account.missing_since)}"
    if account.refused:
        yield "refused", account.refused


def _origin(account: "Account") -> str:
    """From where an address is known."""
    if account.start:
        return "a start"
    if account.asking and account.found_on:
        links = counted(account.asking.depth, "link")
        return f"from {account.found_on}, {links} from the start page"
    if account.page and account.page.origin:
        return f"from the file {account.page.origin}"
    if account.asking or account.page:
        return "yes; nobody knows which page linked to it first"
    return "an address that an article had"


def _open(account: "Account") -> str:
    unread = "" if account.robots_known else "; robots.txt of its site is not known yet"
    return f"a page that led there would have it asked for{unread}"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def _outcome_object(outcome: "Outcome") -> dict[str, Any]:
    return {
        "code": outcome.code.value,
        "words": str(outcome),
        "status": outcome.status,
        "url": outcome.url,
        "part": outcome.part,
    }


def _plain_types(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain_types(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_types(part) for part in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
