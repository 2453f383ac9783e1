"""Results as lines of a terminal: what matched is bold there, and nothing is added elsewhere."""

from collections.abc import Iterable, Iterator

import click

from corpus.article import Span
from search.results import Fate, Hit, Results
from web.terminal import plain

AMISS = ("stopword", "unknown", "literal", "dropped", "cut")  # fates worth a line of their own


def result_lines(results: Results) -> Iterator[str]:
    """Count, how the query was understood where that was not plain, hits, and what else to try."""
    yield _count_line(results)
    amiss = [fate for fate in results.searched_for if fate.kind in AMISS]
    if amiss:
        yield "Searched for: " + "; ".join(map(_fate, results.searched_for))
    if results.repaired:
        yield f"Understood as: {plain(results.repaired)}"
    if results.suggestion:
        yield f"Did you mean: {plain(results.suggestion.query)} ({results.suggestion.total:,} found)"
    first = (results.page - 1) * results.size + 1
    divided = False
    for number, hit in enumerate(results.hits, first):
        if hit.partial and not divided:
            divided = True
            yield "\n-- these match only in part --"
        yield ""
        yield from _hit_lines(number, hit)


def _count_line(results: Results) -> str:
    found = "1 editorial" if results.total == 1 else f"{results.total:,} editorials"
    also = f", {results.partial:,} more match in part" if results.partial else ""
    return f"{found} found{also}" if results.total or results.partial else "Nothing found."


def _fate(fate: Fate) -> str:
    counted = f" ({fate.count:,})" if fate.count is not None else ""
    return plain(f"{fate.text}: {fate.meaning}{counted}")


def _hit_lines(number: int, hit: Hit) -> Iterator[str]:
    yield f"{number}. {marked(hit.title, hit.title_spans)}"
    known = (hit.published.isoformat() if hit.published else "undated", ", ".join(hit.byline), hit.section)
    yield "   " + plain(" | ".join(part for part in known if part))
    yield "   " + plain(" ".join(part for part in (hit.id, hit.url) if part))
    for snippet in hit.snippets:
        before, after = "… " if snippet.cut_before else "", " …" if snippet.cut_after else ""
        yield f"   {before}{marked(snippet.text, snippet.spans)}{after}"


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text with its spans in bold; `click.echo` drops the bold where no terminal shows it."""
    parts, at = [], 0
    for start, end in spans:
        parts += [plain(text[at:start]), click.style(plain(text[start:end]), bold=True)]
        at = end
    return "".join([*parts, plain(text[at:])])
