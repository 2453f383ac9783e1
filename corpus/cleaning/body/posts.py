"""Posts of social networks that a page shows among its text: quotations, with words for which a
link stands."""

import re

from corpus.page.lines import Blocks, Line

_POST = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|bluesky-embed|mastodon-embed|"
    r"fb-xfbml-parse-ignore|"
    r"tiktok-embed|text-post-media|reddit-(?:embed|card)[\w-]*)(?:\s|$)"
)
_BUTTON = re.compile(
    r"(?:view|see|watch|open) (?:this |the |more )?(?:\w+ )?(?:on|at) \w+|"
    r"(?:a )?(?:post|photo|video) (?:shared )?by .*|\[.*\]|"
    r"♬.*|follow(?: @\w+)?|repl(?:y|ies)|retweet|repost|likes?|share|log in|"
    r"https?://\S+|@[\w@.]+",
    re.IGNORECASE,
)


def find_posts(blocks: Blocks) -> set[int]:
    """The lines of posts, as the networks write them for other pages to show."""
    found: set[int] = set()
    for region in blocks.regions:
        if region.tag == "blockquote" and _POST.search(region.marks):
            found.update(range(region.start, region.end))
    return found


def is_button(line: Line) -> bool:
    """Whether a linked line of a post is something to press, or says no more than whose it is."""
    return bool(_BUTTON.fullmatch(line.text))
