"""Text by other people as HTML: escaped here and only here, matches marked, scripts set apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from corpus.article import Article, Span
from search.snippets.passage_choice import clipped

try:  # what all of markupsafe goes through: without a Markup made of it it takes a tenth
    from markupsafe import _escape_inner as _escape  # type: ignore[attr-defined]
except ImportError:  # another version
    from html import escape as _escape

escaped: Callable[[str], str] = _escape  # a text as HTML, in an attribute too

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Runs of Arabic letters, and what joins them: spaces, digits and marks between two such letters
# belong to the run.
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC_RUN = re.compile(f"[{_ARABIC}](?:[{_ARABIC}\u200c\u200d\\s\\d.,:()«»-]*[{_ARABIC}])?")
# where Unicode has the scripts that are written from right to left
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_PASHTO = re.compile("[ټډړږښڼۍې]")
_PERSIAN = re.compile("[پچژگکی]")


def marked(text: str, spans: Iterable[Span] = ()) -> Markup:
    """`text` as HTML, for a template: see `marked_html`."""
    return Markup(marked_html(text, spans))  # noqa: S704 - escaped there


def marked_html(text: str, spans: Iterable[Span] = ()) -> str:
    """`text` as HTML: escaped, the spans in <mark>, runs of other scripts in <bdi>.

    Spans are ascending character offsets; what of them is outside the text is cut.
    """
    length = len(text)
    if text.isascii():  # no run of another script
        return _mark_between(text, 0, length, spans)
    clean = [(max(0, start), min(end, length)) for start, end in spans if start < min(end, length)]
    parts: list[str] = []
    at = 0
    for start, end in _script_runs(text):
        language, run = script_language(text[start:end]), _mark_between(text, start, end, clean)
        parts.append(_mark_between(text, at, start, clean))
        dir = "auto" if _kind_of_first(text[start:end]) != "L" else "rtl"
        parts.append(f'<bdi lang="{language}" dir="{dir}">{run}</bdi>')
        at = end
    parts.append(_mark_between(text, at, length, clean))
    return "".join(parts)


def escaped_url(url: str) -> str:
    """An address of our own as HTML: of what HTML minds, quoting leaves the & alone."""
    return url.replace("&", "&amp;")


def escaped_urls(urls: Iterable[str]) -> list[str]:
    """One or more such addresses, as HTML at one go: none of them has a space."""
    return escaped_url(" ".join(urls)).split(" ")


def direction(text: str) -> str:
    """The direction of a block: "rtl" where most of its letters are written from right to left.

    For blocks because `dir="auto"` does not look into <bdi>, and goes by the first letter: a
    paragraph in Dari may begin with a name in Latin letters.
    """
    if text.isascii() or not _FROM_THE_RIGHT.search(text):
        return "ltr"
    kinds = Counter(map(unicodedata.bidirectional, text))
    return "rtl" if kinds["R"] + kinds["AL"] > kinds["L"] else "ltr"


def script_language(text: str) -> str:
    """The language tag of a run of Arabic letters, by letters that only one language has.

    "und-Arab", which names the script alone, where no letter tells.
    """
    if _PASHTO.search(text):
        return "ps"
    return "fa" if _PERSIAN.search(text) else "und-Arab"


def marked_paragraphs(article: Article, spans: Iterable[Span] = ()) -> Iterator[tuple[str, Markup]]:
    """Each paragraph's direction, and the paragraph with what of `spans` is in it marked.

    The spans are character offsets into the article's whole text.
    """
    spans, offset = tuple(spans), 0
    for paragraph in article.paragraphs:
        inside = clipped(spans, offset, offset + len(paragraph))
        yield direction(paragraph), marked(paragraph, inside)
        offset += len(paragraph) + 2


def legal_xml(text: str) -> str:
    """`text` without the characters no XML file may hold."""
    return _NOT_XML.sub("", text)


def _kind_of_first(text: str) -> str:
    """Unicode's kind of the first letter, by which `dir="auto"` goes; empty where there is none."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "")


def _script_runs(text: str) -> Iterator[Span]:
    """Where runs of Arabic letters are; a text that is written from right to left is one run."""
    if direction(text) == "rtl":
        yield 0, len(text)
    else:
        yield from (run.span() for run in _ARABIC_RUN.finditer(text))


def _mark_between(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    """`text[start:end]` escaped, with what of `spans` is in it marked."""
    html, at = "", start
    for first, last in spans:
        if first < at:  # max and min would take longer than all the rest
            first = at
        if last > end:
            last = end
        if first < last:
            html += f"{escaped(text[at:first])}<mark>{escaped(text[first:last])}</mark>"
            at = last
    return html + escaped(text[at:end])
