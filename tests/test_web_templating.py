"""What templates write is escaped, as Jinja would have it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from web.base.config import Settings
from web.pages.app import create_app
from web.pages.templating import written

HOSTILE = "<script>alert('1')</script> & \"x\""


class Named:
    def __str__(self):
        return HOSTILE


class Made:
    def __html__(self):
        return "<b>&amp;</b>"


@pytest.fixture(scope="module")
def templates(tmp_path_factory):
    return create_app(Settings(data=tmp_path_factory.mktemp("none"))).jinja_env


@given(st.text())
def test_a_text_is_written_as_markupsafe_writes_it(text):
    assert written(text) == str(escape(text))


@pytest.mark.parametrize(
    "value", [None, 7, 1.5, date(2020, 2, 1), HOSTILE, Named(), [HOSTILE], Markup("<i>"), Made()]
)
def test_whatever_is_written_is_escaped(templates, value):
    page = templates.from_string('<p title="{{ value }}">{{ value }}</p>', {"value": value})
    assert page.render() == f'<p title="{escape(value)}">{escape(value)}</p>'


def test_what_a_macro_a_block_and_a_set_make_is_escaped_once(templates):
    page = templates.from_string(
        "{% macro said(text) %}<b>{{ text }}</b>{% endmacro %}"
        "{% set kept %}<i>{{ value }}</i>{% endset %}"
        "{% block it %}{{ said(value) }}{{ kept }}{{ said(kept) ~ value }}{% endblock %}"
        "{{ value|upper }}{{ value if false }}{% autoescape false %}{{ value }}{% endautoescape %}"
    )
    once = escape("<")
    kept = f"<i>{once}</i>"
    made = f"<b>{once}</b>{kept}<b>{kept}</b>{once}{once}<"
    assert page.render(value="<") == made


def test_what_nobody_gave_is_told(templates):
    with pytest.raises(UndefinedError):
        templates.from_string("{{ nobody.name }}").render()
    assert templates.from_string("[{{ nobody }}]").render() == "[]"
