"""What is found on an HTML page before it is put together: head, lines, content and title."""

from dataclasses import dataclass, replace
from datetime import datetime

from corpus.article import Hint, Page
from corpus.cleaning.body.content import Content
from corpus.cleaning.body.refusals import refuse_listing
from corpus.cleaning.fields.headline import Headline, find_headline, heading_parts
from corpus.cleaning.fields.publication_day import latest
from corpus.cleaning.fields.shown_days import find_order, say_revisions
from corpus.cleaning.fields.title_position import first_heading, last_spot
from corpus.cleaning.head.metadata import Metadata, Said, read_metadata
from corpus.cleaning.head.tags import linked_tags
from corpus.cleaning.site.rules import Ruled, SiteRule, apply_rule
from corpus.cleaning.site.template import NO_TEMPLATE, Template
from corpus.page.dates import Order, declared_order
from corpus.page.lines import Blocks, read_blocks
from corpus.page.markup import Tree, parse_facts
from corpus.page.parsed_page import parsed
from corpus.page.text import tidy_title
from corpus.page.urls import site_of
from corpus.wording.byline_line import sign_abroad
from corpus.wording.page_head import Below, is_paragraph, read_below

_TITLE_SHARE = 0.35  # of the text may stand above a title: a menu, a note, the paper's own words
_BYLINE_REACH = 8  # lines below a title that may stand in a box called furniture


@dataclass(frozen=True, slots=True)
class Reading:
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


def read_webpage(
    page: Page, hint: Hint, template: Template = NO_TEMPLATE, rule: SiteRule | None = None
) -> Reading:
    """What a page holds. Raises PageRefused for hostile markup and NotAnArticle for a list."""
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
    return Reading(
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
