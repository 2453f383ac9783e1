"""Prior coverage: a pasted draft beside what was published before. Nothing of it is stored."""

from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from flask import Flask, Response, abort, jsonify, make_response, render_template, request

from search.coverage import NOTHING, Order, Prior, cover, day_of_draft
from search.query.typed_dates import Period, read_period
from web.base import prior as words
from web.base.draft_text import draft_text
from web.pages.answers import note_hits
from web.pages.cards import reprint_list
from web.pages.shelf import the_searcher, the_settings, the_store

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LONGEST = 100_000  # characters of a draft: some 16,000 words, ten times a long editorial
MAX_BYTES = 13 * LONGEST  # of a form: a character takes at most 12, percent-encoded


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent: a text, and how it is to be compared."""

    text: str
    said: str  # without its markup
    typed: str  # the day before which to look, as it was typed
    before: date | None
    notice: str | None  # about that day
    order: Order


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/draft", "draft", draft, methods=["GET", "POST"])
    app.add_url_rule("/draft.json", "draft_json", draft_json, methods=["POST"])


def draft() -> str | Response:
    """The form, or what was published of the text sent, word for word first; 413 with the form and
    the text in it where that is too long."""
    if request.method == "GET":
        return _page(text="", before="", order="oldest")
    if too_long := _too_long():
        page = _page(
            text=_text(),
            before=request.form.get("before", ""),
            order=request.form.get("order", ""),
            too_long=f"{too_long} Nothing was compared: take out a part and send it again.",
        )
        return _unstored(make_response(page, 413))
    asked = _asked()
    page = _page(
        text=asked.text,
        before=asked.typed,
        order=asked.order,
        day=asked.before,
        prior=_compared(asked),
        notice=asked.notice,
    )
    return _unstored(make_response(page))


def draft_json() -> Response:
    """The same as data; 415 and 400 where no text was sent as the field of a form, which must not
    be taken for a draft of which nothing was published."""
    if request.mimetype not in FORMS:
        abort(415, f"A draft is sent as a form: as {' or '.join(FORMS)}, in the field text.")
    if too_long := _too_long():
        abort(413, f"{too_long} Send a part of it.")
    asked = _asked()
    if not asked.said.strip():
        abort(400, "There is no draft to compare: it is the field text of the form.")
    day = asked.before.isoformat() if asked.before else None
    made = words.prior_object(_compared(asked), before=day, base_url=the_settings().address)
    made |= {"order": asked.order, "notices": [asked.notice] if asked.notice else []}
    return _unstored(jsonify(made))


def _text() -> str:
    """The text sent; browsers send two characters for the end of a line, and count one."""
    return request.form.get("text", "").replace("\r\n", "\n")


def _too_long() -> str | None:
    """What to say of a text that is longer than what is compared; None of any other."""
    size = len(_text())
    if size <= LONGEST:
        return None
    return f"The draft has {size:,} characters; this page reads {LONGEST:,}."


def _asked() -> Asked:
    text, typed = _text(), request.form.get("before", "").strip()
    order = request.form.get("order", "")
    order = cast(Order, order if order in get_args(Order) else "oldest")
    said = draft_text(text)
    before, notice = _before(typed, said)
    return Asked(text, said, typed, before, notice, order)


def _compared(asked: Asked) -> Prior:
    if not asked.said.strip():
        return NOTHING
    prior = cover(
        asked.said, the_searcher(), the_store(), before=asked.before, order=asked.order
    )
    note_hits(len(prior.articles))  # a draft is nobody's business: its words are in no log
    return prior


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(**shown: object) -> str:
    known = {"prior": None, "notice": None, "day": None, "too_long": None}
    return render_template(
        "draft.html",
        **{**known, **shown},
        longest=LONGEST,
        words=words,
        reprint_list=reprint_list,
    )


def _before(typed: str, text: str) -> tuple[date | None, str | None]:
    """The day before which to look, and what to say of it."""
    period = _period(typed)
    if period:
        return period.first, None
    if typed:
        return None, (
            "That is not a date, so everything was looked through: "
            "write a year, month or day, as in 2014-03-12."
        )
    day = day_of_draft(text)
    if day is None:
        return None, None
    return day, (
        f"The draft is dated {day.isoformat()}: only what came before is compared. "
        "Write another date for more."
    )


def _period(text: str) -> Period | None:
    """The days that a text names; None where it names none."""
    try:
        return read_period(text)
    except ValueError:
        return None
