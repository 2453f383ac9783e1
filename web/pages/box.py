"""The box to search by, with what was asked for in its fields: on every page, and so written here
and not by a template."""

from markupsafe import Markup

from corpus.field import NAMED
from search.matching.parameters import BY_NAME
from web.base.address import SearchAddress
from web.pages.marked_text import escaped

NOTHING = SearchAddress()
_TERMS = ", ".join(field.term for field in NAMED)
# what stands in the address and in no field that is seen
_UNSEEN = ("sort", "reprints", "size")


def box(address: SearchAddress | None = None, *, large: bool = False) -> Markup:
    """The box for a state of the search; an empty one for None."""
    asked = address or NOTHING
    narrowed = asked.since or asked.until or asked.dates or asked.names
    names = [
        _named(field.term, name) for field in NAMED for name in asked.chosen(field.term) or [""]
    ]
    unseen = [("date", days) for days in asked.dates]
    unseen += [
        (name, str(value))
        for name in _UNSEEN
        if (value := getattr(asked, name)) and value != BY_NAME[name].default
    ]
    return Markup(  # noqa: S704 - each value is escaped
        f'<search class="box{" box-large" if large else ""}">\n'
        '<form action="/search" method="get" role="search" aria-label="Editorials">\n'
        '<div class="box-line">\n'
        '<label class="unseen" for="q">Words to look for</label>\n'
        f'<input type="search" id="q" name="q" value="{escaped(asked.q)}" dir="auto" '
        'autocomplete="off" autocapitalize="off" spellcheck="true" enterkeyhint="search" '
        'placeholder="Search the editorials">\n'
        '<button type="submit">Search</button>\n</div>\n'
        f'<details class="more"{" open" if narrowed else ""}>\n'
        f'<summary>Dates, {_TERMS}</summary>\n<div class="fields">\n'
        f'<label>From <input name="from" value="{escaped(asked.since)}" '
        'placeholder="2014 or 2014-03" inputmode="numeric" autocomplete="off"></label>\n'
        f'<label>To <input name="to" value="{escaped(asked.until)}" placeholder="2016" '
        'inputmode="numeric" autocomplete="off"></label>\n'
        f"{''.join(names)}"
        f"{''.join([_hidden(*each) for each in unseen])}"
        "</div>\n</details>\n</form>\n</search>\n"
    )


def _named(term: str, name: str) -> str:
    return (
        f'<label>{term.capitalize()} <input name="{term}" value="{escaped(name)}" dir="auto" '
        'autocomplete="off"></label>\n'
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escaped(value)}">\n'
