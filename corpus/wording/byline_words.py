"""The words that stand before an author's name, in the languages of the world's papers: "By",
"Autor:", "بقلم"."""

import re

from corpus.languages.tables import one_of

# Whose work stands beside the words: "Story and photos by Jane Doe".
_TOO = r"(?:\w+\s*(?:,|&|and)\s*)+\w+\s+by\b"
# A word of a script that parts its words ends where the next one begins.
_END = r"(?:(?<=[^\w\s])|(?<=[\u3041-\u9fff])|(?!\w))"
_BY = re.compile(
    # "Words: The New Weapon"
    rf"^(?!\w+\s*[:：]\s*(?:the|an?|is|in|of)\s)(?:(?:{one_of('by')}){_END}(?!-?line)|{_TOO}|"
    # "Guest columnist Jane Doe" and nothing else
    r"(?:guest (?:columnist|writer|contributor|commentator)|contributing (?:columnist|writer))"
    r"(?=:?(?:\s+(?-i:[A-Z])[\w.'’-]*){2,3}\s*(?:$|[,|•·\0]|\s[-–—])))[\s:：.\-–—]*",
    re.IGNORECASE,
)
# Alone they are words and parts of names too, so what follows must be a full name, and the place an
# author's.
_FROM = re.compile(
    rf"^(?!(?:de|van)\s)(?:{one_of('by_alone')})\s+(?=(?!(?:den?r?|van|von|zu|la|le|"
    rf"el)\b)\S+\s+\S)",
    re.IGNORECASE,
)
# Who took the pictures, edited or translated has not written; whom such words introduce ends where
# another sign begins.
_OTHERS = (
    r"(?:additional (?:reporting|research)|edit(?:ed|ing)|photos?|photograph(?:s|ed|y)?|pictures?|"
    r"images?|video|"
    r"illustrat(?:ions?|ed)|graphics?|translat(?:ed|ion)|produced|production|narrated|cartoon|"
    r"artwork|design(?:ed)?|"
    r"(?:fact[- ]|medically |technically |legally )(?:checked|reviewed))"
)
_NOT_BY = re.compile(
    rf"[\s,;/(]*(?<!\w){_OTHERS}(?:(?: and|,| &) \w+)? by\b"
    r".*?(?=\b(?:words|story|text|reporting|writing|written) by\b|$)|"
    r"[,/]?\s(?:und |et |and |y |e |en )?[^,/()]{3,40}\((?:[fp]h?otos?|bilder?|text und bild)\b\)?|"
    r"(?<=\w)[\s,;/(]+(?:reviewed|checked) by\b.*$|"
    r"[\s,;/(]*(?<!\w)(?:[fp]h?otos?|photograph(?:s|y)|pictures?|illustrations?|bild(?:er)?|"
    r"images?|crédits?|translation|traduction|übersetzung|ترجمه|مترجم|عکس)"
    r"\s*[:：].*$",
    re.IGNORECASE,
)
# What a link to an author's page says.
_MORE = re.compile(
    r"^(?:(?:view|see|read|browse|find)\s+)?(?:(?:all|more|other)\s+(?:of\s+)?"
    r"(?:(?:posts|articles|stories|columns|news|content|work)\s+)?(?:by|from)|follow|about(?: the "
    r"(?:author|writer))?)"
    r"(?!\w)[\s:]*",
    re.IGNORECASE,
)
# Where no name follows "By", the words of a sentence do: "By a shop steward", "The writer is an
# engineer".
_SENTENCE = re.compile(r"^(?:the (?:author|writer|columnist)\b|an? [a-z])", re.IGNORECASE)


def match_sign(text: str) -> re.Match[str] | None:
    """The words at a text's beginning that say wherever they stand that a name follows; it may be
    no person's."""
    return _BY.match(text)


def without_sign(text: str) -> str:
    """A text that names authors without the words before their names; empty for a sentence about an
    unnamed one."""
    text = _MORE.sub("", text)
    rest = _BY.sub("", text)
    rest = _FROM.sub("", text) if rest == text else rest
    return "" if _SENTENCE.match(rest) else rest


def without_others(text: str) -> str:
    """A text that names authors without those who edited, translated or took the pictures."""
    told = any(map(text.lower().__contains__, (" by", ":", "：", "(")))  # most texts hold none
    return _NOT_BY.sub(" ", text) if told else text
