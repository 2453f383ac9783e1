"""What was published of a draft, as lines of a terminal: as the page shows it, both sides."""

from collections.abc import Iterator

from search.coverage import Prior
from web.base import prior as words
from web.base.prior import passages
from web.commands.hit_lines import hit_lines, marked
from web.commands.terminal import counted, plain


def prior_lines(prior: Prior, *, limit: int, bold: bool) -> Iterator[str]:
    """By grade; at most `limit` editorials. What is marked is spoken of where `bold` is seen."""
    yield words.count_line(prior)
    grade = None
    for number, item in enumerate(prior.articles[:limit], 1):
        if item.grade != grade:
            grade = item.grade
            yield f"\n-- {words.HEADINGS[grade]} --"
        yield ""
        yield from hit_lines(number, item.hit)
        yield f"   {plain(words.verdict(item))}"
        for meeting, further in passages(item.meetings):
            counts = meeting.is_stock or meeting.words  # else nothing but the marks is spoken of
            said = words.about_meeting(meeting) if counts or bold else ""
            if said:
                yield f"   * {said}"
            draft, published = meeting.draft, meeting.published
            begins = "    " if said else "   *"
            text = marked(draft.text, draft.spans)
            yield f"{begins} Draft, paragraph {draft.paragraph + 1}: {text}"
            place = words.place_of(published).capitalize()
            yield f"     {place}: {marked(published.text, published.spans)}"
            if further:
                yield f"     They go on for {counted(len(further), 'passage')} more"
    left = max(len(prior.articles) - limit, 0)
    if left:
        whole = len(prior.articles)
        yield f"\n{limit:,} of {whole:,} shown; --limit {whole} for all"
    if prior.left_out:
        yield f"\n{prior.left_out:,} more with words of the draft left out"
    if prior.stock:
        yield f"\n-- {words.STOCK_HEADING} --"
    for line in prior.stock:
        yield f"   {marked(line.draft.text, line.draft.spans)}"
        one = plain(f"{line.hit.title} ({line.hit.id})")
        yield f"   In {counted(line.articles, 'editorial')}, as in {one}"
