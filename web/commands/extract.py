"""The command extract: what the cleaner makes of pages, and why; for writers of a site's rules."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.errors import FAULTS, PageRefused
from corpus.event import event
from web.base.config import Settings
from web.commands.base import command
from web.commands.intake import base_url_option, paths_argument
from web.commands.terminal import Terminal, counting

if TYPE_CHECKING:
    from corpus.article import Article, Page
    from corpus.cleaning.reasons import Reasons
    from corpus.cleaning.recurring_days import Furniture
    from corpus.cleaning.site.template import Templates
    from corpus.pagination.loose_pages import LoosePages

    Cleaned = tuple[Article, Reasons]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Learned:
    """What the pages together teach about each of them."""

    furniture: "Furniture"
    templates: "Templates"
    pages: "LoosePages"


@command("extract")
@paths_argument
@base_url_option
@click.option(
    "--explain", is_flag=True, help="Say which rule gave each field, and what was left out and why."
)
def extract_command(
    settings: Settings,
    terminal: Terminal,
    paths: tuple[Path, ...],
    base_url: str | None,
    explain: bool,
) -> int:
    """Show what the cleaner makes of pages; nothing is stored.

    Pages of one site teach each other what is furniture, as with `backfile clean`, and the site's
    rules in backfile.toml are obeyed. A text cut into pages is shown once, with its first. With
    --json one line for each page. A page that is refused is named with the reason, and the exit
    code is 1 when there was any.
    """
    from corpus.files.read import count_pages
    from web.commands.article_lines import (
        article_lines,
        extract_object,
        left_out_lines,
        missed_lines,
    )

    with terminal.progress("reading") as tick:
        learned = _learn(_each(paths, base_url), counting(tick, count_pages(paths)))
    learned.pages.keep(_each(paths, base_url))
    refused = False
    for path, found in _extract(paths, base_url, settings, learned, explain=explain):
        if isinstance(found, str):
            refused = True
            if log.isEnabledFor(logging.DEBUG):
                log.debug(
                    "%s holds no article of its own: %s",
                    path, found,
                    extra=event("page-refused", url=path, reason=found),
                )
            terminal.note(f"{path}: {found}")
            terminal.give({"path": path, "error": found})
            continue
        article, (left_out, missed) = found
        reasons = {
            "provenance": asdict(article.provenance),
            "left_out": [asdict(leaving) for leaving in left_out],
            "missed": [asdict(miss) for miss in missed],
        }
        terminal.give(extract_object(article, path) | (reasons if explain else {}))
        terminal.say(*article_lines(article, explain=explain))
        terminal.say(*missed_lines(missed, article), *left_out_lines(left_out))
    return 1 if refused else 0


def _each(paths: Sequence[Path], base_url: str | None) -> Iterator["Page"]:
    from corpus.files.read import read_pages
    from corpus.files.source_file import Refused

    return (item for item in read_pages(paths, base_url=base_url) if not isinstance(item, Refused))


def _learn(pages: Iterator["Page"], on_page: Callable[[], None]) -> _Learned:
    """What the pages teach; those that cannot be read are named when they are cleaned."""
    from corpus.cleaning.recurring_days import FurnitureLearner
    from corpus.cleaning.site.template import TemplateLearner
    from corpus.intake.page_cleaner import RECURRING_DAYS_PAGES
    from corpus.pagination.loose_pages import LoosePages

    days, templates, loose = FurnitureLearner(), TemplateLearner(), LoosePages()
    for number, page in enumerate(pages):
        with suppress(PageRefused, *FAULTS):
            loose.note(page)
            templates.add(page)
            if number < RECURRING_DAYS_PAGES:
                days.add(page)
        on_page()
    return _Learned(days.furniture(), templates.templates(), loose)


def _extract(
    paths: Sequence[Path],
    base_url: str | None,
    settings: Settings,
    learned: _Learned,
    *,
    explain: bool,
) -> Iterator[tuple[str, "Cleaned | str"]]:
    """Each page's file, with its article and, to `explain` it, what was left out of it and which
    selectors of the site's rule missed; or with the reason why there is none.

    Later pages of a text and its print version have neither, as in a corpus.
    """
    from corpus.files.read import read_pages
    from corpus.files.source_file import Refused
    from corpus.intake.page_cleaner import faulty
    from corpus.outcome import Outcome
    from corpus.pagination.loose_pages import joined

    joiner = learned.pages.joiner(lambda page: _cleaned(page, settings, learned, explain=False)[0])
    for item in read_pages(paths, base_url=base_url):
        if isinstance(item, Refused):
            yield item.path, item.reason
            continue
        path = item.origin or item.url or "a page"
        try:
            article, reasons = _cleaned(item, settings, learned, explain=explain)
            whole = joined(item, joiner, article)
            if not isinstance(whole, Outcome):
                yield path, (whole, reasons)
        except PageRefused as refusal:
            yield path, str(refusal)
        except FAULTS as fault:
            yield path, str(faulty(fault, path))


def _cleaned(page: "Page", settings: Settings, learned: _Learned, *, explain: bool) -> "Cleaned":
    from corpus.cleaning.clean import clean
    from corpus.cleaning.reasons import Reasons, find_reasons, log_decisions

    template = learned.templates.of(page.url)
    days = learned.furniture.of(page)
    article = clean(page, furniture_dates=days, template=template, rules=settings.rules)
    log_decisions(article, page, template, settings.rules)
    return article, find_reasons(page, template, settings.rules) if explain else Reasons()
