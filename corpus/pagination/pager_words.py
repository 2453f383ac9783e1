"""The words with which a page turns to another of its text, or to all of it; every pattern is of
the whole words."""

import re

from corpus.pagination.number_bar import PAGE

_TO = r"(?:(?:go|turn) (?:on )?to (?:the )?)?"
NEXT_PAGE = re.compile(
    rf"\W*{_TO}next page(?: of (?:this |the )?(?:story|article|text))?\W*|"
    rf"\W*next\W{{0,3}}(?:{PAGE} \d{{1,3}})\W*|"
    rf"\W*(?:next ?: ?)?(?:story |article )?(?:continue[sd]?|read)(?: reading)? (?:on|to|with) "
    rf"(?:the )?"
    rf"(?:next page|{PAGE} \d{{1,3}})\W*|"
    r"\W*(?:nächste seite|page suivante|página siguiente|próxima página|pagina successiva|sonraki "
    r"sayfa|"
    r"следующая страница|صفح[هۀ]?(?:‌?[یي])?[ ‌]بعد(?:[‌ ]?[یي])?|الصفحة التالية)\W*",
    re.IGNORECASE,
)
PREVIOUS_PAGE = re.compile(
    rf"\W*(?:(?:go )?(?:back )?to (?:the )?)?(?:previous page|first page)\W*|\W*back to {PAGE} "
    rf"\d{{1,3}}\W*|"
    rf"\W*(?:story |article )?continue[sd] from (?:the )?(?:previous page|{PAGE} \d{{1,3}})\W*|"
    r"\W*(?:vorherige seite|page précédente|página anterior|pagina precedente|önceki sayfa|"
    r"предыдущая страница|"
    r"صفح[هۀ]?(?:‌?[یي])?[ ‌]قبل(?:[‌ ]?[یي])?|الصفحة السابقة)\W*",
    re.IGNORECASE,
)
BACK = re.compile(r"\W*(?:(?:go )?(?:back )?(?:to )?prev(?:ious)?|back)\W*", re.IGNORECASE)
VERSION_OF_IT = re.compile(
    r"\W*(?:printer[\s-]friendly|print(?:able)?|single)(?: (?:this )?(?:version|page|article|story|"
    r"view|format))?\W*|"
    r"\W*(?:(?:view|show|read) )?"
    r"(?:all(?: pages)?|as (?:an? )?(?:single|one) page|(?:it )?on (?:one|a single) page)\W*|"
    r"\W*(?:(?:view|show|read) )?(?:the )?(?:full|whole) (?:article|story|text|version)\W*|"
    r"\W*(?:(?:seite |artikel )?(?:aus)?drucken|druck(?:version|ansicht)|(?:alles )?auf einer "
    r"seite(?: lesen)?|"
    r"(?:version )?imprim(?:er|able)|(?:versión para )?imprimir|(?:versione? )?stampa(?:bile)?|"
    r"yazdır|"
    r"(?:версия для )?печат[иь]|(?:نسخ[هة] )?چاپ[یي]?|طباعة)\W*",
    re.IGNORECASE,
)
# What leads to a version for the printer; "Full article" leads to other texts, too.
PRINT_WORD = re.compile(
    r"print|\bsingle\b|\b(?:view|show|read) (?:all\W*$|as\b|(?:it )?on one page)|"
    r"druck|imprim|stampa|yazdır|печат|چاپ|طباعة",
    re.IGNORECASE,
)
PAGE_WORD = re.compile(rf"(?<!\w){PAGE}(?!\w)|continue", re.IGNORECASE)
TELLING = re.compile(rf"\d|{PAGE}|next|prev|print", re.IGNORECASE)
CONTINUED = re.compile(
    r"\W*(?:story |article )?(?:continued|cont['’]d|cont\.)(?: on| from)?(?: page \d{1,3})?\W*",
    re.IGNORECASE,
)
TITLE_CONTINUED = re.compile(r"(?<=[\W])(?:continued|cont['’]d|cont\.?)\W*$", re.IGNORECASE)

# Without one of these in it, in lower case, a page names no neighbour, and no tree of it is built.
# One pattern for each that begins with a letter of its own: together they take ten times as long.
# of a later page, at the end of an address or a part of it
_NUMBER = r"[=/_-]?0?(?:[2-9]|[1-4]\d)[\"'&/.?#\s>]"
_HINTS = tuple(map(re.compile, (
    r"rel\s?=\s?[\"']?[^\"'<>]{0,60}\bnext",
    r"next(?:\s+page|\W{0,3}p(?:ages?|g)?\.? \d)",
    r"continue[sd]?\s+(?:reading\s+)?(?:on|to|with)\s+(?:the\s+)?(?:next|p|pg|page|seite)\b",
    *(rf"{verb} (?:all|it on|as)\b[^<>]{{0,20}}</" for verb in ("view", "show", "read")),
    *(rf"{most} (?:article|story|text|version)[^<>\w]{{0,9}}</" for most in ("full", "whole")),
    r"print[^<>]{0,40}(?:<[^<>]{0,200}>\s?){0,3}</a",
    r"page(?:\s?\d{1,3}\s?(?:of|/)\s?\d|(?<=single\spage)|s(?<=all pages)[^<>]{0,9}</|"
    rf"(?<=[?&/;-]page)(?:d|wanted|_?n[a-z]{{1,12}})?{_NUMBER})",
    r">[^<>\w]{0,9}(?:page\s?)?0?2[^<>\w]{0,9}</",
)))  # fmt: skip
_ENGLISH = re.compile(r"<html\b[^<>]{0,500}\blang\s?=\s?[\"']?en\b")
# no English, whatever the page says: templates are translated last
_SCRIPT = re.compile("[\u0400-\u06ff]")
_FOREIGN = tuple(map(re.compile, (
    rf"seite(?:(?<=nächste seite)|(?<=auf einer seite)|(?<=[?&/;-]seite){_NUMBER})",
    rf"sayfa(?:(?<=sonraki sayfa)|(?<=[?&/;-]sayfa){_NUMBER})",
    rf"pagina(?: successiva|(?<=[?&/;-]pagina){_NUMBER})",
    r"página(?: siguiente|(?<=próxima página))",
    r"page suivante",
    r"druck(?:en|version|ansicht)",
    r"imprim[^<>]{0,20}</",
    r"stampa[^<>]{0,20}</",
    "yazdır", "следующая страница", "печат", "صفح", "چاپ", "طباعة",
)))  # fmt: skip
_START = 5_000  # characters in which a page says that it is in English, and has its title
# of which a later page names others
_ANY_NUMBER = re.compile(r">[^<>\w]{0,9}(?:page\s?)?\d{1,3}[^<>\w]{0,9}</")
_LATER = re.compile(r"(?<!\d)0?(?:[2-9]|[1-4]\d)(?!\d)")  # in the address of one


def may_turn(own: str, markup: str) -> bool:
    """Whether there is anything in a page, of the address `own`, with which it could name
    another."""
    lower = markup.lower()
    english = _ENGLISH.search(lower, 0, _START) and not _SCRIPT.search(lower, 0, _START)
    hints = _HINTS if english else (*_HINTS, *_FOREIGN)
    return any(hint.search(lower) for hint in hints) or bool(
        _LATER.search(own) and _ANY_NUMBER.search(lower)
    )
