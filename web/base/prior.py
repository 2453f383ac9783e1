"""What was published of a draft, in words and as JSON, one for page, terminal and programs."""

from collections.abc import Iterable, Sequence
from typing import Any

from search.copied.letters import Letters
from search.coverage import Coverage, Grade, Meeting, Prior, QuotedPart, StockLine
from search.query.parser import parse
from search.shared_passage import SharedPassage
from search.similar import names_something
from search.titled import QUOTES
from web.base.formats import hit_object

MOST_NAMED = 8  # shared words
HEADINGS: dict[Grade, str] = {
    "exact": "The same word for word",
    "near": "The same in other words",
    "subject": "On the same subject",
    "phrase": "The same turn of phrase, and nothing else",
}
BESIDE: tuple[Grade, ...] = ("subject", "phrase")  # no answer to who has a sentence
STOCK_HEADING = "Stock lines"


def verdict(item: Coverage) -> str:
    """How an article meets the draft."""
    own = [each for each in item.meetings if each.words and not each.is_stock]
    if item.grade in ("exact", "phrase"):
        said = [_about_title(each) for each in own if each.published.in_title]
        runs = [each for each in own if not each.published.in_title]
        return ". ".join([*said, *([_about_runs(item, runs)] if runs else [])])
    if not item.shared:
        return f"{round(100 * item.closeness)} % of the words are the same, in the same order"
    telling = [*filter(names_something, item.shared)] or [*item.shared]
    named = ", ".join(telling[:MOST_NAMED])
    if len(item.shared) > len(telling[:MOST_NAMED]):
        named += ", …"
    kind = "Says it in other words" if item.grade == "near" else "Shares words"
    share = f"{len(item.shared):,} of the {item.key_words:,} that set {item.part} apart"
    return f"{kind}: {named} ({share})"


def _about_title(meeting: Meeting) -> str:
    ((start, end),), text = meeting.published.spans, meeting.published.text
    is_all = Letters(text[start:end]).letters == Letters(text).letters
    return "The same title" if is_all else "In its title"


def _about_runs(item: Coverage, runs: Sequence[Meeting]) -> str:
    words, count = max(each.words for each in runs), sum(each.runs for each in runs)
    said = f"{words:,} words in a row are the same"
    if count > 1:
        said = f"{count:,} runs of words are the same, and the longest run has {words:,} words"
    if item.grade == "phrase":
        said += ", all common"
    elif item.is_reprint:
        said = f"Most of this editorial: {said}"
    differing = sum(each.differs for each in item.meetings)
    if differing:
        differ = "sentence differs" if differing == 1 else "sentences differ"
        said += f", but {differing:,} {differ}"
    return said


def passages(meetings: Iterable[Meeting]) -> list[tuple[Meeting, list[Meeting]]]:
    """Each passage with those in which its words go on."""
    found: list[tuple[Meeting, list[Meeting]]] = []
    for meeting in meetings:
        if meeting.goes_on:
            found[-1][1].append(meeting)
        else:
            found.append((meeting, []))
    return found


def about_meeting(meeting: Meeting) -> str:
    """What is marked in a pair of passages."""
    if meeting.is_stock:
        return f"A stock line: {meeting.articles:,} editorials have it"
    if meeting.words:
        others = meeting.articles - 1
        more = "" if others < 1 else f"; {others:,} more {'has' if others == 1 else 'have'} them"
        runs = f"{meeting.runs:,} runs, the longest of " if meeting.runs > 1 else ""
        return f"{runs}{meeting.words:,} words in a row{more}"
    return "What differs is marked" if meeting.differs else ""


def place_of(passage: SharedPassage) -> str:
    """Where a passage of an editorial is."""
    if passage.in_title:
        return "title"
    return f"paragraph {passage.paragraph + 1}" if passage.paragraph >= 0 else "standfirst"


def question_of(line: StockLine) -> str | None:
    """The question for those who have a stock line; None where it is too long to be asked."""
    passage = line.draft
    said = " ".join(passage.text[start:end] for start, end in passage.spans)
    question = f'"{QUOTES.sub(" ", said)}"'
    return None if parse(question).notes else question


def count_line(prior: Prior) -> str:
    """How many editorials there are to compare."""
    count = len(prior.articles)
    if any(part.whole or part.near for part in prior.quoted):
        return "; ".join(map(_about_quoted, prior.quoted))
    if prior.is_sentence:
        return _quotation_line(prior)
    if count:
        return f"{count:,} {'editorial' if count == 1 else 'editorials'} to compare"
    if prior.stock:
        return "Nothing but stock lines"
    return "Nothing we published is on this subject"


def _quotation_line(prior: Prior) -> str:
    """Whether a sentence was published."""
    counts = {
        "Word for word": sum(item.is_whole for item in prior.articles) + prior.left_out,
        "Nearly so": sum(item.grade == "near" for item in prior.articles),
        "A part of it": sum(item.grade == "exact" for item in prior.articles),
    }
    return _first_of(counts)


def _about_quoted(part: QuotedPart) -> str:
    """Whether what a sentence quotes was published."""
    found = _first_of({"word for word": part.whole, "nearly so": part.near})
    return f"“{part.text}”: {found[0].lower()}{found[1:]}"


def _first_of(counts: dict[str, int]) -> str:
    for said, count in counts.items():
        if count:
            return f"{said} in {count:,} {'editorial' if count == 1 else 'editorials'}"
    return "In no editorial, neither word for word nor nearly so"


def prior_object(prior: Prior, *, before: str | None, base_url: str) -> dict[str, Any]:
    """The object of `/draft.json` and `backfile similar --json`; spans are character offsets into
    their text."""
    return {
        "before": before,
        "answer": count_line(prior),
        "quotation": prior.is_sentence,
        "quoted": [
            {"text": part.text, "word_for_word": part.whole, "nearly": part.near}
            for part in prior.quoted
        ],
        "editorials": [
            hit_object(item.hit, base_url=base_url)
            | {
                "grade": item.grade,
                "verdict": verdict(item),
                "reprint": item.is_reprint,
                "whole": item.is_whole,
                "shared": list(item.shared),
                "key_words": item.key_words,
                "part": item.part,
                "meetings": [_meeting_object(each) for each in item.meetings],
            }
            for item in prior.articles
        ],
        "stock": [
            {
                "draft": _passage_object(line.draft),
                "editorials": line.articles,
                "question": question_of(line),
                "one": hit_object(line.hit, base_url=base_url),
            }
            for line in prior.stock
        ],
        "left_out": prior.left_out,
    }


def _meeting_object(meeting: Meeting) -> dict[str, Any]:
    return {
        "draft": _passage_object(meeting.draft),
        "published": _passage_object(meeting.published)
        | {"anchor": f"p{meeting.published.paragraph + 1}"},
        "words": meeting.words,
        "goes_on": meeting.goes_on,
        "editorials": meeting.articles,
        "stock": meeting.is_stock,
        "marks": "differences" if meeting.differs else "what is the same",
    }


def _passage_object(passage: SharedPassage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "spans": [list(span) for span in passage.spans],
        "paragraph": passage.paragraph,
        "title": passage.in_title,
    }
