"""What a line says besides an article: that other stories follow, a request, whose a picture is."""

import re
from functools import cache

from corpus.languages.tables import LANGUAGES, alternation, forms_of, one_of
from corpus.page.lines import Line

# Behind a phrase no word goes on; where no spaces part words, one does.
_EDGE = r"(?:(?!\w)|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af=＝]))"
_EDGES = " -–—*•|·:!.…[]<>«»›()"
_ENDS = (".", "?")  # of a sentence
_SHORT = 6  # words: a label has no more, and a single word is a label's in no longer line
_LONGEST_LABEL = 120  # characters
_LONGEST_REQUEST = 220
_LONGEST_CREDIT = 400
# labels, buttons and counters in figures
_COUNTER = re.compile(
    r"(?:\D{0,20} )?\d{1,3} ?(?:of|/|von|de|di|sur) ?\d{1,3}|[\d.,]+ ?[km]? (?:shares|views|likes|"
    r"reads|claps)|"
    r"\d{1,2}:\d\d(?::\d\d)? ?/ ?\d{1,2}:\d\d|\dx|\d{1,3} ?min\w*\.?(?:[ -]\w+)?",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"@\w|\b(?:facebook|instagram|twitter|linkedin|youtube|tiktok|bluesky|mastodon|telegram|"
    r"whatsapp)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\w@[\w-]+\.\w")  # for mail
_CREDITED = "©(:"  # one of these is in a credit within a longer line
_RIGHTS = re.compile(
    r"(?:[^.?]{0,60}\s)?(?:©|\(c\) ?\d{4}|copyright (?:©|\d{4})).{0,120}", re.IGNORECASE
)


def announces(line: Line) -> bool:
    """Whether a line is the label or the heading above other stories, readers' words or the
    author's life; an item of a list is only an item."""
    text = line.text.strip(_EDGES)
    return (
        line.kind not in ("item", "cell")
        and len(line.text) < _LONGEST_LABEL
        and not line.text.endswith(_ENDS)
        and _pattern("announce").fullmatch(text) is not None
        and not is_label(line)
    )


def leads_away(line: Line) -> bool:
    """Whether a line is a label such as "Read also:", and nothing but links follows it."""
    if line.kind == "cell" or len(line.text) > _LONGEST_REQUEST:
        return False
    text = line.text.strip(_EDGES)
    label = _pattern("more").match(text)
    if label is None or not line.linked:
        return label is not None and label.end() == len(text)
    return line.linked * 10 >= 8 * (len(text) - label.end())


def leads_on(text: str) -> bool:
    """Whether the words of a link are "Read more" or the like."""
    text = text.strip(_EDGES)
    return len(text) <= _LONGEST_LABEL and _pattern("on").match(text) is not None


def asks(line: Line) -> bool:
    """Whether a line asks something of readers, or tells how they are treated."""
    short = line.kind != "quote" and len(line.text) <= _LONGEST_REQUEST
    return short and _pattern("ask").match(line.text.strip(_EDGES)) is not None


def is_label(line: Line) -> bool:
    """Whether a short line is a button, a label, a counter or where to write to."""
    text = line.text.strip(_EDGES)
    if line.kind in ("cell", "item", "quote") or len(text) > _LONGEST_LABEL:
        return False
    if len(text.split()) > _SHORT and not _NETWORK.search(text):
        return False
    label = _pattern("label").match(text)
    if label and (
        not line.text.endswith(_ENDS)
        or not text[label.end() : label.end() + 1].isspace()
        or _NETWORK.search(text)
    ):
        return True
    return _COUNTER.fullmatch(text) is not None or (
        len(text.split()) <= _SHORT and _ADDRESS.search(text) is not None
    )


def credits_picture(line: Line) -> bool:
    """Whether a line is a caption or says who took the picture; a heading or an item of a list
    never is."""
    if line.kind in ("heading", "cell", "item") or len(line.text) > _LONGEST_CREDIT:
        return False
    bare = line.text.strip(_EDGES)
    if len(line.text) <= _LONGEST_LABEL and _pattern("credit").match(bare):
        return True
    if not any(map(line.text.__contains__, _CREDITED)) and "copyright" not in line.text.lower():
        return False
    return bool(_RIGHTS.fullmatch(line.text) or _pattern("caption").fullmatch(line.text))


def is_furniture(line: Line) -> bool:
    """Whether a line is a label, a button or a credit: no more than a name may be as short."""
    return announces(line) or is_label(line) or credits_picture(line)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Patterns of the words of all languages, made when they are first asked for."""
    if kind == "announce":
        forms = [form for one in LANGUAGES.values() for form in forms_of(one, "related")]
        long = alternation(form for form in forms if " " in form)
        written = rf"(?:{long}){_EDGE}[^.?!]{{0,24}}|(?:\d+ )?(?:{alternation(forms)})[\W\d]*"
    elif kind == "more":
        written = rf"(?:{one_of('more')}){_EDGE}(?:[^:|]{{0,24}}(?: [–—-]|[:|»>])[\s:|»>–—-]*)?"
    elif kind == "on":
        written = rf"(?:{one_of('more')}){_EDGE}(?:$|[\s:]*[“\"„«‘])"
    elif kind == "ask":
        forms = [
            form
            for one in LANGUAGES.values()
            for said in ("requests", "consent")
            for form in forms_of(one, said)
        ]
        written = rf"(?:{alternation(form for form in forms if ' ' in form)}){_EDGE}"
    elif kind == "label":
        written = rf"(?:{one_of('requests')}|{one_of('consent')}){_EDGE}"
    elif kind == "credit":
        credited = one_of("credits")
        written = rf"(?:{credited}){_EDGE}|[^/.]{{2,40}}+ ?/ ?(?:{credited}|{one_of('bodies')})$"
    else:
        named = alternation(
            form
            for one in LANGUAGES.values()
            for form in forms_of(one, "credits")
            if form.endswith(":")
        )
        # "… on Monday. Photo: Jane Doe"; "… on Monday © The Paper"; "… on Monday. (Jane Doe/The
        # Paper)"
        written = (
            rf".*(?:[.!?)”\"»]\s|[(\[|]\s?|\s[–—-]\s)(?:{named}).{{1,60}}|.*(?:©|\(c\)).{{1,60}}|"
            rf"(?:.*\s)?\((?:[^()]*\b(?:{one_of('credits')}){_EDGE}[^()]*|[^\W\d_][^()/]{{2,40}} "
            rf"?/ ?[^\W\d_][^()/]{{2,40}})\)"
        )
    return re.compile(written, re.IGNORECASE)
