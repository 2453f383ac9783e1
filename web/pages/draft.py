"""Prior coverage: a pasted draft beside what was published before. Nothing of it is stored."""

from flask import Flask, Response, abort, make_response, render_template, request

from search.coverage import cover
from search.query.typed_dates import Period, read_period
from web.pages.answers import note_hits
from web.pages.shelf import the_searcher, the_store

LONGEST = 100_000  # characters of a draft: some 16,000 words, ten times a long editorial
MAX_BYTES = 1_000_000  # of a form: what LONGEST characters can take, percent-encoded


def init_app(app: Flask) -> None:
    """Add the routes."""
    app.add_url_rule("/draft", "draft", draft, methods=["GET", "POST"])


def draft() -> str | Response:
    """The form, or what was published of the text sent, word for word first."""
    if request.method == "GET":
        return render_template(
            "draft.html", text="", before="", coverage=None, notice=None, longest=LONGEST
        )
    text, before_text = request.form.get("text", ""), request.form.get("before", "").strip()
    period = _period(before_text)
    if len(text) > LONGEST:
        read = f"The draft has {len(text):,} characters; this page reads {LONGEST:,}."
        abort(413, f"{read} Paste a part of it.")
    notice = None
    if before_text and period is None:
        notice = (
            "That is not a date, so everything was looked through: "
            "write a year, month or day, as in 2014-03-12."
        )
    before = period.first if period else None
    found = cover(text, the_searcher(), the_store(), before=before) if text.strip() else []
    if text.strip():
        note_hits(len(found))  # a draft is nobody's business: its words are in no log
    page = make_response(
        render_template(
            "draft.html",
            text=text,
            before=before_text,
            coverage=found,
            notice=notice,
            longest=LONGEST,
        )
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def _period(text: str) -> Period | None:
    """The days that a text names; None where it names none."""
    try:
        return read_period(text)
    except ValueError:
        return None
