"""Why an article is as it is: for people who ask, and for the log."""

import logging
from typing import NamedTuple

from corpus.article import Article, Page
from corpus.cleaning.body.discarded import Leaving
from corpus.cleaning.site.rules import Miss, Rules, rule_for
from corpus.cleaning.site.template import Template
from corpus.cleaning.webpage import ask_rule, leave_out
from corpus.errors import FAULTS, PageRefused
from corpus.event import event

log = logging.getLogger(__name__)


class Reasons(NamedTuple):
    """What of a page is not in its article, and the selectors of the site's rules that found
    nothing on it."""

    left_out: tuple[Leaving, ...] = ()
    missed: tuple[Miss, ...] = ()


def find_reasons(page: Page, template: Template, rules: Rules) -> Reasons:
    """The reasons of a page that holds an article; none for records and plain text. Reads the page
    twice more. Raises PageRefused."""
    if page.content_type in ("application/json", "text/plain"):
        return Reasons()
    rule = rule_for(rules, page.url)
    return Reasons(leave_out(page, template, rule), ask_rule(page, template, rule))


def log_decisions(article: Article, page: Page, template: Template, rules: Rules) -> None:
    """Log which rule found each field of a page's article, and what was left out of it; nothing is
    looked for where nobody hears it."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    name, found = page.url or page.origin, article.provenance
    by_record = "record" if page.content_type == "application/json" else None
    title, byline, text = (
        by_record if rule == "unknown" else rule for rule in (found.title, found.byline, found.body)
    )
    day = None if article.date_source == "unknown" else article.date_source
    log.debug(
        "%s: title by %s, authors by %s, text by %s, day by %s",
        name,
        *(rule or "nothing" for rule in (title, byline, text, day)),
        extra=event(
            "page-cleaned",
            url=name,
            title_rule=title,
            byline_rule=byline,
            text_rule=text,
            date_source=day,
            published=article.published.isoformat() if article.published else None,
        ),
    )
    try:
        reasons = find_reasons(page, template, rules)
    except (PageRefused, *FAULTS):  # the article itself is there
        log.error(
            "what was left out of %s cannot be told",
            name,
            exc_info=True,
            extra=event("reasons-unread", url=name),
        )
        return
    _log_reasons(name, reasons)


def _log_reasons(name: str | None, reasons: Reasons) -> None:
    if not log.isEnabledFor(logging.DEBUG):
        return
    for leaving in reasons.left_out:
        log.debug(
            "%s: left out (%s): %s",
            name,
            leaving.reason,
            leaving.text,
            extra=event("line-left-out", url=name, reason=leaving.reason, text=leaving.text),
        )
    for miss in reasons.missed:
        log.debug(
            "%s: the rule %s = %r found nothing of the kind",
            name,
            miss.field,
            miss.selector,
            extra=event(
                "selector-missed",
                url=name,
                field=miss.field,
                selector=miss.selector,
                said=miss.said,
            ),
        )
