"""Boxes beside and within an article that a site calls after what they hold: menus, comments, other stories."""

import re

from corpus.cleaning.body.posts import find_posts
from corpus.page.lines import Blocks, Region

# What a site calls the parts around its articles. A word of the class, id or role of an element.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?P<name>"
    r"nav|navbar|navigation|menu|megamenu|breadcrumbs?|pagination|pager|skip|sidebar|widget-area|footer|masthead|topbar|toolbar|"
    r"comments?|commentlist|respond|disqus|replies|"
    r"related|relatedposts|recommended|recommendations|recirc|trending|popular|more-posts|read-more|readnext|up-next|"
    r"share|sharing|sharedaddy|social|follow|newsletter|subscribe|subscription|signup|optin|paywall|"
    r"ads?|advert|advertisement|advertising|sponsored|promo|promotion|banner|cta|call-to-action|taboola|outbrain|"
    r"cookies?|consent|gdpr|popup|modal|lightbox|login|"
    r"authors?|bio|disclaimers?|disclosures?|affiliate|testimonials?|"
    r"toc|table-of-contents|tags|tag-list|tagcloud|post-tags|copyright|credits|"
    r"captions?|complementary|contentinfo|search-form"
    r")(?:$|[\s_-])"
)
_PICTURE = re.compile(r"(?:^|[\s_-])(?:images?|img|photos?|pictures?|figure)(?:$|[\s_-])")
_CAPTION_LINES = 2  # in a box called a picture
_CAPTION = 120  # characters of each: a sentence of the article is longer
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "form", "fieldset"))
_FURNITURE_SHARE = 0.4  # a "sidebar" with more of the page's text than this is the article in a badly named box
_SURE_SHARE = 0.95  # while readers' comments can be far longer than what they comment on
_SURE = frozenset(("comments", "comment", "commentlist", "respond", "disqus", "replies"))
_FOOTER_SHARE = 0.8  # a site's own address and promises can be longer than a short text
_LINKS_SHARE = 0.12  # what is called after its links and yet has more of the text than this is not made of them
_LINKS = frozenset(
    "nav navbar navigation menu megamenu breadcrumb breadcrumbs pagination pager skip toc table-of-contents tags "
    "tag-list share sharing social toolbar topbar lightbox read-more cta banner".split()
)


def find_captions(blocks: Blocks) -> set[int]:
    """The lines that say what a picture shows: captions, and the few words in a box called a picture."""
    found = {index for index, line in enumerate(blocks.lines) if line.kind == "caption"}
    for region in blocks.regions:
        if region.tag == "figure" or (region.end - region.start <= _CAPTION_LINES and _PICTURE.search(region.marks)):
            inside = range(region.start, region.end)
            found.update(i for i in inside if blocks.lines[i].kind == "text" and len(blocks.lines[i].text) <= _CAPTION)
    return found


def find_boxes(blocks: Blocks, scores: list[float]) -> set[int]:
    """The lines that stand in furniture. `scores` has for each line of the page how much it speaks for an article."""
    weights = [0]
    for line, score in zip(blocks.lines, scores, strict=True):
        weights.append(weights[-1] + (len(line.text) if score > 0 else 0))
    named: dict[str, list[Region]] = {}
    posts = find_posts(blocks)
    for region in blocks.regions:
        name = _name(region)
        if region.tag == "footer" and region.parent >= 0 and blocks.regions[region.parent].tag == "blockquote":
            continue  # whom it quotes
        if name is None or weights[region.end] - weights[region.start] > _most(name) * weights[-1]:
            continue  # "page with-footer"; the footer itself stands within
        if name not in named or region.start >= named[name][-1].end:  # outermost only
            named.setdefault(name, []).append(region)
    found: set[int] = set()
    for name, regions in named.items():
        weight = sum(weights[region.end] - weights[region.start] for region in regions)
        if weight <= _most(name) * weights[-1]:
            for region in regions:
                inside = range(region.start, region.end)
                if not posts.issuperset(inside):  # "social" may be the box of a post that the text speaks of
                    found.update(inside)
    return found


def _most(name: str) -> float:
    """The part of a page's text that may stand in what is called so."""
    if name in _SURE:
        return _SURE_SHARE
    if name == "footer":
        return _FOOTER_SHARE
    return _LINKS_SHARE if name in _LINKS else _FURNITURE_SHARE


def _name(region: Region) -> str | None:
    """The word that says a region is furniture; None for one that may hold text."""
    if region.tag in _FURNITURE_TAGS:
        return region.tag
    if not region.marks or region.tag in ("body", "html", "article", "main"):
        return None
    match = _FURNITURE.search(region.marks)
    return match.group("name") if match else None
