"""A plain text file to an article: masthead, title, perhaps a line of day and author,
paragraphs."""

from datetime import date

from corpus.article import Article, Hint, Page, Provenance, article_id
from corpus.cleaning.body.refusals import refuse_scrap
from corpus.cleaning.fields.publication_day import Candidate, choose, latest
from corpus.errors import NotAnArticle
from corpus.page.dates import count_orders, prevailing_order
from corpus.page.language import find_language
from corpus.page.parsed_page import parsed
from corpus.page.text import first_words, fold, tidy, tidy_title, unwrapped
from corpus.wording.names import normalise
from corpus.wording.page_head import find_title, is_masthead, is_paragraph, only_day, read_below
from corpus.wording.publisher import Paper


def clean_plaintext(page: Page, hint: Hint, furniture: frozenset[date]) -> Article:
    """The article in a text file. Raises NotAnArticle where nothing but a head is left."""
    text = unwrapped(parsed(page).text.replace("\0", ""))
    lines = [line for line in text.splitlines() if tidy(line)]
    paper = Paper.of(page.url)
    title = find_title(lines, paper=paper)
    end = next((index for index, line in enumerate(lines) if is_paragraph(tidy(line))), len(lines))
    order = prevailing_order(count_orders(lines))
    below = read_below(lines, -1 if title is None else title, end, paper=paper, order=order)
    skipped = below.used | frozenset(range(title + 1 if title is not None else 0))
    skipped |= {
        index for index in range(end) if title is None and is_masthead(lines[index], paper=paper)
    }
    if title is not None:
        skipped |= {index for index in range(end) if fold(lines[index]) == fold(lines[title])}
    paragraphs = tuple(tidy(line) for index, line in enumerate(lines) if index not in skipped)
    if not paragraphs:
        raise NotAnArticle("no article: the text has no paragraph below its head")
    refuse_scrap(paragraphs)
    name, rule = _title(lines, title, hint, paragraphs)
    published, source = choose(
        (
            Candidate(only_day(below.days), "byline"),
            Candidate(hint.published, "listing-page"),
            Candidate(only_day(below.labelled), "text"),
        ),
        latest(page),
        furniture,
    )
    body = "\n\n".join(paragraphs)
    return Article(
        id=article_id(page.url, name, body),
        title=name,
        paragraphs=paragraphs,
        url=page.url,
        byline=normalise(below.names),
        published=published,
        date_source=source,
        language=find_language(body, None),
        fetched_at=page.fetched_at,
        provenance=Provenance(
            rule, "line below the title" if below.names else "unknown", "plain text"
        ),
    )


def _title(
    lines: list[str], title: int | None, hint: Hint, paragraphs: tuple[str, ...]
) -> tuple[str, str]:
    if title is not None:
        return tidy_title(lines[title]), "first line below the masthead"
    if hint.title:
        return tidy_title(hint.title), "the list page"
    return first_words(paragraphs[0]), "first words of the text"
