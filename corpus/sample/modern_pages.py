"""The site of today: JSON-LD, an article element, and much around it that is not the article."""

import json
from datetime import timedelta
from html import escape

from corpus.sample.editorial import Editorial, published_in

CONTENT_TYPE = "text/html; charset=utf-8"
ENCODING = "utf-8"
ROWS = 10
RELATED = 3


def list_page(page: int, *, base: str) -> str | None:
    """Ten stories from `page`, counted from 1; None past the end."""
    stories = published_in("modern")
    shown = stories[(page - 1) * ROWS : page * ROWS] if page > 0 else ()
    if not shown:
        return None
    links = []
    if page > 1:
        newer = "/opinion/" if page == 2 else f"/opinion/page/{page - 1}/"
        links.append(f'<a rel="prev" href="{newer}">Newer</a>')
    if page * ROWS < len(stories):
        links.append(f'<a rel="next" href="/opinion/page/{page + 1}/">Older</a>')
    cards = "\n".join(_card(story) for story in shown)
    pager = f'<div class="pager">{" ".join(links)}</div>'
    content = f'<h1>Opinion</h1>\n<div class="river">\n{cards}\n</div>\n{pager}'
    canonical = f'<link rel="canonical" href="{base}/opinion/">' if page == 1 else ""
    return frame("Opinion", content, head=canonical)


def story_page(path: str, *, base: str) -> str | None:
    """The story published at `path`; None where there is none."""
    stories = published_in("modern")
    for place, story in enumerate(stories):
        if story.path == path:
            others = stories[:place] + stories[place + 1 :]
            near = others[min(max(0, place - 2), len(others) - RELATED) :][:RELATED]
            content = _article(story, base) + _related(near)
            return frame(story.title, content, head=_head(story, base))
    return None


def sitemap(base: str) -> str:
    """The sitemap, of this guise's stories only: the older ones are reached by links."""
    entries = "\n".join(
        f"<url><loc>{base}{story.path}</loc>"
        f"<lastmod>{story.published + timedelta(days=1)}</lastmod></url>"
        for story in published_in("modern")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}\n</urlset>\n'
    )


def frame(title: str, content: str, *, head: str = "") -> str:
    """A whole page: what is on all of them, around `content`.

    That is HTML, as `head` is; `title` is text.
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} | Selmak Courier</title>
{head}
</head>
<body>
<div class="cookie-banner" role="dialog">We use cookies to remember your edition. \
<button>Accept</button></div>
<header><a class="logo" href="/">Selmak Courier</a>
<nav><ul><li><a href="/opinion/">Opinion</a></li><li><a href="/editorial.php">Archive</a></li>
<li><a href="/print/">Print</a></li><li><a href="/about.html">About</a></li></ul></nav></header>
<main>
{content}
</main>
<footer><p>© Selmak Courier. <a href="/about.html">About us</a> <a href="/contact.html">Contact</a>
<a href="/admin/">Staff</a></p></footer>
</body>
</html>
"""


def _card(story: Editorial) -> str:
    return (
        f'<div class="card"><h2><a href="{story.path}">{escape(story.title)}</a></h2>'
        f'<time datetime="{story.published}">{story.published.day} {story.published:%B %Y}</time>'
        f"<p>{_teaser(story)}</p></div>"
    )


def _teaser(story: Editorial) -> str:
    return escape(" ".join(story.paragraphs[0].split()[:18])) + "…"


def _published(story: Editorial) -> str:
    """Half an hour past midnight in Selmak: by Greenwich it is still the day before."""
    return f"{story.published}T00:30:00+04:30"


def _head(story: Editorial, base: str) -> str:
    author: object = [{"@type": "Person", "name": name} for name in story.byline]
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": _published(story),
        "dateModified": f"{story.published + timedelta(days=2)}T09:10:00+04:30",
        "author": author or {"@type": "Organization", "name": "Selmak Courier"},
        "articleSection": story.section,
        "publisher": {"@type": "Organization", "name": "Selmak Courier"},
        "mainEntityOfPage": base + story.path,
    }
    return f"""<link rel="canonical" href="{base}{story.path}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Selmak Courier">
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:url" content="{base}{story.path}">
<meta property="og:description" content="{_teaser(story)}">
<meta property="article:published_time" content="{_published(story)}">
<script type="application/ld+json">{json.dumps(record).replace("<", chr(92) + "u003c")}</script>"""


def _article(story: Editorial, base: str) -> str:
    paragraphs = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in story.paragraphs)
    by = (
        f'<span class="byline">By {" and ".join(map(escape, story.byline))}</span> '
        if story.byline
        else ""
    )
    day = (
        f'<time datetime="{_published(story)}">{story.published.day} {story.published:%B %Y}</time>'
    )
    about = "".join(
        f"<p>{escape(name)} writes for the opinion pages of the Selmak Courier.</p>"
        for name in story.byline
    )
    biography = f'<aside class="author-bio">{about}</aside>\n' if about else ""
    return f"""<article id="post-{story.number}">
<h1>{escape(story.title, quote=False)}</h1>
<p class="meta">{by}{day}</p>
<div class="share"><a href="https://share.invalid/?u={base}{story.path}">Share this story</a></div>
<div class="story-body">
{paragraphs}
</div>
{biography}</article>
"""


def _related(stories: tuple[Editorial, ...]) -> str:
    items = "\n".join(
        f'<li><a href="{story.path}">{escape(story.title)}</a></li>' for story in stories
    )
    return f'<section class="related"><h3>Related stories</h3>\n<ul>\n{items}\n</ul></section>'
