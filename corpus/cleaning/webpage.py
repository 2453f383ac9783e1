"""An HTML page to an article: what its head says, what its lines show, and the certain before the
doubtful."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from corpus.article import Article, DateSource, Hint, Page, Provenance, article_id
from corpus.cleaning.body.content import Content
from corpus.cleaning.body.discarded import Leaving, find_leavings
from corpus.cleaning.body.paragraphs import join_lines
from corpus.cleaning.body.refusals import refuse_about, refuse_front, refuse_listing, refuse_scrap
from corpus.cleaning.body.script_text import read_script_text
from corpus.cleaning.fields.byline import find_byline, signs_first_part, sole_signature
from corpus.cleaning.fields.headline import Headline, find_headline, heading_parts
from corpus.cleaning.fields.publication_day import Candidate, believed, choose, is_front, latest
from corpus.cleaning.fields.shown_days import (
    find_moments,
    find_order,
    find_shown_days,
    say_revisions,
)
from corpus.cleaning.fields.signature import find_bare_names
from corpus.cleaning.fields.standfirst import find_standfirst
from corpus.cleaning.fields.title_position import first_heading, last_spot
from corpus.cleaning.head.metadata import Metadata, Said, read_metadata
from corpus.cleaning.head.tags import linked_tags, tidy_tags
from corpus.cleaning.site.rules import SITE_RULE, Miss, Ruled, SiteRule, apply_rule
from corpus.cleaning.site.template import NO_TEMPLATE, Template
from corpus.errors import NotAnArticle
from corpus.page.dates import Order, declared_order
from corpus.page.language import find_language
from corpus.page.lines import Blocks, read_blocks
from corpus.page.markup import Tree, parse_facts
from corpus.page.parsed_page import parsed
from corpus.page.text import (
    count_words,
    first_words,
    fold,
    fold_all,
    tidy,
    tidy_paragraphs,
    tidy_title,
)
from corpus.page.url_days import url_day
from corpus.page.urls import site_of
from corpus.wording.byline_line import read_line, says_whom, sign_abroad
from corpus.wording.page_head import LATE, Below, is_masthead, is_paragraph, only_day, read_below

# words: with fewer, or with what is shown in it, the text that a page's JSON-LD carries is the
# better one
_POOR = 60
_FULLER = 1.5  # where it has so many times as many
_SUMMARY = 15  # words: with fewer, a description is a slogan
_TITLE_SHARE = 0.35  # of the text may stand above a title: a menu, a note, the paper's own words
_BYLINE_REACH = 8  # lines below a title that may stand in a box called furniture
_DAY = timedelta(days=1)
_ISSUE = timedelta(days=92)  # the longest that a paper's newest one stands in its masthead


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found on the page, before it is put together."""

    markup: str
    metadata: Metadata
    language: str | None  # as the page declares it
    blocks: Blocks
    content: Content
    headline: Headline | None
    # where the title is said last: below `headline.line` where an introduction stands above it
    title_line: int | None
    until: datetime  # nothing was published after it
    head_end: int  # the line with which the text begins
    below: Below
    ruled: Ruled
    order: Order  # of day and month in 03/04/2015

    @property
    def heading(self) -> int | None:
        """The line of the title; None where it stands nowhere on the page."""
        return self.headline.line if self.headline else None


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
    read = _read(page, hint, template, rule)
    days = believed(_days(read, page, hint), template.days_rendered(page, read.blocks))
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
        updated=_updated(read.metadata.updated, published),
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
    read = _read(page, Hint())
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
    read = _read(page, Hint(), template, rule)
    names, _ = _byline(read)
    signature = sole_signature(read.blocks, read.content.lines, names)
    kept = frozenset(_kept(read, names))
    said = (read.title_line, read.heading, signature, *_summary(read, kept))
    used = read.below.used.union(read.ruled.read, (line for line in said if line is not None))
    recurring = template.recurring(read.blocks)
    found = find_leavings(read.blocks, read.content, used, recurring, kept=kept)
    return (*filter(lambda leaving: leaving.text, read.ruled.removed), *found)


def _read(
    page: Page, hint: Hint, template: Template = NO_TEMPLATE, rule: SiteRule | None = None
) -> _Reading:
    until = latest(page)
    root = parsed(page).copy_root() if rule else parsed(page).root
    ruled = apply_rule(rule, root, until, template.order)
    facts = parse_facts(root) if rule else parsed(page).facts
    metadata = template.named(read_metadata(facts, until, page.url))
    blocks = read_blocks(root) if rule else parsed(page).blocks
    metadata = replace(metadata, tags=metadata.tags or linked_tags(root))
    metadata = replace(metadata, paper=metadata.paper.called(*_names_at_home(page, blocks)))
    ruled = ruled.placed(blocks)
    content, lines = template.find_content(blocks)
    content = ruled.content(blocks, content)
    hints = (Said(tidy_title(hint.title), "the list page"),) if hint.title else ()
    known = [template.labelled(metadata)]
    if template.labels:
        known.append(metadata)  # better a title that others have than none
    reach, parts = _reach(lines, content.lines), heading_parts(root)
    found = (find_headline(blocks, reach, facts, hints=hints, parts=parts) for facts in known)
    headline = ruled.headline(blocks) or next(filter(None, found), None)
    heading = headline.line if headline else None
    body = tuple(index for index in content.lines if index >= content.begins)
    head_end = _text_begins(lines, body, -1 if heading is None else heading)
    language = _declared_language(root)
    order = template.order.filled(find_order(blocks)).filled(declared_order(language))
    spot, below = None, Below()
    if headline and heading is not None:
        spot = last_spot(blocks, lines, heading, head_end)
        heading = first_heading(blocks, spot)
        headline = replace(headline, line=heading)
        head_end = head_end if heading == spot else _text_begins(lines, body, heading)
        visible = say_revisions(blocks, _outside(lines, content.furniture, heading))
        for index in range(heading + 1, min(head_end, len(visible))):
            visible[index] = sign_abroad(visible[index], language)
        below = read_below(visible, heading, head_end, paper=metadata.paper, order=order)
    if not metadata.is_article:
        refuse_listing(page.url, blocks, content, heading or 0)
    return _Reading(
        parsed(page).text,
        metadata,
        language,
        blocks,
        content,
        headline,
        spot,
        until,
        head_end,
        below,
        ruled,
        order,
    )


def _names_at_home(page: Page, blocks: Blocks) -> list[str]:
    """What the first link to the site's home says: the name of the paper, on most sites."""
    home = site_of(page.url or "")
    links = (line for line in blocks.lines if line.href in ("/", home, f"{home}/"))
    return [line.text for line in links if line.is_link][:1]


def _declared_language(root: Tree) -> str | None:
    return root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or None


def _reach(lines: list[str], chosen: tuple[int, ...]) -> int:
    """The line up to which a title may stand: most of the text is still to come."""
    left = _TITLE_SHARE * sum(len(lines[index]) for index in chosen)
    for index in chosen:
        left -= len(lines[index])
        if left < 0:
            return index
    return chosen[-1] if chosen else 0


def _text_begins(lines: list[str], chosen: tuple[int, ...], title: int) -> int:
    """The first line of running text below the title; where there is none, the first line below
    it."""
    after = [index for index in chosen if index > title]
    return next(
        (index for index in after if is_paragraph(lines[index])), after[0] if after else title + 1
    )


def _outside(lines: list[str], furniture: frozenset[int], title: int) -> list[str]:
    """The lines, empty where they are furniture; but right below the title a box may be named after
    its buttons."""
    return [
        "" if index in furniture and index > title + _BYLINE_REACH else line
        for index, line in enumerate(lines)
    ]


def _days(read: _Reading, page: Page, hint: Hint) -> Iterator[Candidate]:
    yield Candidate(read.ruled.published, "site-rule", certain=True)
    if read.ruled.unsure:
        return  # people say where the day is, and what stands there outranks what is told elsewhere
    if is_front(page.url):
        return  # what a system says of it is the day on which the site was set up
    in_url = url_day(page.url) if page.url else None
    told = read.metadata.published
    text = frozenset(read.content.lines)
    shown = find_shown_days(read.blocks, read.heading, read.head_end, text, order=read.order)
    line = only_day([day for day in read.below.days if day not in shown.listed])
    beside = shown.beside if shown.beside and not _is_today(shown.beside, page) else None
    above = shown.above if shown.above and _is_old(shown.above, page) else None
    # The address has the paper's own time, and no page is older than its article.
    if told and in_url and (in_url == told.elsewhere or in_url < told.day - _DAY):
        yield Candidate(in_url, "url")
    seen: list[tuple[date | None, DateSource]] = [
        (line, "byline"),
        (shown.labelled, "text"),
        (beside, "byline"),
    ]
    for day, source in seen:
        # A page cannot be older than its article: a later stamp is that of putting it on line anew.
        if day and told and (day < told.day or day == told.elsewhere):
            yield Candidate(day, source)
    yield Candidate(told.day if told else None, read.metadata.date_source, certain=True)
    span = range(read.head_end if read.heading is None else read.heading, read.head_end)
    for moment in find_moments(read.blocks, span, read.content.furniture, read.until):
        yield Candidate(moment, "time-element")
    yield Candidate(in_url, "url")
    yield Candidate(line, "byline")
    issued = only_day(read.below.issued)
    if issued and _is_old(issued, page):
        yield Candidate(issued, "byline")
    yield Candidate(hint.published, "listing-page")
    yield Candidate(only_day(read.below.labelled), "text")
    yield Candidate(beside, "byline")
    yield Candidate(shown.labelled, "text")
    yield Candidate(above, "byline")
    yield Candidate(shown.ends, "text")
    vague = read.metadata.vague_day
    if vague and not _is_today(vague, page):  # else it may be the day of rendering
        yield Candidate(vague, "meta")
    yield Candidate(read.metadata.page_day, "json-ld")


def _updated(changed: date | None, published: date | None) -> date | None:
    """The day of the last change, where it is later than that of publication."""
    return None if changed and published and changed <= published else changed


def _is_old(day: date, page: Page) -> bool:
    """Whether a day is so far from the fetch that a masthead would show a newer one."""
    return page.source != "import" and page.fetched_at.date() - day > _ISSUE


def _is_today(day: date, page: Page) -> bool:
    """Whether a day is that of the fetch, as far as time zones let one know: what shows it may be a
    clock."""
    return abs(day - page.fetched_at.date()) <= _DAY


def _byline(read: _Reading) -> tuple[tuple[str, ...], str]:
    if read.ruled.names:
        return read.ruled.names, SITE_RULE
    head = range(read.head_end if read.heading is None else read.heading, read.head_end)
    return find_byline(
        read.blocks, read.metadata, below=read.below, head=head, text=read.content.lines
    )


def _summary(read: _Reading, kept: Collection[int]) -> tuple[int, ...]:
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
    read: _Reading, kept: Collection[int], summary: tuple[int, ...]
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


def _kept(read: _Reading, names: tuple[str, ...]) -> Iterator[int]:
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
