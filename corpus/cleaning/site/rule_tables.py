"""The tables of the sites' own rules, as people write them: read, or refused in one line that says
what to write."""

import warnings
from dataclasses import fields

import soupsieve

from corpus.cleaning.site.rules import SHOWN, UNWRITABLE, SiteRule
from corpus.page.site_tables import Reader, read_tables

_NO_EXTRACTOR = (
    "it needs no ::text and no ::attr(): the text of an element is read, of a <meta> its content, "
    "of a <time> its datetime"
)


def read_rules(tables: object) -> dict[str, SiteRule]:
    """The rules in a table of tables, one for each host. Raises ValueError, with one line for
    people, at the first that is none."""
    return {
        host: SiteRule(**said)  # type: ignore[arg-type]
        for host, said in read_tables(tables, READERS).items()
    }


def _selectors(place: str, value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    for selector in found:
        if not isinstance(selector, str) or not selector.strip():
            raise ValueError(f"{place} must be a CSS selector or a list of them, not {value!r}")
        if fault := _fault(selector):
            raise ValueError(f"{place}: {_cut(selector)!r} is not a CSS selector ({fault})")
    return tuple(found)


def _noindex(place: str, value: object) -> str:
    if value not in ("ignore", "follow"):
        raise ValueError(f'{place} must be "ignore" or "follow", not {value!r}')
    return str(value)


READERS: dict[str, Reader] = {
    **{field.name: _selectors for field in fields(SiteRule)},
    "noindex": _noindex,
}


def _fault(selector: str) -> str | None:
    """What is wrong with a selector; None where nothing is."""
    if UNWRITABLE.search(selector):
        return "it holds a character that no page has"
    try:
        with warnings.catch_warnings():
            # of names that will go, with the one to write instead
            warnings.simplefilter("error", FutureWarning)
            soupsieve.compile(selector)
    except NotImplementedError as error:
        return _NO_EXTRACTOR if "::" in selector else _first_line(error)
    except RecursionError:
        return "it is nested too deeply"
    except (soupsieve.SelectorSyntaxError, ValueError, FutureWarning) as error:
        return _first_line(error)
    return None


def _first_line(error: Exception) -> str:
    return _cut(str(error).partition("\n")[0].rstrip(".:"))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
