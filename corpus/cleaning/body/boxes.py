"""Boxes beside and within an article that a site calls after what they hold: menus, comments, other
stories."""

import re
from collections.abc import Sequence

from corpus.cleaning.body.posts import find_posts
from corpus.page.lines import Blocks, Line, Region
from corpus.wording.said import asks, is_label

# What a site calls the parts around its articles. A word of the class, id or role of an element.
_NAMES = {
    # that hold no text of an article, however much stands in them
    "sure": """
        comments comment commentlist respond disqus replies cookie cookies consent gdpr onetrust
        didomi cmp cky cmplz privacy-manager
    """,
    # that are called after what they hold, unless most of the page's text stands there
    "boxes": """
        footer sidebar widget-area masthead topbar related relatedposts related-posts
        recommended recommendations recirc trending popular more-posts readnext up-next follow
        newsletter signup optin taboola outbrain popup modal lightbox login author authors bio
        complementary contentinfo search-form testimonial testimonials poll quiz player video
        audio carousel slideshow gallery caption captions affiliate disclaimer disclaimers
        disclosure disclosures copyright credits
    """,
    # in which a page may well have text: its words tell
    "doubtful": """
        subscribe subscription paywall regwall ad ads advert advertisement advertising sponsored
        promo promotion banner cta call-to-action
    """,
    # that are called after their links
    "links": """
        nav navbar navigation menu megamenu breadcrumb breadcrumbs pagination pager skip toc
        table-of-contents article-info tags tag-list tagcloud
        post-tags share sharing sharedaddy social
        toolbar read-more
    """,
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_FURNITURE = re.compile(
    rf"(?:^|[\s_-])({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?:$|[\s_-])"
)
_PICTURE = re.compile(r"(?:^|[\s_-])(?:images?|img|photos?|pictures?|figure)(?:$|[\s_-])")
_CAPTION_LINES = 2  # in a box called a picture
_CAPTION = 120  # characters of each: a sentence of the article is longer
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "form", "fieldset"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = _HEADINGS | {"p"}  # whose names say how they are set
_COOKIES = 4  # one line in less than so many
_MOST_LINES = 60  # of a box that is looked at line by line
# The part of a page's text that may stand in what is called so
_SHARES = {"sure": 0.95, "boxes": 0.4, "doubtful": 0.4, "links": 0.12, "nav": 0.12, "footer": 0.8}
_CARDS = 0.25  # of a region's text may be cards
_CARD_WORDS = 45  # of text to each headline that leads to another story
_PROSE = 12  # words of a paragraph


def find_captions(blocks: Blocks) -> set[int]:
    """The lines that say what a picture shows: captions, and the few words in a box called a
    picture."""
    found = {index for index, line in enumerate(blocks.lines) if line.kind == "caption"}
    for region in blocks.regions:
        if region.tag == "figure" or (
            region.end - region.start <= _CAPTION_LINES and _PICTURE.search(region.marks)
        ):
            inside = range(region.start, region.end)
            found.update(
                i
                for i in inside
                if blocks.lines[i].kind == "text" and len(blocks.lines[i].text) <= _CAPTION
            )
    return found


def find_boxes(blocks: Blocks, scores: list[float]) -> set[int]:
    """The lines that stand in furniture. `scores` has for each line of the page how much it speaks
    for an article."""
    weights = [0]
    for line, score in zip(blocks.lines, scores, strict=True):
        weights.append(weights[-1] + (len(line.text) if score > 0 else 0))
    named: dict[str, list[Region]] = {}
    posts = find_posts(blocks)
    for region in blocks.regions:
        name = _name(blocks, region)
        if (
            region.tag == "footer"
            and region.parent >= 0
            and blocks.regions[region.parent].tag == "blockquote"
        ):
            continue  # whom it quotes
        if name is None or weights[region.end] - weights[region.start] > _share(name) * weights[-1]:
            continue  # "page with-footer"; the footer itself stands within
        if name not in named or region.start >= named[name][-1].end:  # outermost only
            named.setdefault(name, []).append(region)
    found: set[int] = set()
    for name, regions in named.items():
        weight = sum(weights[region.end] - weights[region.start] for region in regions)
        if weight <= _share(name) * weights[-1]:
            for region in regions:
                inside = range(region.start, region.end)
                # "social" may be the box of a post that the text speaks of
                if not posts.issuperset(inside):
                    found.update(inside)
    return found


def _share(name: str) -> float:
    """The part of a page's text that may stand in what is called so."""
    return _SHARES[_KINDS.get(name, name if name in _SHARES else "boxes")]


def find_cards(blocks: Blocks, region: int) -> set[int]:
    """The lines of boxes within a region that lead to other stories: headlines that are links, a
    few words to each. Where much of the text stands so, they are the parts of the text."""
    whole = blocks.regions[region]
    found: set[int] = set()
    for box in blocks.regions[region + 1 :]:
        if box.start >= whole.end:
            break
        if (
            box.tag not in _PARAGRAPHS
            and box.start not in found
            and _is_card(blocks.lines[box.start : box.end])
        ):
            found.update(range(box.start, box.end))
    return (
        found
        if sum(len(blocks.lines[i].text) for i in found)
        <= _CARDS * sum(len(line.text) for line in blocks.lines[whole.start : whole.end])
        else set()
    )


def _is_card(lines: Sequence[Line]) -> bool:
    """Whether lines are headlines that lead to other stories, and a few words to each of them."""
    if not lines or len(lines) > _MOST_LINES:
        return False
    links = sum(
        line.is_link and line.kind == "heading" and not line.href.startswith("#") for line in lines
    )
    words = sum(line.words for line in lines if not line.is_link)
    return links > 0 and words <= _CARD_WORDS * links


def _name(blocks: Blocks, region: Region) -> str | None:
    """The word that says a region is furniture; None for one that may hold text."""
    if region.tag in _FURNITURE_TAGS:
        return region.tag
    if _tells_of_cookies(blocks, region):
        return "cookies"
    if not region.marks or region.tag in ("body", "html", "article", "main", *_HEADINGS):
        return None
    match = _FURNITURE.search(region.marks)
    if not match or (
        ((region.tag == "p" and "caption" not in match[1]) or _KINDS[match[1]] == "doubtful")
        and _is_text(blocks, region)
    ):
        return None
    return match[1]


def _tells_of_cookies(blocks: Blocks, region: Region) -> bool:
    """Whether a box that is laid over the page speaks of cookies in many of its lines."""
    if (
        region.parent < 0
        or blocks.regions[region.parent].tag != "body"
        or region.end - region.start > _MOST_LINES
    ):
        return False
    lines = blocks.lines[region.start : region.end]
    return len(lines) < _COOKIES * sum("cookie" in line.text.lower() for line in lines)


def _is_text(blocks: Blocks, region: Region) -> bool:
    """Whether a region holds paragraphs and nothing else, none of which asks or labels anything."""
    lines = blocks.lines[region.start : region.end]
    return all(
        not line.is_link
        and line.words >= _PROSE
        and not asks(line)
        and not is_label(line)
        for line in lines
    )
