"""Results as lines of a terminal: what matched is bold there, and nothing is added elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

import click

from corpus.article import Span
from corpus.field import card_texts
from corpus.page.solar_hijri import say_solar
from search.matching.results import Explanation, Hit, Reprint, Results
from web.commands.terminal import counted, plain

MOST_NAMED = 5  # reprints of a hit
# worth a line of their own
AMISS = ("stopword", "unknown", "literal", "dropped", "cut", "read", "address")


def result_lines(results: Results, *, solar: bool = False) -> Iterator[str]:
    """Count, how the query was understood where that was not plain or something else was looked
    for, too, hits, and what else to try.

    `solar` gives days in the Solar Hijri calendar, too.
    """
    yield _count_line(results)
    if any(each.kind in AMISS or each.also or each.exact for each in results.searched_for):
        yield "Searched for: " + "; ".join(map(_explanation, results.searched_for))
    if results.repaired:
        yield f"Understood as: {plain(results.repaired)}"
    if results.suggestion:
        found = f"{results.suggestion.total:,} found"
        yield f"Did you mean: {plain(results.suggestion.query)} ({found})"
    for way in results.relaxations:
        left_out = {
            "part": way.without,
            "phrase": f"the quotation marks of {way.without}",
            "filter": f"the filter {way.without}",
        }[way.kind]
        yield f"Without {plain(left_out)}: {counted(way.total, 'editorial')}"
    yield from _all_hits(results, solar=solar)
    yield from _paging(results)


def _count_line(results: Results) -> str:
    total, partial = results.total, results.partial
    if not total and not partial:
        return "Nothing found."
    more, match = "more " if total else "", "matches" if partial == 1 else "match"
    return (
        f"{counted(total, 'editorial')} found"
        + (f", {partial:,} {more}{match} in part" if partial else "")
        + (f", {counted(results.reprints, 'reprint')} among them" if results.reprints else "")
    )


def _all_hits(results: Results, *, solar: bool = False) -> Iterator[str]:
    first = (results.page - 1) * results.size + 1
    divided = False
    every_parts = results.score_parts or repeat(())
    for number, (hit, parts) in enumerate(zip(results.hits, every_parts, strict=False), first):
        if hit.partial and not divided:
            divided = True
            yield "\n-- these match only in part --"
        yield ""
        yield from hit_lines(number, hit, solar=solar)
        if results.score_parts:
            sum_of = " + ".join(f"{part.score:.3f} {plain(part.text)}" for part in parts)
            yield f"   score {hit.score:.3f}" + (f" = {sum_of}" if sum_of else "")


def _paging(results: Results) -> Iterator[str]:
    """How to go on, or back from beyond the end."""
    whole = results.listed
    last_page = -(-whole // results.size)
    first, last = (results.page - 1) * results.size + 1, results.page * results.size
    if whole and results.page > last_page:
        yield f"There is no page {results.page:,}; the last one: --page {last_page}"
    elif results.page < last_page:
        yield f"\n{first:,} to {last:,} of {whole:,} shown; --page {results.page + 1} for more"


def _explanation(each: Explanation) -> str:
    # "in no article" needs no 0 behind it
    known = each.count is not None and each.kind != "unknown"
    counted = f" ({each.count:,})" if known else ""
    only = f"; only this form: {each.exact}" if each.exact else ""
    return plain(f"{each.text}: {each.meaning}{counted}{only}")


def hit_lines(number: int, hit: Hit, *, solar: bool = False) -> Iterator[str]:
    """A hit with its passages."""
    yield f"{number}. {marked(hit.title, hit.title_spans)}"
    day = hit.published.isoformat() if hit.published else "undated"
    if solar and hit.published and (other := say_solar(hit.published)):
        day += f" ({other})"
    yield "   " + plain(" | ".join((day, *map(", ".join, card_texts(hit)))))
    yield "   " + plain(" ".join(part for part in (hit.id, hit.url) if part))
    for snippet in hit.snippets:
        before, after = "… " if snippet.cut_before else "", " …" if snippet.cut_after else ""
        yield f"   {before}{marked(snippet.text, snippet.spans)}{after}"
    if hit.reprints:
        yield f"   +{counted(len(hit.reprints), 'reprint')}: {plain(_named(hit.reprints))}"


def _named(reprints: Sequence[Reprint]) -> str:
    named = [f"{each.published or 'undated'} {each.id}" for each in reprints[:MOST_NAMED]]
    return ", ".join([*named, *(["…"] if len(reprints) > MOST_NAMED else [])])


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text with its spans in bold; `click.echo` drops the bold where no terminal shows it."""
    parts, at = [], 0
    for start, end in spans:
        parts += [plain(text[at:start]), click.style(plain(text[start:end]), bold=True)]
        at = end
    return "".join([*parts, plain(text[at:])])
