"""The print pages: a title, a line, paragraphs, nothing else."""

from html import escape

from corpus.sample.editorial import Editorial, published_in

CONTENT_TYPE = "text/html; charset=utf-8"
ENCODING = "utf-8"


def index_page() -> str:
    """Every print page, newest first, without dates."""
    items = "\n".join(
        f'<li><a href="/print/{leaf.number}.html">{escape(leaf.title)}</a></li>'
        for leaf in published_in("print")
    )
    return _page(
        "Print pages",
        f'<h2>Print pages</h2>\n<p><a href="/">Selmak Courier</a></p>\n<ul>\n{items}\n</ul>',
    )


def leaf_page(path: str) -> str | None:
    """The page printed at `path`; None where there is none."""
    for leaf in published_in("print"):
        if leaf.path == path:
            return _page(leaf.title, _leaf(leaf))
    return None


def _leaf(leaf: Editorial) -> str:
    line = f"{leaf.published:%B} {leaf.published.day}, {leaf.published.year}"
    if leaf.byline:
        line += f" | By {' and '.join(leaf.byline)}"
    paragraphs = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in leaf.paragraphs)
    return f"<h2>{escape(leaf.title, quote=False)}</h2>\n{escape(line)}\n{paragraphs}"


def _page(title: str, content: str) -> str:
    return f"<html><head><title>{escape(title)}</title></head>\n<body>\n{content}\n</body></html>\n"
