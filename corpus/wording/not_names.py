"""What stands where an author is named and is no person: offices, desks, degrees, agencies and
other bodies."""

import re

from corpus.languages.tables import one_of
from corpus.page.text import fold
from corpus.wording.publisher import PAPER_WORD

_PRESS_OFFICE = (
    r"columnist|correspondent|reporter|editor|writer|contributor|journalist|blogger|critic|"
    r"photographer|cartoonist|"
    r"commentator|author"
)
# An office is no name, although it may be written like one: "Chapter Chair", "A Shop Steward",
# "Guest Columnist".
OFFICE = re.compile(
    rf"\b(?:{_PRESS_OFFICE}|chair(?:man|woman|person)?|president|secretary|treasurer|director|"
    rf"manager|analyst|expert|"
    r"specialist|strategist|professor|organi[sz]er|coordinator|officer|founder|publisher|producer|"
    r"delegate|"
    r"representative|member|activist|admin|(?:shop|chief|union) steward)s?$",
    re.IGNORECASE,
)
# What papers set beside an office of theirs.
_KINDS = (
    r"staff|senior|junior|chief|lead|guest|contributing|special|deputy|assistant|associate|"
    r"managing|executive|freelance|"
    r"investigative|political|politics|diplomatic|defen[cs]e|security|foreign|international|world|"
    r"national|state|local|"
    r"metro(?:politan)?|city|county|regional|business|economics?|finance|financial|money|sports?|"
    r"health|medical|science|"
    r"technology|tech|education|environment|climate|energy|religion|crime|courts?|legal|arts?|"
    r"culture|entertainment|"
    r"film|music|travel|food|lifestyle|features?|opinions?|editorial|news|digital|online|web|"
    r"multimedia|general|"
    r"assignment|washington|white house|our|own|former|at large|in chief"
)
_BEFORE = re.compile(rf"^(?:(?:{_KINDS})[\s-]+)*(?:{_PRESS_OFFICE})s?[\s,:]+", re.IGNORECASE)
_BEHIND = re.compile(
    rf"[\s,]+(?:(?:{_KINDS}|and|&)[\s-]+)*(?:{_PRESS_OFFICE})s?(?:[\s-]+(?:at[\s-]large|"
    rf"in[\s-]chief))?$",
    re.IGNORECASE,
)
BODIES = re.compile(
    r"\b(?:association|union|council|federation|local|committee|university|college|institute|party|"
    r"society|center|"
    r"centre|department|ministry|news|press|correspondent|reporter|writer|steward|member|trustee|"
    r"phd|md|teachers|"
    r"workers|united|coalition|campaign|network|foundation|agency|bureau|alliance|organi[sz]ation|"
    r"administration)s?\b",
    re.IGNORECASE,
)
_AGENCIES = frozenset(
    "afp ap upi pti ani dpa tass efe ansa apa ians tns reuters bbc cnn npr xinhua bloomberg "
    "anadolu irna anp pap ntb ritzau belga lusa kyodo yonhap antara bernama epd kna sid sda "
    "interfax".split()
)
_DEGREES = frozenset(
    "phd md do ms ma ba bs bsc msc mba mph rn rd rdn ld jd dds dmd dvm esq cpa cfp lcsw "
    "psyd".split()
)
# What stands in an author field where no person is named; "The", "Our" and the like before it are
# left out.
_NOBODY = re.compile(
    r"(?:site )?admin(?:istrator)?|web ?(?:master|editor)|editors?|editor in chief|guest|anonymous|"
    r"unknown|none|null|"
    r"n a|user|root|default|system|super ?(?:user|admin)?|undefined|test|"
    r"various|readers?|contributed|sponsored|advertorial|"
    r"web monitoring|news ?room|"
    r"(?:news )?agenc(?:y|ies)|(?:various|multiple) (?:authors|writers|sources)|guest post|press "
    r"release|"
    rf"(?:(?:{_KINDS}) )*(?:{_PRESS_OFFICE}|representative)s?|"
    rf"(?:(?:{_KINDS}) )*staff|(?:\w+ ){{0,3}}(?:{PAPER_WORD}) (?:(?:{_KINDS}) )*(?:staff|team|"
    rf"newsroom)|"
    r"(?:wire|agency|news|staff|monitoring)(?: and \w+)? (?:reports?|services?)|"
    r"(?:\w+ ){0,5}editorials?(?: (?:board|office|desk))?|(?:\w+ ){0,3}desk|"
    r"sponsored (?:content|post)|letters? to the editor|"
    r"editorial (?:team|staff)|"
    r"(?:\w+ ){0,6}(?:company|limited|ltd|inc|gmbh|llc|plc|corporation|co kg)|"
    # who made the site
    r"themeforest|envato|colorlib|wordpress|joomla|drupal|html5 ?up|"
    r"(?:\w+ ){1,4}(?:studios?|themes?|templates?|web ?designs?|solutions|technologies|software|"
    r"hosting)"
)
_LISTED = re.compile(rf"{one_of('bodies')}|{one_of('kickers')}", re.IGNORECASE)
# Words with which no name of a person begins, be the line written like one: "My Top", "Popular
# Demand", "Town Hall".
_NO_FIRST = frozenset(
    "other my our your their his its this that these those all every each more most some any not "
    "what when where which who "
    "why how best top latest next about read click share follow subscribe popular public special "
    "ort radio television podcast licensed certified "
    "registered chartered accredited award-winning freelance former retired town city village "
    "county district state "
    "central local national international regional community lifestyle business politics sports "
    "opinion travel health "
    "culture entertainment technology science world news home food money education "
    "environment".split()
)
_ARTICLE = re.compile(r"^(?:the|an?|our|by|from|own) (?=\w)")
# How the names of places begin or end, and hardly one of a person.
_PLACE = re.compile(
    r"(?:new|los|las|cape|fort|(?:north|south|east|west)(?:ern)?|upper|lower|greater) [^\W\d]+(?: "
    r"[^\W\d]+)?|"
    r"saudi arabia|sri lanka|costa rica|puerto rico|buenos aires|kuala lumpur|tel aviv|hong kong|"
    r"abu dhabi|"
    r"rio de janeiro|s[aã]o paulo|san (?:francisco|diego|jos[eé]|antonio|salvador|juan)|"
    r"santa (?:fe|cruz|monica|barbara)|(?:\w+ ){1,3}(?:city|county|province|district|islands?|d ?c)"
)


def is_nobody(name: str) -> bool:
    """Whether a name is what papers write where they name no one: "Staff Reporter", "Web Desk",
    "Editorial Board"."""
    key = fold(name)
    if _LISTED.fullmatch(name) and not is_agency(name):
        return True
    return not key or _NOBODY.fullmatch(_ARTICLE.sub("", key)) is not None


def begins_no_name(text: str) -> bool:
    """Whether a text begins with a word that no person's name begins with."""
    return text.split(" ", 1)[0].casefold() in _NO_FIRST


def is_office(name: str) -> bool:
    """Whether a name of several words is an office."""
    return " " in name and OFFICE.search(name) is not None


def is_agency(name: str) -> bool:
    """Whether one word is the name of a news agency or a broadcaster that signs as one."""
    return fold(name) in _AGENCIES


def is_degree(name: str) -> bool:
    """Whether what stands behind a name is a degree: a few capitals that are no agency's."""
    plain = fold(name).replace(" ", "")
    return plain in _DEGREES or (name.isupper() and len(plain) <= 5 and plain not in _AGENCIES)


def is_place(name: str) -> bool:
    """Whether what stands behind a person's name is by its wording where she lives or writes: "New
    Delhi"."""
    return _PLACE.fullmatch(fold(name)) is not None


def without_office(name: str) -> str:
    """A name without an office of a paper before or behind it: "Staff Writer Jane Doe", "Jane Doe
    Political Editor"."""
    return _BEHIND.sub("", _BEFORE.sub("", name))
