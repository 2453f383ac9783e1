"""The words that stand before an author's name, in the languages of the world's papers: "By", "Autor:", "بقلم"."""

import re

_WORK = (
    r"story|words|text|article|posted|written|published|reported|reporting|writing|submitted|contributed|compiled|"
    r"authored|reviewed|review|interview|analysis|opinion|commentary|column|editorial|essay|exclusive|special report|"
    r"guest (?:post|column|essay|opinion|commentary)"
)
# Whose work stands beside the words: "Story and photos by Jane Doe".
_TOO = (
    r"(?:\s*(?:,|&|and)\s*(?:photos?|photographs?|photography|pictures?|images?|video|illustrations?|graphics|drawings))"
)
_LABELS = (
    r"authors?|(?:words|story)(?=\s*[:：]\s*(?!(?:the|an?|is|in|of)\s)\S+\s+\S)|writers?|by-?lines?|autor(?:a|en|es|as|in)?|aute?ure?s?|autor[ei]|texte?|texto|testo|tekst|"
    r"förfat?tare|forfatter|skribent|redacteur|yazar|yazan|автор|текст|"
    r"نویسنده|نويسنده|لیکوال|ليکوال|لیکونکی|ليکونکی|الكاتب|الکاتب|كتب|کتب|作者|著者|撰文|लेखक"
)
_ABROAD = (
    r"(?:geschrieben|verfasst) von|(?:propos )?recueillis? par|(?:écrit|publié|rédigé) par|(?:escrito|publicado) por|"
    r"(?:scritto da|a cura di)|geschreven door|skrev(?:et|et av|en av)|به قلم|بقلم|كتبه|كتبته"
)
_BY = re.compile(
    rf"^(?:(?:(?:{_WORK}){_TOO}{{0,2}}\s+)?by\b(?!-?line)|(?:{_LABELS})\s*[:：]|(?:{_ABROAD})(?!\w)|"
    r"the (?:author|writer) is\b|as told to\b|"
    # "Guest columnist Jane Doe" and nothing else
    r"(?:guest (?:columnist|writer|contributor|commentator)|contributing (?:columnist|writer))"
    r"(?=:?(?:\s+(?-i:[A-Z])[\w.'’-]*){2,3}\s*(?:$|[|,•·\0]|\s[-–—])))[\s:：.\-–—]*",
    re.IGNORECASE,
)
# Alone they are words and parts of names too, so what follows must be a full name, and the place an author's.
_FROM = re.compile(
    r"^(?:von|par|por|di|door|av|af|od|przez)\s+(?=(?!(?:den?r?|van|von|zu|la|le|el)\b)\S+\s+\S)", re.IGNORECASE
)
# What a link to an author's page says.
_MORE = re.compile(
    r"^(?:(?:view|see|read|browse|find)\s+)?(?:(?:all|more|other)\s+(?:of\s+)?"
    r"(?:(?:posts|articles|stories|columns|news|content|work)\s+)?(?:by|from)|follow|about(?: the (?:author|writer))?)"
    r"(?!\w)[\s:]*",
    re.IGNORECASE,
)
# Who took the pictures, edited or translated has not written; whom such words introduce ends where another sign begins.
_OTHERS = (
    r"(?:additional (?:reporting|research)|edit(?:ed|ing)|photos?|photograph(?:s|ed|y)?|pictures?|images?|video|"
    r"illustrat(?:ions?|ed)|graphics?|translat(?:ed|ion)|produced|production|narrated|cartoon|artwork|design(?:ed)?|"
    r"(?:fact[- ]|medically |technically |legally )(?:checked|reviewed))"
)
_NOT_BY = re.compile(
    rf"[\s,;/(]*(?<!\w){_OTHERS}(?:(?: and|,| &) \w+)? by\b"
    r".*?(?=\b(?:words|story|text|reporting|writing|written) by\b|$)|"
    r"(?<=\w)[\s,;/(]+(?:reviewed|checked) by\b.*$|"
    r"[\s,;/(]*(?<!\w)(?:[fp]h?otos?|photograph(?:s|y)|pictures?|illustrations?|bild(?:er)?|images?|crédits?|translation|traduction|übersetzung|ترجمه|مترجم|عکس)"
    r"\s*[:：].*$",
    re.IGNORECASE,
)
# Where no name follows "By", the words of a sentence do: "By a shop steward", "The writer is an engineer".
_SENTENCE = re.compile(r"^(?:the (?:author|writer|columnist)\b|an? [a-z])", re.IGNORECASE)


def match_sign(text: str) -> re.Match[str] | None:
    """The words at a text's beginning that say wherever they stand that a name follows; it may be no person's."""
    return _BY.match(text)


def without_sign(text: str) -> str:
    """A text that names authors without the words before their names; empty for a sentence about an unnamed one."""
    text = _MORE.sub("", text)
    rest = _BY.sub("", text)
    if rest == text:
        rest = _FROM.sub("", text)
    return "" if _SENTENCE.match(rest) else rest


def without_others(text: str) -> str:
    """A text that names authors without those who edited, translated or took the pictures."""
    return _NOT_BY.sub(" ", text)
