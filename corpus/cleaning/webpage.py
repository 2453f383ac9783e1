"""An HTML page to an article: what was read on it, put together."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from corpus.article import Article, Hint, Page, Provenance, article_id
from corpus.cleaning.body.discarded import Leaving, find_leavings
from corpus.cleaning.body.paragraphs import join_lines
from corpus.cleaning.body.refusals import refuse_about, refuse_front, refuse_scrap
from corpus.cleaning.body.script_text import read_script_text
from corpus.cleaning.candidate_days import candidate_days, revision_day
from corpus.cleaning.fields.byline import find_byline, signs_first_part, sole_signature
from corpus.cleaning.fields.headline import Headline
from corpus.cleaning.fields.publication_day import believed, choose, latest
from corpus.cleaning.fields.signature import find_bare_names
from corpus.cleaning.fields.standfirst import find_standfirst
from corpus.cleaning.head.tags import tidy_tags
from corpus.cleaning.reading import Reading, read_webpage
from corpus.cleaning.site.rules import SITE_RULE, Miss, SiteRule, apply_rule
from corpus.cleaning.site.template import NO_TEMPLATE, Template
from corpus.errors import NotAnArticle
from corpus.page.language import find_language
from corpus.page.parsed_page import parsed
from corpus.page.text import (
    count_words,
    first_words,
    fold,
    fold_all,
    tidy,
    tidy_paragraphs,
)
from corpus.wording.byline_line import read_line, says_whom, sign_abroad
from corpus.wording.page_head import LATE, is_masthead, is_paragraph

# words: with fewer, or with what is shown in it, the text that a page's JSON-LD carries is the
# better one
_POOR = 60
_FULLER = 1.5  # where it has so many times as many
_SUMMARY = 15  # words: with fewer, a description is a slogan


def clean_webpage(
    page: Page,
    hint: Hint,
    furniture: frozenset[date],
    *,
    template: Template = NO_TEMPLATE,
    rule: SiteRule | None = None,
) -> Article:
    """The article on a page. Raises PageRefused for hostile markup and NotAnArticle for a page
    without one."""
    read = read_webpage(page, hint, template, rule)
    days = believed(candidate_days(read, page, hint), template.days_rendered(page, read.blocks))
    published, source = choose(days, read.until, furniture)
    if not read.metadata.is_article and published is None:
        refuse_front(page.url)
    names, byline_rule = _byline(read)
    kept = tuple(_kept(read, names))
    summary = _summary(read, kept)
    paragraphs, body_rule = _body(read, kept, summary)
    if not paragraphs:
        raise NotAnArticle("no article: the page holds no running text")
    refuse_scrap(paragraphs)
    headline = read.headline or Headline(
        first_words(paragraphs[0]), "first words of the text", None
    )
    if published is None:
        refuse_about(page.url, headline.text)
    text = "\n\n".join(paragraphs)
    return Article(
        id=article_id(page.url, headline.text, text),
        title=headline.text,
        paragraphs=paragraphs,
        url=page.url,
        byline=names,
        section=read.metadata.section,
        published=published,
        date_source=source,
        updated=revision_day(read.metadata.updated, published),
        standfirst=" ".join(read.blocks.lines[index].text for index in summary) or None,
        tags=tidy_tags(read.metadata.tags, read.metadata.section, read.metadata.paper),
        language=find_language(text, read.language),
        fetched_at=page.fetched_at,
        provenance=Provenance(headline.rule, byline_rule, body_rule),
    )


def lines_around_title(page: Page) -> tuple[list[str], list[str], list[str]]:
    """The masthead, menus and all else before the title, what stands between it and the text, and
    the rest.

    A masthead between the two is with the first.

    Nothing is before a title that stands nowhere. Raises PageRefused as `clean_webpage` does.
    """
    read = read_webpage(page, Hint())
    title = read.heading or 0
    lines = [line.text for line in read.blocks.lines]
    below = range(title, min(read.head_end, len(lines)))
    paper = [
        lines[index] for index in below if read_line(lines[index], paper=read.metadata.paper).office
    ]
    return [*lines[:title], *paper], lines[title : read.head_end], lines[read.head_end :]


def ask_rule(page: Page, template: Template, rule: SiteRule | None) -> tuple[Miss, ...]:
    """The selectors of a site's rule that did not do on a page what they are for. Raises as
    `clean_webpage` does."""
    root = parsed(page).copy_root()
    return apply_rule(rule, root, latest(page), template.order).missed


def leave_out(
    page: Page, template: Template = NO_TEMPLATE, rule: SiteRule | None = None
) -> tuple[Leaving, ...]:
    """What of the page is not in its article, and why. Raises as `clean_webpage` does."""
    read = read_webpage(page, Hint(), template, rule)
    names, _ = _byline(read)
    signature = sole_signature(read.blocks, read.content.lines, names)
    kept = frozenset(_kept(read, names))
    said = (read.title_line, read.heading, signature, *_summary(read, kept))
    used = read.below.used.union(read.ruled.read, (line for line in said if line is not None))
    recurring = template.recurring(read.blocks)
    found = find_leavings(read.blocks, read.content, used, recurring, kept=kept)
    return (*filter(lambda leaving: leaving.text, read.ruled.removed), *found)


def _byline(read: Reading) -> tuple[tuple[str, ...], str]:
    if read.ruled.names:
        return read.ruled.names, SITE_RULE
    head = range(read.head_end if read.heading is None else read.heading, read.head_end)
    return find_byline(
        read.blocks, read.metadata, below=read.below, head=head, text=read.content.lines
    )


def _summary(read: Reading, kept: Collection[int]) -> tuple[int, ...]:
    """The lines of the standfirst; none where hardly a text would be left of those `kept` without
    them."""
    if read.heading is None or read.content.rule == SITE_RULE:
        return ()
    head = range(read.heading, min(read.head_end + 1, len(read.blocks.lines)))
    used = read.below.used.union(read.ruled.read)
    text = [index for index in read.content.lines if index >= read.content.begins]
    found = find_standfirst(read.blocks, head, used, text, read.metadata.description)
    left = sum(len(read.blocks.lines[index].text) for index in set(kept).difference(found))
    return found if left > sum(len(read.blocks.lines[index].text) for index in found) else ()


def _body(
    read: Reading, kept: Collection[int], summary: tuple[int, ...]
) -> tuple[tuple[str, ...], str]:
    text = (index for index in kept if index not in summary)
    paragraphs = tuple(join_lines(read.blocks.lines, text))
    words = sum(map(count_words, paragraphs))
    said = read.metadata.body
    if read.content.rule == SITE_RULE:
        return paragraphs, SITE_RULE
    if count_words(said) > _FULLER * words and (words < _POOR or _holds(said, paragraphs)):
        return tidy_paragraphs(said), "json-ld articleBody"
    if (
        words < _POOR
        and count_words(" ".join(filled := read_script_text(read.markup))) > _FULLER * words
    ):
        return tuple(map(tidy, filled)), "a string in a script that fills this page in"
    if not paragraphs and len(read.metadata.description.split()) >= _SUMMARY:
        return (read.metadata.description,), "meta description: a script fills this page in"
    return paragraphs, read.content.rule


def _holds(whole: str, paragraphs: Sequence[str]) -> bool:
    """Whether a text has most of some paragraphs, word for word."""
    told = fold_all(whole)
    return 2 * sum(fold(paragraph) in told for paragraph in paragraphs) > len(paragraphs)


def _kept(read: Reading, names: tuple[str, ...]) -> Iterator[int]:
    """The content's lines without the masthead, the title, and what says the day and that `names`
    are the authors."""
    title = -1 if read.heading is None else read.heading
    name = fold(read.headline.text) if read.headline else ""
    signature = sole_signature(read.blocks, read.content.lines, names)
    head = range(title, read.head_end)
    bare = find_bare_names(
        read.blocks, head, read.below.used, read.content.lines, read.metadata.paper
    )
    printed = bare[0] if bare and bare[1] == names else None
    ruled = read.content.rule == SITE_RULE  # all that it finds is the text
    for index in read.content.lines:
        line = read.blocks.lines[index]
        if index <= title < read.head_end and (
            index == title or not (ruled or (read.content.pure and is_paragraph(line.text)))
        ):
            continue
        if index in (read.title_line, signature, printed) or index in read.ruled.read:
            continue
        said = index in read.below.used or (
            title < index < read.head_end + LATE
            and says_whom(sign_abroad(line.text, read.language), names)
        )
        if said and not signs_first_part(read.blocks, index, title, read.content.lines):
            continue
        if not ruled and index < read.head_end and (
            fold(line.text) == name or is_masthead(line.text, paper=read.metadata.paper)
        ):
            continue
        yield index
