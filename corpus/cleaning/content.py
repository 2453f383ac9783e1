"""Which lines of a page are the article: the region whose text outweighs its furniture, and what to leave out of it."""

import re
from dataclasses import dataclass

from corpus.cleaning.blocks import Blocks, Line, Region
from corpus.cleaning.text import TERMINAL

# What a site calls the parts around its articles. A word of the class, id or role of an element.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?P<name>"
    r"nav|navbar|navigation|menu|megamenu|breadcrumbs?|pagination|pager|skip|sidebar|widget-area|footer|masthead|topbar|toolbar|"
    r"comments?|commentlist|respond|disqus|replies|"
    r"related|relatedposts|recommended|recommendations|recirc|trending|popular|more-posts|read-more|readnext|up-next|"
    r"share|sharing|sharedaddy|social|follow|newsletter|subscribe|subscription|signup|optin|paywall|"
    r"ads?|advert|advertisement|advertising|sponsored|promo|promotion|banner|cta|call-to-action|taboola|outbrain|"
    r"cookies?|consent|gdpr|popup|modal|lightbox|login|"
    r"author-(?:bio|box|info|card|profile)|about-(?:the-)?author|post-author-|bio|"
    r"toc|table-of-contents|tags|tag-list|tagcloud|post-tags|copyright|credits|"
    r"complementary|contentinfo|search-form"
    r")(?:$|[\s_-])"
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "form", "fieldset"))
_CONTENT = re.compile(
    r"articlebody|(?:article|entry|post|story|blog|page)[\s_-]*(?:body|content|text|copy)|body-(?:text|copy)|rich-?text|"
    r"main-?content|(?:^|\s)prose(?:\s|$)"
)
# Headings and lines after which a page speaks of other things; the whole line must say it.
_AFTERWORD = re.compile(
    r"(?:you (?:may|might) (?:also|be)\b.{0,40}|(?:(?:related|recommended|recent|latest|popular|trending|featured|"
    r"similar|further|more|other)\b.{0,20})?\b(?:posts?|articles?|stories|story|news|reading|reads|blogs?|content|editorials?)|"
    r"also in the news|(?:read|see|up) (?:next|more|also)\b.{0,20}|read this next|share (?:this|on|via)\b.{0,30}|share|"
    r"tags?:?|(?:leave|post|write) (?:a|your) (?:comment|reply)\b.{0,20}|\d* ?(?:comments?|responses?|replies)"
    r"\b.{0,20}|"
    r"about the authors?|author bio|subscribe\b.{0,40}|sign up\b.{0,60}|join (?:our|the) (?:newsletter|mailing).{0,40}|"
    r"follow us\b.{0,30}|back to (?:the )?top|(?:previous|next) (?:post|article|story)\b.{0,60}|filed under\b.{0,60}|"
    r"get (?:our|the) newsletter.{0,30}|comments are closed\.?|contact us|all rights reserved.{0,80}|©.{0,80})",
    re.IGNORECASE,
)
_LATE = 0.6  # an afterword stands behind at least this part of the text
_FURNITURE_SHARE = 0.4  # a "sidebar" with more of the page's text than this is the article in a badly named box
_SURE_SHARE = 0.95  # while readers' comments can be far longer than what they comment on
_SURE = frozenset(("comments", "comment", "commentlist", "respond", "disqus", "replies", "footer", "related"))
_NEARLY_ALL = 0.92  # a child with this part of its parent's score is the better choice
_NAMED_SHARE = 0.6  # and with this part, when the site calls it the article's body


@dataclass(frozen=True, slots=True)
class Content:
    """The lines chosen, as indexes into `Blocks.lines`, and the region they stand in."""

    region: int
    lines: tuple[int, ...]
    furniture: frozenset[int]  # lines of the whole page that stand in menus, asides, comments and their like
    rule: str


def find_content(blocks: Blocks) -> Content:
    """The article's lines; none where the page holds no text. Says by which rule its region was found."""
    if not blocks.regions:
        return Content(-1, (), frozenset(), "nothing")
    furniture = _furniture_lines(blocks)
    scores = [0.0 if index in furniture else _score(line) for index, line in enumerate(blocks.lines)]
    sums = [0.0]
    for score in scores:
        sums.append(sums[-1] + score)
    totals = [sums[region.end] - sums[region.start] for region in blocks.regions]
    region, rule = _choose(blocks.regions, totals)
    span = blocks.regions[region]
    kept = [index for index in range(span.start, span.end) if index not in furniture]
    return Content(region, tuple(_trim(blocks.lines, kept)), frozenset(furniture), rule)


def _score(line: Line) -> float:
    """How much a line speaks for an article around it, in words; below 0 it speaks for a menu."""
    words = len(line.text.split())
    if line.linked * 2 > len(line.text):
        return -2.0 - words / 2
    plain = words * (1 - line.linked / len(line.text))
    if line.kind == "heading":
        return 1.0
    if words >= 12 or (words >= 4 and line.text.endswith(TERMINAL)):
        return plain + line.text.count(",")
    return 0.0 if line.kind in ("item", "cell") else -1.0


def _furniture_lines(blocks: Blocks) -> set[int]:
    weights = [0]
    for line in blocks.lines:
        weights.append(weights[-1] + (0 if line.linked * 2 > len(line.text) else len(line.text)))
    named: dict[str, list[Region]] = {}
    for region in blocks.regions:
        name = _furniture_name(region)
        if name and (name not in named or region.start >= named[name][-1].end):  # outermost only
            named.setdefault(name, []).append(region)
    found: set[int] = set()
    for name, regions in named.items():
        weight = sum(weights[region.end] - weights[region.start] for region in regions)
        if weight <= (_SURE_SHARE if name in _SURE else _FURNITURE_SHARE) * weights[-1]:
            for region in regions:
                found.update(range(region.start, region.end))
    return found


def _furniture_name(region: Region) -> str | None:
    """The word that says a region is furniture; None for one that may hold text."""
    if region.tag in _FURNITURE_TAGS:
        return region.tag
    if not region.marks or region.tag in ("body", "html", "article", "main"):
        return None
    match = _FURNITURE.search(region.marks)
    return match.group("name") if match else None


def _choose(regions: list[Region], totals: list[float]) -> tuple[int, str]:
    best = max(range(len(regions)), key=lambda index: (totals[index], -index))
    rule = "text density"
    while True:
        children = [
            index for index, region in enumerate(regions)
            if region.parent == best and totals[index] >= totals[best] * _share(region) and totals[best] > 0
        ]  # fmt: skip
        if not children:
            return best, rule
        best = max(children, key=lambda index: totals[index])
        if regions[best].tag == "article" or _CONTENT.search(regions[best].marks):
            rule = f"text density in <{regions[best].tag}> named as the article"


def _share(region: Region) -> float:
    return _NAMED_SHARE if region.tag == "article" or _CONTENT.search(region.marks) else _NEARLY_ALL


def _trim(lines: list[Line], kept: list[int]) -> list[int]:
    """`kept` without lines that are links only, and without what follows an afterword."""
    total = sum(len(lines[index].text) for index in kept)
    seen = 0
    chosen: list[int] = []
    for index in kept:
        line = lines[index]
        if seen >= total * _LATE and len(line.text) < 120 and _AFTERWORD.fullmatch(line.text):
            break
        seen += len(line.text)
        if not _is_link_only(line):
            chosen.append(index)
    return chosen


def _is_link_only(line: Line) -> bool:
    return line.linked * 10 > 8 * len(line.text) and line.kind not in ("heading",)
