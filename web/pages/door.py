"""The door of the newsroom: a draft that is checked, and how things stand, are for staff.

Open where only people of this machine are answered, and where the settings open it; else behind
one password, or behind the name that a proxy in front gives in a header.
"""

from hmac import compare_digest
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request

from web.base.config import Settings
from web.pages.client import is_proxy
from web.pages.errors import wants_data
from web.pages.shelf import the_settings

ENDPOINTS = frozenset({"draft", "draft_json", "status", "status_json", "metrics"})
SHUT = (
    "This page is for the newsroom's staff, and nothing is set by which they are known. Whoever "
    "runs the server can set BACKFILE_STAFF_PASSWORD in its environment, or staff_open in "
    "backfile.toml."
)
ASKED = "This page is for the newsroom's staff: it opens with their password, under any name."
NAMED = "This page is for the newsroom's staff, who are known by the way they come here."
GUESS = 0.5  # seconds of work for which a wrong password counts, so that few can be tried
REALM = 'Basic realm="Backfile, for staff", charset="UTF-8"'


def init_app(app: Flask) -> None:
    """Let only staff see what is for staff, and say to others why not."""
    settings: Settings = app.extensions["shelf"].settings

    @app.before_request
    def keep() -> Response | None:
        if request.endpoint not in ENDPOINTS or is_open():
            return None
        return _refusal(the_settings())

    @app.after_request
    def hide(response: Response) -> Response:
        if not settings.has_open_door and request.endpoint in ENDPOINTS:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def told(context: dict[str, Any]) -> None:
        context["has_draft"] = context["for_staff"] = is_open()

    # no template asks for what Flask would tell each
    app.update_template_context = told  # type: ignore[method-assign]


def is_open() -> bool:
    """Whether who asks may see what is for staff: only his pages lead there."""
    settings = the_settings()
    return settings.has_open_door or (settings.has_door and _is_staff(settings))


def _is_staff(settings: Settings) -> bool:
    named = request.headers.get(settings.staff_header or "", "").strip()
    if named and is_proxy(request.remote_addr, settings):
        return True
    given = request.authorization
    if settings.staff_password is None or given is None or given.type != "basic":
        return False
    password = given.password or ""
    if compare_digest(password.encode(), settings.staff_password.text.encode()):
        return True
    if "spent" in g:
        g.spent -= GUESS
    return False


def _refusal(settings: Settings) -> Response:
    message = SHUT if not settings.has_door else ASKED if settings.staff_password else NAMED
    status = 401 if settings.staff_password else 403
    if wants_data():
        response = jsonify(error=message)
    else:
        response = current_app.make_response(
            render_template(
                "error.html",
                title="For staff",
                message=message,
                mend=None,
                fine="Searching, browsing and reading are open to everybody.",
                status=status,
            )
        )
    response.status_code = status
    if settings.staff_password:
        response.headers["WWW-Authenticate"] = REALM
    return response
