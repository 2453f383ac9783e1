"""Page to Article: the one door of the cleaner.

    bytes -> text -> tree -> lines -> title, day, byline, text -> Article
             charset markup  blocks   headline, masthead, metadata, content, published

Nothing is guessed: a field no rule can find stays empty, and `Article.provenance` and `date_source`
name the rule that found the others.
"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from corpus.article import Article, Hint, Page, article_id
from corpus.cleaning.fields.publication_day import latest
from corpus.cleaning.plaintext import clean_plaintext
from corpus.cleaning.record import UnreadParts, article_from_record, unread_parts
from corpus.cleaning.site.rules import NO_RULES, Rules, rule_for
from corpus.cleaning.site.template import NO_TEMPLATE, Template
from corpus.cleaning.webpage import clean_webpage
from corpus.errors import PageRefused
from corpus.page.charset import decode
from corpus.page.language import find_language
from corpus.page.markup import refuse_binary
from corpus.page.text import tidy, tidy_title
from corpus.wording.names import normalise


def clean(
    page: Page,
    *,
    hint: Hint | None = None,
    furniture_dates: frozenset[date] = frozenset(),
    template: Template = NO_TEMPLATE,
    rules: Rules = NO_RULES,
) -> Article:
    """The article on `page`, with no sentences yet and not stored yet.

    `hint` is what a list page says of it; `furniture_dates` are days known to recur over the site,
    which only the page's structured data can still vouch for; `template` is what the other pages of
    its site teach, `rules` are what people say of the sites, and win. Raises PageRefused (too
    large, binary, empty, hostile) or NotAnArticle (readable, but a list, a front page, a page about
    the paper); either message is the one reason.
    """
    refuse_binary(page.body)
    if page.content_type == "application/json":
        return _clean_record(page)
    if page.content_type == "text/plain":
        return clean_plaintext(page, hint or Hint(), furniture_dates)
    return clean_webpage(
        page, hint or Hint(), furniture_dates, template=template, rule=rule_for(rules, page.url)
    )


def unread(page: Page) -> UnreadParts:
    """What a record says and its article does not; nothing of any other page.

    Raises PageRefused for a record that cannot be read at all.
    """
    if page.content_type != "application/json":
        return UnreadParts()
    return unread_parts(_parse_record(page), latest(page).date())


def _clean_record(page: Page) -> Article:
    found = article_from_record(_parse_record(page), latest(page).date())
    paragraphs = tuple(filter(None, map(tidy, found.paragraphs)))
    title = tidy_title(found.title)
    if not paragraphs or not title:
        raise PageRefused("the record holds no text")
    text = "\n\n".join(paragraphs)
    own = found.id == article_id(found.url, found.title, found.text)
    return replace(
        found,
        id=article_id(found.url or page.url, title, text) if own else found.id,
        title=title,
        paragraphs=paragraphs,
        url=found.url or page.url,
        byline=normalise(found.byline),
        language=found.language or find_language(text, None),
        fetched_at=found.fetched_at or page.fetched_at,
        sentences=(),
        updated_seq=0,
    )


def _parse_record(page: Page) -> dict[str, Any]:
    try:
        record = json.loads(decode(page.body, page.charset or "utf-8"))
    except (ValueError, RecursionError) as error:
        raise PageRefused(f"the record is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise PageRefused("the record is not a JSON object")
    return record
