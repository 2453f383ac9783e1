"""What is written down of one language."""

from dataclasses import dataclass

_NOT_KEPT = ("",) * 12


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases of one meaning as papers print them, in any case, and a line of a page with one."""

    forms: tuple[str, ...]
    example: str  # their test; empty where the language has no such phrase


NONE = Words((), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language that the cleaner has to know.

    A colon that ends a phrase belongs to it. In `months`, `solar_months` and `weekdays` spaces
    part the forms, and "_" stands for a space within one. What is one month here may be another in
    another language: "listopad".
    """

    code: str  # ISO 639-1, or 639-3 where that has none
    name: str
    months: tuple[str, ...]  # twelve: the full name first, then genitives, other spellings, short
    solar_months: tuple[str, ...] = _NOT_KEPT  # of the Solar Hijri calendar, from the spring on
    weekdays: str
    by: Words  # stand before an author's name, and nothing else does: "written by", "Autor:"
    by_alone: Words  # are "by" only on a page of this language: "von", "par", "di"
    published: Words  # labels before a day of publication
    updated: Words  # labels before the day of a change
    bodies: Words  # who signs and is not a person: agencies, desks, staff, offices
    more: Words  # labels before links to other stories, within the text: "Read also"
    related: Words  # headings over other stories, readers' comments, the author's life
    requests: Words  # how lines begin that ask for something, or work a button: "Subscribe to"
    consent: Words  # cookies, privacy, what is loaded from elsewhere, rights
    credits: Words  # who took a picture, or where it comes from
    kickers: Words  # labels above headlines: "Leading article"
    common: str = ""  # the commonest words of its texts, parted by spaces
